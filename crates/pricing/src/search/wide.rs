//! Combinations of a cart that is taken apart: first which wide offers apply, then what becomes of each part.
//!
//! A set of wide offers costs at least what the parts cost at best beside it, less the most that its offers can take off.
//! Sets are looked at from the one with the least such bound on, until the bound says that the rest is dearer than what was
//! found. Of a set only combinations count in which all its offers apply; what is left of others is another set's.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::choice::Choice;
use super::parts::Plan;
use super::saving::{Saving, most, savings};
use super::seen::{Seen, weights};
use super::{Found, walk};
use crate::money::narrow;
use crate::table::Table;

/// A step on sets takes as long as many others: of the steps of the shop's settings one in so many is for them.
const SHARE: u32 = 100;
/// So many on the first combinations of a set that looks good.
const GLANCE: u32 = 20;
/// So few offers are walked one by one.
const FEW: usize = 24;
/// So many are taken apart once at most.
const MANY: usize = 100;
/// More than a few are walked only for so many steps.
const WALK: u32 = 200;

/// Finds the best combination, or a good one where steps do not suffice.
pub(super) fn best(table: &Table<'_>) -> Found {
    if table.candidates.len() <= FEW {
        return walk::best(table, 0, table.shelf.programme.settings.search_steps, None);
    }
    apart(table)
}

/// Takes the cart apart.
pub(super) fn apart(table: &Table<'_>) -> Found {
    let (mut steps, mut spent, mut found) = (0, 0, None);
    let (few, many) = (table.candidates.len() <= FEW, table.candidates.len() > MANY);
    for lean in [true, false] {
        let Some(plan) = Plan::new(table, lean) else { continue };
        let mut search = Search::new(&plan, found, spent);
        search.run();
        spent += search.steps;
        steps += plan.steps + search.steps;
        let floored = search.best.as_ref().is_some_and(|best| lean && best.floored(table));
        match search.best {
            Some(best) if search.complete && !plan.trimmed && !floored => {
                return Found { path: best.path, state: best.state, steps, complete: true };
            }
            // Where steps do not suffice for less they do not for more.
            Some(best) if many || (!few && !floored && (plan.trimmed || search.steps >= search.limit)) => {
                return Found { path: best.path, state: best.state, steps, complete: false };
            }
            best => found = best,
        }
    }
    let limit = table.shelf.programme.settings.search_steps;
    walk::best(table, steps, if few { limit } else { limit.min(steps + WALK) }, found)
}

struct Search<'p, 't, 'a> {
    plan: &'p Plan<'t, 'a>,
    savings: Vec<Saving<'t, 'a>>,
    /// The wide offers by what they take off, most first.
    order: Vec<usize>,
    seen: FxHashMap<(usize, u32), Rc<Seen>>,
    /// Which wide offers look at each part.
    touch: Vec<u32>,
    /// The least that the parts cost together, in thousandths.
    least: i64,
    /// The most that the parts' own gifts are worth.
    worth: i64,
    floors: i64,
    best: Option<Choice>,
    steps: u32,
    limit: u32,
    complete: bool,
    /// What a way that was left out may bring a combination to at best.
    torn: i64,
}

/// A set of wide offers, and the least to pay and the worthiest gifts that it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Bound {
    payable: i64,
    set: u32,
    worth: i64,
}

/// Parts decided so far.
struct Chosen {
    /// What they cost, thousandths, less what weights make of what they hold for thresholds.
    value: i64,
    worth: i64,
    amounts: Vec<(i64, u32)>,
    /// By how much wide offers may find more on ways that were left out.
    slack: i64,
    ways: Vec<usize>,
}

/// What parts from one on can still bring.
struct Rest {
    value: i64,
    worth: i64,
    most: Vec<(i64, u32)>,
}

/// A set with all that bounds its combinations.
struct Weighed {
    bound: Bound,
    parts: Vec<Rc<Seen>>,
    /// What one unit towards each offer's threshold is worth, thousandths.
    weights: Vec<i64>,
    rest: Vec<Rest>,
}

pub(super) fn sum(one: &[(i64, u32)], other: impl Iterator<Item = (i64, u32)>) -> Vec<(i64, u32)> {
    one.iter().zip(other).map(|(one, other)| (one.0 + other.0, one.1 + other.1)).collect()
}

