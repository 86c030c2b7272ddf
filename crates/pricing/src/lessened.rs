//! Why an offer takes off less than it would by itself: other offers came first. They took the amount of its goods below a
//! threshold, or spent the points.

use crate::state::State;
use crate::step::{amount_off, base, lots};
use crate::table::{Candidate, Table, rate_off};
use crate::{At, Offer, Reason};

/// What earlier offers took from one that comes now; nothing when it does what it would do alone with what is left of the
/// lines that are open to it.
pub(crate) fn lessened(table: &Table<'_>, state: &State, candidate: &Candidate<'_>) -> Option<Reason> {
    let base = base(table, state, candidate).ok()?;
    if let Offer::Points { .. } = &candidate.promotion.offer {
        let by = state.cuts.iter().map(|taken| taken.by).find(|by| spends(table, *by))?;
        let lots = |spent: i64| lots(table, state, candidate, &base, spent);
        return (lots(state.points) < lots(0)).then_some(Reason::PointsSpent { by });
    }
    let before: i64 = base.lines.iter().map(|line| table.start(*line)).sum();
    let own = candidate.promotion.max_off.unwrap_or(i64::MAX);
    let off = |at: i64| taken(&candidate.promotion.offer, at, (base.amount, base.quantity)).min(own);
    (off(before) > off(base.amount)).then_some(Reason::Reduced { left: base.amount })
}

fn spends(table: &Table<'_>, which: usize) -> bool {
    table.candidate_at(which).is_some_and(|one| matches!(one.promotion.offer, Offer::Points { .. }))
}

/// What an offer takes off goods of an amount and so many pieces when its threshold is asked of `at`; of one that takes off
/// nothing, how often it gives.
fn taken(offer: &Offer, at: i64, (amount, quantity): (i64, u32)) -> i64 {
    let often = |threshold: At, most: u32| i64::from(threshold.times(at, quantity).min(most));
    match offer {
        Offer::AmountOff { steps, repeat } => amount_off(steps, *repeat, at, quantity).min(amount),
        Offer::PercentOff { steps } => {
            let step = steps.iter().rev().find(|step| step.at.reached(at, quantity));
            step.map_or(0, |step| rate_off(amount, step.keep))
        }
        Offer::Gift { steps, repeat: Some(most) } => steps.first().map_or(0, |step| often(step.at, *most)),
        Offer::Gift { steps, .. } => steps.iter().map(|step| often(step.at, 1)).sum(),
        Offer::Redeem { at: threshold, .. } => often(*threshold, 1),
        Offer::FreeShipping { at: threshold, .. } => threshold.map_or(0, |threshold| often(threshold, 1)),
        _ => 0,
    }
}
