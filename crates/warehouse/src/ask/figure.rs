//! What a pivot's measures come to, group by group.
//!
//! Absent from here: what is looked at.

use rules::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::axes::Spot;
use crate::Refusal;
use crate::packed::UNKNOWN;

/// Different values that one pivot may hold at a time.
const DIFFERENT: usize = 2_000_000;

/// How a measure's numbers are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reckon {
    Count,
    Sum,
    Min,
    Max,
    Average,
    Different,
}

/// What one measure has come to.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub(super) n: u64,
    sum: i128,
    least: i64,
    most: i64,
    different: FxHashSet<i64>,
}

impl Default for Figure {
    fn default() -> Self {
        Self { n: 0, sum: 0, least: i64::MAX, most: i64::MIN, different: FxHashSet::default() }
    }
}

impl Figure {
    /// Takes a number in; an unknown one changes nothing.
    pub(super) fn add(&mut self, value: i64) {
        if value != UNKNOWN {
            self.n += 1;
            self.sum += i128::from(value);
            self.least = self.least.min(value);
            self.most = self.most.max(value);
        }
    }

    /// Takes a value in that is told apart from others; whether it is new.
    pub(super) fn tell(&mut self, value: i64) -> bool {
        value != UNKNOWN && self.different.insert(value)
    }

    fn join(&mut self, other: Self) {
        self.n += other.n;
        self.sum += other.sum;
        self.least = self.least.min(other.least);
        self.most = self.most.max(other.most);
        self.different.extend(other.different);
    }

    /// The figure in ten-thousandths; `None` where nothing is known.
    pub(super) fn value(&self, reckon: Reckon) -> Option<Decimal> {
        let whole = |n: u64| i64::try_from(n).ok().and_then(Decimal::whole);
        match reckon {
            Reckon::Count => whole(self.n),
            Reckon::Different => whole(self.different.len() as u64),
            _ if self.n == 0 => None,
            Reckon::Sum => i64::try_from(self.sum).ok().map(Decimal),
            Reckon::Min => Some(Decimal(self.least)),
            Reckon::Max => Some(Decimal(self.most)),
            Reckon::Average => {
                let n = i128::from(self.n);
                let half = if self.sum < 0 { -n / 2 } else { n / 2 };
                i64::try_from((self.sum + half) / n).ok().map(Decimal)
            }
        }
    }
}

/// The groups of some pages.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub(super) figures: FxHashMap<Spot, Vec<Figure>>,
    /// Values told apart, over all groups.
    pub(super) different: usize,
}

impl Groups {
    /// The figures of a group, begun when there are none.
    pub(super) fn at(&mut self, spot: Spot, measures: usize) -> &mut [Figure] {
        self.figures.entry(spot).or_insert_with(|| vec![Figure::default(); measures])
    }

    /// Whether there is more than was asked for.
    pub(super) fn too_many(&self, limit: usize) -> bool {
        self.figures.len() > limit || self.different > DIFFERENT
    }

    /// All parts together.
    pub(super) fn joined(parts: Vec<Self>, limit: usize) -> Result<Self, Refusal> {
        let mut whole = Self::default();
        for part in parts {
            whole.different += part.different;
            for (spot, figures) in part.figures {
                match whole.figures.get_mut(&spot) {
                    Some(known) => known.iter_mut().zip(figures).for_each(|(known, figure)| known.join(figure)),
                    None => {
                        whole.figures.insert(spot, figures);
                    }
                }
            }
            if whole.different > DIFFERENT {
                whole.different = whole.figures.values().flatten().map(|figure| figure.different.len()).sum();
            }
            if whole.different > DIFFERENT {
                return Err(Refusal::TooLarge { what: "different values", limit: DIFFERENT as u64 });
            }
            if whole.figures.len() > limit {
                return Err(Refusal::TooLarge { what: "groups", limit: limit as u64 });
            }
        }
        Ok(whole)
    }
}
