//! Why an offer takes off less than its goods would earn by themselves: other offers came first. They took the amount below
//! a threshold, or spent the points.

use crate::state::State;
use crate::step::base;
use crate::table::{Candidate, Table};
use crate::{At, Offer, Reason};

/// What earlier offers took from one that comes now; nothing when it does what it would do alone on the lines that are open
/// to it.
pub(crate) fn lessened(table: &Table<'_>, state: &State, candidate: &Candidate<'_>) -> Option<Reason> {
    let base = base(table, state, candidate).ok()?;
    if let Offer::Points { points, .. } = &candidate.promotion.offer {
        let by = state.cuts.iter().map(|taken| taken.by).find(|by| spends(table, *by))?;
        let all = table.cart.spend_points.min(table.cart.buyer.points);
        return ((all - state.points) / (*points).max(1) < all / (*points).max(1))
            .then_some(Reason::PointsSpent { by });
    }
    let before: i64 = base.lines.iter().map(|line| table.start(*line)).sum();
    let steps = |amount: i64| reached(&candidate.promotion.offer, amount, base.quantity);
    (steps(before) > steps(base.amount)).then_some(Reason::Reduced { left: base.amount })
}

fn spends(table: &Table<'_>, which: usize) -> bool {
    table.candidate_at(which).is_some_and(|one| matches!(one.promotion.offer, Offer::Points { .. }))
}

/// How many of its steps an offer reaches, or how often its one step.
fn reached(offer: &Offer, amount: i64, quantity: u32) -> u32 {
    let count = |at: &mut dyn Iterator<Item = At>| at.map(|at| u32::from(at.reached(amount, quantity))).sum();
    let often = |at: Option<At>, most: u32| at.map_or(0, |at| at.times(amount, quantity).min(most));
    match offer {
        Offer::AmountOff { steps, repeat: Some(most) } => often(steps.first().map(|step| step.at), *most),
        Offer::Gift { steps, repeat: Some(most) } => often(steps.first().map(|step| step.at), *most),
        Offer::AmountOff { steps, .. } => count(&mut steps.iter().map(|step| step.at)),
        Offer::Gift { steps, .. } => count(&mut steps.iter().map(|step| step.at)),
        Offer::PercentOff { steps } => count(&mut steps.iter().map(|step| step.at)),
        Offer::Redeem { at, .. } => often(Some(*at), 1),
        Offer::FreeShipping { at, .. } => often(*at, 1),
        _ => 0,
    }
}
