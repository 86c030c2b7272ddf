//! The page of cohorts: customers whose first purchase was in the same month or week, or was brought by the same campaign, and
//! how many came back since. Campaigns are put together in [`super::campaigns`].

use std::collections::BTreeMap;

use jiff::{ToSpan as _, civil::Date};
use rules::Label;
use science::cohorts::{Activity, Cohort, by_first};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Reckoned;
use crate::value::gather::date;
use crate::value::model::Head;
use crate::value::numbers::{count, permille};
use crate::value::person::Person;

/// Months and weeks that are shown.
const MONTHS: i64 = 24;
const WEEKS: i64 = 26;
/// Customers counted together.
pub(super) const PIECE: usize = 20_000;

/// What customers of a cohort have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CohortsBy {
    /// The month of the first purchase.
    Month,
    /// Its week, from Monday.
    Week,
    /// What brought it: a campaign, coupon or offer, else its channel. Periods are months.
    Campaign,
}

impl CohortsBy {
    /// The number of the period of a day; it rises by one.
    pub(super) fn of(self, day: i64) -> i64 {
        match self {
            Self::Month | Self::Campaign => {
                let date = date(day);
                i64::from(date.year()) * 12 + i64::from(date.month()) - 1
            }
            // 1970 began on a Thursday.
            Self::Week => (day + 3).div_euclid(7),
        }
    }

    /// The first day of a period.
    pub(super) fn start(self, period: i64) -> Date {
        match self {
            Self::Month | Self::Campaign => {
                let year = i16::try_from(period.div_euclid(12)).unwrap_or(i16::MAX);
                let month = i8::try_from(period.rem_euclid(12) + 1).unwrap_or(1);
                Date::new(year, month, 1).unwrap_or(Date::MAX)
            }
            Self::Week => date(period * 7 - 3),
        }
    }

    /// The last day of a period.
    pub(super) fn end(self, period: i64) -> Date {
        let next = self.start(period + 1);
        next.checked_sub(1.day()).unwrap_or(next)
    }

    pub(super) fn shown(self) -> i64 {
        match self {
            Self::Month | Self::Campaign => MONTHS,
            Self::Week => WEEKS,
        }
    }
}

/// A period of a cohort.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CohortCell {
    /// Customers who bought in it.
    pub customers: i64,
    /// Of so many: all of the cohort; by campaign those of whom the period is over.
    pub of: i64,
    /// Their share, in thousandths.
    pub share: f64,
    /// What they brought in, minor units.
    pub revenue: i64,
    /// Revenue a customer until its end, minor units.
    pub cumulative: i64,
    /// Whether the period is over.
    pub whole: bool,
    /// Who bought in it, as a rule; null by campaign, whose periods are each customer's own.
    #[serde(default)]
    pub rule: Option<String>,
    /// Who of the cohort did not.
    #[serde(default)]
    pub rule_others: Option<String>,
}

/// What brought the customers of a cohort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CohortBrought {
    /// `offer`: a promotion, coupon or campaign; `channel`: nothing but the channel; `unknown`: not even that.
    pub kind: String,
    /// The promotion's key, the source's words, or the channel's code; empty when unknown.
    pub key: String,
    /// The promotion's name, where it is one of ours.
    pub label: Option<Label>,
}

/// Customers who began together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CohortRow {
    /// The first day of the period in which they first bought; by campaign, in which the first of them did.
    #[schema(value_type = String)]
    pub start: Date,
    /// What brought them; null by period.
    pub brought: Option<CohortBrought>,
    /// How many.
    pub customers: i64,
    /// They as a rule.
    pub rule: String,
    /// By periods since, the first one is number 0.
    pub cells: Vec<CohortCell>,
}

/// The page of cohorts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CohortsPage {
    /// What every page begins with.
    #[serde(flatten)]
    pub head: Head,
    /// What they have in common.
    pub by: CohortsBy,
    /// Periods of the longest cohort.
    pub periods: i64,
    /// The oldest first; by campaign the largest first.
    pub cohorts: Vec<CohortRow>,
    /// By campaign: customers of smaller ones, which are left out.
    pub left_out: i64,
    /// The share by periods since over all cohorts whose period is over, in thousandths; null where none is.
    pub mean: Vec<Option<f64>>,
}

/// The last period that is shown. A shop whose last purchase lies before everything that would be shown is looked at as
/// of that purchase.
pub(super) fn last_shown(by: CohortsBy, today: i64, last_purchase: Option<i64>) -> i64 {
    let now = by.of(today);
    match last_purchase.map(|day| by.of(day)) {
        Some(last) if last <= now - by.shown() => last,
        _ => now,
    }
}

/// The customers who began within the periods shown, and the first and last of these.
pub(super) fn begun<'r>(of: &Reckoned<'r>, by: CohortsBy) -> (Vec<&'r Person>, i64, i64) {
    let last_purchase = of.people.iter().filter_map(|one| one.bought.last()).map(|last| last.day).max();
    let now = last_shown(by, of.today, last_purchase);
    let oldest = now - by.shown() + 1;
    let begun = of.people.iter().filter(|one| one.bought.first().is_some_and(|first| by.of(first.day) >= oldest));
    (begun.collect(), oldest, now)
}

