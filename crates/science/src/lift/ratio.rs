//! Whether customers fell into the groups as they were meant to: sample-ratio mismatch (Fabijan and others, KDD 2019).

use crate::chances::chi_square_above;

/// Below this chance nothing is read.
pub const ALERT: f64 = 0.001;

/// How groups compare with what was meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Customers that each group should have, as many as there are being given.
    pub expected: Vec<f64>,
    /// χ² = Σ (found − expected)² / expected.
    pub statistic: f64,
    /// The chance of one so large if nothing but chance parted them.
    pub chance: f64,
}

impl Check {
    /// Whether outcomes may be read.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.chance >= ALERT
    }
}

/// Compares the sizes of groups with the weights that they were drawn by. `None` without customers or weights, or with fewer than
/// two groups.
#[must_use]
pub fn check(sizes: &[u64], weights: &[u32]) -> Option<Check> {
    let all: f64 = sizes.iter().map(|size| *size as f64).sum();
    let weight: f64 = weights.iter().map(|weight| f64::from(*weight)).sum();
    if sizes.len() != weights.len() || sizes.len() < 2 || all <= 0.0 || weights.contains(&0) {
        return None;
    }
    let expected: Vec<f64> = weights.iter().map(|own| all * f64::from(*own) / weight).collect();
    let statistic = sizes.iter().zip(&expected).map(|(size, own)| (*size as f64 - own).powi(2) / own).sum();
    let freedom = u32::try_from(sizes.len() - 1).unwrap_or(u32::MAX);
    Some(Check { expected, statistic, chance: chi_square_above(statistic, freedom) })
}
