//! Of combinations that come to the same, the one with the earliest offers.
//!
//! Where ways are left out because others are cheaper, one that a later price would have made equal is left out with them.
//! It differs in an earlier price alone, which the later one beats: so such prices are tried once more in the end.

use super::choice::Choice;
use crate::money::times;
use crate::table::{Candidate, Table};

/// The combination with those earlier prices that change nothing of what it comes to.
pub(super) fn earliest(table: &Table<'_>, mut best: Choice) -> Choice {
    for (which, candidate) in table.candidates.iter().enumerate().filter(|one| one.1.manner.prices) {
        if !outdone(table, &best, which, candidate) {
            continue;
        }
        let mut offers = best.path.clone();
        offers.insert(offers.partition_point(|own| *own < which), which);
        let one = Choice::of(table, &offers);
        if one.beats(&best) {
            best = one;
        }
    }
    best
}

/// A price that a later one may have beaten, on each line that it could have priced.
fn outdone(table: &Table<'_>, best: &Choice, which: usize, candidate: &Candidate<'_>) -> bool {
    // What it may price, or take off, it takes where that is most.
    let scarce = candidate.pieces.is_some() || candidate.promotion.max_off.is_some();
    let mut later = false;
    for (place, line) in candidate.covers.iter().enumerate().filter(|(place, _)| candidate.off_at(*place) > 0) {
        let price = best.state.price_of(table, *line);
        let room = table.start(*line) - table.floors.get(*line).copied().unwrap_or(0);
        let most = times(candidate.off_at(place), table.quantity(*line)).min(room);
        if !scarce && price.is_none_or(|price| price.amount < most) {
            return false;
        }
        later |= price.is_some_and(|price| price.by > which);
    }
    later && best.path.binary_search(&which).is_err()
}
