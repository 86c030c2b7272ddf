//! Counting: from the orders of two periods to figures, days, shops and cohorts. Nothing here is in words.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::tz::TimeZone;
use platform::Error;
use platform::db::Session;
use platform::http::ShopScope;

use super::calendar::{Period, months};
use super::model::{Cohort, DaySales};
use crate::customers;
use crate::orders::sums::{self, Sale};

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
    pub(super) days: Vec<DaySales>,
    pub(super) shops: BTreeMap<i64, ShopSums>,
}

/// Counts the orders of `currency` in `scope` over both periods.
pub(super) async fn count(
    conn: &mut Session,
    scope: &ShopScope,
    currency: &str,
    period: &Period,
) -> Result<Counted, Error> {
    let mut sales: Vec<Sale> = Vec::new();
    sums::sales(conn, scope, currency, period.from(), period.to(), |sale| sales.push(sale)).await?;
    let mut profiles: Vec<i64> =
        sales.iter().filter(|sale| sale.deal_amount > 0).filter_map(|sale| sale.profile_id).collect();
    profiles.sort_unstable();
    profiles.dedup();
    let people: HashMap<i64, Buyer> = customers::buyers(conn, &profiles)
        .await?
        .into_iter()
        .map(|(profile, customer, first)| (profile, Buyer { customer, first: first.unwrap_or(i64::MAX) }))
        .collect();
    Ok(summed(&sales, &people, period))
}

/// A profile's customer, and when that customer's first deal was.
#[derive(Debug, Clone, Copy)]
struct Buyer {
    customer: i64,
    first: i64,
}

fn summed(sales: &[Sale], people: &HashMap<i64, Buyer>, period: &Period) -> Counted {
    let mut counted = Counted::default();
    let mut days = vec![Day::default(); 2 * period.days];
    let mut shops: BTreeMap<i64, (ShopSums, HashSet<i64>)> = BTreeMap::new();
    let mut buyers: [HashMap<i64, (i64, i64)>; 2] = Default::default();
    let middle = period.middle();
    for sale in sales {
        let later = sale.at >= middle;
        let sums = if later { &mut counted.now } else { &mut counted.before };
        sums.paid += sale.paid;
        sums.refunded += sale.refunded;
        if sale.deal_amount <= 0 {
            continue;
        }
        sums.sales += sale.deal_amount;
        sums.deals += 1;
        let buyer = sale.profile_id.and_then(|profile| people.get(&profile));
        let began = if later { middle } else { period.from() };
        if buyer.is_some_and(|buyer| buyer.first < began) {
            sums.returning_sales += sale.deal_amount;
        }
        let [early, late] = &mut buyers;
        if let Some(buyer) = buyer {
            let own = if later { late } else { early }.entry(buyer.customer).or_insert((buyer.first, 0));
            own.1 += 1;
        }
        let place = period.day(sale.at);
        if let Some(day) = days.get_mut(place) {
            day.sales += sale.deal_amount;
            day.orders += 1;
            if let Some(buyer) = buyer {
                let fresh = period.bounds.get(place).is_some_and(|start| buyer.first >= *start);
                if fresh { &mut day.new } else { &mut day.returning }.insert(buyer.customer);
            }
        }
        if later {
            let (shop, customers) = shops.entry(sale.shop_id).or_default();
            shop.sales += sale.deal_amount;
            shop.deals += 1;
            customers.extend(buyer.map(|buyer| buyer.customer));
        }
    }
    let [early, late] = &buyers;
    settle(&mut counted.before, early, period.from());
    settle(&mut counted.now, late, middle);
    counted.days = shown(&days, period);
    counted.shops = shops
        .into_iter()
        .map(|(id, (sums, buyers))| (id, ShopSums { buyers: i64::try_from(buyers.len()).unwrap_or(0), ..sums }))
        .collect();
    counted
}

/// Who of a period's buyers (first deal ever, deals in the period) is new, and who came again.
fn settle(sums: &mut Sums, buyers: &HashMap<i64, (i64, i64)>, began: i64) {
    for (first, deals) in buyers.values() {
        let new = *first >= began;
        sums.buyers += 1;
        sums.new_buyers += i64::from(new);
        sums.repeat_buyers += i64::from(!new || *deals > 1);
    }
}

#[derive(Debug, Clone, Default)]
struct Day {
    sales: i64,
    orders: i64,
    new: HashSet<i64>,
    returning: HashSet<i64>,
}

fn shown(days: &[Day], period: &Period) -> Vec<DaySales> {
    let (before, now) = days.split_at(period.days.min(days.len()));
    let dates = period.dates.iter().skip(period.days);
    now.iter()
        .zip(before)
        .zip(dates)
        .map(|((day, before), date)| DaySales {
            day: date.to_string(),
            sales: day.sales,
            previous: Some(before.sales),
            orders: day.orders,
            new_buyers: i64::try_from(day.new.len()).unwrap_or(0),
            returning_buyers: i64::try_from(day.returning.len()).unwrap_or(0),
        })
        .collect()
}

/// Who bought first in which month, and who of them came again in which. Deals of every currency count; a cohort is by
/// the first deal within `scope`.
pub(super) async fn cohorts(
    conn: &mut Session,
    scope: &ShopScope,
    now: i64,
    zone: &TimeZone,
) -> Result<Vec<Cohort>, Error> {
    let Some(first) = sums::first_sale(conn, scope).await?.filter(|first| *first <= now) else { return Ok(Vec::new()) };
    let months = months(first, now, zone)?;
    let count = months.len() - 1;
    let mut joined: HashMap<i64, usize> = HashMap::new();
    let mut table = vec![vec![0_i64; count]; count];
    for (month, pair) in months.windows(2).enumerate() {
        let [(_, from), (_, to)] = pair else { continue };
        let profiles = sums::buyers(conn, scope, *from, *to).await?;
        let mut seen = HashSet::with_capacity(profiles.len());
        for (_, customer) in customers::customers_of(conn, &profiles).await? {
            if seen.insert(customer) {
                let cohort = *joined.entry(customer).or_insert(month);
                if let Some(cell) = table.get_mut(cohort).and_then(|row| row.get_mut(month - cohort)) {
                    *cell += 1;
                }
            }
        }
    }
    Ok(months
        .iter()
        .zip(table)
        .enumerate()
        .skip(count.saturating_sub(COHORTS))
        .map(|(month, ((date, _), mut returned))| {
            returned.truncate(count - month);
            let size = returned.first().copied().unwrap_or(0);
            let rates = returned.iter().map(|count| rounded(*count, size, 1_000)).collect();
            Cohort { month: format!("{:04}-{:02}", date.year(), date.month()), size, returned, rates }
        })
        // Payments by nobody that is known, or given back, may come before the first buyer.
        .skip_while(|cohort| cohort.size == 0)
        .collect())
}
