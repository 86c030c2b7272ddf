//! What wide offers find, how much more they may find on ways that were left out, and the least to pay beside that.
//!
//! A way that was left out costs more than the one that was kept for it. So a threshold that only such a way reaches is paid
//! for: by what is missing to it, less what rates take off that. The bound is the least over all thresholds within reach.

use super::field::bits;
use super::plan::WIDE;
use super::saving::Saving;
use super::sets::Search;
use super::weights::Weights;

/// What one wide offer finds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Find {
    pub(super) amount: i64,
    pub(super) pieces: u32,
    /// So much more may lie on ways that were left out, or on these beside wide amounts.
    pub(super) slack: i64,
}

/// What each wide offer finds.
pub(super) type Tally = [Find; WIDE];

/// Nothing found.
pub(super) const NOTHING: Tally = [Find { amount: 0, pieces: 0, slack: 0 }; WIDE];

/// With more thresholds within reach than this they are taken as reached for nothing.
const THRESHOLDS: usize = 12;

impl Find {
    /// The same on ways that cost so much more.
    pub(super) fn dearer(&self, by: i64) -> (i64, u32) {
        (self.amount + by.min(self.slack), self.pieces)
    }

    /// What it finds on ways that were kept.
    pub(super) fn kept(&self) -> (i64, u32) {
        (self.amount, self.pieces)
    }

    /// What it finds at most.
    pub(super) fn most(&self) -> (i64, u32) {
        self.dearer(self.slack)
    }

    /// The most of both.
    pub(super) fn raise(&mut self, other: &Self) {
        self.amount = self.amount.max(other.amount);
        self.pieces = self.pieces.max(other.pieces);
        self.slack = self.slack.max(other.slack);
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.amount += other.amount;
        self.pieces += other.pieces;
        self.slack += other.slack;
    }

    pub(super) fn take(&mut self, other: &Self) {
        self.amount -= other.amount;
        self.pieces -= other.pieces;
        self.slack -= other.slack;
    }
}

/// What offers of a set find here and there.
pub(super) fn sum(set: u32, one: &Tally, other: &Tally) -> Tally {
    let mut sum = *one;
    for bit in bits(set) {
        if let (Some(sum), Some(other)) = (sum.get_mut(bit), other.get(bit)) {
            sum.add(other);
        }
    }
    sum
}

impl Search<'_, '_, '_> {
    /// What is to be paid at least when the parts cost so much (in thousandths, less what `weights` make of it) and offers of
    /// the set can find so much, and what their gifts are worth at most; nothing when some of them cannot apply.
    pub(super) fn payable(&self, set: u32, value: i64, can: &Tally, weights: &Weights) -> Option<(i64, i64)> {
        let (mut missing, mut slope) = (0, self.plan.steady);
        for (bit, saving, find) in self.finds(set, can) {
            missing = missing.max(saving.missing(find)?);
            slope -= saving.rate() + weights.of(bit);
        }
        let slope = slope.max(0);
        let at = |dearer: i64, paid: i64| self.beside(set, value + slope * paid, can, dearer, weights);
        let least = at(missing, missing);
        let mut thresholds = Vec::new();
        for (_, saving, find) in self.finds(set, can) {
            if !saving.thresholds(find, missing, THRESHOLDS, &mut thresholds) {
                return Some(at(i64::MAX, missing));
            }
        }
        let reached = thresholds.into_iter().map(|dearer| at(dearer, dearer).0);
        Some((reached.fold(least.0, i64::min), least.1))
    }

    /// The offers of a set with what they find.
    pub(super) fn finds<'s>(
        &'s self,
        set: u32,
        can: &'s Tally,
    ) -> impl Iterator<Item = (usize, &'s Saving<'s, 's>, &'s Find)> {
        bits(set).filter_map(|bit| Some((bit, self.savings.get(bit)?, can.get(bit)?)))
    }

    /// The same on ways that cost so much more.
    pub(super) fn beside(&self, set: u32, value: i64, can: &Tally, dearer: i64, weights: &Weights) -> (i64, i64) {
        let (mut goods, mut fee, mut worth) = (value, 0, 0_i64);
        for (bit, saving, find) in self.finds(set, can) {
            let can = find.dearer(dearer);
            worth = worth.saturating_add(saving.worth);
            if saving.ships() {
                fee -= saving.off(can);
                continue;
            }
            let weight = weights.of(bit);
            let level = if weight > 0 { saving.level(can, weight) } else { None };
            goods += level.map_or_else(|| -saving.off(can).saturating_mul(1000), |level| level.1);
            goods -= saving.rounding();
        }
        // What is paid is a whole number.
        let goods = -(-goods).div_euclid(1000);
        (self.fare.less(goods.max(self.floors), fee), worth)
    }
}
