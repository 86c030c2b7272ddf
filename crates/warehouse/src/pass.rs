//! Tests of values as ranges of numbers.
//!
//! Whatever a rule asks of a value (a comparison, a list, characters, a window of the calendar, an age) comes down to which
//! whole numbers pass. An unknown value never does.
//!
//! Absent from here: how a test of the rule language becomes such ranges.

use crate::bits::Bits;
use crate::packed::{Lane, Packed, UNKNOWN};
use crate::wide::wide;

/// The day of the year of a number of days since 1970, as a place in a table: month × 32 + day.
pub(crate) fn day_of_year(days: i64) -> usize {
    let date = crate::value::date(days);
    usize::from(date.month().unsigned_abs()) * 32 + usize::from(date.day().unsigned_abs())
}

/// Which numbers pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pass {
    /// Those in one of these ranges, both ends included, rising and apart.
    Ranges(Vec<(i64, i64)>),
    /// Those whose bit is set: codes, where they are many and scattered.
    Codes(Vec<u64>),
    /// Days whose day of the year is marked.
    Yearly(Vec<bool>),
}

impl Pass {
    /// None.
    pub(crate) const NONE: Self = Self::Ranges(Vec::new());

    /// Every known one.
    pub(crate) fn known() -> Self {
        Self::Ranges(vec![(UNKNOWN + 1, i64::MAX)])
    }

    /// From `low` to `high`, both included.
    pub(crate) fn range(low: i64, high: i64) -> Self {
        let low = low.max(UNKNOWN + 1);
        Self::Ranges(if low <= high { vec![(low, high)] } else { Vec::new() })
    }

    /// One of these.
    pub(crate) fn any_of(mut values: Vec<i64>) -> Self {
        values.retain(|&value| value != UNKNOWN);
        values.sort_unstable();
        values.dedup();
        let mut ranges: Vec<(i64, i64)> = Vec::new();
        for value in &values {
            match ranges.last_mut() {
                Some((_, high)) if high.checked_add(1) == Some(*value) => *high = *value,
                _ => ranges.push((*value, *value)),
            }
        }
        match (ranges.first(), ranges.last()) {
            (Some(&(low, _)), Some(&(_, high))) if ranges.len() > 2 && low >= 0 && high < 1 << 22 => {
                let mut words = vec![0_u64; (high / 64 + 1) as usize];
                for value in values {
                    if let Some(word) = words.get_mut((value / 64) as usize) {
                        *word |= 1 << (value % 64);
                    }
                }
                Self::Codes(words)
            }
            _ => Self::Ranges(ranges),
        }
    }

    /// One of several ranges, in any order.
    pub(crate) fn union(mut ranges: Vec<(i64, i64)>) -> Self {
        ranges.retain(|(low, high)| low <= high);
        ranges.sort_unstable();
        let mut joined: Vec<(i64, i64)> = Vec::new();
        for (low, high) in ranges {
            let low = low.max(UNKNOWN + 1);
            match joined.last_mut() {
                Some((_, last)) if low <= last.saturating_add(1) => *last = (*last).max(high),
                _ => joined.push((low, high)),
            }
        }
        Self::Ranges(joined)
    }

    /// Every known one but this.
    pub(crate) fn other_than(value: i64) -> Self {
        Self::union(vec![(UNKNOWN + 1, value.saturating_sub(1)), (value.saturating_add(1), i64::MAX)])
    }

    /// Whether a value passes.
    #[inline]
    pub(crate) fn has(&self, value: i64) -> bool {
        match self {
            Self::Ranges(ranges) => value != UNKNOWN && ranges.iter().any(|&(low, high)| low <= value && value <= high),
            Self::Codes(words) => usize::try_from(value)
                .ok()
                .and_then(|value| words.get(value / 64).map(|word| word >> (value % 64) & 1 == 1))
                .unwrap_or(false),
            Self::Yearly(marked) => value != UNKNOWN && marked.get(day_of_year(value)).copied().unwrap_or(false),
        }
    }

    /// Writes 1 for each value that passes and 0 for the others; `out` is as long as the column or its part from `from` on.
    pub(crate) fn mark(&self, column: &Packed, from: usize, out: &mut [u8]) {
        match &column.lane {
            Lane::One(raw) => self.mark_small(column, raw.get(from..).unwrap_or(&[]), out),
            Lane::Two(raw) => {
                self.mark_lane(column, raw.get(from..).unwrap_or(&[]), out, u64::from(u16::MAX), u64::from);
            }
            Lane::Four(raw) => {
                self.mark_lane(column, raw.get(from..).unwrap_or(&[]), out, u64::from(u32::MAX), u64::from);
            }
            Lane::Eight(raw) => {
                let raw = raw.get(from..).unwrap_or(&[]);
                if let Self::Ranges(ranges) = self
                    && let [(low, high)] = ranges.as_slice()
                {
                    for (out, value) in out.iter_mut().zip(raw) {
                        *out = u8::from(low <= value && value <= high);
                    }
                } else {
                    out.iter_mut().zip(raw).for_each(|(out, &value)| *out = u8::from(self.has(value)));
                }
            }
        }
        let held = column.len().saturating_sub(from).min(out.len());
        out.iter_mut().skip(held).for_each(|out| *out = 0);
    }

