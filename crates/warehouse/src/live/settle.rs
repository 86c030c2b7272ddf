//! One customer's conditions and segments made right.
//!
//! Absent from here: which customers to look at, and when.

use std::cmp::Reverse;

use super::{Crossing, LeafId, Live, Tree, Wake};
use crate::evaluate::Asked;
use crate::facts::Run;
use crate::packed::UNKNOWN;
use crate::plan::{Body, Bound, passes};
use crate::state::{Seat, State};

/// What happened to a customer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Touched {
    pub(crate) attributes: Vec<u16>,
    /// Kinds whose history was replaced.
    pub(crate) kinds: Vec<u16>,
    /// New facts, a run for each kind.
    pub(crate) facts: Vec<(u16, Run)>,
    pub(crate) sets: Vec<(rules::SetKind, i64)>,
    /// The customer is new: everything is to be asked.
    pub(crate) seated: bool,
}

impl Live {
    /// Asks what a customer's change can have changed, and adds who crossed.
    pub(crate) fn settle(
        &mut self,
        state: &mut State,
        seat: Seat,
        touched: &Touched,
        now: i64,
        out: &mut Vec<Crossing>,
    ) {
        for (kind, run) in &touched.facts {
            for &at in run.at.iter().filter(|&&at| at > now && at != UNKNOWN) {
                self.wake(seat.shard as usize, at, seat.row, Wake::Kind(*kind));
            }
        }
        if self.segments.is_empty() {
            return;
        }
        let leaves = if touched.seated {
            (0..self.leaves.len()).filter(|&id| matches!(self.leaves.get(id), Some(Some(_)))).collect()
        } else {
            let mut leaves = self.leaves_of(&touched.attributes, &touched.kinds);
            leaves.extend(self.leaves_of_facts(&touched.facts, now));
            leaves.sort_unstable();
            leaves.dedup();
            leaves
        };
        let mut segments: Vec<i64> =
            touched.sets.iter().filter_map(|set| self.by_set.get(set)).flatten().copied().collect();
        if touched.seated {
            segments.extend(self.segments.keys());
        }
        self.ask_leaves(state, seat, &leaves, now, &mut segments);
        self.ask_segments(state, seat, segments, now, out);
    }

    /// The conditions that a new fact can change: those whose filter it passes.
    fn leaves_of_facts(&self, facts: &[(u16, Run)], now: i64) -> Vec<LeafId> {
        let mut found = Vec::new();
        for (kind, run) in facts {
            for &id in self.by_kind.get(kind).map_or(&[][..], Vec::as_slice) {
                let Some(Some(leaf)) = self.leaves.get(id) else { continue };
                let any = |filter: Option<&crate::plan::BoundFilter>, names_items: bool, from: i64| {
                    (0..run.len()).any(|fact| {
                        run.at.get(fact).is_some_and(|&at| at >= from && at <= now)
                            && passes(filter, names_items, run, fact)
                    })
                };
                let touches = match &leaf.bound {
                    // A personal window is bound a little behind, so only the filter counts.
                    Bound::Did(did) => {
                        let from = if leaf.personal || did.reach().0 == UNKNOWN + 1 { UNKNOWN + 1 } else { did.from };
                        any(did.filter.as_ref(), did.names_items, from)
                    }
                    Bound::Then(then) => {
                        (then.first.kind == *kind
                            && any(then.first.filter.as_ref(), then.first.names_items, UNKNOWN + 1))
                            || (then.then.kind == *kind
                                && any(then.then.filter.as_ref(), then.then.names_items, UNKNOWN + 1))
                    }
                    _ => true,
                };
                if touches {
                    found.push(id);
                }
            }
        }
        found
    }

    /// Asks conditions of a customer; adds the segments that ask those that changed.
    pub(crate) fn ask_leaves(
        &mut self,
        state: &State,
        seat: Seat,
        leaves: &[LeafId],
        now: i64,
        segments: &mut Vec<i64>,
    ) {
        let Some(page) = state.page(seat) else { return };
        let asked = Asked { page, layout: &state.layout };
        let (shard, at, row) = (seat.shard as usize, seat.page(), seat.place());
        let mut scratch = std::mem::take(&mut self.scratch);
        let mut histories: Vec<(u16, Run)> = Vec::new();
        for &id in leaves {
            self.bring(id, state, now);
            let Some(Some(leaf)) = self.leaves.get_mut(id) else { continue };
            if leaf.rows.is_none() {
                segments.extend_from_slice(&leaf.used_by);
                continue;
            }
            for kind in leaf.leaf.kinds() {
                if !histories.iter().any(|(one, _)| *one == kind) {
                    histories.push((kind, whole(&asked, kind, row)));
                }
            }
            let history = |kind: u16| histories.iter().find(|(one, _)| *one == kind).map(|(_, run)| run);
            let holds = match &leaf.bound {
                Bound::Did(did) => history(did.kind).is_some_and(|run| did.holds(run)),
                Bound::Then(then) => match (history(then.first.kind), history(then.then.kind)) {
                    (Some(first), Some(second)) => then.holds(first, second, then.first.kind == then.then.kind),
                    _ => false,
                },
                other => asked.row(other, row, &mut scratch),
            };
            if leaf.put(shard, at, row, holds) {
                segments.extend_from_slice(&leaf.used_by);
            }
            if leaf.personal {
                let edge = match &leaf.leaf.body {
                    Body::Did(_) | Body::Then(_) => leaf
                        .leaf
                        .kinds()
                        .first()
                        .and_then(|&kind| history(kind))
                        .and_then(|run| leaf.leaf.edge_of_facts(run, &state.calendar, now)),
                    _ => leaf
                        .leaf
                        .attribute()
                        .and_then(|attribute| page.columns.get(usize::from(attribute)))
                        .and_then(|column| leaf.leaf.edge_of_value(column.get(row), &state.calendar, now)),
                };
                if let Some(edge) = edge {
                    self.wake(shard, edge, seat.row, Wake::Leaf(id as u32));
                }
            }
        }
        self.scratch = scratch;
    }

