//! Offers from a threshold on: 满减, 满折, 全场折扣, 满送, 换购, 积分抵扣, 包邮.

use std::collections::BTreeMap;

use super::{allowed, open, take_each};
use crate::money::{narrow, spread};
use crate::state::State;
use crate::table::{Candidate, Table, rate_off};
use crate::{AmountStep, Offer, Reason};

/// The lines that a threshold counts, and what they come to.
#[derive(Debug)]
pub(crate) struct Base {
    pub(crate) lines: Vec<usize>,
    pub(crate) amount: i64,
    pub(crate) quantity: u32,
}

/// What a candidate's threshold counts now: the lines that it may touch; of 换购 those that are not themselves redeemed.
///
/// # Errors
/// Why it may touch no line.
pub(crate) fn base(table: &Table<'_>, state: &State, candidate: &Candidate<'_>) -> Result<Base, Reason> {
    let mut lines = open(table, state, candidate)?;
    if let Offer::Redeem { products, .. } = &candidate.promotion.offer {
        let counted = |at: &usize| table.line(*at).is_some_and(|line| !products.contains(&line.product));
        lines = candidate.covers.iter().copied().filter(counted).collect();
    }
    let amount = lines.iter().map(|line| state.left(*line)).sum();
    let quantity = lines.iter().map(|line| table.quantity(*line)).sum();
    Ok(Base { lines, amount, quantity })
}

/// What 满减 takes off goods of this amount and so many pieces.
pub(crate) fn amount_off(steps: &[AmountStep], repeat: Option<u32>, amount: i64, quantity: u32) -> i64 {
    let Some(step) = steps.iter().rev().find(|step| step.at.reached(amount, quantity)) else { return 0 };
    let often = repeat.map_or(1, |most| step.at.times(amount, quantity).min(most));
    crate::money::times(step.off, often).min(amount)
}

/// What 满减, 满折 or 全场折扣 takes off goods of this amount and so many pieces, unless something holds it.
pub(crate) fn plain_off(offer: &Offer, amount: i64, quantity: u32) -> i64 {
    match offer {
        Offer::AmountOff { steps, repeat } => amount_off(steps, *repeat, amount, quantity),
        Offer::PercentOff { steps } => {
            let step = steps.iter().rev().find(|step| step.at.reached(amount, quantity));
            step.map_or(0, |step| rate_off(amount, step.keep))
        }
        Offer::Discount { keep } => rate_off(amount, *keep),
        _ => 0,
    }
}

/// 满减, 满折 and 全场折扣.
pub(super) fn off(table: &Table<'_>, state: &mut State, which: usize, candidate: &Candidate<'_>) -> Result<(), Reason> {
    let base = base(table, state, candidate)?;
    let wanted = plain_off(&candidate.promotion.offer, base.amount, base.quantity);
    if wanted == 0 {
        return Err(Reason::Short);
    }
    share(table, state, which, candidate, &base, wanted)
}

/// Takes an amount off lines in proportion to what they cost.
fn share(
    table: &Table<'_>,
    state: &mut State,
    which: usize,
    candidate: &Candidate<'_>,
    base: &Base,
    wanted: i64,
) -> Result<(), Reason> {
    let most = candidate.promotion.max_off.unwrap_or(i64::MAX).min(state.cap(table));
    let parts: Vec<(i64, i64)> = base.lines.iter().map(|line| (state.left(*line), state.room(table, *line))).collect();
    let shares = spread(wanted.min(most), &parts);
    let amounts: Vec<(usize, i64)> = base.lines.iter().copied().zip(shares).collect();
    take_each(table, state, which, candidate, &amounts, wanted)
}

/// 满送: gives, and takes nothing off.
pub(super) fn gift(
    table: &Table<'_>,
    state: &mut State,
    which: usize,
    candidate: &Candidate<'_>,
) -> Result<(), Reason> {
    let Offer::Gift { steps, repeat } = &candidate.promotion.offer else { return Err(Reason::Short) };
    let base = base(table, state, candidate)?;
    let reached = |step: &crate::GiftStep| step.at.reached(base.amount, base.quantity);
    let found = steps.iter().enumerate().rev().find(|(_, step)| reached(step));
    let Some((place, step)) = found.filter(|_| !base.lines.is_empty()) else { return Err(Reason::Short) };
    let often = repeat.map_or(1, |most| step.at.times(base.amount, base.quantity).min(most));
    state.gifts.push((which, place, often));
    base.lines.iter().for_each(|line| state.take(which, *line, 0, None));
    Ok(())
}

