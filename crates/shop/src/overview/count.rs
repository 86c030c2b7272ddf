//! Counting: from what the shops took day by day to figures, days, shops and cohorts. Pure; nothing here is in words.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;
use platform::Error;

use super::calendar::{Period, month, numbered};
use super::cells::Cell;
use super::model::{Cohort, DaySales};

/// Months that the page shows.
const COHORTS: usize = 12;

/// What happened in one period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) sales: i64,
    pub(super) deals: i64,
    pub(super) buyers: i64,
    pub(super) new_buyers: i64,
    /// Buyers with a deal before, or with two in the period.
    pub(super) repeat_buyers: i64,
    /// Of deals of returning buyers.
    pub(super) returning_sales: i64,
    pub(super) paid: i64,
    pub(super) refunded: i64,
}

impl Sums {
    pub(super) fn returning_buyers(&self) -> i64 {
        self.buyers - self.new_buyers
    }
    pub(super) fn average_order(&self) -> i64 {
        rounded(self.sales, self.deals, 1)
    }
    pub(super) fn repurchase_rate(&self) -> i64 {
        rounded(self.repeat_buyers, self.buyers, 1_000)
    }
    pub(super) fn refund_rate(&self) -> i64 {
        rounded(self.refunded, self.paid, 1_000)
    }
}

/// `part × scale ÷ whole`, rounded to the nearest; 0 when there is no whole.
pub(super) fn rounded(part: i64, whole: i64, scale: i64) -> i64 {
    if whole == 0 {
        return 0;
    }
    let (part, whole) = (i128::from(part) * i128::from(scale), i128::from(whole));
    let half = if (part < 0) == (whole < 0) { whole } else { -whole };
    i64::try_from((2 * part + half) / (2 * whole)).unwrap_or(i64::MAX)
}

/// One shop in the later period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ShopSums {
    pub(super) sales: i64,
    pub(super) deals: i64,
    pub(super) buyers: i64,
}

/// Both periods.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) now: Sums,
    pub(super) before: Sums,
    /// Piece by piece.
    pub(super) pieces: Vec<DaySales>,
    /// The day that brought most in the later period, and what.
    pub(super) best: Option<(Date, i64)>,
    pub(super) shops: BTreeMap<i64, ShopSums>,
}

/// One customer's deals of one day in one shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Bought {
    customer: i64,
    day: i64,
    shop: i64,
    deals: i64,
    /// The day of the customer's first deal ever.
    first: i64,
}

/// Counts what the cells of one currency say of both periods.
pub(super) fn count(cells: &[Cell], period: &Period) -> Counted {
    let mut counted = Counted::default();
    let (first, middle) = (period.first(), period.middle());
    let mut days = vec![Day::default(); 2 * period.days];
    let ranges: Vec<Range<usize>> = period.pieces().collect();
    let mut came = vec![Came::default(); ranges.len()];
    let mut bought = Vec::with_capacity(cells.iter().map(|cell| cell.buyers.len()).sum());
    for cell in cells {
        let later = cell.day >= middle;
        let sums = if later { &mut counted.now } else { &mut counted.before };
        sums.paid += cell.paid;
        sums.refunded += cell.refunded;
        sums.sales += cell.sales;
        sums.deals += cell.deals;
        if let Some(day) = usize::try_from(cell.day - first).ok().and_then(|place| days.get_mut(place)) {
            day.sales += cell.sales;
            day.orders += cell.deals;
        }
        if later && cell.deals > 0 {
            let shop = counted.shops.entry(cell.shop_id).or_default();
            shop.sales += cell.sales;
            shop.deals += cell.deals;
        }
        let began = if later { middle } else { first };
        for buyer in &cell.buyers {
            let since = cell.day - buyer.since;
            if since < began {
                sums.returning_sales += buyer.amount;
            }
            let (customer, deals) = (buyer.customer, buyer.deals);
            bought.push(Bought { customer, day: cell.day, shop: cell.shop_id, deals, first: since });
        }
    }
    // A customer's rows lie together then, and the days of each in their order.
    bought.sort_unstable();
    for own in bought.chunk_by(|a, b| a.customer == b.customer) {
        let split = own.partition_point(|row| row.day < middle);
        let (early, late) = own.split_at(split);
        settle(&mut counted.before, early, first);
        settle(&mut counted.now, late, middle);
        for rows in late.chunk_by(|a, b| period.piece(a.day) == period.piece(b.day)) {
            let place = rows.first().and_then(|row| period.piece(row.day));
            let Some((place, since)) = place.zip(rows.iter().map(|row| row.first).min()) else { continue };
            let (Some(range), Some(came)) = (ranges.get(place), came.get_mut(place)) else { continue };
            let began = middle + i64::try_from(range.start).unwrap_or(0);
            *(if since < began { &mut came.returning } else { &mut came.new }) += 1;
        }
        let shops: BTreeSet<i64> = late.iter().map(|row| row.shop).collect();
        for shop in shops {
            if let Some(sums) = counted.shops.get_mut(&shop) {
                sums.buyers += 1;
            }
        }
    }
    let (before, now) = days.split_at(period.days.min(days.len()));
    let dates = period.dates.iter().skip(period.days);
    counted.best = dates.zip(now).max_by_key(|(_, day)| day.sales).map(|(date, day)| (*date, day.sales));
    counted.pieces = ranges.iter().zip(came).map(|(range, came)| shown(range, came, before, now, period)).collect();
    counted
}

