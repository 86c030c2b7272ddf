//! What the facts of each customer of a page come to, side by side.
//!
//! Absent from here: which facts count.

use crate::bits::{Bits, ROWS};
use crate::packed::{Lane, Packed, UNKNOWN};
use crate::pass::gather_into;
use crate::wide::wide;

/// Room for one figure of every row.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// Spare columns of figures.
    counts: Vec<Counts>,
    numbers: Vec<Numbers>,
    /// Marks of facts and of items.
    pub(crate) marks: Vec<u8>,
    pub(crate) item_marks: Vec<u8>,
    pub(crate) more: Vec<Vec<u8>>,
}

impl Room {
    /// A count for every row, 0.
    pub(crate) fn counts(&mut self) -> Counts {
        let mut counts = self.counts.pop().unwrap_or_else(|| boxed(0));
        counts.fill(0);
        counts
    }

    /// A number for every row.
    pub(crate) fn numbers(&mut self, from: i64) -> Numbers {
        let mut numbers = self.numbers.pop().unwrap_or_else(|| boxed(from));
        numbers.fill(from);
        numbers
    }

    pub(crate) fn give_counts(&mut self, counts: Counts) {
        self.counts.push(counts);
    }

    pub(crate) fn give_numbers(&mut self, numbers: Numbers) {
        self.numbers.push(numbers);
    }
}

/// A count for every row of a page. A row's number is below their length whatever it is, so no access is checked.
pub(crate) type Counts = Box<[u32; ROWS]>;

/// A number for every row of a page.
pub(crate) type Numbers = Box<[i64; ROWS]>;

/// An array on the heap, without going by way of the stack.
pub(crate) fn boxed<T: Copy>(from: T) -> Box<[T; ROWS]> {
    let whole = vec![from; ROWS].into_boxed_slice();
    whole.try_into().unwrap_or_else(|_| Box::new([from; ROWS]))
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
    let mut marks = vec![0_u8; ROWS];
    for &(low, high) in ranges {
        wide(|| {
            for (mark, &figure) in marks.iter_mut().zip(figures) {
                *mark |= u8::from(low <= figure && figure <= high);
            }
        });
    }
    gather_into(&marks, mask, out);
}
