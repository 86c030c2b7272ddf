//! What amounts that wide offers take off a part before its own offers do may change of what those do.
//!
//! A part is worked out without such amounts ([`super::parts`]). An own offer then finds more than it will: it takes off no
//! less of more, so the part costs no less in the end than it does here less those amounts. But it may cost more, where
//! they keep an offer from a step; how much is reckoned here, and left to others to beware of.

use super::parts::{Draft, thresholds};
use crate::money::narrow;
use crate::state::State;
use crate::step::{Base, base, plain_off};
use crate::table::{Candidate, Table};
use crate::{At, Offer};

/// The most that a wide offer takes off what it finds here: its share of an amount, which it takes from a threshold on.
pub(super) fn dented(candidate: &Candidate<'_>, found: i64) -> i64 {
    let rate = |keep: u16| narrow(i128::from(found) * i128::from(1000 - keep.min(1000)) / 1000 + 1);
    let most = match &candidate.promotion.offer {
        Offer::AmountOff { steps, .. } => steps
            .iter()
            .map(|step| match step.at {
                At::Amount(at) => narrow(i128::from(found) * i128::from(step.off) / i128::from(at.max(1)) + 1),
                At::Quantity(_) => found,
            })
            .max(),
        Offer::PercentOff { steps } => steps.iter().map(|step| rate(step.keep)).max(),
        Offer::Discount { keep } => Some(rate(*keep)),
        Offer::Gift { .. } => None,
        _ => Some(found),
    };
    most.unwrap_or(0).min(found).min(candidate.promotion.max_off.unwrap_or(i64::MAX))
}

/// What wide amounts that are taken off before an offer may change of what it does.
#[derive(Default)]
pub(super) struct Risk {
    /// It may take off so much less.
    pub(super) less: i64,
    /// With them the part may cost so much more than without, for a step of the offer is out of reach.
    pub(super) rise: i64,
}

/// What wide amounts may change of what an offer did that took a draft to this state.
pub(super) fn risked(table: &Table<'_>, draft: &Draft, after: &State, candidate: &Candidate<'_>) -> Risk {
    let base = if draft.dent > 0 { base(table, &draft.state, candidate).ok() } else { None };
    let Some(base) = base else { return Risk::default() };
    let off = after.saved - draft.state.saved;
    let same = |at: At| at.times(base.amount, base.quantity) == at.times(base.amount - draft.dent, base.quantity);
    let share = || narrow(i128::from(off) * i128::from(draft.dent) / i128::from(base.amount.max(1)) + 1).min(off);
    let firm = match &candidate.promotion.offer {
        Offer::AmountOff { steps, .. } => steps.iter().all(|step| same(step.at)),
        Offer::PercentOff { steps } => steps.iter().all(|step| same(step.at)),
        _ => true,
    };
    match candidate.promotion.offer {
        Offer::Gift { .. } => Risk::default(),
        _ if !firm => Risk { less: off, rise: rise(draft, candidate, &base, off) },
        Offer::AmountOff { .. } if off <= base.amount - draft.dent => Risk::default(),
        Offer::AmountOff { .. } | Offer::PercentOff { .. } | Offer::Discount { .. } => Risk { less: share(), rise: 0 },
        _ => Risk { less: off, rise: 0 },
    }
}

/// By how much goods that an offer took `off` from may cost more when wide amounts keep it from one of its steps: most just
/// below the step.
fn rise(draft: &Draft, candidate: &Candidate<'_>, base: &Base, off: i64) -> i64 {
    let offer = &candidate.promotion.offer;
    let wanted =
        |amount: i64| plain_off(offer, amount, base.quantity).min(candidate.promotion.max_off.unwrap_or(i64::MAX));
    if off != wanted(base.amount) {
        return off;
    }
    let repeated = |at: i64| if at > 0 { base.amount / at * at } else { at };
    let missed = thresholds(offer).flat_map(|at| [at, repeated(at)]);
    let missed = missed.filter(|at| *at > base.amount - draft.dent && *at <= base.amount);
    missed.map(|at| at - 1 - wanted(at - 1) - (base.amount - off)).max().unwrap_or(0).max(0)
}
