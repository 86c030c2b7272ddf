//! Facts of one kind, of one page of customers, in one stretch of time: packed, ordered by customer and then by time.
//!
//! Absent from here: change. A block is made once; what comes later goes to the tail until the block is made anew.

use super::run::{OfItem, Run};
use crate::packed::Packed;

/// From how many facts on a block knows where every 256th customer begins.
const SIGNPOSTS: usize = 512;

/// Facts that stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Block {
    /// The stretch of time that it is for, milliseconds UTC, the end outside.
    pub(crate) start: i64,
    pub(crate) end: i64,
    /// Its first and its last fact's instants.
    pub(crate) first: i64,
    pub(crate) last: i64,
    /// Whose each fact is, rising.
    pub(crate) rows: Vec<u16>,
    /// When each was, in milliseconds after `start`; stretches are shorter than 49 days.
    pub(crate) at: Vec<u32>,
    /// A column for each property; empty where nothing is known.
    pub(crate) columns: Vec<Packed>,
    /// Where items begin.
    pub(crate) items: Items,
    /// Where the facts of rows 0, 256, 512 … begin, and the end; empty in small blocks.
    signposts: Vec<u32>,
}

/// Where the items of facts begin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Items {
    /// No fact has items.
    #[default]
    None,
    /// Every fact has one.
    One,
    /// Where each fact's begin, and the end.
    At(Vec<u32>),
}

impl Items {
    fn of(offsets: Vec<u32>) -> Self {
        let facts = offsets.len().saturating_sub(1);
        match offsets.last() {
            None | Some(0) => Self::None,
            Some(&last)
                if last as usize == facts && offsets.windows(2).all(|two| matches!(two, [a, b] if b - a == 1)) =>
            {
                Self::One
            }
            Some(_) => Self::At(offsets),
        }
    }

    /// The places of a fact's items.
    #[inline]
    pub(crate) fn of_fact(&self, fact: usize) -> std::ops::Range<usize> {
        match self {
            Self::None => 0..0,
            Self::One => fact..fact + 1,
            Self::At(offsets) => {
                let at = |fact: usize| offsets.get(fact).map_or(0, |&at| at as usize);
                at(fact)..at(fact + 1)
            }
        }
    }
}

impl Block {
    /// Packs the facts of a run at these places, which must lie between `start` and `end`.
    pub(crate) fn pack(run: &Run, mut places: Vec<u32>, start: i64, end: i64, of_item: &OfItem) -> Self {
        let row = |fact: u32| run.rows.get(fact as usize).copied().unwrap_or(0);
        let at = |fact: u32| run.at.get(fact as usize).copied().unwrap_or(start);
        places.sort_unstable_by_key(|&fact| (row(fact), at(fact), fact));
        let rows: Vec<u16> = places.iter().map(|&fact| row(fact)).collect();
        let (mut offsets, mut items) = (vec![0], Vec::new());
        for &fact in &places {
            items.extend(run.items_of(fact as usize));
            offsets.push(items.len() as u32);
        }
        let columns = run.columns.iter().zip(of_item).map(|(column, &of_item)| {
            let take = |place: usize| column.get(place).copied().unwrap_or(crate::packed::UNKNOWN);
            let values: Vec<i64> = if of_item {
                items.iter().map(|&item| take(item)).collect()
            } else {
                places.iter().map(|&fact| take(fact as usize)).collect()
            };
            let nothing = values.iter().all(|&value| value == crate::packed::UNKNOWN);
            if nothing { Packed::default() } else { Packed::of(&values) }
        });
        let instants = || places.iter().map(|&fact| at(fact));
        let mut block = Self {
            start,
            end,
            first: instants().min().unwrap_or(start),
            last: instants().max().unwrap_or(start),
            columns: columns.collect(),
            at: instants().map(|at| (at - start) as u32).collect(),
            items: Items::of(offsets),
            rows,
            signposts: Vec::new(),
        };
        block.put_up_signposts();
        block
    }

