//! The model: what agreement on each column weighs, and the score of a pair with its reasons.
//!
//! Fellegi and Sunter know two kinds of pairs, of one person and of two, and take columns to be independent within each.
//! Families break that: who shares a mobile shares the address and the surname too. So pairs of two persons are of
//! three kinds here, strangers, neighbours and one household, pairs of one person of two, for people move; a pair's weight
//! is the odds of the two against the three. Where agreement comes about by chance, a rare value speaks louder than a common one.

use super::kind::{Kind, Scope};
use super::table::{Column, Table};
use super::{Evidence, Score, compare};

/// The kinds of pairs, in the order of all figures that are kept by class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// One person.
    Match,
    /// One person at two addresses.
    Moved,
    /// Two that have nothing to do with each other.
    Strangers,
    /// Two of one town.
    Neighbours,
    /// Two who live together.
    Household,
}

impl Class {
    /// All of them; the first two are of one person.
    pub const ALL: [Self; 5] = [Self::Match, Self::Moved, Self::Strangers, Self::Neighbours, Self::Household];

    /// Whether agreement on a column has a reason other than chance in pairs of this class.
    pub(super) fn copies(self, kind: Kind) -> bool {
        match self {
            Self::Match => true,
            Self::Moved => !kind.is_of_address(),
            Self::Strangers => false,
            Self::Neighbours => kind.scope() == Scope::Place,
            Self::Household => kind.scope() != Scope::Person,
        }
    }
}

pub(super) const CLASSES: usize = Class::ALL.len();
pub(super) const LEVELS: usize = 8;

/// What was learnt about a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// The column's name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// By class, the probability of each level of [`Kind::levels`]; unused ones are 0.
    pub levels: [[f64; LEVELS]; CLASSES],
}

/// Learnt weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub(super) columns: Vec<Weights>,
    /// By class, the share of all pairs of two records.
    pub(super) shares: [f64; CLASSES],
    /// The order in which columns speak: those that neighbours share, then households, then persons.
    pub(super) order: Vec<usize>,
}

impl Model {
    /// The columns' weights.
    #[must_use]
    pub fn columns(&self) -> &[Weights] {
        &self.columns
    }

    /// By class, the share of all pairs of two records.
    #[must_use]
    pub fn shares(&self) -> [f64; 5] {
        self.shares
    }

    /// Base-2 logarithm of the odds that a pair with these levels is one person.
    pub(super) fn weight(&self, table: &Table, a: u32, pattern: u64) -> f64 {
        let mut odds = self.shares;
        for (at, (weights, column)) in self.columns.iter().zip(&table.columns).enumerate() {
            let level = level_of(pattern, at);
            if level != compare::MISSING {
                multiply(&mut odds, &weights.likelihoods(column, column.id(a), level).1);
            }
        }
        bits(&odds)
    }

    /// The score of two records with what each column adds to it, in the order in which columns speak: a column's weight
    /// is what it says beyond those before it, so that the weights and the start add up to the whole.
    #[must_use]
    pub fn score(&self, table: &Table, a: u32, b: u32) -> Score {
        let mut comparer = compare::Comparer::once(table);
        self.explain(table, a, comparer.pattern(a, b))
    }

    pub(super) fn explain(&self, table: &Table, a: u32, pattern: u64) -> Score {
        let mut odds = self.shares;
        let start = bits(&odds);
        let mut before = start;
        let mut evidence = Vec::with_capacity(self.columns.len());
        for at in &self.order {
            let (Some(weights), Some(column)) = (self.columns.get(*at), table.columns.get(*at)) else { continue };
            let level = level_of(pattern, *at);
            if level == compare::MISSING {
                continue;
            }
            let (usual, own) = weights.likelihoods(column, column.id(a), level);
            let mut plain = odds;
            multiply(&mut plain, &usual);
            let (m, u) = means(&odds, &own);
            multiply(&mut odds, &own);
            let now = bits(&odds);
            evidence.push(Evidence {
                field: weights.name.clone().into(),
                level: weights.kind.levels().get(usize::from(level)).copied().unwrap_or("different"),
                agreement: compare::agreement(weights.kind, level),
                m,
                u,
                term: now - bits(&plain),
                weight: now - before,
            });
            before = now;
        }
        Score { probability: 1.0 / (1.0 + (-before).exp2()), weight: before, start, evidence }
    }
}

impl Weights {
    /// The likelihood of a level in each class: that of any value, and that of the value with this number.
    fn likelihoods(&self, column: &Column, id: u32, level: u8) -> ([f64; CLASSES], [f64; CLASSES]) {
        let at = usize::from(level);
        let mut usual = [0.0; CLASSES];
        for (place, levels) in usual.iter_mut().zip(&self.levels) {
            *place = levels.get(at).copied().unwrap_or(0.0);
        }
        let mut own = usual;
        if at + 1 == self.kind.levels().len() {
            let by_chance = usual.get(Class::Strangers as usize).copied().unwrap_or(1.0);
            let share = column.share(id);
            for (class, place) in Class::ALL.into_iter().zip(&mut own) {
                if !class.copies(self.kind) {
                    *place *= share / by_chance;
                }
            }
        }
        (usual, own)
    }
}

/// The level of a column within a pattern.
pub(super) fn level_of(pattern: u64, at: usize) -> u8 {
    u8::try_from(pattern >> (4 * at) & 15).unwrap_or(compare::MISSING)
}

fn multiply(odds: &mut [f64; CLASSES], likelihoods: &[f64; CLASSES]) {
    for (odds, likelihood) in odds.iter_mut().zip(likelihoods) {
        *odds *= likelihood;
    }
}

/// The mean likelihoods over the classes of one person and of two, as far as they stand.
fn means(odds: &[f64; CLASSES], likelihoods: &[f64; CLASSES]) -> (f64, f64) {
    let mut both = *odds;
    multiply(&mut both, likelihoods);
    let ((m, u), (one, two)) = (sides(&both), sides(odds));
    (m / one, u / two)
}

/// What the classes of one person and of two sum up to.
pub(super) fn sides(odds: &[f64; CLASSES]) -> (f64, f64) {
    let [same, moved, others @ ..] = odds;
    (same + moved, others.iter().sum())
}

fn bits(odds: &[f64; CLASSES]) -> f64 {
    let (one, two) = sides(odds);
    (one / two).log2()
}
