//! Windows of the calendar move for everybody at once, mostly at midnight.
//!
//! A window's move takes in or lets go a stretch of time, and only who did something in it can be touched. Many conditions
//! share a stretch: its facts are looked up once for all of them, a customer's history is gathered once for all that ask
//! it, and segments are asked of sets of customers. A stretch in which very many did something is asked of the whole page.
//!
//! Absent from here: instants of customers' own.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::advance::pages;
use super::settle::{Desk, Tools};
use super::{Crossing, LeafId, Live, binder};
use crate::bits::Bits;
use crate::evaluate::Asked;
use crate::plan::{Bound, BoundFilter, passes};
use crate::spread;
use crate::state::State;

/// From how many facts of a page on a stretch is asked of the whole page.
const WHOLE: usize = 8_192;

/// From how many rows on a segment is asked of them as a set.
const SET: usize = 48;

/// What a move of windows at one instant can touch.
#[derive(Debug, Default)]
struct Moved {
    /// The conditions of which windows took in or let go what happened between two instants, the second one outside, by
    /// the kind of the facts.
    stretches: BTreeMap<u16, BTreeMap<(i64, i64), Vec<LeafId>>>,
    /// Conditions that anybody's answer may have changed of.
    everybody: Vec<LeafId>,
}

/// Segments to be asked, those that others name first, each with the rows.
type Asking = BTreeMap<(u32, i64), Vec<u16>>;

impl Live {
    /// What changes at the instant at which windows move, and which is now.
    pub(super) fn move_windows(&mut self, state: &mut State, due: i64, threads: usize, out: &mut Vec<Crossing>) {
        let now = self.now;
        let mut moved = Moved::default();
        let (before, after) = (binder(state, now.saturating_sub(1)), binder(state, now));
        for (id, leaf) in self.rules.leaves.iter_mut().enumerate() {
            let Some(leaf) = leaf.as_mut().filter(|leaf| leaf.moves.is_some_and(|moves| moves <= due)) else {
                continue;
            };
            let old = before.leaf(&leaf.leaf);
            leaf.bound = after.leaf(&leaf.leaf);
            leaf.moves = leaf.leaf.moves(&state.calendar, now);
            if leaf.kept {
                moved.note(id, &old, &leaf.bound);
            }
        }
        self.note_moves();
        let (layout, calendar, rules) = (&state.layout, &state.calendar, &self.rules);
        let pages = pages(&mut state.shards, &mut self.books).collect();
        let found = spread::each(pages, threads, |(page, book), tools: &mut Tools| {
            tools.histories.clear();
            let mut desk = Desk { rules, layout, calendar, page, book, tools };
            let mut asking = Asking::new();
            desk.move_leaves(&moved, now, &mut asking);
            while let Some((row, leaves)) = desk.due(due) {
                let mut segments = Vec::new();
                desk.ask_leaves(row, &leaves, now, None, &mut segments);
                segments.into_iter().for_each(|(id, _)| desk.note(id, &[row], &mut asking));
            }
            let mut own = Vec::new();
            desk.ask_sets(asking, now, &mut own);
            own
        });
        out.extend(found.into_iter().flatten());
    }
}

impl Moved {
    /// Notes the stretches that a condition's window took in or let go.
    fn note(&mut self, id: LeafId, before: &Bound, after: &Bound) {
        // An end that follows now lets nobody in but who has facts of the future, and those are awaited.
        let (kind, from, to, follows) = match (before, after) {
            (Bound::Did(old), Bound::Did(new)) => {
                let follows = old.end == i64::MAX && new.end == i64::MAX;
                (new.kind, (old.from, new.from), (old.to, new.to), follows)
            }
            (Bound::Then(old), Bound::Then(new)) => {
                let follows = old.end == i64::MAX && new.end == i64::MAX;
                (new.first.kind, (old.from, new.from), (old.to, new.to), follows)
            }
            _ => return self.everybody.push(id),
        };
        for (one, other) in std::iter::once(from).chain((!follows).then_some(to)) {
            if one != other {
                let stretches = self.stretches.entry(kind).or_default();
                let leaves = stretches.entry((one.min(other), one.max(other))).or_default();
                if leaves.last() != Some(&id) {
                    leaves.push(id);
                }
            }
        }
    }
}

