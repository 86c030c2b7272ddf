//! Counts and sums of a page's customers, some rows at a time.
//!
//! The figures of a whole page do not fit into the nearest cache, and clearing, filling and comparing them costs more than
//! the facts do. Those of some rows fit, and as the facts of a block are in the customers' order, each block's part for them
//! is one run.
//!
//! Absent from here: the greatest, the least and means, and figures of items.

use rules::{Aggregate, Occasion};

use super::scan::{each_block, each_in_tail, rows};
use super::{Asked, Scratch};
use crate::bits::{Bits, ROWS};
use crate::facts::{Block, KindFacts};
use crate::packed::{Lane, Packed, UNKNOWN};
use crate::pass::{Pass, gather_into_words};
use crate::plan::{BoundBound, BoundDid, compared, each_value};
use crate::wide::wide;

/// How many rows at a time.
const SPAN: usize = 4_096;

/// A figure of each of these rows.
enum Near {
    /// Counts that stop at 255, where no more is asked for.
    Few(Box<[u8; SPAN]>, Vec<(u8, u8)>),
    Times(Box<[u32; SPAN]>, Vec<(u32, u32)>),
    Sum(Box<[i64; SPAN]>, Vec<(i64, i64)>),
}

/// Whether a behaviour's bounds are all counts of facts and sums of what facts themselves have.
pub(super) fn suits(did: &BoundDid) -> bool {
    let plain = did.bounds.iter().all(|bound| match bound.aggregate {
        Aggregate::Times => true,
        Aggregate::Sum => !bound.of_item,
        Aggregate::Min | Aggregate::Max | Aggregate::Average => false,
    });
    plain && did.occasion == Occasion::Every && !did.bounds.is_empty()
}

/// An array on the heap.
fn boxed<T: Copy>(from: T) -> Box<[T; SPAN]> {
    vec![from; SPAN].into_boxed_slice().try_into().unwrap_or_else(|_| Box::new([from; SPAN]))
}

impl Asked<'_> {
    /// Adds the rows of `mask` whose facts keep every bound to `out`.
    pub(super) fn did_near(
        &self,
        did: &BoundDid,
        facts: &KindFacts,
        mask: &Bits,
        out: &mut Bits,
        scratch: &mut Scratch,
    ) {
        // Counts are the quickest to tell, and what follows is asked only of whom they leave.
        let mut bounds: Vec<&BoundBound> = did.bounds.iter().collect();
        bounds.sort_by_key(|bound| bound.aggregate != Aggregate::Times);
        let mut figures: Vec<Near> = bounds.iter().map(|bound| Near::new(bound)).collect();
        let (mut marks, mut ends) = (Vec::new(), Vec::new());
        each_block(did, facts, &mut scratch.scan, |_, own, _| {
            marks.extend_from_slice(own);
            ends.push(marks.len());
        });
        let (from, to) = did.reach();
        let asked = facts.blocks.iter().filter(|block| block.last >= from && block.first < to);
        let mut begins = 0;
        let blocks: Vec<(&Block, &[u8])> = asked
            .zip(ends)
            .map(|(block, end)| {
                let own = marks.get(begins..end).unwrap_or(&[]);
                begins = end;
                (block.as_ref(), own)
            })
            .collect();
        let replaced = rows(&facts.replaced);
        let mut tail: Vec<(u16, usize)> = Vec::new();
        each_in_tail(did, facts, |fact| tail.extend(facts.tail.rows.get(fact).map(|&row| (row, fact))));
        let mut passing = boxed(0_u8);
        for first in (0..ROWS).step_by(SPAN) {
            let words = first / 64..(first + SPAN) / 64;
            let (Some(mask), Some(out)) = (mask.words().get(words.clone()), out.words_mut().get_mut(words)) else {
                break;
            };
            if mask.iter().all(|&word| word == 0) {
                continue;
            }
            let mut left = [0_u64; SPAN / 64];
            let here = |row: u16| usize::from(row) / SPAN == first / SPAN;
            passing.fill(1);
            for (at, (bound, figure)) in bounds.iter().zip(&mut figures).enumerate() {
                if at == 0 {
                    figure.clear();
                } else {
                    each_row(&left, |row| figure.reset(row));
                }
                for (block, marks) in &blocks {
                    figure.take(block, usize::from(bound.property), marks, first, &passing);
                }
                replaced.iter().filter(|row| here(**row)).for_each(|&row| figure.reset(row));
                for &(row, fact) in tail.iter().filter(|(row, _)| here(*row)) {
                    if bound.aggregate == Aggregate::Times {
                        figure.add(row, 0);
                    } else {
                        let property = (bound.property, false);
                        each_value(did.filter.as_ref(), property, &facts.tail, fact, |value| figure.add(row, value));
                    }
                }
                if at == 0 {
                    figure.keep(&mut passing);
                    gather_into_words(passing.as_slice(), mask, &mut left);
                } else {
                    let before = left;
                    each_row(&before, |row| {
                        if !figure.keeps(row)
                            && let Some(word) = left.get_mut(usize::from(row) / 64)
                        {
                            *word &= !(1 << (row % 64));
                        }
                    });
                }
                if left.iter().all(|&word| word == 0) {
                    break;
                }
            }
            out.iter_mut().zip(left).for_each(|(out, left)| *out |= left);
        }
    }
}

