//! The model: learning `m`, `u` and the share of matches by expectation–maximisation, and scoring pairs.
//!
//! Only candidate pairs are looked at one by one. All other pairs count as two persons, and `u` comes from a random
//! sample of all pairs from which the expected matches are taken out; so the way of blocking does not bend `u`, and
//! the prior is that of any two records, which is what a candidate's evidence must overcome.

use std::collections::HashMap;

use super::compare::Comparison;
use super::{Evidence, Pair, Record, Score};

/// Settings of learning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fitting {
    /// Most rounds.
    pub rounds: usize,
    /// Learning ends when the expected number of matches moves by less than this share.
    pub tolerance: f64,
    /// Random pairs for `u`.
    pub sample: usize,
    /// Seed of the sample.
    pub seed: u64,
}

impl Default for Fitting {
    fn default() -> Self {
        Self { rounds: 100, tolerance: 1e-6, sample: 60_000, seed: 1 }
    }
}

/// Why nothing was learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FitError {
    /// Fewer than two records.
    TooFewRecords,
    /// No candidate pairs.
    NoPairs,
    /// No field was present on both sides of any pair.
    NoEvidence,
}

impl std::fmt::Display for FitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::TooFewRecords => "linkage needs at least two records",
            Self::NoPairs => "no two records share a key",
            Self::NoEvidence => "no field is present in both records of any pair",
        })
    }
}

impl std::error::Error for FitError {}

/// Learnt weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    comparisons: Vec<Comparison>,
    /// Probability that two records chosen at random are one person.
    prior: f64,
    /// By comparison and level: probability in pairs of one person.
    m: Vec<Vec<f64>>,
    /// By comparison and level: probability in pairs of two persons.
    u: Vec<Vec<f64>>,
    /// By comparison: share of records with a value, where the comparison weighs rare values more.
    terms: Vec<HashMap<String, f64>>,
}

/// Levels of a pair; 255 is missing.
type Pattern = Vec<u8>;
const MISSING: u8 = u8::MAX;

impl Model {
    /// Learns from records and the candidate pairs among them.
    ///
    /// # Errors
    /// When there is nothing to learn from.
    pub fn fit<R: Record>(
        comparisons: Vec<Comparison>,
        records: &[R],
        pairs: &[Pair],
        fitting: &Fitting,
    ) -> Result<Self, FitError> {
        if records.len() < 2 {
            return Err(FitError::TooFewRecords);
        }
        if pairs.is_empty() {
            return Err(FitError::NoPairs);
        }
        let candidates = patterns(&comparisons, records, pairs.iter().copied());
        let all_pairs = records.len() as f64 * (records.len() - 1) as f64 / 2.0;
        let (sample, sampled) = random_pairs(records.len(), fitting);
        let random =
            level_counts(&comparisons, &patterns(&comparisons, records, sample.into_iter()), all_pairs / sampled);
        let mut model = Self {
            prior: (records.len() as f64 / 10.0 / all_pairs).min(0.5),
            m: comparisons.iter().map(first_guess).collect(),
            u: random.iter().map(|counts| shares(counts)).collect(),
            terms: comparisons.iter().map(|comparison| terms(comparison, records)).collect(),
            comparisons,
        };
        if model.comparisons.is_empty()
            || candidates.keys().all(|pattern| pattern.iter().all(|level| *level == MISSING))
        {
            return Err(FitError::NoEvidence);
        }
        let mut before = f64::INFINITY;
        for _ in 0..fitting.rounds {
            let matches = model.round(&candidates, &random, all_pairs);
            if (matches - before).abs() <= fitting.tolerance * matches.max(1.0) {
                break;
            }
            before = matches;
        }
        Ok(model)
    }

    /// One round; gives the expected number of matches.
    fn round(&mut self, candidates: &HashMap<Pattern, f64>, random: &[Vec<f64>], all_pairs: f64) -> f64 {
        let mut matched: Vec<Vec<f64>> = self.m.iter().map(|levels| vec![0.0; levels.len()]).collect();
        let mut total = 0.0;
        for (pattern, count) in candidates {
            let expected = count * probability(self.weight_of(pattern));
            total += expected;
            for (counts, level) in matched.iter_mut().zip(pattern) {
                if let Some(cell) = counts.get_mut(usize::from(*level)) {
                    *cell += expected;
                }
            }
        }
        for ((m, u), (counts, all)) in self.m.iter_mut().zip(&mut self.u).zip(matched.iter().zip(random)) {
            *m = shares(counts);
            let others: Vec<f64> = all.iter().zip(counts).map(|(all, matched)| (all - matched).max(0.0)).collect();
            *u = shares(&others);
        }
        self.prior = (total / all_pairs).clamp(1e-12, 0.5);
        total
    }

    fn weight_of(&self, pattern: &[u8]) -> f64 {
        let mut weight = logit(self.prior);
        for ((m, u), level) in self.m.iter().zip(&self.u).zip(pattern) {
            weight += ratio(m, u, usize::from(*level)).unwrap_or(0.0);
        }
        weight
    }

    /// Probability that two records chosen at random are one person.
    #[must_use]
    pub fn prior(&self) -> f64 {
        self.prior
    }