/// 加X元换购.
pub(super) fn redeem(
    table: &Table<'_>,
    state: &mut State,
    which: usize,
    candidate: &Candidate<'_>,
) -> Result<(), Reason> {
    let Offer::Redeem { at, price, products, limit } = &candidate.promotion.offer else { return Err(Reason::Short) };
    let open = open(table, state, candidate)?;
    let base = base(table, state, candidate)?;
    if base.lines.is_empty() || !at.reached(base.amount, base.quantity) {
        return Err(Reason::Short);
    }
    let redeemed = |at: &usize| table.line(*at).is_some_and(|line| products.contains(&line.product));
    if !candidate.covers.iter().any(redeemed) {
        return Err(Reason::NotInCart);
    }
    // The dearest pieces first; of a line whose pieces do not cost the same to the cent those that cost one more.
    let pieces = |at: usize| {
        let (left, count) = (state.left(at), table.quantity(at).max(1));
        let (each, over) = (left / i64::from(count), u32::try_from(left % i64::from(count)).unwrap_or(0));
        [(at, each + 1 - price, over), (at, each - price, count - over)]
    };
    let mut runs: Vec<(usize, i64, u32)> =
        open.into_iter().filter(redeemed).flat_map(pieces).filter(|(_, off, count)| *off > 0 && *count > 0).collect();
    if runs.is_empty() {
        return Err(Reason::NotLower);
    }
    runs.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
    let (mut free, mut amounts) = (*limit, BTreeMap::new());
    for (line, off, count) in runs {
        let taken = free.min(count);
        if taken > 0 {
            *amounts.entry(line).or_insert(0) += crate::money::times(off, taken);
        }
        free -= taken;
    }
    let amounts: Vec<(usize, i64)> = amounts.into_iter().collect();
    let wanted = amounts.iter().map(|one| one.1).sum();
    take_each(table, state, which, candidate, &amounts, wanted)
}

/// 积分抵扣: whole lots of points, as many as the buyer wants and has and the goods allow.
pub(super) fn points(
    table: &Table<'_>,
    state: &mut State,
    which: usize,
    candidate: &Candidate<'_>,
) -> Result<(), Reason> {
    let Offer::Points { points, worth, .. } = &candidate.promotion.offer else { return Err(Reason::NoPoints) };
    let base = base(table, state, candidate)?;
    let lots = lots(table, state, candidate, &base, state.points);
    if lots <= 0 {
        let spare = table.cart.spend_points.min(table.cart.buyer.points) - state.points;
        return Err(if spare < *points { Reason::NoPoints } else { Reason::Floor });
    }
    share(table, state, which, candidate, &base, lots.saturating_mul(*worth))?;
    state.points += lots.saturating_mul(*points);
    Ok(())
}

/// How many lots of points an offer takes when so many are spent already: as the buyer wants and has and the goods allow.
pub(crate) fn lots(table: &Table<'_>, state: &State, candidate: &Candidate<'_>, base: &Base, spent: i64) -> i64 {
    let Offer::Points { points, worth, most } = &candidate.promotion.offer else { return 0 };
    let spare = table.cart.spend_points.min(table.cart.buyer.points) - spent;
    let room: i64 = base.lines.iter().map(|line| state.room(table, *line)).sum();
    let allowed = narrow(i128::from(base.amount) * i128::from(*most) / 1000);
    let own = candidate.promotion.max_off.unwrap_or(i64::MAX);
    let limit = allowed.min(room).min(state.cap(table)).min(own);
    (spare / (*points).max(1)).min(limit / (*worth).max(1))
}

/// 包邮.
pub(super) fn shipping(table: &Table<'_>, state: &mut State, candidate: &Candidate<'_>) -> Result<(), Reason> {
    let Offer::FreeShipping { at, off } = &candidate.promotion.offer else { return Err(Reason::NoShipping) };
    let base = base(table, state, candidate)?;
    if at.is_some_and(|at| !at.reached(base.amount, base.quantity)) {
        return Err(Reason::Short);
    }
    let own = candidate.promotion.max_off.unwrap_or(i64::MAX);
    let off = off.unwrap_or(state.shipping).min(state.shipping).min(own);
    if off <= 0 {
        let paid = table.cart.shipping > 0 && state.shipping == 0;
        return Err(if paid { Reason::ShippingPaid } else { Reason::NoShipping });
    }
    allowed(table, state, off, candidate)?;
    state.shipping -= off;
    Ok(())
}
