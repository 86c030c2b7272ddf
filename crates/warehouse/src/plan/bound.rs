//! A plan at an instant: windows have become stretches of milliseconds or days.
//!
//! Absent from here: the calendar, and data.

use std::ops::Range;

use rules::{Aggregate, Comparison, Decimal, Occasion, SetKind};

use crate::facts::Run;
use crate::packed::UNKNOWN;
use crate::pass::Pass;

/// A plan whose windows are fixed.
#[derive(Debug, Clone)]
pub(crate) enum Bound {
    All(Vec<Bound>),
    Any(Vec<Bound>),
    Not(Box<Bound>),
    Is { attribute: u16, pass: Pass },
    Tags { attribute: u16, test: TagTest },
    Did(BoundDid),
    Then(BoundThen),
    In(SetKind, i64),
    Segment(i64),
}

/// A test of tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TagTest {
    Known,
    OneOf(Vec<u32>),
    AllOf(Vec<u32>),
}

/// A behaviour between two instants, the second one outside.
#[derive(Debug, Clone)]
pub(crate) struct BoundDid {
    pub(crate) kind: u16,
    pub(crate) occasion: Occasion,
    pub(crate) filter: Option<BoundFilter>,
    pub(crate) names_items: bool,
    pub(crate) bounds: Vec<BoundBound>,
    pub(crate) from: i64,
    pub(crate) to: i64,
    /// Where the window itself ends, when it does not follow now.
    pub(crate) end: i64,
    /// How far from now the window's ends are, where they flow with it.
    pub(crate) flow: Flow,
    /// Nothing from here on has happened yet.
    pub(crate) future: i64,
    /// Which properties are looked at.
    pub(crate) wanted: Vec<bool>,
}

/// How far from now a window's ends are, in milliseconds; `None` for an end that stays where it is until the calendar moves it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Flow {
    pub(crate) from: Option<i64>,
    pub(crate) end: Option<i64>,
}

/// Between which instants facts matter at one now, the second one outside; nothing from `future` on has happened yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct When {
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) future: i64,
}

impl Flow {
    /// A window at an instant, of where its ends were when it was bound: its own end is `i64::MAX` where it follows now.
    fn at(self, from: i64, end: i64, now: i64) -> When {
        let future = now.saturating_add(1);
        let from = self.from.map_or(from, |ahead| now.saturating_add(ahead).max(UNKNOWN + 1));
        let end = self.end.map_or(end, |ahead| now.saturating_add(ahead));
        When { from, to: end.min(future), future }
    }
}

/// A sequence.
#[derive(Debug, Clone)]
pub(crate) struct BoundThen {
    pub(crate) first: BoundStep,
    pub(crate) then: BoundStep,
    pub(crate) negated: bool,
    pub(crate) span: i64,
    pub(crate) from: i64,
    pub(crate) to: i64,
    /// Where the window itself ends, when it does not follow now.
    pub(crate) end: i64,
    /// How far from now the window's ends are, where they flow with it.
    pub(crate) flow: Flow,
    pub(crate) now: i64,
}

/// One side of a sequence.
#[derive(Debug, Clone)]
pub(crate) struct BoundStep {
    pub(crate) kind: u16,
    pub(crate) filter: Option<BoundFilter>,
    pub(crate) names_items: bool,
    pub(crate) same: Option<(u16, bool)>,
    pub(crate) wanted: Vec<bool>,
}

/// A filter.
#[derive(Debug, Clone)]
pub(crate) enum BoundFilter {
    All(Vec<BoundFilter>),
    Any(Vec<BoundFilter>),
    Not(Box<BoundFilter>),
    Property { property: u16, of_item: bool, pass: Pass },
}

/// A bound.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BoundBound {
    pub(crate) aggregate: Aggregate,
    pub(crate) property: u16,
    pub(crate) of_item: bool,
    pub(crate) comparison: Comparison,
    pub(crate) limit: i64,
}

impl BoundFilter {
    /// Whether it holds of a fact with one of its items.
    pub(crate) fn holds(&self, run: &Run, fact: usize, item: Option<usize>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(run, fact, item)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(run, fact, item)),
            Self::Not(part) => !part.holds(run, fact, item),
            Self::Property { property, of_item: false, pass } => pass.has(run.value(*property, fact)),
            Self::Property { property, of_item: true, pass } => {
                item.is_some_and(|item| pass.has(run.value(*property, item)))
            }
        }
    }
}