/// Calls with each row, counted from the first of the span.
fn each_row(words: &[u64; SPAN / 64], mut found: impl FnMut(u16)) {
    for (at, &word) in words.iter().enumerate() {
        let mut left = word;
        while left != 0 {
            found((at * 64) as u16 + left.trailing_zeros() as u16);
            left &= left - 1;
        }
    }
}

impl Near {
    fn new(bound: &BoundBound) -> Self {
        let Pass::Ranges(ranges) = compared(bound.comparison, bound.limit) else {
            return Self::Sum(boxed(0), Vec::new());
        };
        if bound.aggregate == Aggregate::Sum {
            return Self::Sum(boxed(0), ranges);
        }
        let ranges = super::figure::whole(&ranges);
        // 255 stands for itself and everything above: nothing may begin or end there or further on.
        let few = |&(low, high): &(u32, u32)| {
            let high =
                if high == u32::MAX { u8::MAX } else { u8::try_from(high).ok().filter(|&high| high < u8::MAX)? };
            Some((u8::try_from(low).ok()?, high))
        };
        match ranges.iter().map(few).collect() {
            Some(ranges) => Self::Few(boxed(0), ranges),
            None => Self::Times(boxed(0), ranges),
        }
    }

    fn clear(&mut self) {
        match self {
            Self::Few(counts, _) => counts.fill(0),
            Self::Times(counts, _) => counts.fill(0),
            Self::Sum(sums, _) => sums.fill(0),
        }
    }

    /// Takes the marked facts of a block in, of the rows from `first` on that are still in question.
    fn take(&mut self, block: &Block, property: usize, marks: &[u8], first: usize, passing: &[u8; SPAN]) {
        let facts = block.begins(first)..block.begins(first + SPAN);
        let (Some(rows), Some(marks)) = (block.rows.get(facts.clone()), marks.get(facts.clone())) else { return };
        let pairs = rows.iter().zip(marks).map(|(&row, &mark)| (usize::from(row) % SPAN, mark));
        match self {
            Self::Few(counts, _) => {
                for (row, mark) in pairs {
                    if let Some(count) = counts.get_mut(row) {
                        *count = count.saturating_add(mark);
                    }
                }
            }
            Self::Times(counts, _) => {
                for (row, mark) in pairs {
                    if let Some(count) = counts.get_mut(row) {
                        *count += u32::from(mark);
                    }
                }
            }
            Self::Sum(sums, _) => {
                let Some(column) = block.columns.get(property) else { return };
                match &column.lane {
                    Lane::One(raw) => sum(sums, column, raw.get(facts), pairs, passing, u8::MAX),
                    Lane::Two(raw) => sum(sums, column, raw.get(facts), pairs, passing, u16::MAX),
                    Lane::Four(raw) => sum(sums, column, raw.get(facts), pairs, passing, u32::MAX),
                    Lane::Eight(raw) => sum(sums, column, raw.get(facts), pairs, passing, UNKNOWN),
                }
            }
        }
    }

