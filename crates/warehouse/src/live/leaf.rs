//! A condition that segments share: what it means, and what can be told without looking at a history.
//!
//! Absent from here: of whom it holds. The books keep that, page by page.

use std::sync::Arc;

use rules::{Aggregate, Calendar, Comparison, Occasion};

use super::histories::Histories;
use super::settle::Touched;
use crate::evaluate::{Asked, Scratch};
use crate::facts::Run;
use crate::packed::UNKNOWN;
use crate::plan::{Binder, Body, Bound, BoundDid, BoundFilter, Leaf, passes};

/// How a segment turns when a condition does: who comes to fulfil the condition can only enter the segment, can only leave
/// it, or may do either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    With,
    Against,
    Either,
}

/// What may have become of a customer in a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct May {
    pub(super) enter: bool,
    pub(super) leave: bool,
}

impl Turn {
    /// Seen through a `not`.
    pub(super) const fn turned(self) -> Self {
        match self {
            Self::With => Self::Against,
            Self::Against => Self::With,
            Self::Either => Self::Either,
        }
    }

    /// What may have happened when the condition came to hold, or ceased to.
    const fn may(self, holds: bool) -> May {
        match self {
            Self::With => May { enter: holds, leave: !holds },
            Self::Against => May { enter: !holds, leave: holds },
            Self::Either => May::EITHER,
        }
    }
}

impl May {
    pub(super) const EITHER: Self = Self { enter: true, leave: true };
}

/// A condition.
#[derive(Debug)]
pub(super) struct LeafState {
    pub(super) leaf: Arc<Leaf>,
    /// What it means since its windows moved last. What follows now is reckoned when it is asked.
    pub(super) bound: Bound,
    /// When its windows move for everybody next.
    pub(super) moves: Option<i64>,
    /// Whether the books keep of whom it holds; otherwise it is quickly asked anew.
    pub(super) kept: bool,
    pub(super) personal: bool,
    pub(super) grows: bool,
    /// How long after a fact it can change by itself.
    edges: Vec<i64>,
    /// The segments that ask it, each with how it turns.
    pub(super) used_by: Vec<(i64, Turn)>,
}

impl LeafState {
    pub(super) fn new(leaf: &Arc<Leaf>, bound: Bound, moves: Option<i64>) -> Self {
        let personal = leaf.is_personal();
        let facts = matches!(leaf.body, Body::Did(_) | Body::Then(_) | Body::Age { .. });
        Self {
            leaf: Arc::clone(leaf),
            bound,
            moves,
            // Conditions on facts, and on what the calendar changes.
            kept: facts || personal || leaf.is_dated(),
            personal,
            grows: leaf.grows(),
            edges: leaf.edges(),
            used_by: Vec::new(),
        }
    }

