//! Which wide offers apply.
//!
//! A set of wide offers costs at least what the parts cost at best beside it, less the most that its offers can take off.
//! Sets are looked at from the one with the least such bound on, until the bound says that the rest is dearer than what was
//! found. Of a set only combinations count in which all its offers apply; what is left of others is another set's.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::choice::Choice;
use super::fare::Fare;
use super::field::{Field, Look, bits};
use super::plan::Plan;
use super::saving::{Saving, most, savings};
use super::weights::Weights;

pub(super) struct Search<'p, 't, 'a> {
    pub(super) plan: &'p Plan<'t, 'a>,
    pub(super) savings: Vec<Saving<'t, 'a>>,
    pub(super) look: Look,
    pub(super) field: Field,
    pub(super) fare: Fare,
    /// By set, weights that were found for it.
    pub(super) known: FxHashMap<u32, Weights>,
    /// The wide offers by what they take off, most first.
    order: Vec<usize>,
    /// The least that the parts cost together.
    least: i64,
    /// The most that gifts are worth that no wide offer gives.
    worth: i64,
    pub(super) floors: i64,
    pub(super) best: Option<Choice>,
    pub(super) steps: u32,
    pub(super) limit: u32,
    pub(super) complete: bool,
    /// What a way that was left out may bring combinations of a set to at best.
    torn: Vec<(u32, i64)>,
}

/// A set of wide offers, and the least to pay and the worthiest gifts that it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bound {
    pub(super) payable: i64,
    pub(super) set: u32,
    worth: i64,
}

impl<'p, 't, 'a> Search<'p, 't, 'a> {
    /// Prepares a search of at most `limit` steps; `best` is what was found elsewhere.
    pub(super) fn new(plan: &'p Plan<'t, 'a>, best: Option<Choice>, limit: u32) -> Self {
        let savings = savings(plan);
        let mut order: Vec<usize> = (0..savings.len()).collect();
        order.sort_by_key(|bit| Reverse(savings.get(*bit).map_or(0, |one| one.most)));
        let fare = Fare::new(plan);
        Self {
            plan,
            look: Look::new(plan, &savings),
            field: Field::new(),
            least: plan.parts.iter().map(super::parts::Part::least).sum(),
            worth: fare.worth + plan.parts.iter().map(super::parts::Part::worth).sum::<i64>(),
            fare,
            savings,
            known: FxHashMap::default(),
            order,
            floors: plan.table.floors.iter().sum(),
            best,
            steps: 0,
            limit,
            complete: true,
            torn: Vec::new(),
        }
    }

    /// Looks for the best combination.
    pub(super) fn run(&mut self) {
        let Some(start) = self.greedy() else {
            self.complete = false;
            return;
        };
        self.try_set(start);
        self.complete = self.steps < self.limit;
        let mut sets = Vec::new();
        let places = self.plan.table.shelf.programme.settings.together.unwrap_or(u32::MAX);
        let free = vec![places; self.plan.table.lines.len()];
        self.sets(0, 0, &free, None, &mut sets);
        sets.sort_unstable();
        self.solve_all(sets);
    }

    /// Looks at these sets alone.
    pub(super) fn only(&mut self, sets: &[u32]) {
        let mut bounds: Vec<Bound> = sets.iter().filter_map(|set| self.bound(*set, (0, 0))).collect();
        bounds.sort_unstable();
        self.solve_all(bounds);
    }

    /// Looks at the combinations of sets, in order.
    fn solve_all(&mut self, sets: Vec<Bound>) {
        for one in sets {
            if !self.dear(one.payable, one.worth) {
                self.solve(one);
            }
        }
    }

    /// A way that was left out may bring combinations of this set to so much.
    pub(super) fn tear(&mut self, set: u32, least: i64) {
        match self.torn.last_mut().filter(|torn| torn.0 == set) {
            Some(torn) => torn.1 = torn.1.min(least),
            None => self.torn.push((set, least)),
        }
    }

    /// The sets beside which ways that were left out may be better than what was found.
    pub(super) fn doubts(&self) -> Vec<u32> {
        let best = self.best.as_ref().map_or(i64::MAX, |best| best.rank.0);
        self.torn.iter().filter(|torn| torn.1 <= best).map(|torn| torn.0).collect()
    }

    /// A good set to begin with: wide offers that take off most come first.
    fn greedy(&mut self) -> Option<Bound> {
        let mut start = self.bound(0, (0, 0))?;
        for bit in self.order.clone() {
            if let Some(with) = self.better(start.set | 1 << bit, start) {
                start = with;
            }
        }
        Some(start)
    }

    /// The bound of a set, unless it is worse than another.
    fn better(&mut self, set: u32, than: Bound) -> Option<Bound> {
        let rough = self.rough(set).filter(|rough| rough.order() <= than.order())?;
        self.refine(rough, 0).filter(|bound| bound.order() <= than.order())
    }

    /// Nothing that costs so much at least is better than what was found.
    pub(super) fn dear(&self, payable: i64, worth: i64) -> bool {
        self.best.as_ref().is_some_and(|best| (payable, Reverse(worth), 0) > best.rank)
    }

    /// Counts a step; not when there are no more.
    pub(super) fn step(&mut self) -> bool {
        self.steps += 1;
        self.complete &= self.steps < self.limit;
        self.complete
    }