impl<'p, 't, 'a> Search<'p, 't, 'a> {
    fn new(plan: &'p Plan<'t, 'a>, best: Option<Choice>, spent: u32) -> Self {
        let table = plan.table;
        let savings = savings(plan);
        let touch = plan.parts.iter().map(|part| {
            let touches = |saving: &Saving<'_, '_>| part.lines.iter().any(|line| saving.covers(*line));
            savings.iter().enumerate().filter(|(_, saving)| touches(saving)).fold(0, |mask, (bit, _)| mask | 1 << bit)
        });
        let touch = touch.collect();
        let cheapest = |part: &super::parts::Part| {
            part.ways.values().flatten().map(|way| way.left.iter().sum::<i64>()).min().unwrap_or(0)
        };
        let least = 1000 * plan.parts.iter().map(cheapest).sum::<i64>();
        let mut order: Vec<usize> = (0..savings.len()).collect();
        order.sort_by_key(|bit| std::cmp::Reverse(savings.get(*bit).map_or(0, |one| one.most)));
        let steps = table.shelf.programme.settings.search_steps;
        Self {
            plan,
            touch,
            least,
            savings,
            order,
            worth: plan.parts.iter().map(super::parts::Part::worth).sum(),
            seen: FxHashMap::default(),
            floors: table.floors.iter().sum(),
            best,
            steps: 0,
            limit: steps.saturating_sub(plan.steps).min((steps / SHARE).saturating_sub(spent)),
            complete: true,
            torn: i64::MAX,
        }
    }

    fn run(&mut self) {
        let Some(start) = self.greedy() else {
            self.complete = false;
            return;
        };
        self.glance(start);
        if !self.dear(start.payable + 1, start.worth) {
            let near = self.climb(start);
            if near.set != start.set {
                self.glance(near);
            }
        }
        let mut sets = Vec::new();
        let places = self.plan.table.shelf.programme.settings.together.unwrap_or(u32::MAX);
        let free = vec![places; self.plan.table.lines.len()];
        self.sets(0, 0, &free, None, &mut sets);
        sets.sort_unstable();
        for one in sets {
            if !self.dear(one.payable, one.worth) {
                self.solve(one);
            }
        }
        self.complete &= self.best.as_ref().is_some_and(|best| self.torn > best.rank.0);
    }

    /// Looks at the first combinations of one set.
    fn glance(&mut self, bound: Bound) {
        let limit = self.limit;
        self.limit = limit.min(self.steps + GLANCE);
        self.solve(bound);
        self.limit = limit;
        self.complete = self.steps < limit;
    }

    /// A good set to begin with: wide offers that take off most come first.
    fn greedy(&mut self) -> Option<Bound> {
        let mut bits: Vec<usize> = (0..self.savings.len()).collect();
        bits.sort_by_key(|bit| (std::cmp::Reverse(self.savings.get(*bit).map_or(0, |one| one.most)), *bit));
        let mut start = self.bound(0)?;
        for bit in bits {
            if let Some(with) = self.bound(start.set | 1 << bit)
                && (with.payable, -with.worth) <= (start.payable, -start.worth)
            {
                start = with;
            }
        }
        Some(start)
    }

    /// A better one near by: one offer more or less, or one in place of another.
    fn climb(&mut self, mut start: Bound) -> Bound {
        let bits = self.savings.len();
        let limit = self.limit.saturating_sub(2 * GLANCE);
        let mut last = (bits, bits);
        loop {
            for one in 0..bits {
                for other in one..bits {
                    if (one, other) == last || self.steps >= limit {
                        return start;
                    }
                    let flip = 1 << one | 1 << other;
                    // Two at once only where one goes and the other comes.
                    if one != other && (start.set & flip == 0 || start.set & flip == flip) {
                        continue;
                    }
                    self.steps += 1;
                    if let Some(next) = self.bound(start.set ^ flip)
                        && (next.payable, -next.worth) < (start.payable, -start.worth)
                    {
                        start = next;
                        last = (one, other);
                    }
                }
            }
            if last == (bits, bits) {
                return start;
            }
        }
    }

    /// Nothing that costs so much at least is better than what was found.
    fn dear(&self, payable: i64, worth: i64) -> bool {
        self.best.as_ref().is_some_and(|best| (payable, std::cmp::Reverse(worth), 0) > best.rank)
    }

    /// Counts a step; not when there are no more.
    fn step(&mut self) -> bool {
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
        let prices = self.savings.get(bit).is_some_and(Saving::prices);
        let base = match base {
            None if !prices => match self.bound(set) {
                None => return,
                base => base,
            },
            base => base,
        };
        let (payable, worth) = self.hope(bit, set, free, base);
        if self.dear(payable, worth) {
            return;
        }
        let Some(saving) = self.savings.get(bit) else {
            found.extend(base);
            return;
        };
        if saving.fits(free) {
            let mut left = free.to_vec();
            saving.occupy(&mut left);
            self.sets(bit + 1, set | 1 << bit, &left, None, found);
        }
        self.sets(bit + 1, set, free, base, found);
    }

