//! The best allowed combination: the least to pay, then the gifts of the highest worth, then the fewest points spent, then
//! the earliest offers.
//!
//! A handful of offers is walked one after the other ([`walk`]), leaving out what a bound shows to be no better. Most offers
//! of a large shop look at a line or two of a cart, and few at all of it. So a cart with more is taken apart ([`plan`]): what
//! can become of a part under its own offers is worked out once ([`parts`], [`sieve`]), then which of the wide offers apply is
//! decided ([`sets`]), then what becomes of each part beside them ([`combine`]). Both find the same when their steps suffice.
//! When they do not, the best combination that was found is answered as such; nothing in it depends on the order of lines or
//! promotions, nor on the clock.

mod apart;
mod bound;
mod choice;
mod class;
mod combine;
mod dent;
mod fare;
mod field;
mod parts;
mod plan;
mod reach;
mod saving;
mod sets;
mod settle;
mod sieve;
mod ties;
mod walk;
mod weights;

#[cfg(test)]
#[path = "../../tests/support/generate.rs"]
#[allow(dead_code, reason = "shared with the tests of the whole crate")]
mod generate;
#[cfg(test)]
mod tests;

use crate::state::State;
use crate::table::Table;

/// So few offers are walked at once.
const HANDFUL: usize = 6;

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
    if table.candidates.len() <= HANDFUL {
        return walk::best(table, 0, table.shelf.programme.settings.search_steps, None);
    }
    apart::best(table)
}