    /// A block that was packed before.
    pub(crate) fn of(
        start: i64,
        end: i64,
        (first, last): (i64, i64),
        rows: Vec<u16>,
        at: Vec<u32>,
        columns: Vec<Packed>,
        items: Items,
    ) -> Self {
        let mut block = Self { start, end, first, last, rows, at, columns, items, signposts: Vec::new() };
        block.put_up_signposts();
        block
    }

    /// The same with the properties at these places alone.
    pub(crate) fn narrowed(&self, kept: &[usize]) -> Self {
        Self {
            start: self.start,
            end: self.end,
            first: self.first,
            last: self.last,
            rows: self.rows.clone(),
            at: self.at.clone(),
            columns: kept.iter().map(|at| self.columns.get(*at).cloned().unwrap_or_default()).collect(),
            items: self.items.clone(),
            signposts: self.signposts.clone(),
        }
    }

    /// Finds where every 256th row begins.
    fn put_up_signposts(&mut self) {
        self.signposts = if self.rows.len() < SIGNPOSTS {
            Vec::new()
        } else {
            (0..=256_u32).map(|post| self.rows.partition_point(|&row| u32::from(row) < post * 256) as u32).collect()
        };
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Where the facts of a row and later ones begin.
    pub(crate) fn begins(&self, row: usize) -> usize {
        match self.signposts.get(row >> 8) {
            Some(&post) if row.is_multiple_of(256) => post as usize,
            _ => self.rows.partition_point(|&other| usize::from(other) < row),
        }
    }

    /// The places of a customer's facts.
    #[inline]
    pub(crate) fn facts_of(&self, row: u16) -> std::ops::Range<usize> {
        let post = usize::from(row >> 8);
        let (from, to) = match (self.signposts.get(post), self.signposts.get(post + 1)) {
            (Some(&from), Some(&to)) => (from as usize, to as usize),
            _ => (0, self.rows.len()),
        };
        let near = self.rows.get(from..to).unwrap_or(&[]);
        let first = near.partition_point(|&other| other < row);
        let n = near.iter().skip(first).take_while(|&&other| other == row).count();
        from + first..from + first + n
    }

    /// Adds facts at these places that lie between two instants, with the wanted properties, to a run.
    pub(crate) fn gather(
        &self,
        facts: std::ops::Range<usize>,
        from: i64,
        to: i64,
        wanted: impl Fn(usize) -> bool,
        of_item: &OfItem,
        out: &mut Run,
    ) {
        let instant = |fact: usize| self.start + i64::from(self.at.get(fact).copied().unwrap_or(0));
        let whole = from <= self.first && self.last < to;
        // Within a customer, facts are in the order of time.
        let mut facts = facts;
        if !whole {
            while facts.start < facts.end && instant(facts.start) < from {
                facts.start += 1;
            }
            let mut end = facts.start;
            while end < facts.end && instant(end) < to {
                end += 1;
            }
            facts.end = end;
        }
        if facts.is_empty() {
            return;
        }
        for fact in facts.clone() {
            out.rows.push(self.rows.get(fact).copied().unwrap_or(0));
            out.at.push(instant(fact));
            let items = self.items.of_fact(fact).len() as u32;
            out.items.push(out.items.last().copied().unwrap_or(0) + items);
        }
        let items = self.items.of_fact(facts.start).start..self.items.of_fact(facts.end - 1).end;
        for (property, (column, &of_item)) in self.columns.iter().zip(of_item).enumerate() {
            if wanted(property)
                && let Some(out) = out.columns.get_mut(property)
            {
                let places = if of_item { items.clone() } else { facts.clone() };
                out.extend(places.map(|place| column.get(place)));
            }
        }
    }

    /// Every fact, in a run.
    pub(crate) fn unpack(&self, of_item: &OfItem, out: &mut Run) {
        self.gather(0..self.len(), i64::MIN, i64::MAX, |_| true, of_item, out);
    }

    /// How many bytes the columns take.
    pub(crate) fn bytes(&self) -> usize {
        let items = if let Items::At(offsets) = &self.items { offsets.len() * 4 } else { 0 };
        let columns: usize = self.columns.iter().map(Packed::bytes).sum();
        self.rows.len() * 6 + columns + items + self.signposts.len() * 4 + size_of::<Self>()
    }
}