    /// Asks segments of a customer, and those that name them, in order; adds what crossed.
    pub(crate) fn ask_segments(
        &mut self,
        state: &mut State,
        seat: Seat,
        mut segments: Vec<i64>,
        now: i64,
        out: &mut Vec<Crossing>,
    ) {
        let (shard, at, row) = (seat.shard as usize, seat.page(), seat.place());
        let ranked = |live: &Self, segments: &mut Vec<i64>| {
            segments.sort_unstable();
            segments.dedup();
            segments.sort_by_key(|id| Reverse(live.segments.get(id).map_or(0, |one| one.rank)));
        };
        ranked(self, &mut segments);
        let mut scratch = std::mem::take(&mut self.scratch);
        // The lowest rank is at the end.
        while let Some(id) = segments.pop() {
            let Some(segment) = self.segments.get(&id) else { continue };
            let Some(page) = state.page(seat) else { break };
            let asked = Asked { page, layout: &state.layout };
            let holds = page.present.has(row) && self.tree_holds(&segment.tree, &asked, (shard, at, row), &mut scratch);
            let before = page.members.get(&id).is_some_and(|rows| rows.has(row));
            if holds == before {
                continue;
            }
            let customer = page.customer(row);
            if let Some(page) = state.page_mut(seat) {
                std::sync::Arc::make_mut(page.members.entry(id).or_default()).put(row, holds);
            }
            out.push(Crossing { at: now, customer, segment: id, entered: holds });
            if let Some(segment) = self.segments.get(&id)
                && !segment.named_by.is_empty()
            {
                segments.extend_from_slice(&segment.named_by);
                ranked(self, &mut segments);
            }
        }
        self.scratch = scratch;
    }

    fn tree_holds(
        &self,
        tree: &Tree,
        asked: &Asked<'_>,
        spot: (usize, usize, u16),
        scratch: &mut crate::evaluate::Scratch,
    ) -> bool {
        match tree {
            Tree::All(parts) => parts.iter().all(|part| self.tree_holds(part, asked, spot, scratch)),
            Tree::Any(parts) => parts.iter().any(|part| self.tree_holds(part, asked, spot, scratch)),
            Tree::Not(part) => !self.tree_holds(part, asked, spot, scratch),
            Tree::Leaf(id) => match self.leaves.get(*id) {
                Some(Some(leaf)) if leaf.rows.is_some() => leaf.has(spot.0, spot.1, spot.2),
                Some(Some(leaf)) => asked.row(&leaf.bound, spot.2, scratch),
                _ => false,
            },
            Tree::In(kind, id) => asked.page.sets.get(&(*kind, *id)).is_some_and(|rows| rows.has(spot.2)),
            Tree::Segment(id) => asked.page.members.get(id).is_some_and(|rows| rows.has(spot.2)),
        }
    }

    /// Takes a customer out of everything, before or after the page forgets the row.
    pub(crate) fn forget(&mut self, state: &mut State, seat: Seat, customer: i64, now: i64, out: &mut Vec<Crossing>) {
        let (shard, at, row) = (seat.shard as usize, seat.page(), seat.place());
        for leaf in self.leaves.iter_mut().flatten() {
            leaf.put(shard, at, row, false);
        }
        let Some(page) = state.page_mut(seat) else { return };
        for (&segment, rows) in &mut page.members {
            if rows.has(row) {
                std::sync::Arc::make_mut(rows).put(row, false);
                out.push(Crossing { at: now, customer, segment, entered: false });
            }
        }
    }
}

/// All facts of a kind of a customer.
fn whole(asked: &Asked<'_>, kind: u16, row: u16) -> Run {
    let mut run = Run::default();
    let wanted = vec![true; asked.layout.kinds.get(usize::from(kind)).map_or(0, |kind| kind.properties.len())];
    asked.history(kind, row, UNKNOWN + 1, i64::MAX, &wanted, &mut run);
    run
}
