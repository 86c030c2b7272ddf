//! The best allowed combination: the least to pay, then the gifts of the highest worth, then the fewest points spent, then
//! the earliest offers.
//!
//! A few offers are walked one after the other ([`walk`]), leaving out what a bound shows to be no better. Most offers of a
//! large shop look at a line or two of a cart, and few at all of it. So a cart with many is taken apart ([`parts`]): what
//! can become of a part under its own offers is worked out once, and which of the wide offers apply is decided first
//! ([`wide`]). Both find the same when their steps suffice. When they do not, the best combination that was found is
//! answered as such; nothing in it depends on the order of lines or promotions, nor on the clock.

mod bound;
mod choice;
mod parts;
mod saving;
mod seen;
mod walk;
mod wide;

#[cfg(test)]
#[path = "../../tests/support/generate.rs"]
#[allow(dead_code, reason = "shared with the tests of the whole crate")]
mod generate;
#[cfg(test)]
mod tests;

pub(crate) use bound::potential;

use crate::state::State;
use crate::table::Table;

/// The best combination that was found.
#[derive(Debug)]
pub(crate) struct Found {
    /// Its offers, in the order in which they apply.
    pub(crate) path: Vec<usize>,
    /// The cart under them.
    pub(crate) state: State,
    /// How many steps were taken.
    pub(crate) steps: u32,
    /// All combinations were looked at, or shown to be no better.
    pub(crate) complete: bool,
}

/// Finds the best combination.
pub(crate) fn best(table: &Table<'_>) -> Found {
    wide::best(table)
}