/// What a customer's deals of one period make of the buyers: whether new, and whether they came again.
fn settle(sums: &mut Sums, rows: &[Bought], began: i64) {
    let Some(first) = rows.iter().map(|row| row.first).min() else { return };
    let new = first >= began;
    sums.buyers += 1;
    sums.new_buyers += i64::from(new);
    sums.repeat_buyers += i64::from(!new || rows.iter().map(|row| row.deals).sum::<i64>() > 1);
}

#[derive(Debug, Clone, Default)]
struct Day {
    sales: i64,
    orders: i64,
}

/// Who came in a piece.
#[derive(Debug, Clone, Copy, Default)]
struct Came {
    new: i64,
    returning: i64,
}

/// A piece of the picture, with the days of both periods.
fn shown(range: &Range<usize>, came: Came, before: &[Day], now: &[Day], period: &Period) -> DaySales {
    let (now, before) = (now.get(range.clone()).unwrap_or(&[]), before.get(range.clone()).unwrap_or(&[]));
    let date = |place: usize| period.dates.get(period.days + place).map(ToString::to_string).unwrap_or_default();
    let sales = |days: &[Day]| days.iter().map(|day| day.sales).sum();
    DaySales {
        day: date(range.start),
        until: date(range.end.saturating_sub(1)),
        sales: sales(now),
        previous: (!period.all).then(|| sales(before)),
        orders: now.iter().map(|day| day.orders).sum(),
        new_buyers: came.new,
        returning_buyers: came.returning,
    }
}

/// Who bought first in which month, and who of them came again in which, to the month of `today`. Deals of every currency
/// count; a cohort is by the first deal within the shops of the cells.
pub(super) fn cohorts(cells: &[Cell], today: i64) -> Result<Vec<Cohort>, Error> {
    let mut months: BTreeMap<i64, i64> = BTreeMap::new();
    for cell in cells {
        if let Entry::Vacant(entry) = months.entry(cell.day) {
            entry.insert(month(numbered(cell.day)?));
        }
    }
    let last = month(numbered(today)?);
    let mut bought: Vec<(i64, i64)> = Vec::with_capacity(cells.iter().map(|cell| cell.buyers.len()).sum());
    for cell in cells {
        let of = months.get(&cell.day).copied().unwrap_or(last);
        if of <= last {
            bought.extend(cell.buyers.iter().map(|buyer| (buyer.customer, of)));
        }
    }
    bought.sort_unstable();
    bought.dedup();
    let Some(first) = bought.iter().map(|(_, month)| *month).min() else { return Ok(Vec::new()) };
    let count = usize::try_from(last - first + 1).unwrap_or(0);
    let mut table = vec![vec![0_i64; count]; count];
    for own in bought.chunk_by(|a, b| a.0 == b.0) {
        let Some((_, cohort)) = own.first() else { continue };
        let Some(row) = usize::try_from(cohort - first).ok().and_then(|row| table.get_mut(row)) else { continue };
        for (_, month) in own {
            if let Some(cell) = usize::try_from(month - cohort).ok().and_then(|place| row.get_mut(place)) {
                *cell += 1;
            }
        }
    }
    Ok((first..)
        .zip(table)
        .enumerate()
        .skip(count.saturating_sub(COHORTS))
        .map(|(place, (month, mut returned))| {
            returned.truncate(count - place);
            let size = returned.first().copied().unwrap_or(0);
            let rates = returned.iter().map(|count| rounded(*count, size, 1_000)).collect();
            Cohort { month: format!("{:04}-{:02}", month / 12, month % 12 + 1), size, returned, rates }
        })
        .skip_while(|cohort| cohort.size == 0)
        .collect())
}
