//! One figure of every row of a page: a count, a sum, the greatest, the least, a mean.
//!
//! Absent from here: which facts count.

#![expect(clippy::indexing_slicing, reason = "a row of two bytes is below the 65,536 places whatever it is")]

use rules::{Aggregate, Decimal};

use super::accumulate::{Counts, Numbers, Room, each_marked, within};
use crate::bits::Bits;
use crate::packed::{Packed, UNKNOWN};
use crate::pass::Pass;
use crate::plan::{BoundBound, compared};

/// The figure that a bound needs.
pub(super) enum Figure {
    /// How many facts.
    Times(Counts),
    /// The sum.
    Sum(Numbers),
    /// The greatest.
    Most(Numbers),
    /// The greatest of what is turned round, for the least.
    Least(Numbers),
    /// The sum, and of how many.
    Average(Numbers, Counts),
}

impl Figure {
    pub(super) fn new(bound: &BoundBound, room: &mut Room) -> Self {
        match bound.aggregate {
            Aggregate::Times => Self::Times(room.counts()),
            Aggregate::Sum => Self::Sum(room.numbers(0)),
            Aggregate::Max => Self::Most(room.numbers(UNKNOWN)),
            Aggregate::Min => Self::Least(room.numbers(UNKNOWN)),
            Aggregate::Average => Self::Average(room.numbers(0), room.counts()),
        }
    }

    /// Takes the marked values in; `rows` are the rows of their places.
    pub(super) fn take(&mut self, column: &Packed, marks: &[u8], rows: impl Iterator<Item = u16>) {
        match self {
            Self::Times(counts) => {
                for (row, &mark) in rows.zip(marks) {
                    counts[usize::from(row)] += u32::from(mark);
                }
            }
            Self::Sum(sums) => each_marked(column, marks, rows, |row, value| sums[usize::from(row)] += value),
            Self::Most(most) => each_marked(column, marks, rows, |row, value| {
                let most = &mut most[usize::from(row)];
                *most = value.max(*most);
            }),
            Self::Least(least) => each_marked(column, marks, rows, |row, value| {
                let least = &mut least[usize::from(row)];
                *least = (-value).max(*least);
            }),
            Self::Average(sums, counts) => each_marked(column, marks, rows, |row, value| {
                sums[usize::from(row)] += value;
                counts[usize::from(row)] += 1;
            }),
        }
    }

    /// Takes one value in, or, of counts, one fact.
    pub(super) fn add(&mut self, row: u16, value: i64) {
        let row = usize::from(row);
        match self {
            Self::Times(counts) => counts[row] += 1,
            Self::Sum(sums) => sums[row] += value,
            Self::Most(most) => most[row] = value.max(most[row]),
            Self::Least(least) => least[row] = (-value).max(least[row]),
            Self::Average(sums, counts) => {
                sums[row] += value;
                counts[row] += 1;
            }
        }
    }

    /// Forgets a row.
    pub(super) fn reset(&mut self, row: u16) {
        let row = usize::from(row);
        match self {
            Self::Times(counts) => counts[row] = 0,
            Self::Sum(sums) => sums[row] = 0,
            Self::Most(numbers) | Self::Least(numbers) => numbers[row] = UNKNOWN,
            Self::Average(sums, counts) => (sums[row], counts[row]) = (0, 0),
        }
    }

    /// The rows of `mask` that keep the bound.
    pub(super) fn kept(&self, bound: &BoundBound, mask: &Bits, out: &mut Bits) {
        let Pass::Ranges(ranges) = compared(bound.comparison, bound.limit) else { return };
        match self {
            Self::Times(counts) => {
                within(counts.as_slice(), &whole(&ranges), mask, out);
            }
            Self::Sum(sums) => within(sums.as_slice(), &ranges, mask, out),
            Self::Most(most) => within(most.as_slice(), &ranges, mask, out),
            Self::Least(least) => {
                let turned: Vec<(i64, i64)> = ranges.iter().map(|&(low, high)| (-high, -low)).collect();
                within(least.as_slice(), &turned, mask, out);
            }
            Self::Average(sums, counts) => {
                for row in mask.rows() {
                    let (sum, n) = (sums[usize::from(row)], counts[usize::from(row)]);
                    let limit = i128::from(bound.limit) * i128::from(n);
                    if n > 0 && bound.comparison.holds(&i128::from(sum), &limit) {
                        out.set(row);
                    }
                }
            }
        }
    }

    /// A row's figure in ten-thousandths, where there is one: sums of none are left out too.
    pub(super) fn number(&self, row: u16) -> Option<i64> {
        let row = usize::from(row);
        let known = |number: i64| Some(number).filter(|&number| number != UNKNOWN);
        match self {
            Self::Times(counts) => Some(i64::from(counts[row]) * Decimal::SCALE),
            Self::Sum(sums) => known(sums[row]).filter(|&sum| sum != 0),
            Self::Most(most) => known(most[row]),
            Self::Least(least) => known(least[row]).map(|least| -least),
            Self::Average(sums, counts) => {
                let n = Some(counts[row]).filter(|&n| n > 0)?;
                Some(sums[row].div_euclid(i64::from(n)))
            }
        }
    }

    pub(super) fn give(self, room: &mut Room) {
        match self {
            Self::Times(counts) => room.give_counts(counts),
            Self::Sum(sums) | Self::Most(sums) | Self::Least(sums) => room.give_numbers(sums),
            Self::Average(sums, counts) => {
                room.give_numbers(sums);
                room.give_counts(counts);
            }
        }
    }
}

/// The counts that lie in ranges of ten-thousandths.
pub(super) fn whole(ranges: &[(i64, i64)]) -> Vec<(u32, u32)> {
    let counts = ranges.iter().filter_map(|&(low, high)| {
        let low = if low <= 0 { 0 } else { (low - 1) / Decimal::SCALE + 1 };
        let high = high.div_euclid(Decimal::SCALE);
        let limit = i64::from(u32::MAX);
        (low <= high && low <= limit).then(|| (low as u32, high.min(limit) as u32))
    });
    counts.collect()
}
