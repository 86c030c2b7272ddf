//! Time passes: whoever it can touch is asked again, at each instant in order.
//!
//! Absent from here: the clock.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Crossing, LeafId, Live, Wake, binder};
use crate::bits::Bits;
use crate::evaluate::{Asked, Scratch};
use crate::packed::UNKNOWN;
use crate::plan::{Bound, BoundDid};
use crate::state::{Seat, State};
use crate::{Cancel, spread};

impl Live {
    /// Makes everything right at `now`, by way of every instant until then at which something may change.
    pub(crate) fn advance(&mut self, state: &mut State, now: i64, threads: usize, out: &mut Vec<Crossing>) {
        if self.now == i64::MIN {
            self.now = now;
        }
        while let Some(at) = self.next()
            && at <= now
        {
            let begun = out.len();
            self.step(state, at.max(self.now), at, threads, out);
            if let Some(own) = out.get_mut(begun..) {
                own.sort_unstable();
            }
        }
        self.now = self.now.max(now);
        self.mark_right(state);
    }

    /// What changes at one instant.
    fn step(&mut self, state: &mut State, at: i64, due: i64, threads: usize, out: &mut Vec<Crossing>) {
        self.now = at;
        let mut dirty: BTreeMap<Seat, Vec<LeafId>> = BTreeMap::new();
        let mut touched: BTreeMap<Seat, Vec<i64>> = BTreeMap::new();
        let moved: Vec<LeafId> = self
            .leaves
            .iter()
            .enumerate()
            .filter(|(_, leaf)| leaf.as_ref().is_some_and(|leaf| leaf.moves.is_some_and(|moves| moves <= due)))
            .map(|(id, _)| id)
            .collect();
        for id in moved {
            for seat in self.move_leaf(id, state, at, threads) {
                let users =
                    self.leaves.get(id).and_then(Option::as_ref).map_or(&[][..], |leaf| leaf.used_by.as_slice());
                touched.entry(seat).or_default().extend_from_slice(users);
            }
        }
        self.note_moves();
        for shard in 0..self.calendar.len() {
            while let Some(heap) = self.calendar.get_mut(shard)
                && heap.peek().is_some_and(|Reverse((wake, ..))| *wake <= due)
            {
                let Some(Reverse((_, row, what))) = heap.pop() else { break };
                let seat = Seat { shard: shard as u32, row };
                let leaves = match what {
                    Wake::Leaf(id) => vec![id as usize],
                    Wake::Kind(kind) => self.leaves_of(&[], &[kind]),
                };
                dirty.entry(seat).or_default().extend(leaves);
            }
        }
        for (seat, mut leaves) in dirty {
            let present = state.page(seat).is_some_and(|page| page.present.has(seat.place()));
            if present {
                leaves.sort_unstable();
                leaves.dedup();
                self.ask_leaves(state, seat, &leaves, at, touched.entry(seat).or_default());
            }
        }
        for (seat, segments) in touched {
            self.ask_segments(state, seat, segments, at, out);
        }
    }

