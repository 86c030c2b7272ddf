//! One offer after the other: what each form does to a cart that is priced so far.
//!
//! A combination is a set of offers. Its price is that of its offers applied one by one in the order of layers; in the item
//! layer bundles come before prices of single lines; within that the higher priority, then the key. Each step either
//! changes something or says why it does not, so a combination never holds an offer that does nothing.

mod bundle;
mod price;
mod threshold;

pub(crate) use bundle::{nominal as bundle_nominal, pieces_short, products_in};
pub(crate) use threshold::{Base, amount_off, base, lots, plain_off};

use crate::state::{Held, State};
use crate::table::{Candidate, Table};
use crate::{Layer, Offer, Reason};

/// One more offer. Where it does nothing, the state stays as it is.
///
/// # Errors
/// Why the offer does nothing here.
pub(crate) fn step(table: &Table<'_>, state: &mut State, which: usize) -> Result<(), Reason> {
    let Some(candidate) = table.candidate_at(which) else { return Err(Reason::NotLower) };
    apply(table, state, which, candidate)
}

/// One more offer, which may look at fewer lines than its own.
///
/// # Errors
/// Why the offer does nothing here.
pub(crate) fn apply(
    table: &Table<'_>,
    state: &mut State,
    which: usize,
    candidate: &Candidate<'_>,
) -> Result<(), Reason> {
    match &candidate.promotion.offer {
        _ if candidate.manner.prices => price::step(table, state, which, candidate),
        offer if offer.is_bundle() => bundle::step(table, state, which, candidate),
        Offer::Points { .. } => threshold::points(table, state, which, candidate),
        Offer::FreeShipping { .. } => threshold::shipping(table, state, candidate),
        Offer::Gift { .. } => threshold::gift(table, state, which, candidate),
        Offer::Redeem { .. } => threshold::redeem(table, state, which, candidate),
        _ => threshold::off(table, state, which, candidate),
    }
}

/// The lines that a candidate may touch now.
///
/// # Errors
/// Why it may touch none.
fn open(table: &Table<'_>, state: &State, candidate: &Candidate<'_>) -> Result<Vec<usize>, Reason> {
    if candidate.layer >= Layer::Points {
        return Ok(candidate.covers.clone());
    }
    let mut reason = None;
    let mut open = Vec::with_capacity(candidate.covers.len());
    for line in &candidate.covers {
        match state.closed(table, *line, candidate) {
            None => open.push(*line),
            Some(closed) => reason = reason.or(Some(closed)),
        }
    }
    match reason {
        Some(reason) if open.is_empty() => Err(reason),
        _ => Ok(open),
    }
}

/// Takes amounts off lines, each cut short at the line's floor, all of them at the order's limit and the offer's own, and
/// nothing when the offer's budget does not suffice. Lines that are named count as taken even when nothing came off them.
/// `wanted` is what the offer would take without a limit, of which the amounts may be less already.
fn take_each(
    table: &Table<'_>,
    state: &mut State,
    which: usize,
    candidate: &Candidate<'_>,
    amounts: &[(usize, i64)],
    wanted: i64,
) -> Result<(), Reason> {
    let cap = state.cap(table);
    let own = candidate.promotion.max_off.unwrap_or(i64::MAX);
    let most = own.min(cap);
    let limited = (wanted > own).then_some(Held::Limit);
    let mut total = 0;
    let mut cuts = Vec::with_capacity(amounts.len());
    for (line, wanted) in amounts {
        let room = state.room(table, *line);
        let held = if *wanted > room { Some(Held::Floor) } else { (*wanted > cap - total).then_some(Held::Cap) };
        let held = held.or(limited);
        let amount = (*wanted).min(room).min(most - total).max(0);
        cuts.push((*line, amount, held));
        total += amount;
    }
    allowed(table, state, total, candidate)?;
    cuts.into_iter().for_each(|(line, amount, held)| state.take(which, line, amount, held));
    Ok(())
}

/// Something comes off and the budget suffices.
fn allowed(table: &Table<'_>, state: &State, total: i64, candidate: &Candidate<'_>) -> Result<(), Reason> {
    if total > candidate.budget {
        Err(Reason::BudgetGone)
    } else if total > 0 {
        Ok(())
    } else if state.cap(table) == 0 {
        Err(Reason::Cap)
    } else {
        Err(Reason::Floor)
    }
}
