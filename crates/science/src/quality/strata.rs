//! Stratification: the same values by kind (courier, shift, product), and how much of their spread lies between kinds.

use std::collections::BTreeMap;

use super::{Refusal, mean_and_spread, sound};
use crate::special::beta_below;

/// Values by kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Strata<K> {
    /// In the order of the kinds.
    pub strata: Vec<Stratum<K>>,
    /// The share of the spread that lies between kinds (η²), from 0 to 1; `None` where nothing varies.
    pub between: Option<f64>,
    /// The chance of so much if kinds did not differ (one-way analysis of variance, F); `None` with fewer than two kinds, or
    /// nothing left within them to compare with.
    pub chance: Option<f64>,
}

/// Values of a kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum<K> {
    /// Which.
    pub kind: K,
    /// How many.
    pub values: usize,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation; 0 of one.
    pub spread: f64,
}

/// Parts values by kind.
///
/// # Errors
/// Without values, or with one that is no number.
pub fn stratify<K: Ord + Clone>(values: &[(K, f64)]) -> Result<Strata<K>, Refusal> {
    let plain: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
    sound(&plain, 1)?;
    let mut kinds: BTreeMap<K, Vec<f64>> = BTreeMap::new();
    for (kind, value) in values {
        kinds.entry(kind.clone()).or_default().push(*value);
    }
    let stratum = |(kind, values): (K, Vec<f64>)| {
        let (mean, spread) = mean_and_spread(&values);
        Stratum { kind, values: values.len(), mean, spread }
    };
    let strata: Vec<Stratum<K>> = kinds.into_iter().map(stratum).collect();
    let (mean, _) = mean_and_spread(&plain);
    let between: f64 = strata.iter().map(|it| it.values as f64 * (it.mean - mean).powi(2)).sum();
    let within: f64 = strata.iter().map(|it| (it.values as f64 - 1.0) * it.spread.powi(2)).sum();
    let all = between + within;
    let varies = all.is_finite() && all > 1e-24 * mean * mean * values.len() as f64;
    let (up, down) = (strata.len() as f64 - 1.0, (values.len() - strata.len()) as f64);
    let tested = varies && up > 0.0 && down > 0.0;
    // The tail of F is a part of beta's: F = (between / up) / (within / down), and within / all is beta(down/2, up/2).
    let chance = tested.then(|| beta_below(down / 2.0, up / 2.0, within / all));
    Ok(Strata { strata, between: varies.then(|| between / all), chance })
}
