//! What the customers of a page did, kind by kind: blocks of time that stay, and a tail of what is new.
//!
//! A customer whose history was replaced is marked; the blocks' facts of a marked customer do not count, all of theirs are
//! in the tail. Folding makes the blocks that are touched anew and empties the tail.
//!
//! Absent from here: what facts mean to a rule.

mod block;
mod run;

use std::sync::Arc;

pub(crate) use block::{Block, Items};
pub(crate) use run::{OfItem, Run};
use rustc_hash::FxHashMap;

use crate::bits::Few;
use crate::packed::UNKNOWN;

/// Four weeks: how long an old block is. Its milliseconds fit into four bytes.
const LONG: i64 = 28 * 86_400_000;

/// A week: how long a recent block is.
const SHORT: i64 = 7 * 86_400_000;

/// How far before the newest fact blocks are long.
const RECENT: i64 = 8 * SHORT;

/// From how many new facts on a tail is folded.
pub(crate) const FOLD: usize = 4_096;

/// The facts of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct KindFacts {
    /// By time, apart.
    pub(crate) blocks: Vec<Arc<Block>>,
    /// What is new.
    pub(crate) tail: Run,
    /// Where the customers' facts are in the tail.
    places: FxHashMap<u16, Vec<u32>>,
    /// How many facts of the tail were taken out.
    dead: usize,
    /// Whose facts in the blocks do not count.
    pub(crate) replaced: Few,
}

/// The stretch of time that the block of an instant is for.
fn stretch(at: i64, newest: i64) -> (i64, i64) {
    let start = at.div_euclid(LONG).saturating_mul(LONG);
    let end = start.saturating_add(LONG);
    if end.saturating_add(RECENT) <= newest {
        return (start, end);
    }
    let start = at.div_euclid(SHORT).saturating_mul(SHORT);
    (start, start.saturating_add(SHORT))
}

impl KindFacts {
    /// No facts, of a kind with so many properties.
    pub(crate) fn new(properties: usize) -> Self {
        Self { tail: Run::new(properties), ..Self::default() }
    }

    /// Facts that are in blocks already.
    pub(crate) fn of(blocks: Vec<Arc<Block>>, properties: usize) -> Self {
        Self { blocks, ..Self::new(properties) }
    }

    /// Adds a property that no fact has yet.
    pub(crate) fn widen(&mut self, properties: usize, of_item: &OfItem) {
        let items = self.tail.items.last().map_or(0, |&items| items as usize);
        let facts = self.tail.len();
        while self.tail.columns.len() < properties {
            let of_item = of_item.get(self.tail.columns.len()).copied().unwrap_or(false);
            self.tail.columns.push(vec![UNKNOWN; if of_item { items } else { facts }]);
        }
    }

    /// The same with the properties at these places alone.
    pub(crate) fn narrowed(&self, kept: &[usize]) -> Self {
        let mut tail = self.tail.clone();
        tail.columns = kept.iter().map(|at| self.tail.columns.get(*at).cloned().unwrap_or_default()).collect();
        Self {
            blocks: self.blocks.iter().map(|block| Arc::new(block.narrowed(kept))).collect(),
            tail,
            places: self.places.clone(),
            dead: self.dead,
            replaced: self.replaced.clone(),
        }
    }

    /// How many facts there are.
    pub(crate) fn len(&self) -> usize {
        let blocks: usize = self.blocks.iter().map(|block| block.len()).sum();
        blocks + self.tail.len() - self.dead
    }

    /// Adds a fact.
    pub(crate) fn push(
        &mut self,
        row: u16,
        at: i64,
        known: &[(u16, i64)],
        items: &[Vec<(u16, i64)>],
        of_item: &OfItem,
    ) {
        self.places.entry(row).or_default().push(self.tail.len() as u32);
        self.tail.push(row, at, known, items, of_item);
    }

    /// Takes every fact of a customer out.
    pub(crate) fn remove(&mut self, row: u16) {
        for place in self.places.remove(&row).unwrap_or_default() {
            if let Some(at) = self.tail.at.get_mut(place as usize) {
                *at = UNKNOWN;
                self.dead += 1;
            }
        }
        if !self.replaced.has(row) && self.blocks.iter().any(|block| !block.facts_of(row).is_empty()) {
            self.replaced.put(row, true);
        }
    }