    /// A condition's windows move: asks it of those whom that can touch, and answers with those for whom it changed.
    fn move_leaf(&mut self, id: LeafId, state: &State, at: i64, threads: usize) -> Vec<Seat> {
        let Some(Some(leaf)) = self.leaves.get_mut(id) else { return Vec::new() };
        let before = binder(state, at.saturating_sub(1)).leaf(&leaf.leaf);
        leaf.bound = binder(state, at).leaf(&leaf.leaf);
        leaf.moves = leaf.leaf.moves(&state.calendar, at);
        let Some(shards) = &leaf.rows else { return Vec::new() };
        let parts = shifts(&before, &leaf.bound);
        let pages: Vec<_> = state.pages().collect();
        let bound = &leaf.bound;
        let ask = |(shard, place, page): &(usize, usize, &Arc<crate::page::Page>), scratch: &mut Scratch| {
            let asked = Asked { page, layout: &state.layout };
            let mut mask = Bits::new();
            match &parts {
                None => mask.copy(&page.present),
                Some(parts) => parts.iter().for_each(|did| asked.ask(did, &page.present, &mut mask, scratch)),
            }
            let mut rows = Bits::new();
            if mask.is_empty() {
                return rows;
            }
            asked.ask(bound, &mask, &mut rows, scratch);
            // Where the new answer differs from the one that was kept.
            if let Some(kept) = shards.get(*shard).and_then(|pages| pages.get(*place)) {
                let kept = kept.bits();
                for ((rows, mask), kept) in rows.words_mut().iter_mut().zip(mask.words()).zip(kept.words()) {
                    *rows ^= mask & kept;
                }
            }
            rows
        };
        let changed = spread::over(&pages, threads, &Cancel::new(), ask).unwrap_or_default();
        let mut seats = Vec::new();
        for ((shard, place, _), rows) in pages.into_iter().zip(changed) {
            for row in rows.rows() {
                let inside = !leaf.has(shard, place, row);
                leaf.put(shard, place, row, inside);
                seats.push(Seat { shard: shard as u32, row: (place as u32) << 16 | u32::from(row) });
            }
        }
        seats
    }

    /// Plans to ask again whoever has facts of the future.
    pub(crate) fn await_facts(&mut self, state: &State, now: i64) {
        for (shard, at, page) in state.pages() {
            for (kind, facts) in page.kinds.iter().enumerate() {
                let mut wakes = Vec::new();
                for block in facts.blocks.iter().filter(|block| block.last > now) {
                    let instants = block.rows.iter().zip(&block.at);
                    wakes.extend(
                        instants.map(|(&row, &at)| (block.start + i64::from(at), row)).filter(|(at, _)| *at > now),
                    );
                }
                let tail = facts.tail.at.iter().zip(&facts.tail.rows);
                wakes.extend(tail.filter(|(at, _)| **at > now).map(|(&at, &row)| (at, row)));
                for (wake, row) in wakes {
                    self.wake(shard, wake, (at as u32) << 16 | u32::from(row), Wake::Kind(kind as u16));
                }
            }
        }
    }
}

/// Facts in the stretches that a window's move took in or let go; `None` when it is not about facts.
fn shifts(before: &Bound, after: &Bound) -> Option<Vec<Bound>> {
    // An end that follows now lets nobody in but who has facts of the future, and those are awaited.
    let (like, old, new, follows) = match (before, after) {
        (Bound::Did(old), Bound::Did(new)) => {
            (new.clone(), (old.from, old.to), (new.from, new.to), old.end == i64::MAX && new.end == i64::MAX)
        }
        (Bound::Then(old), Bound::Then(new)) => {
            let follows = old.end == i64::MAX && new.end == i64::MAX;
            (new.first.existence(0, 0), (old.from, old.to), (new.from, new.to), follows)
        }
        _ => return None,
    };
    let between = |one: i64, other: i64| {
        let (from, to) = (one.min(other), one.max(other));
        Bound::Did(BoundDid {
            occasion: rules::Occasion::Every,
            bounds: Vec::new(),
            from,
            to,
            end: to,
            future: to,
            ..like.clone()
        })
    };
    let mut parts = vec![between(old.0, new.0)];
    if !follows {
        parts.push(between(old.1, new.1));
    }
    Some(parts)
}

/// Who did something of a kind between two instants, the second one outside.
pub(super) fn someone_did(kind: u16, from: i64, to: i64, asked: &Asked<'_>, scratch: &mut Scratch) -> Bits {
    let did = BoundDid {
        kind,
        occasion: rules::Occasion::Every,
        filter: None,
        names_items: false,
        bounds: Vec::new(),
        from: from.max(UNKNOWN + 1),
        to,
        end: to,
        future: to,
        wanted: Vec::new(),
    };
    let mut rows = Bits::new();
    asked.ask(&Bound::Did(did), &asked.page.present, &mut rows, scratch);
    rows
}
