//! Realised value by period: what the deals of each month and year brought in, what of it was given back, what the goods cost
//! and what serving cost, of one customer or of everybody.
//!
//! A deal counts on the day of its payment, whenever something of it was given back or the goods were paid for; what was given
//! to make something good counts on the day on which it was given.
//!
//! Absent from here: orders that are no deal.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use science::worth::realised::{Entry, Realised};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::gather::date;
use super::person::Person;
use super::settings::Settings;

/// Months that are told at most; years tell of all.
const MONTHS: usize = 36;

/// What the deals and the service of a day, month or year came to. Money is minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sums {
    /// Deals.
    pub(super) deals: i64,
    /// Paid in them.
    pub(super) paid: i64,
    /// Given back of it.
    pub(super) refunded: i64,
    /// What the goods cost, of lines whose product's cost is known.
    pub(super) cost: i64,
    /// What those lines brought in.
    pub(super) costed: i64,
    /// Paid less than today's list price.
    pub(super) discounts: i64,
    /// Gifts at today's list price.
    pub(super) gifts: i64,
    /// Given to make something good.
    pub(super) compensation: i64,
}

impl Sums {
    /// A deal, of which the rest was given back.
    pub(super) fn deal(&mut self, paid: i64, deal_amount: i64) {
        self.deals += 1;
        self.paid = self.paid.saturating_add(paid);
        self.refunded = self.refunded.saturating_add(paid.saturating_sub(deal_amount));
    }

    /// Something that was given to make something good.
    pub(super) fn compensated(&mut self, amount: i64) {
        self.compensation = self.compensation.saturating_add(amount);
    }

    pub(super) fn add(&mut self, more: &Self) {
        self.deals = self.deals.saturating_add(more.deals);
        for (sum, amount) in [
            (&mut self.paid, more.paid),
            (&mut self.refunded, more.refunded),
            (&mut self.cost, more.cost),
            (&mut self.costed, more.costed),
            (&mut self.discounts, more.discounts),
            (&mut self.gifts, more.gifts),
            (&mut self.compensation, more.compensation),
        ] {
            *sum = sum.saturating_add(amount);
        }
    }
}

/// Sums by day, days since 1970.
pub(super) type ByDay = HashMap<i64, Sums>;

/// What is left of what was paid, after refunds and goods; goods of unknown cost count with the usual margin.
pub(super) fn margin((paid, refunded): (i64, i64), (cost, costed): (i64, i64), usual: u32) -> i64 {
    let mut sum = Realised::default();
    if costed != 0 || cost != 0 {
        sum.add(&Entry { gross: costed, cost: Some(cost), ..Entry::default() });
    }
    let left = paid.saturating_sub(refunded).saturating_sub(costed);
    sum.add(&Entry { gross: left.max(0), refunds: (-left).max(0), ..Entry::default() });
    sum.contribution(usual)
}

/// Realised value of a period. Money is minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ValuePeriod {
    /// Its first day.
    #[schema(value_type = String)]
    pub start: Date,
    /// Whether it is over.
    pub whole: bool,
    /// Deals.
    pub deals: i64,
    /// Paid in them.
    pub paid: i64,
    /// Given back of it, whenever that was.
    pub refunds: i64,
    /// Paid less given back.
    pub revenue: i64,
    /// What the goods cost, where that is known.
    pub cost: i64,
    /// Revenue less the cost of goods; the usual margin where that is not known.
    pub margin: i64,
    /// Discounts against today's list price.
    pub discounts: i64,
    /// Gifts at today's list price.
    pub gifts: i64,
    /// What sending cost, as it is set.
    pub shipping: i64,
    /// Given in it to make something good.
    #[serde(default)]
    #[schema(required)]
    pub compensation: i64,
    /// Cost to serve: discounts, gifts, sending and compensation.
    pub serve: i64,
    /// Customers with a deal in it; null of one customer's.
    #[serde(default)]
    pub customers: Option<i64>,
    /// They as a rule.
    #[serde(default)]
    pub rule: Option<String>,
}

/// Realised value by month and year, the oldest first, without gaps.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct ValuePeriods {
    /// The last three years of months at most.
    pub months: Vec<ValuePeriod>,
    /// All years since the first deal or compensation.
    pub years: Vec<ValuePeriod>,
}