    /// Where a customer's new facts are in the tail.
    pub(crate) fn places(&self, row: u16) -> &[u32] {
        self.places.get(&row).map_or(&[], Vec::as_slice)
    }

    /// Adds a customer's facts between two instants to a run, those of the tail last; properties that nobody asked for stay
    /// unknown.
    pub(crate) fn gather(&self, row: u16, from: i64, to: i64, wanted: &[bool], of_item: &OfItem, out: &mut Run) {
        let wants = |property: usize| wanted.get(property).copied().unwrap_or(false);
        if !self.replaced.has(row) {
            for block in &self.blocks {
                if block.last >= from && block.first < to {
                    let facts = block.facts_of(row);
                    if !facts.is_empty() {
                        block.gather(facts, from, to, wants, of_item, out);
                        // Columns in which a block knows nothing are shorter than the facts.
                        out.level(wanted, of_item);
                    }
                }
            }
        }
        for &place in self.places(row) {
            let at = self.tail.at.get(place as usize).copied().unwrap_or(UNKNOWN);
            if at != UNKNOWN && from <= at && at < to {
                out.push_from(&self.tail, place as usize, of_item);
                out.level(wanted, of_item);
            }
        }
    }

    /// Whether so much is new that folding pays.
    pub(crate) fn is_ripe(&self) -> bool {
        self.tail.len() >= FOLD.max(self.len() / 64).min(FOLD * 4) || self.replaced.len() > 256
    }

    /// Makes the blocks that are touched anew.
    pub(crate) fn fold(&mut self, of_item: &OfItem) {
        let alive = || (0..self.tail.len()).filter(|&fact| self.tail.at.get(fact).is_some_and(|&at| at != UNKNOWN));
        let newest = self
            .blocks
            .iter()
            .map(|block| block.last)
            .chain(alive().filter_map(|fact| self.tail.at.get(fact).copied()))
            .max();
        let Some(newest) = newest else {
            *self = Self::new(self.tail.columns.len());
            return;
        };
        let mut runs: FxHashMap<(i64, i64), Run> = FxHashMap::default();
        let properties = self.tail.columns.len();
        for fact in alive() {
            let at = self.tail.at.get(fact).copied().unwrap_or(0);
            runs.entry(stretch(at, newest))
                .or_insert_with(|| Run::new(properties))
                .push_from(&self.tail, fact, of_item);
        }
        // A short block that has become old joins the long one it lies in, and so do its neighbours.
        for block in &self.blocks {
            let wanted = stretch(block.start, newest);
            if wanted != (block.start, block.end) {
                runs.entry(wanted).or_insert_with(|| Run::new(properties));
            }
        }
        let replaced = self.replaced.bits();
        let mut kept = Vec::new();
        for block in self.blocks.drain(..) {
            let wanted = stretch(block.start, newest);
            let stale = !self.replaced.is_empty() && block.rows.iter().any(|&row| replaced.has(row));
            if !stale && !runs.contains_key(&wanted) {
                kept.push(block);
                continue;
            }
            let mut whole = Run::new(properties);
            block.unpack(of_item, &mut whole);
            whole.level(&vec![true; properties], of_item);
            let run = runs.entry(wanted).or_insert_with(|| Run::new(properties));
            for fact in 0..whole.len() {
                if whole.rows.get(fact).is_some_and(|&row| !replaced.has(row)) {
                    run.push_from(&whole, fact, of_item);
                }
            }
        }
        for ((start, end), run) in runs {
            if !run.is_empty() {
                let places = (0..run.len() as u32).collect();
                kept.push(Arc::new(Block::pack(&run, places, start, end, of_item)));
            }
        }
        kept.sort_unstable_by_key(|block| block.start);
        *self = Self::of(kept, properties);
    }
}

impl Run {
    /// Fills the columns that someone asked for up to the number of facts or items.
    pub(crate) fn level(&mut self, wanted: &[bool], of_item: &OfItem) {
        let (facts, items) = (self.at.len(), self.items.last().map_or(0, |&items| items as usize));
        for ((column, &of_item), &wanted) in self.columns.iter_mut().zip(of_item).zip(wanted) {
            if wanted {
                column.resize(if of_item { items } else { facts }, UNKNOWN);
            }
        }
    }
}
