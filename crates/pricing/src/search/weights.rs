//! Weights for thresholds that parts at their cheapest do not reach (Lagrange's): what a unit towards each is worth, so that
//! ways which hold more of it count as cheaper, and the bound of a set rises. Any weights make a bound.

use super::field::{Cost, Field, Found, add, bits};
use super::plan::WIDE;
use super::reach::{NOTHING, Tally};
use super::saving::Saving;

/// What one unit towards each offer's threshold is worth, in thousandths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    /// Which have one.
    set: u32,
    by: [i64; WIDE],
}

impl Weights {
    /// None has one.
    pub(super) const NONE: Self = Self { set: 0, by: [0; WIDE] };

    pub(super) fn of(&self, bit: usize) -> i64 {
        self.by.get(bit).copied().unwrap_or(0)
    }

    pub(super) fn any(&self) -> bool {
        self.set != 0
    }

    fn put(&mut self, bit: usize, weight: i64) {
        if let Some(own) = self.by.get_mut(bit).filter(|_| weight > 0) {
            *own = weight;
            self.set |= 1 << bit;
        }
    }
}

/// What one offer finds, by what every unit of it counts for.
struct Scale {
    /// On the ways that cost least without.
    base: i64,
    /// By part, the ways that hold more: how much dearer they are, and how much more they hold.
    more: Vec<(i64, i64)>,
    ends: Vec<usize>,
}

impl Field {
    /// What a way costs, less what `weights` make of what it holds for thresholds.
    pub(super) fn weigh(&self, way: &Cost, weights: &Weights) -> i64 {
        if !weights.any() {
            return way.value;
        }
        let held = self.founds_of(way).iter().filter(|found| found.bits & weights.set != 0);
        let worth =
            |found: &Found| found.amount * bits(found.bits & weights.set).map(|bit| weights.of(bit)).sum::<i64>();
        way.value - held.map(worth).sum::<i64>()
    }

    /// The ways of a part by what they cost so, and their places.
    pub(super) fn weighed(&self, part: usize, weights: &Weights) -> Vec<(i64, usize)> {
        self.ways(part).iter().zip(self.first(part)..).map(|(way, at)| (self.weigh(way, weights), at)).collect()
    }

    /// The least that all parts cost so.
    pub(super) fn least(&self, weights: &Weights) -> i64 {
        if !weights.any() {
            return self.parts.iter().map(|part| part.value).sum();
        }
        let least = |part| self.ways(part).iter().map(|way| self.weigh(way, weights)).min().unwrap_or(0);
        (0..self.parts.len()).map(least).sum()
    }

    /// Weights for thresholds that parts at their cheapest do not reach: of each offer in turn the weight at which what
    /// parts then hold suffices. A way that was left out must stay dearer than the one that was kept for it, of which
    /// `steady` thousandths remain.
    pub(super) fn weights(&self, savings: &[Saving<'_, '_>], set: u32, steady: i64) -> Weights {
        let rates: i64 = bits(set).filter_map(|bit| savings.get(bit)).map(Saving::rate).sum();
        let mut spare = (steady - rates).max(0);
        let mut weights = Weights::NONE;
        let mut held = NOTHING;
        self.cheapest().for_each(|found| add(&mut held, found));
        let mut stale = false;
        for bit in bits(set) {
            let (Some(saving), Some(can)) = (savings.get(bit), self.can.get(bit)) else { continue };
            if std::mem::take(&mut stale) {
                held = self.held(&weights);
            }
            let enough = |weight: i64| saving.level(can.most(), weight).map_or(0, |level| level.0);
            if held.get(bit).is_none_or(|held| held.amount >= enough(0)) {
                continue;
            }
            let scale = self.scale(bit, &weights, spare);
            let (mut low, mut high) = (0, spare);
            while low + 1 < high {
                let middle = (low + high) / 2;
                if scale.held(middle) < enough(middle) { low = middle } else { high = middle }
            }
            if low > 0 {
                weights.put(bit, low);
                spare -= low;
                stale = true;
            }
        }
        weights
    }

    /// What offers find on the ways that cost least under these weights.
    fn held(&self, weights: &Weights) -> Tally {
        let mut held = NOTHING;
        for part in 0..self.parts.len() {
            let best = self.ways(part).iter().min_by_key(|way| self.weigh(way, weights));
            for found in best.into_iter().flat_map(|way| self.founds_of(way)) {
                add(&mut held, found);
            }
        }
        held
    }

    /// What one offer finds on each way, and what the way costs under the weights of others. Ways that are dearer than
    /// another which holds as much are no better at any weight, nor are those that the highest does not make good.
    fn scale(&self, bit: usize, weights: &Weights, highest: i64) -> Scale {
        let mut scale = Scale { base: 0, more: Vec::new(), ends: Vec::new() };
        for part in 0..self.parts.len() {
            let own = self.ways(part).iter().map(|way| (self.weigh(way, weights), self.found(way, bit)));
            let first = scale.more.len();
            scale.more.extend(own);
            let own = scale.more.get(first..).unwrap_or_default();
            let Some((cost, found)) = own.iter().copied().min_by_key(|way| way.0) else { continue };
            scale.base += found;
            let mut kept = first;
            for at in first..scale.more.len() {
                let Some(way) = scale.more.get(at).map(|way| (way.0 - cost, way.1 - found)) else { break };
                if way.1 > 0
                    && way.0 < highest * way.1
                    && let Some(place) = scale.more.get_mut(kept)
                {
                    *place = way;
                    kept += 1;
                }
            }
            scale.more.truncate(kept);
            if kept > first {
                scale.ends.push(kept);
            }
        }
        scale
    }

    /// What one offer finds on a way.
    fn found(&self, way: &Cost, bit: usize) -> i64 {
        self.founds_of(way).iter().filter(|found| found.bits >> bit & 1 == 1).map(|found| found.amount).sum()
    }
}

impl Scale {
    /// What the offer finds on the ways that cost least when every unit that it finds counts for so much.
    fn held(&self, weight: i64) -> i64 {
        let (mut held, mut first) = (self.base, 0);
        for end in &self.ends {
            let own = self.more.get(first..*end).unwrap_or_default();
            let best = own.iter().map(|way| (way.0 - weight * way.1, way.1)).min_by_key(|way| way.0);
            held += best.filter(|best| best.0 < 0).map_or(0, |best| best.1);
            first = *end;
        }
        held
    }
}
