//! Offers that price each line by itself: of those in a combination a line takes the best.

use crate::Reason;
use crate::money::times;
use crate::state::{Held, State, Taken, deposit};
use crate::table::{Candidate, Table};

/// A price of a line that is better than what it has.
struct Better {
    line: usize,
    had: Option<Taken>,
    amount: i64,
    held: Option<Held>,
}

/// Prices the lines for which this is better than what they have.
pub(super) fn step(
    table: &Table<'_>,
    state: &mut State,
    which: usize,
    candidate: &Candidate<'_>,
) -> Result<(), Reason> {
    let wanted = wanted(table, state, candidate)?;
    let (mut most, mut left) = (candidate.promotion.max_off.unwrap_or(i64::MAX), state.cap(table));
    let (mut total, mut beaten, mut cuts) = (0, None, Vec::with_capacity(wanted.len()));
    for (line, off, pieces) in wanted {
        let had = state.price_of(table, line);
        let before = had.map_or(0, |taken| taken.amount);
        let floor = table.floors.get(line).copied().unwrap_or(0).max(deposit(candidate, table, line));
        let (wanted, room, cap) = (times(off, pieces), table.start(line) - floor, before + left);
        let amount = wanted.min(room).min(most).min(cap);
        if amount <= before {
            beaten = beaten.or(had);
            continue;
        }
        let held = [
            (wanted > room, Held::Floor),
            (wanted > cap, Held::Cap),
            (pieces < table.quantity(line), Held::Stock),
            (wanted > most, Held::Limit),
        ];
        let held = held.into_iter().find_map(|(is, held)| is.then_some(held));
        cuts.push(Better { line, had, amount, held });
        left -= amount - before;
        most -= amount;
        total += amount;
    }
    if total > candidate.budget {
        return Err(Reason::BudgetGone);
    }
    if total == 0 {
        return Err(match beaten {
            Some(by) => Reason::Better { by: by.by },
            None if state.cap(table) == 0 => Reason::Cap,
            None => Reason::Floor,
        });
    }
    for Better { line, had, amount, held } in cuts {
        match had {
            Some(had) => state.reprice(had, which, amount, held),
            None => state.take(which, line, amount, held),
        }
    }
    Ok(())
}

/// The lines that it may price: which, by how much a piece, how many pieces.
fn wanted(table: &Table<'_>, state: &State, candidate: &Candidate<'_>) -> Result<Vec<(usize, i64, u32)>, Reason> {
    let mut reason = None;
    let mut wanted = Vec::with_capacity(candidate.covers.len());
    for (place, line) in candidate.covers.iter().enumerate() {
        match state.closed(table, *line, candidate) {
            Some(closed) => reason = reason.or(Some(closed)),
            None if candidate.off_at(place) > 0 => wanted.push((*line, candidate.off_at(place), table.quantity(*line))),
            None => {}
        }
    }
    if wanted.is_empty() {
        return Err(reason.unwrap_or(Reason::NotLower));
    }
    ration(&mut wanted, candidate.pieces);
    Ok(wanted)
}

/// Gives scarce pieces to where they take most off, then to the earlier line.
fn ration(wanted: &mut [(usize, i64, u32)], pieces: Option<u32>) {
    let Some(mut left) = pieces else { return };
    wanted.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
    for (_, _, quantity) in wanted.iter_mut() {
        *quantity = left.min(*quantity);
        left -= *quantity;
    }
    wanted.sort_by_key(|one| one.0);
}
