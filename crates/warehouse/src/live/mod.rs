//! Live segments: rules that are right at every instant, without polling.
//!
//! Rules share their conditions: a condition on facts that many rules name is kept once, as a set of rows, and asked once
//! when a fact arrives. What changed (an attribute, a kind of fact, a list) says which conditions and segments to ask; a
//! calendar says when to ask again although nothing arrived. Segments that name others follow in order.
//!
//! Absent from here: names, versions, history of sizes and everything else that must outlive the process.

mod advance;
mod define;
mod settle;

pub(crate) use settle::Touched;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

use rules::{Rule, SetKind};
use rustc_hash::FxHashMap;

use crate::bits::Few;
use crate::evaluate::Scratch;
use crate::plan::{Binder, Body, Bound, Leaf, Node};
use crate::state::State;

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
    leaves: Vec<Option<LeafState>>,
    by_leaf: FxHashMap<Arc<Leaf>, LeafId>,
    segments: BTreeMap<i64, SegmentState>,
    by_attribute: FxHashMap<u16, Vec<LeafId>>,
    by_kind: FxHashMap<u16, Vec<LeafId>>,
    by_set: FxHashMap<(SetKind, i64), Vec<i64>>,
    /// For each shard, whom to ask again when: the instant, the row, and what.
    calendar: Vec<BinaryHeap<Reverse<(i64, u32, Wake)>>>,
    /// The first instant at which windows of a condition move, or an earlier one at which nothing is left to do.
    first_move: Option<i64>,
    /// How many texts there were when conditions on characters were bound.
    texts: usize,
    scratch: Scratch,
}

/// What to ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wake {
    /// One condition.
    Leaf(u32),
    /// Every condition on a kind: a fact of the future has come.
    Kind(u16),
}

/// A condition that segments share.
#[derive(Debug)]
struct LeafState {
    leaf: Arc<Leaf>,
    /// What it means now; what follows now is a little behind.
    bound: Bound,
    /// When its windows move for everybody next.
    moves: Option<i64>,
    personal: bool,
    grows: bool,
    /// Of whom it holds, for each page of each shard; nothing when it is quickly asked anew.
    rows: Option<Vec<Vec<Few>>>,
    /// The segments that ask it.
    used_by: Vec<i64>,
}

/// A segment's rule over the shared conditions.
#[derive(Debug, Clone)]
struct SegmentState {
    rule: Rule,
    node: Arc<Node>,
    tree: Tree,
    /// The segments that it names.
    names: Vec<i64>,
    /// The segments that name it.
    named_by: Vec<i64>,
    /// Above the rank of every segment that it names.
    rank: u32,
}

/// A rule over shared conditions.
#[derive(Debug, Clone)]
enum Tree {
    All(Vec<Tree>),
    Any(Vec<Tree>),
    Not(Box<Tree>),
    Leaf(LeafId),
    In(SetKind, i64),
    Segment(i64),
}

impl LeafState {
    /// Whether its rows are kept: conditions on facts, and on what the calendar changes.
    fn is_kept(leaf: &Leaf) -> bool {
        matches!(leaf.body, Body::Did(_) | Body::Then(_) | Body::Age { .. }) || leaf.is_personal() || leaf.is_dated()
    }

    fn has(&self, shard: usize, page: usize, row: u16) -> bool {
        let rows = self.rows.as_ref().and_then(|shards| shards.get(shard)?.get(page));
        rows.is_some_and(|rows| rows.has(row))
    }

    /// Puts a row in or takes it out; answers whether that changed anything.
    fn put(&mut self, shard: usize, page: usize, row: u16, inside: bool) -> bool {
        let Some(pages) = self.rows.as_mut().and_then(|shards| shards.get_mut(shard)) else { return false };
        if pages.len() <= page {
            pages.resize(page + 1, Few::default());
        }
        pages.get_mut(page).is_some_and(|rows| rows.put(row, inside))
    }
}

impl Live {
    pub(crate) fn new(shards: usize) -> Self {
        Self { now: i64::MIN, calendar: (0..shards).map(|_| BinaryHeap::new()).collect(), ..Self::default() }
    }

    /// The live segments, rising.
    pub(crate) fn ids(&self) -> Vec<i64> {
        self.segments.keys().copied().collect()
    }

    /// The live segments' rules.
    pub(crate) fn rules(&self) -> Vec<LiveSegment> {
        self.segments.iter().map(|(&id, one)| LiveSegment { id, rule: one.rule.clone() }).collect()
    }

    /// The plan of a live segment.
    pub(crate) fn plan(&self, id: i64) -> Option<Arc<Node>> {
        self.segments.get(&id).map(|one| Arc::clone(&one.node))
    }

    /// The live segments with their rules and plans, those that others name first.
    pub(crate) fn in_order(&self) -> Vec<(i64, Rule, Node)> {
        let mut segments: Vec<_> = self.segments.iter().collect();
        segments.sort_by_key(|(id, one)| (one.rank, **id));
        segments.into_iter().map(|(&id, one)| (id, one.rule.clone(), Node::clone(&one.node))).collect()
    }

    /// Notes from when until when the members are right.
    pub(crate) fn mark_right(&self, state: &mut State) {
        let none = self.segments.is_empty();
        state.right = if none { (i64::MAX, i64::MIN) } else { (self.now, self.next().unwrap_or(i64::MAX)) };
    }

    /// The next instant at which something may change although nothing arrives.
    pub(crate) fn next(&self) -> Option<i64> {
        let wakes = self.calendar.iter().filter_map(|heap| heap.peek().map(|Reverse((at, ..))| *at));
        wakes.chain(self.first_move).min()
    }

    /// Looks for the first move anew.
    fn note_moves(&mut self) {
        self.first_move = self.leaves.iter().flatten().filter_map(|leaf| leaf.moves).min();
    }

    /// Plans a wake-up.
    fn wake(&mut self, shard: usize, at: i64, row: u32, what: Wake) {
        if let Some(heap) = self.calendar.get_mut(shard) {
            heap.push(Reverse((at, row, what)));
        }
    }

    /// Lets conditions on characters see texts that are new.
    pub(crate) fn learn(&mut self, state: &State) {
        let texts = state.layout.texts();
        if texts == self.texts {
            return;
        }
        self.texts = texts;
        let now = self.now;
        for leaf in self.leaves.iter_mut().flatten().filter(|leaf| leaf.grows) {
            leaf.bound = binder(state, now).leaf(&leaf.leaf);
        }
    }

    /// Brings what a condition means up to an instant.
    fn bring(&mut self, id: LeafId, state: &State, now: i64) {
        if let Some(Some(leaf)) = self.leaves.get_mut(id) {
            if leaf.leaf.is_flowing() {
                leaf.bound = binder(state, now).leaf(&leaf.leaf);
            } else {
                leaf.bound.follow(now);
            }
        }
    }

    /// The conditions that look at an attribute or kind.
    fn leaves_of(&self, attributes: &[u16], kinds: &[u16]) -> Vec<LeafId> {
        let by_attribute = attributes.iter().filter_map(|one| self.by_attribute.get(one));
        let by_kind = kinds.iter().filter_map(|one| self.by_kind.get(one));
        let mut found: Vec<LeafId> = by_attribute.chain(by_kind).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Turns plans into what they mean at an instant.
fn binder(state: &State, now: i64) -> Binder<'_> {
    Binder { layout: &state.layout, calendar: &state.calendar, now, expand: None }
}
