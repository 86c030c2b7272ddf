//! How many rows of a page stand in each band of a column of numbers: every cut between bands is looked at once, in one
//! pass over the packed values, which the machine does for many at a time.
//!
//! Absent from here: bands that are no single range; those are counted by their rows.

use crate::bits::Bits;
use crate::packed::{Lane, Packed, UNKNOWN};
use crate::pass::Pass;
use crate::wide::wide;

/// How many of two sets.
pub(super) type Both = (u64, u64);

/// How many of two sets stand in each band, and how many in `known`; nothing when a band is no single range.
pub(super) fn count(values: &Packed, bands: &[Pass], known: &Pass, sets: &(Bits, Bits)) -> Option<(Vec<Both>, Both)> {
    let mut cuts = Cuts { values, sets, known: Vec::with_capacity(bands.len() + 2) };
    let bars = bands.iter().map(|band| cuts.within(band)).collect::<Option<Vec<_>>>()?;
    Some((bars, cuts.within(known)?))
}

/// The cuts that were looked at, with how many have a known value below each; without a cut, any.
struct Cuts<'a> {
    values: &'a Packed,
    sets: &'a (Bits, Bits),
    known: Vec<(Option<i64>, Both)>,
}

impl Cuts<'_> {
    fn within(&mut self, band: &Pass) -> Option<Both> {
        let Pass::Ranges(ranges) = band else { return None };
        match *ranges.as_slice() {
            [] => Some((0, 0)),
            [(low, high)] => {
                let (under, over) = (self.below(Some(low)), self.below(high.checked_add(1)));
                Some((over.0 - under.0, over.1 - under.1))
            }
            _ => None,
        }
    }

    fn below(&mut self, cut: Option<i64>) -> Both {
        if let Some((_, n)) = self.known.iter().find(|(at, _)| *at == cut) {
            return *n;
        }
        let n = self.count_below(cut);
        self.known.push((cut, n));
        n
    }

    fn count_below(&self, cut: Option<i64>) -> Both {
        // The greatest raw number stands for "unknown", so that all known ones are below it.
        let limit = |unknown: u64| match cut {
            None => unknown,
            Some(cut) => {
                self.values.raw(UNKNOWN + 1, cut.saturating_sub(1)).map_or(0, |(_, last)| (last + 1).min(unknown))
            }
        };
        match &self.values.lane {
            Lane::One(raw) => below(raw, limit(u64::from(u8::MAX)) as u8, self.sets),
            Lane::Two(raw) => below(raw, limit(u64::from(u16::MAX)) as u16, self.sets),
            Lane::Four(raw) => below(raw, limit(u64::from(u32::MAX)) as u32, self.sets),
            Lane::Eight(values) => {
                let under = below(values, UNKNOWN + 1, self.sets);
                let all = match cut {
                    Some(cut) => below(values, cut.max(UNKNOWN + 1), self.sets),
                    None => among(values, self.sets),
                };
                (all.0 - under.0, all.1 - under.1)
            }
        }
    }
}

/// How many rows of each set hold a number below `limit`.
fn below<T: Copy + PartialOrd>(raw: &[T], limit: T, sets: &(Bits, Bits)) -> Both {
    let (whole, rest) = raw.as_chunks::<64>();
    let mut words = sets.0.words().iter().zip(sets.1.words());
    let mut sum = (0, 0);
    let mut count = |below: u64, (one, other): (&u64, &u64)| {
        sum.0 += u64::from((below & one).count_ones());
        sum.1 += u64::from((below & other).count_ones());
    };
    wide(|| {
        for (raw, word) in whole.iter().zip(words.by_ref()) {
            count(bits_below(raw, limit), word);
        }
        if let Some(word) = words.next() {
            count(bits_below(rest, limit), word);
        }
    });
    sum
}

/// A bit for each of up to 64 numbers that is below `limit`.
#[inline(always)]
fn bits_below<T: Copy + PartialOrd>(raw: &[T], limit: T) -> u64 {
    raw.iter().enumerate().fold(0, |word, (at, raw)| word | u64::from(*raw < limit) << at)
}

/// How many rows of each set are among the values at all.
fn among(values: &[i64], sets: &(Bits, Bits)) -> Both {
    let over = below(values, i64::MAX, sets);
    let most = (0..=u16::MAX).zip(values).filter(|(_, value)| **value == i64::MAX);
    most.fold(over, |sum, (row, _)| (sum.0 + u64::from(sets.0.has(row)), sum.1 + u64::from(sets.1.has(row))))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_value() -> impl Strategy<Value = i64> {
        prop_oneof![
            Just(UNKNOWN),
            Just(i64::MAX),
            0..20_i64,
            -300..70_000_i64,
            any::<i64>(),
            (0..1000_i64).prop_map(|n| n * 100 + 7)
        ]
    }

    proptest! {
        #[test]
        fn bands_hold_whom_they_pass(
            narrow in 0..4_usize,
            mut values in proptest::collection::vec(any_value(), 0..300),
            sets in (proptest::collection::vec(0..400_u16, 0..200), proptest::collection::vec(0..400_u16, 0..200)),
            bands in proptest::collection::vec((any_value(), any_value()), 0..6),
        ) {
            // Fewer bytes a value, as they come in a shop.
            let most = [i64::MAX, 1 << 31, 60_000, 200][narrow];
            values.iter_mut().filter(|value| **value != UNKNOWN).for_each(|value| *value = value.rem_euclid(most));
            let packed = Packed::of(&values);
            let bits = |rows: &[u16]| {
                let mut bits = Bits::new();
                rows.iter().for_each(|&row| bits.set(row));
                bits
            };
            let sets = (bits(&sets.0), bits(&sets.1));
            let bands: Vec<Pass> = bands.into_iter().map(|(low, high)| Pass::range(low, high)).chain([Pass::NONE]).collect();
            let (bars, known) = count(&packed, &bands, &Pass::known(), &sets).unwrap();
            for (pass, found) in bands.iter().zip(bars).chain([(&Pass::known(), known)]) {
                let within = |set: &Bits| values.iter().zip(0..).filter(|(value, row)| pass.has(**value) && set.has(*row)).count() as u64;
                prop_assert_eq!(found, (within(&sets.0), within(&sets.1)), "{:?}", pass);
            }
        }
    }
}
