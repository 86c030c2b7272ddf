//! When a customer buys next, of everything or of one family of goods.
//!
//! The days between purchases of a customer scatter around a rhythm of their own, and rhythms scatter around the shop's:
//! both as logarithms, normally ([`Rhythm`]). Few gaps say little of a customer, so their rhythm is drawn towards the
//! shop's by as much as its gaps leave open. That is what makes it no worse than the shop's median, which a customer's own
//! last or median gap does not reach ([`backtest`]).
//!
//! Only gaps that were closed by a purchase are learnt from; who left for good is not among them. Whether somebody comes back
//! at all is for [`crate::lifetime`] to say; here stands when, if so.
//!
//! Absent: calendars. Days are numbers, and "today" is an argument.

pub mod backtest;
pub mod family;
mod rhythm;
#[cfg(test)]
mod tests;

pub use rhythm::{LEAST_GAPS, Refusal, Rhythm};

/// When the next purchase is to be expected, in days after the last one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Next {
    /// As likely before as after, given the silence so far: never less than it.
    pub expected: f64,
    /// One in ten buys before, given the silence so far.
    pub earliest: f64,
    /// One in ten buys after, given the silence so far.
    pub latest: f64,
    /// What was to be expected on the day of the last purchase.
    pub usual: f64,
    /// Where the silence so far stands.
    pub due: Due,
}

/// Where a silence stands between the days on which one in ten and nine in ten have bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Due {
    /// Before them.
    NotYet,
    /// Between them.
    Due,
    /// After them.
    Overdue,
}

impl Due {
    /// A word for keys and files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet",
            Self::Due => "due",
            Self::Overdue => "overdue",
        }
    }
}

/// The gaps between some days of purchase, in order; several purchases of a day are one.
#[must_use]
pub fn gaps(days: &[i64]) -> Vec<f64> {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.dedup();
    days.iter().zip(days.iter().skip(1)).map(|(from, to)| to.saturating_sub(*from) as f64).collect()
}