/// Whether a fact passes: where the filter names items, with one of them.
pub(crate) fn passes(filter: Option<&BoundFilter>, names_items: bool, run: &Run, fact: usize) -> bool {
    match filter {
        None => true,
        Some(filter) if names_items => run.items_of(fact).any(|item| filter.holds(run, fact, Some(item))),
        Some(filter) => filter.holds(run, fact, None),
    }
}

/// Calls with the known values of a property over a fact that passes: of the items with which it does, or its own.
pub(crate) fn each_value(
    filter: Option<&BoundFilter>,
    (property, of_item): (u16, bool),
    run: &Run,
    fact: usize,
    mut found: impl FnMut(i64),
) {
    let mut known = |value: i64| {
        if value != UNKNOWN {
            found(value);
        }
    };
    if !of_item {
        return known(run.value(property, fact));
    }
    for item in run.items_of(fact) {
        if filter.is_none_or(|filter| filter.holds(run, fact, Some(item))) {
            known(run.value(property, item));
        }
    }
}

/// What some facts come to, for one bound.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sum {
    pub(crate) n: u64,
    pub(crate) sum: i128,
    pub(crate) least: i64,
    pub(crate) most: i64,
}

impl Default for Sum {
    fn default() -> Self {
        Self { n: 0, sum: 0, least: i64::MAX, most: i64::MIN }
    }
}

impl Sum {
    pub(crate) fn add(&mut self, value: i64) {
        self.n += 1;
        self.sum += i128::from(value);
        self.least = self.least.min(value);
        self.most = self.most.max(value);
    }
}

impl BoundBound {
    /// Whether `times` facts with these values keep it.
    pub(crate) fn is_kept(&self, times: u64, of: &Sum) -> bool {
        let compare = |left: i128, right: i128| self.comparison.holds(&left, &right);
        let limit = i128::from(self.limit);
        match self.aggregate {
            Aggregate::Times => compare(i128::from(times) * i128::from(Decimal::SCALE), limit),
            Aggregate::Sum => compare(of.sum, limit),
            Aggregate::Min => of.n > 0 && compare(i128::from(of.least), limit),
            Aggregate::Max => of.n > 0 && compare(i128::from(of.most), limit),
            Aggregate::Average => of.n > 0 && compare(of.sum, limit * i128::from(of.n)),
        }
    }
}

impl BoundStep {
    /// Whether there is such a fact between two instants.
    pub(crate) fn existence(&self, from: i64, to: i64) -> BoundDid {
        BoundDid {
            kind: self.kind,
            occasion: Occasion::Every,
            filter: self.filter.clone(),
            names_items: self.names_items,
            bounds: Vec::new(),
            from,
            to,
            end: to,
            flow: Flow::default(),
            future: to,
            wanted: self.wanted.clone(),
        }
    }
}

impl BoundDid {
    /// The window as it was bound.
    pub(crate) const fn when(&self) -> When {
        When { from: self.from, to: self.to, future: self.future }
    }

    /// The window at a later instant before which the calendar has not moved it.
    pub(crate) fn when_at(&self, now: i64) -> When {
        self.flow.at(self.from, self.end, now)
    }

    /// From when on facts matter: of a first or last one, all of them do.
    pub(crate) fn reach(&self) -> (i64, i64) {
        self.reach_in(self.when())
    }

    /// [`Self::reach`] of the window at an instant.
    pub(crate) const fn reach_in(&self, when: When) -> (i64, i64) {
        match self.occasion {
            Occasion::Every => (when.from, when.to),
            Occasion::First => (UNKNOWN + 1, when.to),
            Occasion::Last => (when.from, when.future),
        }
    }

    /// Whether it holds of a history, which may hold more than the facts that matter.
    pub(crate) fn holds(&self, run: &Run) -> bool {
        self.holds_in(run, 0..run.len(), self.when())
    }

