//! Lift: what an action added over those who were left alone.
//!
//! [`Reading::new`] checks first whether customers fell into the groups as they were meant to ([`ratio`]); when they did not,
//! nothing is read, since whatever parted them unevenly also parted their outcomes. Then it tells the difference of means with
//! Welch's interval, the relative lift by the delta method, the same made sharper by what was known beforehand (CUPED), and an
//! interval that stays valid however often somebody looks ([`always`]). [`power`] says which effect could have been seen;
//! [`uplift`] judges a ranking of whom to act on.
//!
//! Groups that nobody drew by lot are [`Assignment::Observational`]: they are read and labelled so, beside how they differed
//! before, and a difference in them is no effect.
//!
//! Absent: who is in which group, and drawing lots.

pub mod always;
pub mod means;
pub mod power;
pub mod ratio;
mod reading;
#[cfg(test)]
mod tests;
pub mod uplift;

pub use reading::{Assignment, Beforehand, Group, Plan, Reading, Refusal};
