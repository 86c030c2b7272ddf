//! Time passes: whoever it can touch is asked again, at each instant in order.
//!
//! A page's customers depend on nobody else's, so pages are made right side by side; crossings are put in order at the end.
//!
//! Absent from here: the clock, and windows that move for everybody.

use std::sync::Arc;

use super::book::{Book, Wake};
use super::settle::{Desk, Tools};
use super::{Crossing, LeafId, Live};
use crate::page::Page;
use crate::spread;
use crate::state::State;

/// From how many pages on more than one thread wakes customers up.
const MANY: usize = 4;

/// From how many facts on histories are let go.
const HELD: usize = 1 << 16;

impl Live {
    /// Makes everything right at `now`, by way of every instant until then at which something may change.
    pub(crate) fn advance(&mut self, state: &mut State, now: i64, threads: usize, out: &mut Vec<Crossing>) {
        if self.now == i64::MIN {
            self.now = now;
        }
        let begun = out.len();
        loop {
            let moves = self.first_move.filter(|&at| at <= now);
            self.wake_up(state, moves.map_or(now, |at| at.saturating_sub(1)), threads, out);
            let Some(due) = moves else { break };
            self.now = self.now.max(due);
            self.move_windows(state, due, threads, out);
        }
        if let Some(own) = out.get_mut(begun..) {
            own.sort_unstable();
        }
        self.now = self.now.max(now);
        self.mark_right(state);
    }

    /// Asks everybody again who has an instant of their own by then.
    fn wake_up(&mut self, state: &mut State, by: i64, threads: usize, out: &mut Vec<Crossing>) {
        let (layout, calendar) = (&state.layout, &state.calendar);
        let (rules, now) = (&self.rules, self.now);
        let due: Vec<(&mut Arc<Page>, &mut Book)> = pages(&mut state.shards, &mut self.books)
            .filter(|(_, book)| book.next().is_some_and(|next| next <= by))
            .collect();
        let work = |(page, book): (&mut Arc<Page>, &mut Book), tools: &mut Tools| {
            tools.histories.clear();
            let mut desk = Desk { rules, layout, calendar, page, book, tools };
            let mut own = Vec::new();
            while let Some(at) = desk.book.next().filter(|&next| next <= by) {
                desk.wake(at, at.max(now), &mut own);
            }
            own
        };
        if due.len() < MANY {
            let tools = &mut self.tools;
            due.into_iter().for_each(|one| out.extend(work(one, tools)));
        } else {
            out.extend(spread::each(due, threads, work).into_iter().flatten());
        }
    }

    /// Plans to ask again whoever has facts of the future.
    pub(crate) fn await_facts(&mut self, state: &State, now: i64) {
        for (shard, at, page) in state.pages() {
            let Some(book) = self.book(shard, at) else { continue };
            for (kind, facts) in page.kinds.iter().enumerate() {
                for block in facts.blocks.iter().filter(|block| block.last > now) {
                    let instants = block.rows.iter().zip(&block.at);
                    let instants = instants.map(|(&row, &at)| (block.start + i64::from(at), row));
                    instants
                        .filter(|(at, _)| *at > now)
                        .for_each(|(at, row)| book.wake(at, row, Wake::Kind(kind as u16)));
                }
                let tail = facts.tail.at.iter().zip(&facts.tail.rows);
                tail.filter(|(at, _)| **at > now).for_each(|(&at, &row)| book.wake(at, row, Wake::Kind(kind as u16)));
            }
        }
    }
}

/// Every page with its book.
pub(super) fn pages<'a>(
    shards: &'a mut [Vec<Arc<Page>>],
    books: &'a mut [Vec<Book>],
) -> impl Iterator<Item = (&'a mut Arc<Page>, &'a mut Book)> {
    shards.iter_mut().zip(books).flat_map(|(pages, books)| {
        if books.len() < pages.len() {
            books.resize_with(pages.len(), Book::default);
        }
        pages.iter_mut().zip(books)
    })
}

impl Desk<'_> {
    /// Asks everybody again who is due at an instant, as of `now`.
    fn wake(&mut self, at: i64, now: i64, out: &mut Vec<Crossing>) {
        if self.tools.histories.len() > HELD {
            self.tools.histories.clear();
        }
        while let Some((row, leaves)) = self.due(at) {
            let mut segments = Vec::new();
            self.ask_leaves(row, &leaves, now, None, &mut segments);
            self.ask_segments(row, segments, now, out);
        }
    }

    /// The next row that is due by an instant, with its conditions; rows of nobody are left out.
    pub(super) fn due(&mut self, by: i64) -> Option<(u16, Vec<LeafId>)> {
        loop {
            let first = self.book.due(by)?;
            let mut leaves = Vec::new();
            let mut next = first;
            loop {
                match next.what() {
                    Wake::Leaf(id) => leaves.push(id),
                    Wake::Kind(kind) => leaves.extend(self.rules.index.of(&[], &[kind])),
                }
                let Some(also) = self.book.due_with(first) else { break };
                next = also;
            }
            if self.page.present.has(first.row) {
                leaves.sort_unstable();
                leaves.dedup();
                return Some((first.row, leaves));
            }
        }
    }
}
