//! What becomes of each part beside a set of wide offers: one part after the other, the cheapest way first.

use super::choice::Choice;
use super::field::{Cost, bits};
use super::reach::{NOTHING, Tally, sum};
use super::saving::Saving;
use super::sets::{Bound, Search};
use super::sieve::MARGIN;
use super::weights::Weights;
use crate::money::narrow;

/// A set with all that bounds its combinations.
struct Weighed {
    bound: Bound,
    /// The ways of each part, the cheapest first.
    parts: Vec<Vec<Open>>,
    weights: Weights,
    /// What the first so many parts can bring.
    rest: Vec<Rest>,
}

/// A way that may be chosen.
struct Open {
    part: usize,
    which: usize,
    /// What it costs, thousandths.
    plain: i64,
    /// The same, less what weights make of what it holds for thresholds.
    value: i64,
    worth: i64,
    slack: i64,
    found: Tally,
}

/// What parts that are not decided can still bring.
#[derive(Clone, Copy)]
struct Rest {
    value: i64,
    worth: i64,
    most: Tally,
}

/// What a combination really came to.
pub(super) struct Played {
    payable: i64,
    shipping: i64,
    /// All of its offers applied, and none of them may have found too little for a higher step.
    whole: bool,
}

/// Parts decided so far.
#[derive(Clone, Copy)]
struct Chosen {
    /// What they cost, thousandths.
    plain: i64,
    /// The same, less what weights make of what they hold for thresholds.
    value: i64,
    worth: i64,
    found: Tally,
    /// By how much wide offers may find more on ways that were left out.
    slack: i64,
}

