//! Live segments: rules that are right at every instant, without polling.
//!
//! Rules share their conditions: a condition on facts that many rules name is kept once, as a set of rows, and asked once
//! when a fact arrives. What changed (an attribute, a kind of fact, a list) says which conditions and segments to ask; a
//! calendar says when to ask again although nothing arrived. Segments that name others follow in order.
//!
//! Absent from here: names, versions, history of sizes and everything else that must outlive the process.

mod advance;
mod book;
mod define;
mod histories;
mod index;
mod leaf;
mod moves;
mod settle;
mod tree;

use std::sync::Arc;

use rules::{Rule, SetKind};
use rustc_hash::FxHashMap;
pub(crate) use settle::Touched;

use crate::plan::{Binder, Leaf, Node};
use crate::state::State;
use book::Book;
use index::Index;
use leaf::LeafState;
use settle::Tools;
use tree::SegmentState;

/// A rule that is kept right from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveSegment {
    /// The identifier by which other rules' names resolve to it.
    pub id: i64,
    /// Its rule.
    pub rule: Rule,
}

/// A customer came into a live segment or left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crossing {
    /// When, in milliseconds UTC: of a change, the `now` it was applied at; of an expiry, the instant that passed.
    pub at: i64,
    /// The customer.
    pub customer: i64,
    /// The segment.
    pub segment: i64,
    /// Whether the customer came in.
    pub entered: bool,
}

/// What replacing a rule would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preview {
    /// How many would come in.
    pub enter: u64,
    /// How many would leave.
    pub leave: u64,
    /// How many there would be.
    pub size: u64,
    /// As of when, in milliseconds UTC.
    pub at: i64,
}

/// A condition's place in the books.
pub(crate) type LeafId = usize;

/// The books of live segments.
#[derive(Debug, Default)]
pub(crate) struct Live {
    /// Until when everything is right, this instant included; `i64::MIN` before the first.
    pub(crate) now: i64,
    rules: Rules,
    /// For each page of each shard, what is kept of it. Pages are made right each by itself.
    books: Vec<Vec<Book>>,
    /// The first instant at which windows of a condition move.
    first_move: Option<i64>,
    /// How many texts there were when conditions on characters were bound.
    texts: usize,
    tools: Tools,
}

/// What conditions and segments mean, whichever page they are asked of.
#[derive(Debug, Default)]
struct Rules {
    leaves: Vec<Option<LeafState>>,
    by_leaf: FxHashMap<Arc<Leaf>, LeafId>,
    index: Index,
    segments: FxHashMap<i64, SegmentState>,
    by_set: FxHashMap<(SetKind, i64), Vec<i64>>,
    /// Whether a segment names another.
    nested: bool,
}

impl Rules {
    fn leaf(&self, id: LeafId) -> Option<&LeafState> {
        self.leaves.get(id)?.as_ref()
    }

    fn leaf_mut(&mut self, id: LeafId) -> Option<&mut LeafState> {
        self.leaves.get_mut(id)?.as_mut()
    }
}

impl Live {
    pub(crate) fn new(shards: usize) -> Self {
        Self { now: i64::MIN, books: (0..shards).map(|_| Vec::new()).collect(), ..Self::default() }
    }

    /// The live segments, rising.
    pub(crate) fn ids(&self) -> Vec<i64> {
        let mut ids: Vec<i64> = self.rules.segments.keys().copied().collect();
        ids.sort_unstable();
        ids
    }

    /// The live segments' rules, rising.
    pub(crate) fn rules(&self) -> Vec<LiveSegment> {
        let of = |id: i64| Some(LiveSegment { id, rule: self.rules.segments.get(&id)?.rule.clone() });
        self.ids().into_iter().filter_map(of).collect()
    }

    /// The plan of a live segment.
    pub(crate) fn plan(&self, id: i64) -> Option<Arc<Node>> {
        self.rules.segments.get(&id).map(|one| Arc::clone(&one.node))
    }

    /// The live segments with their rules and plans, those that others name first.
    pub(crate) fn in_order(&self) -> Vec<(i64, Rule, Node)> {
        let mut segments: Vec<_> = self.rules.segments.iter().collect();
        segments.sort_by_key(|(id, one)| (one.rank, **id));
        segments.into_iter().map(|(&id, one)| (id, one.rule.clone(), Node::clone(&one.node))).collect()
    }

    /// Notes from when until when the members are right.
    pub(crate) fn mark_right(&self, state: &mut State) {
        let none = self.rules.segments.is_empty();
        state.right = if none { (i64::MAX, i64::MIN) } else { (self.now, self.next().unwrap_or(i64::MAX)) };
    }

    /// The next instant at which something may change although nothing arrives.
    pub(crate) fn next(&self) -> Option<i64> {
        self.books.iter().flatten().filter_map(Book::next).chain(self.first_move).min()
    }

    /// Whether windows of the calendar move by an instant.
    pub(crate) fn moves_by(&self, now: i64) -> bool {
        self.first_move.is_some_and(|at| at <= now)
    }

    /// Looks for the first move anew.
    fn note_moves(&mut self) {
        self.first_move = self.rules.leaves.iter().flatten().filter_map(|leaf| leaf.moves).min();
    }

    /// The book of a page, made when it is not there.
    fn book(&mut self, shard: usize, page: usize) -> Option<&mut Book> {
        let books = self.books.get_mut(shard)?;
        if books.len() <= page {
            books.resize_with(page + 1, Book::default);
        }
        books.get_mut(page)
    }

    /// Lets conditions on characters see texts that are new.
    pub(crate) fn learn(&mut self, state: &State) {
        let texts = state.layout.texts();
        if texts == self.texts {
            return;
        }
        self.texts = texts;
        let now = self.now;
        for leaf in self.rules.leaves.iter_mut().flatten().filter(|leaf| leaf.grows) {
            leaf.bound = binder(state, now).leaf(&leaf.leaf);
        }
    }
}

/// Turns plans into what they mean at an instant.
fn binder(state: &State, now: i64) -> Binder<'_> {
    Binder { layout: &state.layout, calendar: &state.calendar, now, expand: None }
}
