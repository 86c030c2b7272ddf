//! A column of whole numbers in as few bytes as they need.
//!
//! Everything that the warehouse holds is a whole number: a code of a dictionary, ten-thousandths, days, milliseconds, yes
//! as 1. Here a value is `base + step × raw`, with raw numbers of 1, 2, 4 or 8 bytes; the greatest raw number stands for
//! "unknown".
//!
//! Absent from here: what the numbers mean.

/// The value that is unknown.
pub(crate) const UNKNOWN: i64 = i64::MIN;

/// The raw numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lane {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
    /// The values themselves, [`UNKNOWN`] as it is.
    Eight(Vec<i64>),
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Packed {
    pub(crate) lane: Lane,
    pub(crate) base: i64,
    pub(crate) step: i64,
}

impl Default for Packed {
    fn default() -> Self {
        Self { lane: Lane::One(Vec::new()), base: 0, step: 1 }
    }
}

impl Packed {
    /// Packs values.
    pub(crate) fn of(values: &[i64]) -> Self {
        let known = || values.iter().copied().filter(|&value| value != UNKNOWN);
        let (Some(least), Some(most)) = (known().min(), known().max()) else {
            return Self { lane: Lane::One(vec![u8::MAX; values.len()]), base: 0, step: 1 };
        };
        let spread = i128::from(most) - i128::from(least);
        if spread >= i128::from(i64::MAX) {
            return Self { lane: Lane::Eight(values.to_vec()), base: 0, step: 1 };
        }
        // Small columns of codes and flags start from 0, so that later values find room without packing again.
        let base = if (0..255).contains(&least) && most < 255 { 0 } else { least };
        let mut step = 0_u64;
        for value in known() {
            step = divisor(step, value.abs_diff(base));
            if step == 1 {
                break;
            }
        }
        let step = if base == 0 && most < 255 { 1 } else { step.max(1) };
        let greatest = most.abs_diff(base) / step;
        let raw = |value: i64| if value == UNKNOWN { u64::MAX } else { value.abs_diff(base) / step };
        let lane = if greatest < u64::from(u8::MAX) {
            Lane::One(values.iter().map(|&value| raw(value) as u8).collect())
        } else if greatest < u64::from(u16::MAX) {
            Lane::Two(values.iter().map(|&value| raw(value) as u16).collect())
        } else if greatest < u64::from(u32::MAX) {
            Lane::Four(values.iter().map(|&value| raw(value) as u32).collect())
        } else {
            return Self { lane: Lane::Eight(values.to_vec()), base: 0, step: 1 };
        };
        Self { lane, base, step: step as i64 }
    }

    pub(crate) fn len(&self) -> usize {
        match &self.lane {
            Lane::One(raw) => raw.len(),
            Lane::Two(raw) => raw.len(),
            Lane::Four(raw) => raw.len(),
            Lane::Eight(raw) => raw.len(),
        }
    }

    /// The value at a place; [`UNKNOWN`] beyond the end.
    #[inline]
    pub(crate) fn get(&self, at: usize) -> i64 {
        let raw = match &self.lane {
            Lane::One(raw) => raw.get(at).filter(|&&raw| raw != u8::MAX).map(|&raw| i64::from(raw)),
            Lane::Two(raw) => raw.get(at).filter(|&&raw| raw != u16::MAX).map(|&raw| i64::from(raw)),
            Lane::Four(raw) => raw.get(at).filter(|&&raw| raw != u32::MAX).map(|&raw| i64::from(raw)),
            Lane::Eight(raw) => return raw.get(at).copied().unwrap_or(UNKNOWN),
        };
        raw.map_or(UNKNOWN, |raw| self.base + self.step * raw)
    }

    /// Adds the values at these places; [`UNKNOWN`] beyond the end.
    pub(crate) fn take(&self, places: &[u32], out: &mut Vec<i64>) {
        let (base, step) = (self.base, self.step);
        fn each<T: Copy + PartialEq + Into<i64>>(
            (raw, unknown): (&[T], T),
            places: &[u32],
            wide: impl Fn(i64) -> i64,
            out: &mut Vec<i64>,
        ) {
            out.extend(places.iter().map(|&place| match raw.get(place as usize) {
                Some(&raw) if raw != unknown => wide(raw.into()),
                _ => UNKNOWN,
            }));
        }
        match &self.lane {
            Lane::One(raw) => each((raw, u8::MAX), places, |raw| base + step * raw, out),
            Lane::Two(raw) => each((raw, u16::MAX), places, |raw| base + step * raw, out),
            Lane::Four(raw) => each((raw, u32::MAX), places, |raw| base + step * raw, out),
            Lane::Eight(raw) => each((raw, UNKNOWN), places, |raw| raw, out),
        }
    }