    fn reset(&mut self, row: u16) {
        let row = usize::from(row) % SPAN;
        match self {
            Self::Few(counts, _) => counts.get_mut(row).into_iter().for_each(|count| *count = 0),
            Self::Times(counts, _) => counts.get_mut(row).into_iter().for_each(|count| *count = 0),
            Self::Sum(sums, _) => sums.get_mut(row).into_iter().for_each(|sum| *sum = 0),
        }
    }

    /// Takes one value in, or, of counts, one fact.
    fn add(&mut self, row: u16, value: i64) {
        let row = usize::from(row) % SPAN;
        match self {
            Self::Few(counts, _) => {
                counts.get_mut(row).into_iter().for_each(|count| *count = count.saturating_add(1));
            }
            Self::Times(counts, _) => counts.get_mut(row).into_iter().for_each(|count| *count += 1),
            Self::Sum(sums, _) => sums.get_mut(row).into_iter().for_each(|sum| *sum += value),
        }
    }

    /// Takes the marks of those away whose figure does not keep its bound.
    fn keep(&self, passing: &mut [u8; SPAN]) {
        match self {
            Self::Few(counts, ranges) => within(counts, ranges, passing),
            Self::Times(counts, ranges) => within(counts, ranges, passing),
            Self::Sum(sums, ranges) => within(sums, ranges, passing),
        }
    }

    /// Whether a row's figure keeps its bound.
    fn keeps(&self, row: u16) -> bool {
        let row = usize::from(row) % SPAN;
        match self {
            Self::Few(counts, ranges) => is_in(counts.get(row), ranges),
            Self::Times(counts, ranges) => is_in(counts.get(row), ranges),
            Self::Sum(sums, ranges) => is_in(sums.get(row), ranges),
        }
    }
}

fn is_in<T: PartialOrd>(figure: Option<&T>, ranges: &[(T, T)]) -> bool {
    figure.is_some_and(|figure| ranges.iter().any(|(low, high)| low <= figure && figure <= high))
}

/// Adds the known values that are marked, of rows that are still in question, to their sums. Which those are can hardly be
/// foretold, so that nothing is left out by a jump.
#[inline]
fn sum<T: Copy + PartialEq + Into<i64>>(
    sums: &mut [i64; SPAN],
    column: &Packed,
    raw: Option<&[T]>,
    pairs: impl Iterator<Item = (usize, u8)>,
    passing: &[u8; SPAN],
    unknown: T,
) {
    let (base, step) = (column.base, column.step);
    for (&raw, (row, mark)) in raw.unwrap_or(&[]).iter().zip(pairs) {
        if let (Some(sum), Some(passes)) = (sums.get_mut(row), passing.get(row)) {
            let counts = i64::from(mark & passes & u8::from(raw != unknown));
            *sum += base.wrapping_add(step.wrapping_mul(raw.into())).wrapping_mul(counts);
        }
    }
}

fn within<T: Copy + PartialOrd>(figures: &[T; SPAN], ranges: &[(T, T)], passing: &mut [u8; SPAN]) {
    if let &[(low, high)] = ranges {
        return wide(|| {
            for (mark, &figure) in passing.iter_mut().zip(figures.iter()) {
                *mark &= u8::from((low <= figure) & (figure <= high));
            }
        });
    }
    for (mark, figure) in passing.iter_mut().zip(figures) {
        *mark &= u8::from(is_in(Some(figure), ranges));
    }
}
