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
use crate::plan::{BoundDid, compared, each_value};
use crate::wide::wide;

/// How many rows at a time.
const SPAN: usize = 2_048;

/// A figure of each of these rows.
enum Near {
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
        let mut figures = Vec::new();
        for bound in &did.bounds {
            let Pass::Ranges(ranges) = compared(bound.comparison, bound.limit) else { return };
            figures.push(if bound.aggregate == Aggregate::Times {
                Near::Times(boxed(0), super::figure::whole(&ranges))
            } else {
                Near::Sum(boxed(0), ranges)
            });
        }
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
            let here = |row: u16| usize::from(row) / SPAN == first / SPAN;
            for (bound, figure) in did.bounds.iter().zip(&mut figures) {
                figure.clear();
                for (block, marks) in &blocks {
                    figure.take(block, usize::from(bound.property), marks, first);
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
            }
            passing.fill(1);
            figures.iter().for_each(|figure| figure.keep(&mut passing));
            gather_into_words(passing.as_slice(), mask, out);
        }
    }
}

impl Near {
    fn clear(&mut self) {
        match self {
            Self::Times(counts, _) => counts.fill(0),
            Self::Sum(sums, _) => sums.fill(0),
        }
    }

    /// Takes the marked facts of a block in, of the rows from `first` on.
    fn take(&mut self, block: &Block, property: usize, marks: &[u8], first: usize) {
        let facts = block.begins(first)..block.begins(first + SPAN);
        let (Some(rows), Some(marks)) = (block.rows.get(facts.clone()), marks.get(facts.clone())) else { return };
        match self {
            Self::Times(counts, _) => {
                for (&row, &mark) in rows.iter().zip(marks) {
                    if let Some(count) = counts.get_mut(usize::from(row) % SPAN) {
                        *count += u32::from(mark);
                    }
                }
            }
            Self::Sum(sums, _) => {
                let Some(column) = block.columns.get(property) else { return };
                match &column.lane {
                    Lane::One(raw) => sum(sums, column, raw.get(facts), rows, marks, u8::MAX),
                    Lane::Two(raw) => sum(sums, column, raw.get(facts), rows, marks, u16::MAX),
                    Lane::Four(raw) => sum(sums, column, raw.get(facts), rows, marks, u32::MAX),
                    Lane::Eight(raw) => sum(sums, column, raw.get(facts), rows, marks, UNKNOWN),
                }
            }
        }
    }

    fn reset(&mut self, row: u16) {
        match self {
            Self::Times(counts, _) => counts.get_mut(usize::from(row) % SPAN).into_iter().for_each(|count| *count = 0),
            Self::Sum(sums, _) => sums.get_mut(usize::from(row) % SPAN).into_iter().for_each(|sum| *sum = 0),
        }
    }

    /// Takes one value in, or, of counts, one fact.
    fn add(&mut self, row: u16, value: i64) {
        match self {
            Self::Times(counts, _) => counts.get_mut(usize::from(row) % SPAN).into_iter().for_each(|count| *count += 1),
            Self::Sum(sums, _) => sums.get_mut(usize::from(row) % SPAN).into_iter().for_each(|sum| *sum += value),
        }
    }

    /// Takes the marks of those away whose figure does not keep its bound.
    fn keep(&self, passing: &mut [u8; SPAN]) {
        match self {
            Self::Times(counts, ranges) => within(counts, ranges, passing),
            Self::Sum(sums, ranges) => within(sums, ranges, passing),
        }
    }
}

/// Adds the known values that are marked to the sums of their rows.
#[inline]
fn sum<T: Copy + PartialEq + Into<i64>>(
    sums: &mut [i64; SPAN],
    column: &Packed,
    raw: Option<&[T]>,
    rows: &[u16],
    marks: &[u8],
    unknown: T,
) {
    let (base, step) = (column.base, column.step);
    for ((&raw, &row), &mark) in raw.unwrap_or(&[]).iter().zip(rows).zip(marks) {
        if mark != 0
            && raw != unknown
            && let Some(sum) = sums.get_mut(usize::from(row) % SPAN)
        {
            *sum += base + step * raw.into();
        }
    }
}

fn within<T: Copy + PartialOrd>(figures: &[T; SPAN], ranges: &[(T, T)], passing: &mut [u8; SPAN]) {
    if let [(low, high)] = ranges {
        return wide(|| {
            for (mark, figure) in passing.iter_mut().zip(figures) {
                *mark &= u8::from(low <= figure && figure <= high);
            }
        });
    }
    for (mark, figure) in passing.iter_mut().zip(figures) {
        *mark &= u8::from(ranges.iter().any(|(low, high)| low <= figure && figure <= high));
    }
}