    /// The segments that ask it, each with what may have happened when it came to hold or ceased to.
    pub(super) fn asked_by(&self, holds: bool) -> impl Iterator<Item = (i64, May)> + '_ {
        self.used_by.iter().map(move |&(id, turn)| (id, turn.may(holds)))
    }

    /// The segments that ask it, whatever happened.
    pub(super) fn users(&self) -> impl Iterator<Item = (i64, May)> + '_ {
        self.used_by.iter().map(|&(id, _)| (id, May::EITHER))
    }

    /// Notes that a segment asks it.
    pub(super) fn use_by(&mut self, id: i64, turn: Turn) {
        match self.used_by.iter_mut().find(|(user, _)| *user == id) {
            Some((_, known)) if *known != turn => *known = Turn::Either,
            Some(_) => {}
            None => self.used_by.push((id, turn)),
        }
    }

    /// Whether it holds of a row.
    pub(super) fn holds(
        &self,
        asked: &Asked<'_>,
        calendar: &Calendar,
        row: u16,
        now: i64,
        histories: &mut Histories,
        scratch: &mut Scratch,
    ) -> bool {
        match &self.bound {
            Bound::Did(did) => {
                let when = did.when_at(now);
                histories.ensure(asked, did.kind, row, did.reach_in(when).0, now);
                let (run, facts) = histories.of(did.kind, row);
                did.holds_in(run, facts, when)
            }
            Bound::Then(then) => {
                let when = then.when_at(now);
                histories.ensure(asked, then.first.kind, row, when.from, now);
                histories.ensure(asked, then.then.kind, row, when.from, now);
                let sides = (histories.of(then.first.kind, row), histories.of(then.then.kind, row));
                then.holds_in(sides.0, sides.1, then.first.kind == then.then.kind, when)
            }
            // A window of days or instants is another one at every now.
            _ if self.leaf.is_dated() => {
                let binder = Binder { layout: asked.layout, calendar, now, expand: None };
                asked.row(&binder.leaf(&self.leaf), row, scratch)
            }
            other => asked.row(other, row, scratch),
        }
    }

    /// What holds after new facts, where what held before tells it.
    pub(super) fn after(&self, before: bool, news: &Touched, now: i64) -> Option<bool> {
        if self.leaf.kinds().any(|kind| news.kinds.contains(&kind)) {
            return None;
        }
        match &self.bound {
            Bound::Did(did) if did.occasion == Occasion::Every => {
                let fresh = || news.facts.iter().filter(|(kind, _)| *kind == did.kind).map(|(_, run)| run);
                if did.bounds.is_empty() {
                    let when = did.when_at(now);
                    return Some(before || fresh().any(|run| did.holds_in(run, 0..run.len(), when)));
                }
                let rising = fresh().all(|run| direction(did, run) == Some(true));
                let falling = fresh().all(|run| direction(did, run) == Some(false));
                (before && rising || !before && falling).then_some(before)
            }
            // More facts make more sequences.
            Bound::Then(then) if !then.negated && before => Some(true),
            _ => None,
        }
    }

    /// Whether new facts of a kind can change it: those that its filter lets pass, in its window.
    pub(super) fn minds(&self, kind: u16, run: &Run, now: i64) -> bool {
        let any = |filter: Option<&BoundFilter>, names_items: bool, from: i64| {
            (0..run.len()).any(|fact| {
                run.at.get(fact).is_some_and(|&at| at >= from && at <= now && passes(filter, names_items, run, fact))
            })
        };
        match &self.bound {
            Bound::Did(did) => any(did.filter.as_ref(), did.names_items, did.reach_in(did.when_at(now)).0),
            Bound::Then(then) => [&then.first, &then.then]
                .into_iter()
                .any(|step| step.kind == kind && any(step.filter.as_ref(), step.names_items, UNKNOWN + 1)),
            _ => true,
        }
    }

    /// The next instant after now at which one of these facts of its first kind changes its answer.
    pub(super) fn edge(&self, run: &Run, facts: std::ops::Range<usize>, now: i64) -> Option<i64> {
        let (filter, names_items) = match &self.bound {
            Bound::Did(did) => (did.filter.as_ref(), did.names_items),
            Bound::Then(then) => (then.first.filter.as_ref(), then.first.names_items),
            _ => return None,
        };
        let next = |at: i64| self.edges.iter().map(|&edge| at.saturating_add(edge)).find(|&edge| edge > now);
        facts
            .filter_map(|fact| {
                let at = run.at.get(fact).copied().filter(|&at| at != UNKNOWN && at <= now)?;
                let edge = next(at).filter(|&edge| edge < i64::MAX)?;
                passes(filter, names_items, run, fact).then_some(edge)
            })
            .min()
    }

    /// From when on facts can still change it by themselves.
    pub(super) fn recent_from(&self, now: i64) -> i64 {
        now.saturating_sub(self.edges.last().copied().unwrap_or(0)).saturating_sub(1)
    }
}

/// Whether these further facts can only make it hold, or only end it; `None` when they may do either.
fn direction(did: &BoundDid, news: &Run) -> Option<bool> {
    let mut all = did.bounds.iter().map(|bound| {
        let more = match bound.comparison {
            Comparison::AtLeast | Comparison::More => true,
            Comparison::AtMost | Comparison::Less => false,
            Comparison::Equal | Comparison::NotEqual => return None,
        };
        match bound.aggregate {
            Aggregate::Times => Some(more),
            Aggregate::Sum => {
                let values = news.columns.get(usize::from(bound.property));
                let grows = values.is_some_and(|values| values.iter().all(|&value| value == UNKNOWN || value >= 0));
                grows.then_some(more)
            }
            // Whoever has none is below and above nothing.
            Aggregate::Max => more.then_some(true),
            Aggregate::Min => (!more).then_some(true),
            Aggregate::Average => None,
        }
    });
    let first = all.next()??;
    all.all(|one| one == Some(first)).then_some(first)
}