impl Desk<'_> {
    /// Brings the conditions whose windows moved up to now; adds the segments to be asked.
    fn move_leaves(&mut self, moved: &Moved, now: i64, asking: &mut Asking) {
        let rules = self.rules;
        let everybody = std::sync::Arc::clone(&self.page.present);
        for &id in &moved.everybody {
            self.ask_whole(id, &everybody, asking);
        }
        for (&kind, stretches) in &moved.stretches {
            let mut touched: Vec<(LeafId, u16)> = Vec::new();
            let mut whole: FxHashMap<LeafId, Bits> = FxHashMap::default();
            for (&(from, to), leaves) in stretches {
                let asked = Asked { page: self.page, layout: self.layout };
                let Some(run) = asked.stretch(kind, from, to, WHOLE) else {
                    let mut rows = Bits::new();
                    asked.did_between(kind, from, to, &mut rows, &mut self.tools.scratch);
                    for &id in leaves {
                        whole.entry(id).or_default().or(&rows);
                    }
                    continue;
                };
                for &id in leaves {
                    let Some(leaf) = rules.leaf(id) else { continue };
                    let (filter, names_items) = first_filter(&leaf.bound);
                    let facts = run.rows.iter().enumerate();
                    let facts = facts.filter(|(fact, _)| passes(filter, names_items, &run, *fact));
                    touched.extend(facts.map(|(_, &row)| (id, row)));
                }
            }
            for (id, mask) in whole {
                self.ask_whole(id, &mask, asking);
            }
            touched.sort_unstable();
            touched.dedup();
            for of_leaf in touched.chunk_by(|one, other| one.0 == other.0) {
                self.ask_some(of_leaf, now, asking);
            }
            self.tools.histories.clear();
        }
    }

    /// Asks one condition of some customers one by one.
    fn ask_some(&mut self, rows: &[(LeafId, u16)], now: i64, asking: &mut Asking) {
        let Some(leaf) = rows.first().and_then(|(id, _)| self.rules.leaf(*id)) else { return };
        let asked = Asked { page: self.page, layout: self.layout };
        let Tools { scratch, histories } = &mut *self.tools;
        histories.generous = false;
        let mut changed = Vec::new();
        for &(id, row) in rows {
            if !asked.page.present.has(row) {
                continue;
            }
            let holds = leaf.holds(&asked, self.calendar, row, now, histories, scratch);
            if self.book.put(id, row, holds) {
                changed.push(row);
            }
        }
        if !changed.is_empty() {
            leaf.users().for_each(|(segment, _)| self.note(segment, &changed, asking));
        }
    }

    /// Asks one condition of everybody in `mask` at once.
    fn ask_whole(&mut self, id: LeafId, mask: &Bits, asking: &mut Asking) {
        let Some(leaf) = self.rules.leaf(id) else { return };
        let asked = Asked { page: self.page, layout: self.layout };
        let scratch = &mut self.tools.scratch;
        let (mut own, mut rows, mut kept) = (scratch.bits(), scratch.bits(), scratch.bits());
        own.copy(mask);
        own.and(&asked.page.present);
        asked.ask(&leaf.bound, &own, &mut rows, scratch);
        self.book.or_into(id, &own, &mut kept);
        rows.xor(&kept);
        let changed: Vec<u16> = rows.rows().collect();
        for &row in &changed {
            self.book.put(id, row, !kept.has(row));
        }
        [own, rows, kept].into_iter().for_each(|bits| scratch.give(bits));
        if !changed.is_empty() {
            leaf.users().for_each(|(segment, _)| self.note(segment, &changed, asking));
        }
    }

    /// Notes that a segment is to be asked of rows.
    fn note(&self, segment: i64, rows: &[u16], asking: &mut Asking) {
        let rank = self.rules.segments.get(&segment).map_or(0, |one| one.rank);
        asking.entry((rank, segment)).or_default().extend_from_slice(rows);
    }

    /// Asks segments of sets of customers, and those that name them after them; adds what crossed.
    fn ask_sets(&mut self, mut asking: Asking, now: i64, out: &mut Vec<Crossing>) {
        while let Some(((_, id), mut rows)) = asking.pop_first() {
            let Some(segment) = self.rules.segments.get(&id) else { continue };
            rows.sort_unstable();
            rows.dedup();
            let asked = Asked { page: self.page, layout: self.layout };
            let scratch = &mut self.tools.scratch;
            let before = asked.page.members.get(&id);
            let was = |row: u16| before.is_some_and(|rows| rows.has(row));
            let crossed: Vec<(u16, bool)> = if rows.len() < SET {
                let present = rows.iter().filter(|row| asked.page.present.has(**row));
                let now = present.map(|&row| (row, self.rules.holds(&segment.tree, &asked, self.book, row, scratch)));
                now.filter(|&(row, holds)| holds != was(row)).collect()
            } else {
                let (mut mask, mut holds) = (scratch.bits(), scratch.bits());
                rows.iter().for_each(|&row| mask.set(row));
                mask.and(&asked.page.present);
                self.rules.rows(&segment.tree, &asked, self.book, &mask, &mut holds, scratch);
                if let Some(before) = before {
                    let mut old = scratch.bits();
                    before.or_into(&mask, &mut old);
                    holds.xor(&old);
                    scratch.give(old);
                }
                let crossed = holds.rows().map(|row| (row, !was(row))).collect();
                scratch.give(mask);
                scratch.give(holds);
                crossed
            };
            if crossed.is_empty() {
                continue;
            }
            let of = |&(row, entered): &(u16, bool)| Crossing {
                at: now,
                customer: asked.page.customer(row),
                segment: id,
                entered,
            };
            out.extend(crossed.iter().map(of));
            let page = std::sync::Arc::make_mut(self.page);
            let members = std::sync::Arc::make_mut(page.members.entry(id).or_default());
            for &(row, entered) in &crossed {
                members.put(row, entered);
            }
            let rows: Vec<u16> = crossed.into_iter().map(|(row, _)| row).collect();
            for &user in &segment.named_by {
                self.note(user, &rows, &mut asking);
            }
        }
    }
}

/// The filter of the facts whose window moves, and whether it names items.
fn first_filter(bound: &Bound) -> (Option<&BoundFilter>, bool) {
    match bound {
        Bound::Did(did) => (did.filter.as_ref(), did.names_items),
        Bound::Then(then) => (then.first.filter.as_ref(), then.first.names_items),
        _ => (None, false),
    }
}