/// The months and years of these days, up to the one of today.
pub(super) fn of(days: &ByDay, settings: &Settings, today: i64) -> ValuePeriods {
    let now = date(today);
    let month = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month()) - 1;
    let (mut months, mut years): (BTreeMap<i64, Sums>, BTreeMap<i64, Sums>) = Default::default();
    for (day, sums) in days {
        let day = date(*day).min(now);
        months.entry(month(day)).or_default().add(sums);
        years.entry(day.year().into()).or_default().add(sums);
    }
    let start = |year: i64, month: i64| {
        let (year, month) = (i16::try_from(year).unwrap_or(i16::MAX), i8::try_from(month).unwrap_or(1));
        Date::new(year, month, 1).unwrap_or(Date::MAX)
    };
    let told = |sums: &BTreeMap<i64, Sums>, last: i64, most: usize, start: &dyn Fn(i64) -> Date| {
        let Some((first, _)) = sums.first_key_value() else { return Vec::new() };
        let first = (*first).max(last - i64::try_from(most).unwrap_or(i64::MAX) + 1);
        let period = |at: i64| {
            let sums = sums.get(&at).copied().unwrap_or_default();
            let shipping = sums.deals.saturating_mul(settings.shipping_cost);
            ValuePeriod {
                start: start(at),
                whole: at < last,
                deals: sums.deals,
                paid: sums.paid,
                refunds: sums.refunded,
                revenue: sums.paid.saturating_sub(sums.refunded),
                cost: sums.cost,
                margin: margin((sums.paid, sums.refunded), (sums.cost, sums.costed), settings.margin()),
                discounts: sums.discounts,
                gifts: sums.gifts,
                shipping,
                compensation: sums.compensation,
                serve: [sums.gifts, shipping, sums.compensation].into_iter().fold(sums.discounts, i64::saturating_add),
                customers: None,
                rule: None,
            }
        };
        (first..=last).map(period).collect()
    };
    ValuePeriods {
        months: told(&months, month(now), MONTHS, &|at| start(at.div_euclid(12), at.rem_euclid(12) + 1)),
        years: told(&years, now.year().into(), usize::from(u8::MAX), &|at| start(at, 1)),
    }
}

/// Says of the periods of everybody who bought in them.
pub(super) fn tell_buyers(periods: &mut ValuePeriods, people: &[Person]) {
    let (mut months, mut years): (HashMap<Date, i64>, HashMap<Date, i64>) = Default::default();
    for person in people {
        let mut last = (Date::MIN, Date::MIN);
        for bought in &person.bought {
            let month = date(bought.day).first_of_month();
            let year = month.first_of_year();
            for (before, now, counts) in [(last.0, month, &mut months), (last.1, year, &mut years)] {
                if before != now {
                    *counts.entry(now).or_default() += 1;
                }
            }
            last = (month, year);
        }
    }
    for (periods, counts, end) in [
        (&mut periods.months, &months, Date::last_of_month as fn(Date) -> Date),
        (&mut periods.years, &years, Date::last_of_year),
    ] {
        for period in periods {
            period.customers = Some(counts.get(&period.start).copied().unwrap_or(0));
            period.rule = Some(format!("did dealt from {} to {}", period.start, end(period.start)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::gather::number;

    #[test]
    fn days_add_up_to_months_and_years_without_gaps() {
        let day = |text: &str| number(text.parse().unwrap());
        let deal = |paid, kept, cost, costed| {
            let mut sums = Sums { cost, costed, discounts: 100, ..Sums::default() };
            sums.deal(paid, kept);
            sums
        };
        let days = ByDay::from([
            (day("2024-12-31"), deal(10_000, 10_000, 0, 0)),
            (day("2025-01-01"), deal(5_000, 4_000, 1_500, 4_000)),
            (day("2025-01-31"), deal(1_000, 1_000, 0, 0)),
            (day("2025-02-10"), Sums { compensation: 300, ..Sums::default() }),
            (day("2025-03-05"), deal(700, 700, 0, 0)),
        ]);
        let settings = Settings { shipping_cost: 50, ..Settings::default() };
        let told = of(&days, &settings, day("2025-04-02"));
        let row =
            |one: &ValuePeriod| (one.start.to_string(), one.deals, one.revenue, one.refunds, one.margin, one.serve);
        let expected = [
            ("2024-12-01", 1, 10_000, 0, 3_000, 150),
            ("2025-01-01", 2, 5_000, 1_000, 2_500 + 300, 300),
            ("2025-02-01", 0, 0, 0, 0, 300),
            ("2025-03-01", 1, 700, 0, 210, 150),
            ("2025-04-01", 0, 0, 0, 0, 0),
        ];
        assert_eq!(
            told.months.iter().map(row).collect::<Vec<_>>(),
            expected.map(|row| (row.0.to_owned(), row.1, row.2, row.3, row.4, row.5))
        );
        let years: Vec<_> = told.years.iter().map(|one| (one.start.to_string(), one.revenue, one.whole)).collect();
        assert_eq!(years, [("2024-01-01".to_owned(), 10_000, true), ("2025-01-01".to_owned(), 5_700, false)]);
        assert_eq!(of(&ByDay::new(), &settings, 0), ValuePeriods::default());
    }

    #[test]
    fn a_period_that_was_kept_before_compensation_was_told_is_read() {
        let kept = r#"{"start":"2025-01-01","whole":true,"deals":1,"paid":9,"refunds":0,"revenue":9,"cost":0,"margin":3,
            "discounts":2,"gifts":0,"shipping":1,"serve":3}"#;
        let read: ValuePeriod = serde_json::from_str(kept).unwrap();
        assert_eq!((read.compensation, read.serve), (0, 3));
    }
}