    /// What sets that begin so may come to at best.
    fn hope(&self, bit: usize, set: u32, free: &[u32], base: Option<Bound>) -> (i64, i64) {
        let open = self.order.iter().filter(|at| **at >= bit).filter_map(|at| self.savings.get(*at));
        let open = open.filter(|saving| saving.fits(free));
        let (mut payable, mut worth) = match base {
            Some(base) => (base.payable, base.worth),
            None => (self.least.div_euclid(1000) + self.plan.table.cart.shipping, self.worth),
        };
        let decided = self.savings.iter().enumerate().take(bit).filter(|(at, _)| base.is_none() && set >> at & 1 == 1);
        for saving in decided.map(|(_, saving)| saving).chain(most(open, free)) {
            payable -= saving.most + i64::from(saving.rounding() > 0);
            worth = worth.saturating_add(saving.worth);
        }
        (payable.max(self.floors), worth)
    }

    /// What becomes of a part beside a set.
    fn see(&mut self, part: usize, set: u32) -> Option<Rc<Seen>> {
        let own = self.plan.parts.get(part)?;
        let set = set & (self.touch.get(part)? | own.early);
        if let Some(seen) = self.seen.get(&(part, set)) {
            return Some(Rc::clone(seen));
        }
        let seen = Rc::new(Seen::new(self.plan, &self.savings, own, set)?);
        self.seen.insert((part, set), Rc::clone(&seen));
        Some(seen)
    }

    /// The parts beside a set.
    fn parts(&mut self, set: u32) -> Option<Vec<Rc<Seen>>> {
        (0..self.plan.parts.len()).map(|part| self.see(part, set)).collect()
    }

    /// What a set costs at least; nothing when some of its offers cannot apply.
    fn bound(&mut self, set: u32) -> Option<Bound> {
        let parts = self.parts(set)?;
        let mut can = vec![(0_i64, 0_u32); self.savings.len()];
        for seen in &parts {
            for (can, bit) in can.iter_mut().zip(&seen.bits) {
                *can = (can.0 + bit.most.0, can.1 + bit.most.1);
            }
        }
        let fits = |(bit, saving): (usize, &Saving<'_, '_>)| can.get(bit).is_some_and(|can| saving.applies(*can));
        if !self.decided(set).all(fits) {
            return None;
        }
        let worth: i64 = parts.iter().map(|seen| seen.worth).sum();
        let value: i64 = parts.iter().map(|seen| seen.value).sum();
        let light = vec![0; self.savings.len()];
        let (payable, gifts) = self.payable(set, value, &can, &light);
        let worth = worth + gifts;
        if self.dear(payable, worth) {
            return Some(Bound { payable, set, worth });
        }
        let weights = weights(&self.savings, set, &parts, &can);
        let value = parts.iter().map(|seen| seen.least(&weights)).sum();
        let (heavy, _) = self.payable(set, value, &can, &weights);
        Some(Bound { payable: payable.max(heavy), set, worth })
    }

    /// What is to be paid at least when the parts cost so much (in thousandths, less what `weights` make of it) and wide
    /// offers can find so much; and what their gifts are worth at most.
    fn payable(&self, set: u32, value: i64, can: &[(i64, u32)], weights: &[i64]) -> (i64, i64) {
        let (mut goods, mut fee, mut worth) = (value, self.plan.table.cart.shipping, 0_i64);
        for (bit, saving) in self.decided(set) {
            worth = worth.saturating_add(saving.worth);
            let can = can.get(bit).copied().unwrap_or_default();
            if saving.ships() {
                fee -= saving.off(can);
                continue;
            }
            let weight = weights.get(bit).copied().unwrap_or(0);
            let off = || saving.off(can).saturating_mul(1000);
            goods += match saving.level(can, weight) {
                Some((_, off)) if weight > 0 => off,
                _ => -off(),
            };
            goods -= saving.rounding();
        }
        // What is paid is a whole number.
        let goods = -(-goods).div_euclid(1000);
        (goods.max(self.floors) + fee.max(0), worth)
    }

    /// Looks at the combinations of one set.
    fn solve(&mut self, bound: Bound) {
        let Some(parts) = self.parts(bound.set) else { return };
        let none = vec![(0, 0); self.savings.len()];
        let most = |seen: &Rc<Seen>| seen.bits.iter().map(|bit| bit.most).collect::<Vec<_>>();
        let can = parts.iter().fold(none.clone(), |can, seen| sum(&can, most(seen).into_iter()));
        let weights = weights(&self.savings, bound.set, &parts, &can);
        let mut rest = vec![Rest { value: 0, worth: 0, most: none.clone() }];
        for seen in parts.iter().rev() {
            let Some(last) = rest.last() else { return };
            rest.push(Rest {
                value: last.value + seen.least(&weights),
                worth: last.worth + seen.worth,
                most: sum(&last.most, most(seen).into_iter()),
            });
        }
        rest.reverse();
        let mut chosen = Chosen { value: 0, worth: 0, amounts: none, slack: 0, ways: Vec::new() };
        self.dive(&Weighed { bound, parts, weights, rest }, &mut chosen);
    }

