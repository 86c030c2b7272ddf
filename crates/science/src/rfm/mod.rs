//! RFM: who bought lately, often, and for much.
//!
//! Each customer gets three scores, 5 the best ([`bins`]), which name a cell (100 R + 10 F + M), and falls into one of the
//! trade's eight groups by whether each of the three is on the high side of a threshold that the shop may move ([`groups`]).
//! A buyer who comes after a ranking is scored by its [`scale`]. Movement between groups from month to month is [`crate::flows::flows`] of two looks.
//!
//! Absent: which purchases count, and the day that recency is counted from. The caller has decided both.

pub mod bins;
pub mod groups;
pub mod scale;
#[cfg(test)]
mod tests;

pub use bins::{Cell, Nesting, Scheme, Ties, score};
pub use groups::{Cut, Group, Thresholds};
pub use scale::Scale;

/// A customer with at least one purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Buyer {
    /// Since the last purchase, in any unit of time (days, milliseconds): less is better.
    pub recency: i64,
    /// Purchases.
    pub frequency: u64,
    /// Spent, in minor units of one currency. May be below zero after refunds.
    pub monetary: i64,
}