    /// Whether it holds, in the window at an instant, of the facts of a run at these places.
    pub(crate) fn holds_in(&self, run: &Run, facts: Range<usize>, when: When) -> bool {
        let (reach_from, reach_to) = self.reach_in(when);
        let passing = facts.filter(|&fact| {
            let at = run.at.get(fact).copied().unwrap_or(UNKNOWN);
            at != UNKNOWN
                && reach_from <= at
                && at < reach_to
                && passes(self.filter.as_ref(), self.names_items, run, fact)
        });
        let instant = |fact: usize| run.at.get(fact).copied().unwrap_or(UNKNOWN);
        match self.occasion {
            Occasion::First => passing.map(instant).min().is_some_and(|at| when.from <= at && at < when.to),
            Occasion::Last => passing.map(instant).max().is_some_and(|at| when.from <= at && at < when.to),
            Occasion::Every => {
                let mut passing = passing;
                match self.bounds.as_slice() {
                    [] => passing.next().is_some(),
                    [bound] => {
                        let (times, of) = self.reckon(bound, passing, run);
                        bound.is_kept(times, &of)
                    }
                    bounds => {
                        let facts: Vec<usize> = passing.collect();
                        bounds.iter().all(|bound| {
                            let (times, of) = self.reckon(bound, facts.iter().copied(), run);
                            bound.is_kept(times, &of)
                        })
                    }
                }
            }
        }
    }

    fn reckon(&self, bound: &BoundBound, facts: impl Iterator<Item = usize>, run: &Run) -> (u64, Sum) {
        let (mut times, mut of) = (0, Sum::default());
        for fact in facts {
            times += 1;
            if bound.aggregate != Aggregate::Times {
                each_value(self.filter.as_ref(), (bound.property, bound.of_item), run, fact, |value| of.add(value));
            }
        }
        (times, of)
    }
}

impl BoundThen {
    /// The window as it was bound.
    pub(crate) fn when(&self) -> When {
        When { from: self.from, to: self.to, future: self.now.saturating_add(1) }
    }

    /// The window at a later instant before which the calendar has not moved it.
    pub(crate) fn when_at(&self, now: i64) -> When {
        self.flow.at(self.from, self.end, now)
    }

    /// Between which instants the first side's and the second side's facts matter.
    pub(crate) fn reach(&self) -> [(i64, i64); 2] {
        self.reach_in(self.when())
    }

    /// [`Self::reach`] of the window at an instant.
    pub(crate) fn reach_in(&self, when: When) -> [(i64, i64); 2] {
        [(when.from, when.to), (when.from, when.to.saturating_add(self.span).min(when.future))]
    }

    /// Whether it holds of the histories of the two kinds. When both sides are of one kind, `then` is the same history.
    pub(crate) fn holds(&self, first: &Run, then: &Run, same_kind: bool) -> bool {
        self.holds_in((first, 0..first.len()), (then, 0..then.len()), same_kind, self.when())
    }

    /// Whether it holds, in the window at an instant, of the facts of two runs at these places.
    pub(crate) fn holds_in(
        &self,
        (first, facts): (&Run, Range<usize>),
        (then, later): (&Run, Range<usize>),
        same_kind: bool,
        when: When,
    ) -> bool {
        let now = when.future.saturating_sub(1);
        let [(from, to), (then_from, then_to)] = self.reach_in(when);
        let instant = |run: &Run, fact: usize| run.at.get(fact).copied().unwrap_or(UNKNOWN);
        let within = |at: i64, from: i64, to: i64| at != UNKNOWN && from <= at && at < to;
        let followers: Vec<usize> = later
            .filter(|&fact| {
                within(instant(then, fact), then_from, then_to)
                    && passes(self.then.filter.as_ref(), self.then.names_items, then, fact)
            })
            .collect();
        if followers.is_empty() && !self.negated {
            return false;
        }
        let mut mine = Vec::new();
        let mut facts = facts;
        facts.any(|fact| {
            let at = instant(first, fact);
            let ends = at.saturating_add(self.span);
            if !within(at, from, to)
                || (self.negated && now < ends)
                || !passes(self.first.filter.as_ref(), self.first.names_items, first, fact)
            {
                return false;
            }
            if let Some(same) = self.first.same {
                mine.clear();
                each_value(self.first.filter.as_ref(), same, first, fact, |value| mine.push(value));
            }
            let followed = followers.iter().any(|&follower| {
                let later = instant(then, follower);
                if later < at || later > ends || (same_kind && follower == fact) {
                    return false;
                }
                let Some(same) = self.then.same else { return true };
                let mut shared = false;
                each_value(self.then.filter.as_ref(), same, then, follower, |value| shared |= mine.contains(&value));
                shared
            });
            followed != self.negated
        })
    }
}