    /// The sets that may be better than what was found: decides wide offers from `bit` on, `free` places left on each
    /// line. `base` bounds what is decided so far; further offers take places, and never make it cheaper but by what they
    /// take off.
    fn sets(&mut self, bit: usize, set: u32, free: &[u32], base: Option<Bound>, found: &mut Vec<Bound>) {
        if !self.step() {
            return;
        }
        let more = self.more(bit, free);
        let prices = self.savings.get(bit).is_some_and(Saving::prices);
        let base = match base {
            None if !prices => match self.bound(set, more) {
                None => return,
                base => base,
            },
            base => base,
        };
        if self.hopeless(set, base, more) {
            return;
        }
        let Some(saving) = self.savings.get(bit) else {
            if let Some(base) = base {
                found.push(base);
                self.try_set(base);
            }
            return;
        };
        let twin = bit.checked_sub(1).is_some_and(|before| saving.spare && set >> before & 1 == 0);
        if !twin && saving.fits(free) {
            let mut left = free.to_vec();
            saving.occupy(&mut left);
            // What it makes cheaper is no more than what it takes off, unless it sets prices.
            let with = base.filter(|_| !prices).map(|base| base.with(saving));
            if with.is_none() || !self.hopeless(set | 1 << bit, with, self.more(bit + 1, &left)) {
                self.sets(bit + 1, set | 1 << bit, &left, None, found);
            }
        }
        self.sets(bit + 1, set, free, base, found);
    }

    /// Prices a good combination of a set, so that fewer sets are looked at after it.
    fn try_set(&mut self, bound: Bound) {
        if let Some(weights) = self.lay(bound.set) {
            self.settle(bound.set, &weights);
        }
    }

    /// No set that begins so is better than what was found, where so `more` may come off.
    fn hopeless(&self, set: u32, base: Option<Bound>, more: (i64, i64)) -> bool {
        let (mut payable, mut worth) = match base {
            Some(base) => (base.payable, base.worth),
            None => (self.fare.with(self.least), self.worth),
        };
        for saving in bits(if base.is_none() { set } else { 0 }).filter_map(|bit| self.savings.get(bit)) {
            payable -= saving.at_most();
            worth = worth.saturating_add(saving.worth);
        }
        self.dear((payable - more.0).max(self.floors), worth.saturating_add(more.1))
    }

    /// What wide offers from `bit` on take off at most, and what their gifts are worth.
    fn more(&self, bit: usize, free: &[u32]) -> (i64, i64) {
        let open = self.order.iter().filter(|at| **at >= bit).filter_map(|at| self.savings.get(*at));
        let open = most(open.filter(|saving| saving.fits(free)), free);
        open.fold((0, 0), |sum: (i64, i64), saving| (sum.0 + saving.at_most(), sum.1.saturating_add(saving.worth)))
    }

    /// Leaves out ways with which the set is too dear even when `more` comes off: `payable` is the least that it costs with
    /// the cheapest ones.
    pub(super) fn narrow(&mut self, set: u32, value: i64, payable: i64, more: i64) {
        let Some(best) = &self.best else { return };
        let dear = best.rank.0.saturating_add(more);
        let dearer = (dear - payable + 1).saturating_mul(1000);
        // It may cost no more while dearer goods ship for less.
        let then = self.payable(set, value.saturating_add(dearer), &self.field.can, &Weights::NONE);
        if then.is_some_and(|(then, _)| then > dear) {
            self.field.narrow(dearer);
        }
    }

    /// What a set costs at least, or so much that it is too dear even when `more` comes off; nothing when some of its offers
    /// cannot apply.
    fn bound(&mut self, set: u32, more: (i64, i64)) -> Option<Bound> {
        let rough = self.rough(set)?;
        if self.hopeless(set, Some(rough), more) { Some(rough) } else { self.refine(rough, more.0) }
    }

    /// What a set costs at least when thresholds that parts at their cheapest do not reach cost nothing.
    fn rough(&mut self, set: u32) -> Option<Bound> {
        self.steps += 1;
        if !self.field.lay(self.plan, &self.look, set) {
            return None;
        }
        let parts = &self.field.parts;
        let worth: i64 = self.fare.worth + parts.iter().map(|part| part.worth).sum::<i64>();
        let value = parts.iter().map(|part| part.value).sum();
        let (payable, gifts) = self.payable(set, value, &self.field.can, &Weights::NONE)?;
        Some(Bound { payable, set, worth: worth + gifts })
    }

    /// The same with weights, of the set that is laid out; nothing when it cannot apply.
    fn refine(&mut self, rough: Bound, more: i64) -> Option<Bound> {
        if self.dear(rough.payable, rough.worth) {
            return Some(rough);
        }
        let value = self.field.parts.iter().map(|part| part.value).sum();
        self.narrow(rough.set, value, rough.payable, more);
        let weights = self.field.weights(&self.savings, rough.set, self.plan.steady);
        self.known.insert(rough.set, weights);
        if !weights.any() {
            return Some(rough);
        }
        let value = self.field.least(&weights);
        let (heavy, _) = self.payable(rough.set, value, &self.field.can, &weights)?;
        Some(Bound { payable: rough.payable.max(heavy), ..rough })
    }
}

impl Bound {
    /// The less the better.
    fn order(&self) -> (i64, i64) {
        (self.payable, -self.worth)
    }

    /// No more than what the same set with one more offer costs at least, which does not set prices.
    fn with(self, saving: &Saving<'_, '_>) -> Self {
        let worth = self.worth.saturating_add(saving.worth);
        Self { payable: self.payable - saving.at_most(), worth, ..self }
    }
}