pub(super) fn page(of: &Reckoned<'_>, by: CohortsBy) -> CohortsPage {
    let (people, _, now) = begun(of, by);
    let mut cohorts: BTreeMap<i64, Cohort<i64>> = BTreeMap::new();
    for piece in people.chunks(PIECE) {
        let activity = |customer, day, amount| Activity { customer, period: by.of(day), amount };
        let activities: Vec<Activity<i64>> = piece
            .iter()
            .flat_map(|one| one.bought.iter().map(|bought| activity(one.customer, bought.day, bought.amount)))
            .collect();
        for more in by_first(&activities) {
            put(&mut cohorts, more.cohort, more);
        }
    }
    let rows: Vec<CohortRow> = cohorts.values().map(|cohort| row(cohort, by, now)).collect();
    told(of, by, rows, 0)
}

/// The page of these cohorts.
pub(super) fn told(of: &Reckoned<'_>, by: CohortsBy, rows: Vec<CohortRow>, left_out: i64) -> CohortsPage {
    let periods = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    CohortsPage {
        head: of.head(&["retention", "realised"]),
        by,
        periods: count(periods),
        mean: (0..periods).map(|since| mean(&rows, since)).collect(),
        cohorts: rows,
        left_out,
    }
}

/// Puts customers into their cohort, beside those who are there.
pub(super) fn put<C>(cohorts: &mut BTreeMap<i64, Cohort<C>>, period: i64, more: Cohort<C>) {
    match cohorts.get_mut(&period) {
        Some(cohort) => add(cohort, more),
        None => {
            cohorts.insert(period, more);
        }
    }
}

/// Adds other customers of the same cohort.
fn add<C>(cohort: &mut Cohort<C>, more: Cohort<C>) {
    cohort.customers += more.customers;
    let longest = cohort.cells.len().max(more.cells.len());
    cohort.cells.resize(longest, science::cohorts::Cell::default());
    for (cell, more) in cohort.cells.iter_mut().zip(more.cells) {
        cell.customers += more.customers;
        cell.amount = cell.amount.saturating_add(more.amount);
    }
}

fn row(cohort: &Cohort<i64>, by: CohortsBy, now: i64) -> CohortRow {
    let customers = i64::try_from(cohort.customers).unwrap_or(i64::MAX);
    let since = usize::try_from(now - cohort.cohort).unwrap_or(0);
    let rule = format!("first_purchase from {} to {}", by.start(cohort.cohort), by.end(cohort.cohort));
    let mut revenue = 0_i64;
    let cells = (0..=since).map(|since| {
        let cell = cohort.cells.get(since).copied().unwrap_or_default();
        revenue = revenue.saturating_add(cell.amount);
        let seen = i64::try_from(cell.customers).unwrap_or(i64::MAX);
        let period = cohort.cohort + i64::try_from(since).unwrap_or(0);
        let bought = format!("did dealt from {} to {}", by.start(period), by.end(period));
        CohortCell {
            customers: seen,
            of: customers,
            share: permille(seen, customers),
            revenue: cell.amount,
            cumulative: if customers > 0 { revenue / customers } else { 0 },
            whole: period < now,
            rule: Some(format!("{rule} and {bought}")),
            rule_others: Some(format!("{rule} and not {bought}")),
        }
    });
    let cells = cells.collect();
    CohortRow { start: by.start(cohort.cohort), brought: None, customers, cells, rule }
}

fn mean(rows: &[CohortRow], since: usize) -> Option<f64> {
    let over = rows.iter().filter_map(|row| row.cells.get(since).filter(|cell| cell.whole));
    let (seen, of) = over.fold((0, 0), |(seen, of), cell| (seen + cell.customers, of + cell.of));
    (of > 0).then(|| permille(seen, of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::gather::number;

    #[test]
    fn a_shop_of_long_ago_is_looked_at_as_of_its_last_purchase() {
        let day = |text: &str| number(text.parse().unwrap());
        for (today, last, shown) in [
            ("2026-11-22", Some("2026-11-20"), "2026-11-01"),
            ("2026-11-22", Some("2025-01-05"), "2026-11-01"),
            ("2026-11-22", Some("2024-12-01"), "2026-11-01"),
            ("2026-11-22", Some("2024-11-30"), "2024-11-01"),
            ("2026-11-22", Some("2011-12-09"), "2011-12-01"),
            ("2026-11-22", None, "2026-11-01"),
        ] {
            let by = CohortsBy::Month;
            let period = last_shown(by, day(today), last.map(day));
            assert_eq!(by.start(period).to_string(), shown, "{last:?}");
        }
    }

    #[test]
    fn periods_begin_and_end_where_the_calendar_says() {
        for (by, day, start, end) in [
            (CohortsBy::Month, "2026-02-28", "2026-02-01", "2026-02-28"),
            (CohortsBy::Month, "2025-12-01", "2025-12-01", "2025-12-31"),
            (CohortsBy::Week, "2026-11-22", "2026-11-16", "2026-11-22"),
            (CohortsBy::Week, "2026-11-23", "2026-11-23", "2026-11-29"),
            (CohortsBy::Week, "1969-12-31", "1969-12-29", "1970-01-04"),
        ] {
            let period = by.of(number(day.parse().unwrap()));
            assert_eq!((by.start(period).to_string(), by.end(period).to_string()), (start.to_owned(), end.to_owned()));
        }
    }
}
