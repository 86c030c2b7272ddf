//! What can become of a part beside a set of wide offers: what it costs at least, and what those offers find on it.

use std::rc::Rc;

use super::parts::{Part, Plan, Way};
use super::saving::Saving;

/// A part beside a set of wide offers.
pub(super) struct Seen {
    /// The least that it costs, rates taken off, in thousandths.
    pub(super) value: i64,
    /// The most that its own gifts are worth.
    pub(super) worth: i64,
    /// By wide offer.
    pub(super) bits: Vec<Bit>,
    /// What can become of it.
    pub(super) ways: Vec<Cost>,
    /// By way and wide offer.
    amounts: Vec<(i64, u32)>,
}

/// What a wide offer finds on a part.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bit {
    /// Amount and pieces, at most.
    pub(super) most: (i64, u32),
}

/// A way beside a set of wide offers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cost {
    /// Which of the part's ways.
    pub(super) which: usize,
    pub(super) value: i64,
    pub(super) worth: i64,
    /// What each may find more on ways that were left out.
    pub(super) slack: i64,
}

impl Seen {
    pub(super) fn new(plan: &Plan<'_, '_>, savings: &[Saving<'_, '_>], part: &Part, set: u32) -> Option<Self> {
        let own = part.ways.get(&(set & part.early))?;
        let mut seen =
            Self { value: 0, worth: 0, bits: Vec::new(), ways: Vec::with_capacity(own.len()), amounts: Vec::new() };
        seen.bits.resize(savings.len(), Bit::default());
        seen.amounts.resize(savings.len() * own.len(), (0, 0));
        for ((which, way), amounts) in own.iter().enumerate().zip(seen.amounts.chunks_mut(savings.len().max(1))) {
            let value = cost(plan, savings, part, set, way, amounts);
            seen.ways.push(Cost { which, value, worth: way.worth, slack: way.slack });
            for (bit, there) in seen.bits.iter_mut().zip(amounts) {
                let slack = if there.1 > 0 { way.slack } else { 0 };
                bit.most = (bit.most.0.max(there.0 + slack), bit.most.1.max(there.1));
            }
        }
        if savings.is_empty() {
            seen.ways = own.iter().enumerate().map(|(which, way)| plain(which, way)).collect();
        }
        seen.value = seen.ways.iter().map(|way| way.value).min()?;
        seen.worth = seen.ways.iter().map(|way| way.worth).max()?;
        Some(seen)
    }

    /// What each wide offer finds on a way.
    pub(super) fn amounts(&self, way: &Cost) -> &[(i64, u32)] {
        let bits = self.bits.len();
        self.amounts.get(way.which * bits..(way.which + 1) * bits).unwrap_or_default()
    }

    fn weigh(&self, way: &Cost, weights: &[i64]) -> i64 {
        let held = self.amounts(way).iter().zip(weights).filter(|(_, weight)| **weight > 0);
        way.value - held.map(|(found, weight)| found.0 * weight).sum::<i64>()
    }

    /// Its ways by what they cost, less what `weights` make of what they hold for thresholds.
    pub(super) fn weighed(&self, weights: &[i64]) -> Vec<(i64, Cost)> {
        let mut ways: Vec<(i64, Cost)> = self.ways.iter().map(|way| (self.weigh(way, weights), *way)).collect();
        ways.sort_by_key(|way| (way.0, way.1.which));
        ways
    }

    /// The least of it.
    pub(super) fn least(&self, weights: &[i64]) -> i64 {
        self.ways.iter().map(|way| self.weigh(way, weights)).min().unwrap_or(0)
    }
}

/// A way that no wide offer looks at.
fn plain(which: usize, way: &Way) -> Cost {
    Cost { which, value: 1000 * way.left.iter().sum::<i64>(), worth: way.worth, slack: way.slack }
}

/// Weights for thresholds that parts at their cheapest do not reach, so that the bound rises: of each offer in turn the
/// weight at which what parts then hold suffices. Any weights make a bound, if a way that was left out stays dearer than the
/// one that was kept for it.
pub(super) fn weights(savings: &[Saving<'_, '_>], set: u32, parts: &[Rc<Seen>], can: &[(i64, u32)]) -> Vec<i64> {
    let rates: i64 = decided(savings, set).map(|(_, saving)| saving.rate()).sum();
    let mut spare = (1000 - rates).max(0);
    let mut weights = vec![0; savings.len()];
    for (bit, saving) in decided(savings, set) {
        let Some(can) = can.get(bit) else { continue };
        // What each way costs under the other weights, and what this offer finds on it.
        let held = |seen: &Rc<Seen>| {
            let found = |way: &Cost| seen.amounts(way).get(bit).map_or(0, |found| found.0);
            seen.ways.iter().map(|way| (seen.weigh(way, &weights), found(way))).collect()
        };
        let ways: Vec<Vec<(i64, i64)>> = parts.iter().map(held).collect();
        let short = |weight: i64| {
            let Some((at, _)) = saving.level(*can, weight) else { return false };
            let best =
                |ways: &Vec<(i64, i64)>| ways.iter().min_by_key(|way| way.0 - weight * way.1).map_or(0, |way| way.1);
            ways.iter().map(best).sum::<i64>() < at
        };
        if !short(0) {
            continue;
        }
        let (mut low, mut high) = (0, spare);
        while low + 1 < high {
            let middle = (low + high) / 2;
            if short(middle) { low = middle } else { high = middle }
        }
        if let Some(own) = weights.get_mut(bit) {
            *own = low;
            spare -= low;
        }
    }
    weights
}

fn decided<'s, 't, 'a>(savings: &'s [Saving<'t, 'a>], set: u32) -> impl Iterator<Item = (usize, &'s Saving<'t, 'a>)> {
    savings.iter().enumerate().filter(move |(bit, _)| set >> bit & 1 == 1)
}

/// What a way costs, rates taken off, and what each wide offer finds on it.
fn cost(
    plan: &Plan<'_, '_>,
    savings: &[Saving<'_, '_>],
    part: &Part,
    set: u32,
    way: &Way,
    amounts: &mut [(i64, u32)],
) -> i64 {
    let together = plan.table.shelf.programme.settings.together;
    let mut value = 0;
    for early in &way.early {
        if let Some(found) = amounts.get_mut(early.0) {
            *found = (early.1, early.2);
        }
    }
    let late = set & !part.early;
    for ((line, left), class) in part.lines.iter().zip(&way.left).zip(&way.class) {
        value += 1000 * left;
        let Some(mut class) = plan.classes.get(*class).cloned() else { continue };
        for ((bit, saving), found) in savings.iter().enumerate().zip(amounts.iter_mut()) {
            if late >> bit & 1 == 0 || !saving.covers(*line) {
                continue;
            }
            if saving.last() || class.open(saving.candidate, together) {
                if !saving.last() {
                    class.carry(saving.candidate);
                }
                *found = (found.0 + left, found.1 + plan.table.quantity(*line));
            }
        }
    }
    let rates = savings.iter().zip(amounts).enumerate().filter(|(bit, _)| set >> bit & 1 == 1);
    value - rates.map(|(_, (saving, found))| saving.rate() * found.0).sum::<i64>()
}