impl Search<'_, '_, '_> {
    /// Looks at the combinations of one set.
    pub(super) fn solve(&mut self, bound: Bound) {
        let Some(weights) = self.lay(bound.set) else { return };
        let Some(parts) = self.near(bound.set, &weights) else { return };
        // Parts with one way left are as good as decided.
        let mut start = Chosen { plain: 0, value: 0, worth: self.fare.worth, found: NOTHING, slack: 0 };
        let mut which = vec![0; parts.len()];
        let mut undecided: Vec<Vec<Open>> = Vec::new();
        for (part, ways) in parts.into_iter().enumerate() {
            let mut ways: Vec<Open> = ways
                .into_iter()
                .filter_map(|(value, way)| Some(self.open(part, value, self.field.way(way)?)))
                .collect();
            match ways.as_slice() {
                [] => return,
                [only] => {
                    start = start.with(bound.set, only);
                    if let Some(which) = which.get_mut(part) {
                        *which = only.which;
                    }
                }
                _ => {
                    ways.sort_by_key(|way| (way.value, way.which));
                    undecided.push(ways);
                }
            }
        }
        // Parts whose ways differ most are decided first.
        let spread = |ways: &Vec<Open>| ways.iter().map(|way| way.value).max().unwrap_or(0) - least(ways);
        undecided.sort_by_key(spread);
        let mut rest = vec![Rest { value: 0, worth: 0, most: NOTHING }];
        for ways in &undecided {
            let Some(last) = rest.last() else { return };
            rest.push(last.with(bound.set, ways));
        }
        let open = undecided.len();
        self.dive(&Weighed { bound, parts: undecided, weights, rest }, open, start, &mut which);
    }

    /// Lays a set out, and weighs what it misses; nothing when it cannot apply.
    pub(super) fn lay(&mut self, set: u32) -> Option<Weights> {
        if !self.field.lay(self.plan, &self.look, set) {
            return None;
        }
        let value = self.field.parts.iter().map(|part| part.value).sum();
        let (payable, _) = self.payable(set, value, &self.field.can, &Weights::NONE)?;
        self.narrow(set, value, payable, 0);
        let known = self.known.get(&set).copied();
        Some(known.unwrap_or_else(|| self.field.weights(&self.savings, set, self.plan.steady)))
    }

    /// The ways of each part that are not too dear for the bound, with what they cost; nothing when no combination is left.
    fn near(&self, set: u32, weights: &Weights) -> Option<Vec<Vec<(i64, usize)>>> {
        let mut parts: Vec<Vec<(i64, usize)>> =
            (0..self.field.parts.len()).map(|part| self.field.weighed(part, weights)).collect();
        let least = |ways: &[(i64, usize)]| ways.iter().map(|way| way.0).min().unwrap_or(0);
        let value: i64 = parts.iter().map(|ways| least(ways)).sum();
        for ways in &mut parts {
            let others = value - least(ways);
            let mut dear = i64::MAX;
            // What costs more than one that is too dear is so too.
            ways.retain(|way| {
                let near = way.0 < dear
                    && self
                        .payable(set, others + way.0, &self.field.can, weights)
                        .is_some_and(|(payable, _)| !self.dear(payable, i64::MAX));
                if !near {
                    dear = dear.min(way.0);
                }
                near
            });
            if ways.is_empty() {
                return None;
            }
        }
        Some(parts)
    }

    /// A way as it may be chosen.
    fn open(&self, part: usize, value: i64, way: &Cost) -> Open {
        let found = self.field.tally(way);
        Open { part, which: way.which, plain: way.value, value, worth: way.worth, slack: way.slack, found }
    }

    /// Decides the part before `open`, and then those before it.
    fn dive(&mut self, weighed: &Weighed, open: usize, chosen: Chosen, which: &mut [usize]) {
        let Some(rest) = weighed.rest.get(open).filter(|_| self.step()) else { return };
        let (set, weights) = (weighed.bound.set, &weighed.weights);
        let can = sum(set, &chosen.found, &rest.most);
        let Some((payable, gifts)) = self.payable(set, chosen.value + rest.value, &can, weights) else { return };
        let worth = gifts.saturating_add(chosen.worth + rest.worth);
        if self.dear(payable.max(weighed.bound.payable), worth) {
            return;
        }
        let Some((next, part)) = open.checked_sub(1).and_then(|next| Some((next, weighed.parts.get(next)?))) else {
            // Weights pay for thresholds that are reached here, or not: without them the bound is as good as it gets.
            let plain = self.payable(set, chosen.plain, &can, &Weights::NONE);
            if plain.is_none_or(|(plain, _)| self.dear(plain, worth)) {
                return;
            }
            let played = self.play(set, which);
            if chosen.slack > 0 {
                self.tear(set, self.left_out(set, &played, &chosen));
            }
            return;
        };
        let others = chosen.value + rest.value - least(part);
        for way in part {
            // Ways are in the order of what they cost.
            let hope = self.payable(set, others + way.value, &can, weights);
            if hope.is_none_or(|(payable, _)| self.dear(payable, worth)) {
                break;
            }
            if let Some(which) = which.get_mut(way.part) {
                *which = way.which;
            }
            self.dive(weighed, next, chosen.with(set, way), which);
        }
    }

    /// What ways that were left out may bring this combination to at best: to find so much more for a threshold they cost
    /// as much more, rates aside. Dearer goods may also ship for less, let more points be spent, or reach a threshold that
    /// these reach only before others take off their amounts.
    fn left_out(&self, set: u32, played: &Played, chosen: &Chosen) -> i64 {
        let decided = || self.finds(set, &chosen.found);
        let rates: i64 = decided().map(|(_, saving, _)| saving.rate()).sum();
        let lots: i64 = decided().map(|(_, saving, _)| saving.lot()).sum();
        let mut gains: Vec<(i64, i64)> = vec![
            (0, lots + self.fare.gain(played.payable - played.shipping + chosen.slack, played.shipping)),
            (MARGIN, if played.whole { 0 } else { played.payable - self.expected(set, chosen) }),
        ];
        gains.retain(|gain| gain.1 > 0);
        for (_, saving, find) in decided() {
            let (now, can) = (find.kept(), find.most());
            // Whether one on shipping applies hangs on more than amounts.
            if saving.ships() || saving.next(now).is_none() && saving.applies(now) != saving.applies(can) {
                return i64::MIN;
            }
            if saving.off(now) < saving.off(can) {
                let first = saving.next(now).unwrap_or(now.0);
                gains.push((first - now.0, saving.off(can) - saving.off(now)));
            }
        }
        gains.sort_unstable();
        let (mut gain, mut least) = (0, i64::MAX);
        for (missing, more) in gains {
            gain += more;
            let dearer = narrow(i128::from(missing) * i128::from((self.plan.steady - rates).max(0)) / 1000);
            least = least.min(played.payable + dearer - gain - 1);
        }
        least
    }

    /// What a combination would come to if nothing took from what others find.
    fn expected(&self, set: u32, chosen: &Chosen) -> i64 {
        self.beside(set, chosen.plain, &chosen.found, 0, &Weights::NONE).0
    }

    /// What a combination really comes to.
    pub(super) fn play(&mut self, set: u32, which: &[usize]) -> Played {
        let plan = self.plan;
        let mut path: Vec<usize> = bits(set).filter_map(|bit| plan.wide.get(bit).copied()).collect();
        let mut steep = false;
        for way in plan.parts.iter().zip(which).filter_map(|(part, way)| part.beside(set).get(*way)) {
            path.extend(&way.path);
            steep |= way.steep;
        }
        let wanted = path.len();
        path.extend(&plan.riders);
        path.sort_unstable();
        let one = Choice::of(plan.table, &path);
        let there = one.path.iter().filter(|which| !plan.riders.contains(which)).count();
        let stepped = bits(set).any(|bit| self.savings.get(bit).is_some_and(Saving::steep));
        let played =
            Played { payable: one.rank.0, shipping: one.state.shipping, whole: there == wanted && !steep && !stepped };
        if self.best.as_ref().is_none_or(|best| one.beats(best)) {
            self.best = Some(one);
        }
        played
    }
}

/// The least that a part costs, of its ways in order.
fn least(ways: &[Open]) -> i64 {
    ways.first().map_or(0, |way| way.value)
}

impl Rest {
    /// With one more part.
    fn with(&self, set: u32, ways: &[Open]) -> Self {
        let mut most = NOTHING;
        for way in ways {
            for bit in bits(set) {
                if let (Some(most), Some(find)) = (most.get_mut(bit), way.found.get(bit)) {
                    most.raise(find);
                }
            }
        }
        let worth = ways.iter().map(|way| way.worth).max().unwrap_or(0);
        Self { value: self.value + least(ways), worth: self.worth + worth, most: sum(set, &self.most, &most) }
    }
}

impl Chosen {
    /// With one more part decided.
    fn with(&self, set: u32, way: &Open) -> Self {
        Self {
            plain: self.plain + way.plain,
            value: self.value + way.value,
            worth: self.worth + way.worth,
            found: sum(set, &self.found, &way.found),
            slack: self.slack + way.slack,
        }
    }
}