    fn dive(&mut self, weighed: &Weighed, chosen: &mut Chosen) {
        let at = chosen.ways.len();
        let Some(after) = weighed.rest.get(at) else { return };
        if !self.step() {
            return;
        }
        let set = weighed.bound.set;
        let more = |found: &(i64, u32)| (if found.1 > 0 { chosen.slack } else { 0 }, 0);
        let can = sum(&chosen.amounts, chosen.amounts.iter().map(more));
        let can = sum(&can, after.most.iter().copied());
        let fits = |(bit, saving): (usize, &Saving<'_, '_>)| can.get(bit).is_some_and(|can| saving.applies(*can));
        if !self.decided(set).all(fits) {
            return;
        }
        let (payable, gifts) = self.payable(set, chosen.value + after.value, &can, &weighed.weights);
        let worth = gifts.saturating_add(chosen.worth + after.worth);
        if self.dear(payable.max(weighed.bound.payable), worth) {
            return;
        }
        let Some(seen) = weighed.parts.get(at) else {
            let played = self.play(set, chosen);
            if chosen.slack > 0 {
                self.torn = self.torn.min(self.left_out(set, played, chosen, &can));
            }
            return;
        };
        for (value, way) in seen.weighed(&weighed.weights) {
            // Ways are in the order of what they cost.
            if self.dear(
                self.payable(
                    set,
                    chosen.value + value + after.value - seen.least(&weighed.weights),
                    &can,
                    &weighed.weights,
                )
                .0,
                worth,
            ) {
                break;
            }
            let before = std::mem::take(&mut chosen.amounts);
            chosen.amounts = sum(&before, seen.amounts(&way).iter().copied());
            chosen.value += value;
            chosen.worth += way.worth;
            chosen.slack += way.slack;
            chosen.ways.push(way.which);
            self.dive(weighed, chosen);
            chosen.ways.pop();
            chosen.slack -= way.slack;
            chosen.worth -= way.worth;
            chosen.value -= value;
            chosen.amounts = before;
        }
    }

    /// What ways that were left out may bring this combination to at best: to find so much more for a threshold they cost
    /// as much more, rates aside.
    fn left_out(&self, set: u32, played: i64, chosen: &Chosen, can: &[(i64, u32)]) -> i64 {
        let rates: i64 = self.decided(set).map(|(_, saving)| saving.rate()).sum();
        let mut gains: Vec<(i64, i64)> = Vec::new();
        for (bit, saving) in self.decided(set) {
            let (Some(now), Some(can)) = (chosen.amounts.get(bit), can.get(bit)) else { return i64::MIN };
            if saving.next(*now).is_none() && saving.applies(*now) != saving.applies(*can) {
                return i64::MIN;
            }
            if saving.off(*now) < saving.off(*can) {
                let first = saving.next(*now).unwrap_or(now.0);
                gains.push((first - now.0, saving.off(*can) - saving.off(*now)));
            }
        }
        gains.sort_unstable();
        let (mut gain, mut least) = (0, i64::MAX);
        for (missing, more) in gains {
            gain += more;
            let dearer = narrow(i128::from(missing) * i128::from((1000 - rates).max(0)) / 1000);
            least = least.min(played + dearer - gain - 1);
        }
        least
    }

    /// The offers of a set.
    fn decided(&self, set: u32) -> impl Iterator<Item = (usize, &Saving<'t, 'a>)> {
        self.savings.iter().enumerate().filter(move |(bit, _)| set >> bit & 1 == 1)
    }

    /// What a combination really comes to.
    fn play(&mut self, set: u32, chosen: &Chosen) -> i64 {
        let mut path: Vec<usize> =
            self.plan.wide.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1).map(|(_, which)| *which).collect();
        for (part, way) in self.plan.parts.iter().zip(&chosen.ways) {
            let way = part.ways.get(&(set & part.early)).and_then(|ways| ways.get(*way));
            path.extend(way.iter().flat_map(|way| &way.path));
        }
        path.sort_unstable();
        let one = Choice::of(self.plan.table, &path);
        let payable = one.rank.0;
        if self.best.as_ref().is_none_or(|best| one.beats(best)) {
            self.best = Some(one);
        }
        payable
    }
}