    /// Every value.
    pub(crate) fn values(&self) -> Vec<i64> {
        let wide = |raw: i64, unknown: bool| if unknown { UNKNOWN } else { self.base + self.step * raw };
        match &self.lane {
            Lane::One(raw) => raw.iter().map(|&raw| wide(i64::from(raw), raw == u8::MAX)).collect(),
            Lane::Two(raw) => raw.iter().map(|&raw| wide(i64::from(raw), raw == u16::MAX)).collect(),
            Lane::Four(raw) => raw.iter().map(|&raw| wide(i64::from(raw), raw == u32::MAX)).collect(),
            Lane::Eight(raw) => raw.clone(),
        }
    }

    /// Puts a value at a place below 65,536, packing anew when it does not fit.
    pub(crate) fn set(&mut self, at: usize, value: i64) {
        if at >= self.len() {
            if value == UNKNOWN {
                return;
            }
            match &mut self.lane {
                Lane::One(raw) => raw.resize(at + 1, u8::MAX),
                Lane::Two(raw) => raw.resize(at + 1, u16::MAX),
                Lane::Four(raw) => raw.resize(at + 1, u32::MAX),
                Lane::Eight(raw) => raw.resize(at + 1, UNKNOWN),
            }
        }
        let fits = if value == UNKNOWN {
            Some(u64::MAX)
        } else {
            let above = i128::from(value) - i128::from(self.base);
            let step = i128::from(self.step);
            (above >= 0 && above % step == 0).then(|| u64::try_from(above / step).unwrap_or(u64::MAX - 1))
        };
        let put = |limit: u64| fits.filter(|&raw| raw == u64::MAX || raw < limit);
        let done = match &mut self.lane {
            Lane::One(raw) => put(u64::from(u8::MAX)).and_then(|fit| raw.get_mut(at).map(|raw| *raw = fit as u8)),
            Lane::Two(raw) => put(u64::from(u16::MAX)).and_then(|fit| raw.get_mut(at).map(|raw| *raw = fit as u16)),
            Lane::Four(raw) => put(u64::from(u32::MAX)).and_then(|fit| raw.get_mut(at).map(|raw| *raw = fit as u32)),
            Lane::Eight(raw) => raw.get_mut(at).map(|raw| *raw = value),
        };
        if done.is_none() {
            let mut values = self.values();
            if let Some(place) = values.get_mut(at) {
                *place = value;
            }
            *self = Self::of(&values);
        }
    }

    /// How many bytes the numbers take.
    pub(crate) fn bytes(&self) -> usize {
        self.len()
            * match &self.lane {
                Lane::One(_) => 1,
                Lane::Two(_) => 2,
                Lane::Four(_) => 4,
                Lane::Eight(_) => 8,
            }
    }

    /// The raw numbers that stand for values from `low` to `high`, both included; `None` when there are none.
    pub(crate) fn raw(&self, low: i64, high: i64) -> Option<(u64, u64)> {
        let (base, step) = (i128::from(self.base), i128::from(self.step));
        let above = |value: i64| i128::from(value) - base;
        let last = above(high).div_euclid(step);
        let first = (above(low) + step - 1).div_euclid(step).max(0);
        (last >= first).then(|| (first as u64, u64::try_from(last).unwrap_or(u64::MAX)))
    }
}

/// The greatest common divisor.
fn divisor(mut one: u64, mut other: u64) -> u64 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_value() -> impl Strategy<Value = i64> {
        prop_oneof![Just(UNKNOWN), 0..20_i64, -300..70_000_i64, any::<i64>(), (0..1000_i64).prop_map(|n| n * 100 + 7)]
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(mut values in proptest::collection::vec(any_value(), 0..40),
                                  later in proptest::collection::vec((0..60_usize, any_value()), 0..20)) {
            let mut packed = Packed::of(&values);
            prop_assert_eq!(packed.values(), values.clone());
            for (at, value) in later {
                packed.set(at, value);
                if at >= values.len() && value != UNKNOWN {
                    values.resize(at + 1, UNKNOWN);
                }
                if let Some(place) = values.get_mut(at) {
                    *place = value;
                }
                prop_assert_eq!(packed.values(), values.clone());
            }
        }

        #[test]
        fn ranges_of_raw_numbers_agree(values in proptest::collection::vec(any_value(), 0..40), ends in (any_value(), any_value())) {
            let packed = Packed::of(&values);
            let raw = packed.raw(ends.0.max(UNKNOWN + 1), ends.1);
            if let Lane::Two(lane) = &packed.lane {
                for (raw_value, value) in lane.iter().zip(&values) {
                    let inside = raw.is_some_and(|(low, high)| (low..=high).contains(&u64::from(*raw_value)));
                    if *value != UNKNOWN {
                        prop_assert_eq!(inside, (ends.0..=ends.1).contains(value));
                    }
                }
            }
        }
    }
}
