//! Offers that price each line by itself: of those in a combination a line takes the best.

use crate::Reason;
use crate::money::times;
use crate::state::{Held, State, deposit};
use crate::table::{Candidate, Table};

/// Prices the lines for which this is better than what they have.
pub(super) fn step(table: &Table<'_>, state: &State, which: usize, candidate: &Candidate<'_>) -> Result<State, Reason> {
    let mut reason = None;
    let mut wanted = Vec::new();
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
    let mut next = state.clone();
    let mut most = candidate.promotion.max_off.unwrap_or(i64::MAX);
    let (mut total, mut better) = (0, None);
    for (line, off, pieces) in wanted {
        let before = state.price_of(table, line);
        let had = before.map_or(0, |taken| taken.amount);
        let floor = table.floors.get(line).copied().unwrap_or(0).max(deposit(candidate, table, line));
        let (wanted, room, cap) = (times(off, pieces), table.start(line) - floor, had + next.cap(table));
        let amount = wanted.min(room).min(most).min(cap);
        if amount <= had {
            better = better.or(before);
            continue;
        }
        if let Some(before) = before {
            next.give_back(before);
        }
        let held =
            [(wanted > room, Held::Floor), (wanted > cap, Held::Cap), (pieces < table.quantity(line), Held::Stock)];
        next.take(which, line, amount, held.into_iter().find_map(|(is, held)| is.then_some(held)));
        most -= amount;
        total += amount;
    }
    if total > candidate.budget {
        return Err(Reason::BudgetGone);
    }
    if total > 0 {
        return Ok(next);
    }
    let by = better.and_then(|taken| table.candidate_at(taken.by));
    Err(match by {
        Some(by) => Reason::Better { by: by.promotion.key.clone() },
        None if state.cap(table) == 0 => Reason::Cap,
        None => Reason::Floor,
    })
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