    /// One byte a value: a table of what passes.
    fn mark_small(&self, column: &Packed, raw: &[u8], out: &mut [u8]) {
        if let Some((low, width)) = self.single(column, u64::from(u8::MAX)) {
            let (low, width) = (low as u8, width as u8);
            return wide(|| {
                for (out, raw) in out.iter_mut().zip(raw) {
                    *out = u8::from(raw.wrapping_sub(low) <= width);
                }
            });
        }
        let mut table = [0_u8; 256];
        // Raw numbers that no value has may stand for values beyond the end.
        for (raw, passes) in table.iter_mut().enumerate().take(255) {
            *passes = u8::from(self.has(column.base.wrapping_add(column.step.wrapping_mul(raw as i64))));
        }
        for (out, raw) in out.iter_mut().zip(raw) {
            *out = table.get(usize::from(*raw)).copied().unwrap_or(0);
        }
    }

    /// Two or four bytes a value.
    #[inline]
    fn mark_lane<T: Copy + WrapSub>(
        &self,
        column: &Packed,
        raw: &[T],
        out: &mut [u8],
        unknown: u64,
        widen: impl Fn(T) -> u64,
    ) {
        if let Some((low, width)) = self.single(column, unknown) {
            let (low, width) = (T::narrow(low), T::narrow(width));
            return wide(|| {
                for (out, raw) in out.iter_mut().zip(raw) {
                    *out = u8::from(raw.below(low, width));
                }
            });
        }
        for (out, raw) in out.iter_mut().zip(raw) {
            let raw = widen(*raw);
            *out = u8::from(raw != unknown && self.has(column.base.wrapping_add(column.step.wrapping_mul(raw as i64))));
        }
    }

    /// The lowest raw number and the width of the one range that passes, where it is one.
    fn single(&self, column: &Packed, unknown: u64) -> Option<(u64, u64)> {
        let Self::Ranges(ranges) = self else { return None };
        let [(low, high)] = ranges.as_slice() else { return None };
        let (low, high) = column.raw(*low, *high)?;
        let high = high.min(unknown - 1);
        (low <= high).then(|| (low, high - low))
    }

    /// Adds the rows of `mask` whose value passes to `out`.
    pub(crate) fn rows(&self, column: &Packed, mask: &Bits, out: &mut Bits) {
        let n = mask.len();
        if n == 0 {
            return;
        }
        if n < crate::bits::ROWS / 8 {
            for row in mask.rows() {
                if self.has(column.get(usize::from(row))) {
                    out.set(row);
                }
            }
            return;
        }
        let mut marks = vec![0_u8; crate::bits::ROWS];
        self.mark(column, 0, &mut marks);
        gather_into(&marks, mask, out);
    }
}

/// Adds the rows of `mask` that are marked to `out`.
pub(crate) fn gather_into(marks: &[u8], mask: &Bits, out: &mut Bits) {
    gather_into_words(marks, mask.words(), out.words_mut());
}

/// [`gather_into`] of some words of rows.
pub(crate) fn gather_into_words(marks: &[u8], mask: &[u64], out: &mut [u64]) {
    wide(|| {
        for ((marks, mask), out) in marks.chunks_exact(64).zip(mask).zip(out) {
            if let Ok(marks) = marks.try_into() {
                *out |= gather(marks) & mask;
            }
        }
    });
}

/// Sixty-four marks as a word.
#[inline(always)]
fn gather(marks: &[u8; 64]) -> u64 {
    let mut word = 0;
    for (at, eight) in marks.chunks_exact(8).enumerate() {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(eight);
        // Eight bytes of 0 or 1 become eight bits: each is moved to the top byte at its place.
        let bits = u64::from_le_bytes(bytes).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word |= bits << (at * 8);
    }
    word
}

/// Numbers that wrap when subtracted.
trait WrapSub {
    fn narrow(wide: u64) -> Self;
    /// Whether `self - low` is at most `width`.
    fn below(self, low: Self, width: Self) -> bool;
}

impl WrapSub for u16 {
    fn narrow(wide: u64) -> Self {
        wide as Self
    }
    #[inline]
    fn below(self, low: Self, width: Self) -> bool {
        self.wrapping_sub(low) <= width
    }
}

impl WrapSub for u32 {
    fn narrow(wide: u64) -> Self {
        wide as Self
    }
    #[inline]
    fn below(self, low: Self, width: Self) -> bool {
        self.wrapping_sub(low) <= width
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn marks_agree_with_values(values in proptest::collection::vec(prop_oneof![Just(UNKNOWN), 0..9_i64, -400..400_i64, 0..90_000_i64, any::<i64>()], 0..150),
                                   small in proptest::collection::vec(0..250_i64, 0..150),
                                   ranges in proptest::collection::vec((-500..90_000_i64, 0..5_000_i64), 0..4)) {
            let ranges: Vec<(i64, i64)> = ranges.into_iter().map(|(low, width)| (low, low + width)).collect();
            for pass in [Pass::union(ranges.clone()), Pass::any_of(ranges.iter().map(|range| range.0).collect()), Pass::known()] {
                for values in [&values, &small] {
                    let packed = Packed::of(values);
                    let mut marks = vec![9; values.len() + 2];
                    pass.mark(&packed, 0, &mut marks);
                    let mut mask = Bits::new();
                    mask.fill_to(values.len());
                    let mut out = Bits::new();
                    pass.rows(&packed, &mask, &mut out);
                    for (at, value) in values.iter().enumerate() {
                        prop_assert_eq!(marks[at] == 1, pass.has(*value));
                        prop_assert_eq!(out.has(at as u16), pass.has(*value));
                    }
                    prop_assert_eq!(marks[values.len()], 0);
                }
            }
        }
    }
}
