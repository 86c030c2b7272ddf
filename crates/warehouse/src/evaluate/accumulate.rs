//! What the facts of each customer of a page come to, side by side.
//!
//! Absent from here: which facts count.

use crate::bits::{Bits, ROWS};
use crate::packed::{Lane, Packed, UNKNOWN};

/// Room for one figure of every row.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// Spare columns of figures.
    counts: Vec<Vec<u32>>,
    sums: Vec<Vec<i64>>,
    /// Marks of facts and of items.
    pub(crate) marks: Vec<u8>,
    pub(crate) item_marks: Vec<u8>,
    pub(crate) more: Vec<Vec<u8>>,
}

impl Room {
    /// A count for every row, 0.
    pub(crate) fn counts(&mut self) -> Vec<u32> {
        let mut counts = self.counts.pop().unwrap_or_default();
        counts.clear();
        counts.resize(ROWS, 0);
        counts
    }

    /// A number for every row.
    pub(crate) fn numbers(&mut self, from: i64) -> Vec<i64> {
        let mut sums = self.sums.pop().unwrap_or_default();
        sums.clear();
        sums.resize(ROWS, from);
        sums
    }

    pub(crate) fn give_counts(&mut self, counts: Vec<u32>) {
        self.counts.push(counts);
    }

    pub(crate) fn give_numbers(&mut self, sums: Vec<i64>) {
        self.sums.push(sums);
    }
}

/// Calls with the row and value of each known value that is marked. `rows` are the rows of the places.
#[inline]
pub(crate) fn each_marked(
    column: &Packed,
    marks: &[u8],
    rows: impl Iterator<Item = u16>,
    mut found: impl FnMut(u16, i64),
) {
    let (base, step) = (column.base, column.step);
    match &column.lane {
        Lane::One(raw) => {
            for ((&raw, &mark), row) in raw.iter().zip(marks).zip(rows) {
                if mark != 0 && raw != u8::MAX {
                    found(row, base + step * i64::from(raw));
                }
            }
        }
        Lane::Two(raw) => {
            for ((&raw, &mark), row) in raw.iter().zip(marks).zip(rows) {
                if mark != 0 && raw != u16::MAX {
                    found(row, base + step * i64::from(raw));
                }
            }
        }
        Lane::Four(raw) => {
            for ((&raw, &mark), row) in raw.iter().zip(marks).zip(rows) {
                if mark != 0 && raw != u32::MAX {
                    found(row, base + step * i64::from(raw));
                }
            }
        }
        Lane::Eight(raw) => {
            for ((&raw, &mark), row) in raw.iter().zip(marks).zip(rows) {
                if mark != 0 && raw != UNKNOWN {
                    found(row, raw);
                }
            }
        }
    }
}

/// The rows of `mask` whose figure lies in one of the ranges, both ends included.
pub(crate) fn within<T: Copy + PartialOrd>(figures: &[T], ranges: &[(T, T)], mask: &Bits, out: &mut Bits) {
    let words = figures.chunks_exact(64).zip(mask.words()).zip(out.words_mut());
    for ((figures, mask), out) in words {
        if *mask == 0 {
            continue;
        }
        let mut marks = [0_u8; 64];
        for (low, high) in ranges {
            for (mark, figure) in marks.iter_mut().zip(figures) {
                *mark |= u8::from(low <= figure && figure <= high);
            }
        }
        *out |= crate::pass::gather(&marks) & mask;
    }
}
