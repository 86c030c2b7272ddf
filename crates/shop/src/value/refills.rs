//! When customers are due for what they use up: a row a customer and family of goods, with where the day of the reckoning
//! stands, so that rules can name it.
//!
//! Absent from here: how often families are bought again (`science::next::family`).

use science::next::family::Refill as Expected;

use super::model::{Due, Window};
use super::pages::SOON;
use super::score::calendar;

/// Where the day of the reckoning stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Marks {
    /// The expected day is within a week, that day included.
    pub(super) soon: bool,
    /// Between the days on which one in ten and nine in ten have bought.
    pub(super) due: bool,
    /// After them, of who is not lost yet.
    pub(super) overdue: bool,
}

impl Marks {
    /// Of a window on a day; `lost` is who is not waited for any more.
    pub(super) fn of(window: &Window, today: i64, lost: bool) -> Self {
        let due = window.due(today);
        Self {
            soon: (today..today + SOON).contains(&window.day),
            due: due == Due::Within,
            overdue: due == Due::Overdue && !lost,
        }
    }

    /// As it is kept: a bit each.
    pub(super) fn number(self) -> i64 {
        i64::from(self.soon) | i64::from(self.due) << 1 | i64::from(self.overdue) << 2
    }

    /// From what is kept.
    pub(super) fn of_number(bits: i64) -> Self {
        let bit = |at: i64| bits >> at & 1 == 1;
        Self { soon: bit(0), due: bit(1), overdue: bit(2) }
    }
}

/// When a customer is expected to buy a family again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Refill {
    pub(super) customer: i64,
    pub(super) family: String,
    /// The last purchase of it, days since 1970.
    pub(super) last: i64,
    pub(super) from: i64,
    pub(super) day: i64,
    pub(super) to: i64,
    /// On the day of the reckoning.
    pub(super) marks: Marks,
}

impl Refill {
    /// Of what is expected on a day; `lost` is who is not waited for any more.
    pub(super) fn of<F>(one: &Expected<i64, F>, family: &str, today: i64, lost: bool) -> Self {
        let window = calendar(one.next, one.last);
        Self {
            customer: one.customer,
            family: family.to_owned(),
            last: one.last,
            from: window.from,
            day: window.day,
            to: window.to,
            marks: Marks::of(&window, today, lost),
        }
    }
}