    /// Levels, different first, of each comparison with their weights, for a person to look at.
    #[must_use]
    pub fn weights(&self) -> Vec<(&'static str, Vec<f64>)> {
        let levels = |m: &Vec<f64>, u: &Vec<f64>| m.iter().zip(u).map(|(m, u)| (m / u).log2()).collect();
        self.comparisons.iter().zip(self.m.iter().zip(&self.u)).map(|(c, (m, u))| (c.name, levels(m, u))).collect()
    }

    /// How probable it is that two records are one person, and why.
    #[must_use]
    pub fn score<R: Record + ?Sized>(&self, a: &R, b: &R) -> Score {
        let mut weight = logit(self.prior);
        let mut evidence = Vec::with_capacity(self.comparisons.len());
        for ((comparison, terms), (m, u)) in self.comparisons.iter().zip(&self.terms).zip(self.m.iter().zip(&self.u)) {
            let Some((level, agreement)) = comparison.compare(a, b) else { continue };
            let mut own = ratio(m, u, level).unwrap_or(0.0);
            if level + 1 == comparison.count()
                && let (Some(share), Some(usual)) = (terms.get(a.text(comparison.field)), u.get(level))
            {
                own += (usual / share).log2();
            }
            weight += own;
            evidence.push(Evidence { field: comparison.name, agreement, weight: own });
        }
        Score::of(weight, evidence)
    }
}

fn logit(probability: f64) -> f64 {
    (probability / (1.0 - probability)).log2()
}

fn probability(weight: f64) -> f64 {
    1.0 / (1.0 + (-weight).exp2())
}

fn ratio(m: &[f64], u: &[f64], level: usize) -> Option<f64> {
    Some((m.get(level)? / u.get(level)?).log2())
}

/// Matches agree for the most part: nine in ten are equal, the rest is spread over the other levels.
fn first_guess(comparison: &Comparison) -> Vec<f64> {
    let others = comparison.count() - 1;
    let mut levels = vec![0.1 / others as f64; others];
    levels.push(0.9);
    levels
}

/// Counts to shares, none of them zero.
fn shares(counts: &[f64]) -> Vec<f64> {
    let smooth = 0.1;
    let total: f64 = counts.iter().sum::<f64>() + smooth * counts.len() as f64;
    counts.iter().map(|count| (count + smooth) / total).collect()
}

/// Share of records that carry each value. Values of one record only get the share of two, since a pair agrees on it.
fn terms<R: Record>(comparison: &Comparison, records: &[R]) -> HashMap<String, f64> {
    let mut counts: HashMap<String, f64> = HashMap::new();
    if !comparison.term_frequency {
        return counts;
    }
    let mut total = 0.0;
    for record in records {
        let text = record.text(comparison.field);
        if !text.is_empty() {
            *counts.entry(text.to_owned()).or_default() += 1.0;
            total += 1.0;
        }
    }
    counts.retain(|_, count| {
        *count = (*count).max(2.0) / total;
        true
    });
    counts
}

fn patterns<R: Record>(
    comparisons: &[Comparison],
    records: &[R],
    pairs: impl Iterator<Item = Pair>,
) -> HashMap<Pattern, f64> {
    let mut found: HashMap<Pattern, f64> = HashMap::new();
    let mut pattern = Pattern::with_capacity(comparisons.len());
    for (a, b) in pairs {
        let (Some(a), Some(b)) = (records.get(a as usize), records.get(b as usize)) else { continue };
        pattern.clear();
        pattern.extend(
            comparisons
                .iter()
                .map(|comparison| comparison.level(a, b).and_then(|level| u8::try_from(level).ok()).unwrap_or(MISSING)),
        );
        match found.get_mut(&pattern) {
            Some(count) => *count += 1.0,
            None => {
                found.insert(pattern.clone(), 1.0);
            }
        }
    }
    found
}

/// Count of each level of each comparison, scaled.
fn level_counts(comparisons: &[Comparison], patterns: &HashMap<Pattern, f64>, scale: f64) -> Vec<Vec<f64>> {
    let mut counts: Vec<Vec<f64>> = comparisons.iter().map(|comparison| vec![0.0; comparison.count()]).collect();
    for (pattern, count) in patterns {
        for (levels, level) in counts.iter_mut().zip(pattern) {
            if let Some(cell) = levels.get_mut(usize::from(*level)) {
                *cell += count * scale;
            }
        }
    }
    counts
}

/// All pairs when they are few, otherwise a sample with repetition; and how many.
fn random_pairs(records: usize, fitting: &Fitting) -> (Vec<Pair>, f64) {
    let count = u32::try_from(records).unwrap_or(u32::MAX);
    let all = u64::from(count) * u64::from(count - 1) / 2;
    let pairs: Vec<Pair> = if all <= fitting.sample as u64 {
        (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))).collect()
    } else {
        let mut state = fitting.seed;
        let mut next = || {
            // SplitMix64: good enough to draw a sample, and the same on every machine.
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            u32::try_from((mixed ^ (mixed >> 31)) % u64::from(count)).unwrap_or(0)
        };
        (0..fitting.sample).map(|_| (next(), next())).filter(|(a, b)| a != b).collect()
    };
    let drawn = pairs.len().max(1) as f64;
    (pairs, drawn)
}
