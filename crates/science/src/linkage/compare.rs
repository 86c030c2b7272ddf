//! Comparing one field of two records.

use super::{Agreement, Record, chinese};

/// How two texts are compared. All give a similarity from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Equal or not.
    Exact,
    /// Jaro–Winkler: short names with typing errors.
    JaroWinkler,
    /// One minus the edit distance over the longer length: addresses, numbers.
    Levenshtein,
    /// Chinese personal names, see [`chinese::similarity`].
    ChineseName,
}

impl Method {
    /// The similarity of two texts that are not empty.
    #[must_use]
    pub fn similarity(self, a: &str, b: &str) -> f64 {
        if a == b {
            return 1.0;
        }
        match self {
            Self::Exact => 0.0,
            Self::JaroWinkler => strsim::jaro_winkler(a, b),
            Self::Levenshtein => strsim::normalized_levenshtein(a, b),
            Self::ChineseName => chinese::similarity(a, b),
        }
    }
}

/// What is compared, and where similarity changes level.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Shown with the evidence.
    pub name: &'static str,
    /// The field's place in the record.
    pub field: usize,
    /// How.
    pub method: Method,
    /// Least similarity of each level between equal and different, falling; empty for equal or different only.
    pub levels: Vec<f64>,
    /// Whether agreement on a rare value weighs more than on a common one.
    pub term_frequency: bool,
}

impl Comparison {
    /// Equal or different.
    #[must_use]
    pub fn exact(name: &'static str, field: usize) -> Self {
        Self { name, field, method: Method::Exact, levels: Vec::new(), term_frequency: false }
    }

    /// Names: Jaro–Winkler with levels at .92 and .8.
    #[must_use]
    pub fn name(name: &'static str, field: usize) -> Self {
        Self { name, field, method: Method::JaroWinkler, levels: vec![0.92, 0.8], term_frequency: true }
    }

    /// Streets and numbers: edit distance with levels at .8 and .6.
    #[must_use]
    pub fn text(name: &'static str, field: usize) -> Self {
        Self { name, field, method: Method::Levenshtein, levels: vec![0.8, 0.6], term_frequency: false }
    }

    /// Chinese names: one character of the given name apart, or less.
    #[must_use]
    pub fn chinese_name(name: &'static str, field: usize) -> Self {
        Self { name, field, method: Method::ChineseName, levels: vec![0.7, 0.3], term_frequency: true }
    }

    /// The same comparison, with or without weighing rare values more.
    #[must_use]
    pub fn term_frequency(mut self, on: bool) -> Self {
        self.term_frequency = on;
        self
    }

    /// Number of levels: different, those between, equal.
    #[must_use]
    pub fn count(&self) -> usize {
        self.levels.len() + 2
    }

    /// The level of a pair: 0 is different, [`Comparison::count`] − 1 is equal; `None` when a value is missing.
    #[must_use]
    pub fn level<R: Record + ?Sized>(&self, a: &R, b: &R) -> Option<usize> {
        self.compare(a, b).map(|(level, _)| level)
    }

    pub(super) fn compare<R: Record + ?Sized>(&self, a: &R, b: &R) -> Option<(usize, Agreement)> {
        let (a, b) = (a.text(self.field), b.text(self.field));
        if a.is_empty() || b.is_empty() {
            return None;
        }
        let top = self.levels.len() + 1;
        if a == b {
            return Some((top, Agreement::Same));
        }
        if self.levels.is_empty() {
            return Some((0, Agreement::Different));
        }
        let similarity = self.method.similarity(a, b);
        let passed = self.levels.iter().position(|least| similarity >= *least);
        Some(passed.map_or((0, Agreement::Different), |at| (top - 1 - at, Agreement::Similar(similarity))))
    }
}
