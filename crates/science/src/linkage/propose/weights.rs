//! The weights themselves, stated or learnt, and the score that they give.

use super::pattern::{Crowd, Facts, Pattern, Sharing};
use crate::linkage::chinese::{self, Likeness};
use crate::linkage::{Agreement, Evidence, Score};

/// The relations of two names, in the order of [`Weights::name`].
pub(super) const LIKENESSES: [Likeness; 8] = [
    Likeness::Unlike,
    Likeness::Unfit,
    Likeness::Family,
    Likeness::Fits,
    Likeness::Near,
    Likeness::Sounds,
    Likeness::Part,
    Likeness::Same,
];

/// `m` and `u` of a level.
pub(super) type Pair = (f64, f64);

/// What speaks how loudly. The default is the table at the head of [`super`].
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// By [`Sharing::ALL`], the odds of one person for two profiles that are the only ones of a household.
    pub(super) odds: [f64; 4],
    /// By relation of the names. `u` of the same name is that of a household of two.
    pub(super) name: [Pair; 8],
    /// Other, same.
    pub(super) gender: [Pair; 2],
    pub(super) birthday: [Pair; 2],
    pub(super) email: [Pair; 2],
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            odds: [2.5, 1.5, 0.5, 0.2],
            name: [
                (0.06, 0.55),
                (0.06, 0.55),
                (0.02, 0.35),
                (0.85, 0.35),
                (0.06, 0.06),
                (0.05, 0.005),
                (0.06, 0.03),
                (0.80, 0.01),
            ],
            gender: [(0.02, 0.5), (0.98, 0.5)],
            birthday: [(0.05, 0.997), (0.95, 0.003)],
            email: [(0.1, 0.95), (0.9, 0.05)],
        }
    }
}

/// The figures' names, in the order of [`Weights::cells`].
const NAMES: [&str; 32] = [
    "odds.both",
    "odds.mobile",
    "odds.address",
    "odds.similar",
    "name.unlike.m",
    "name.unlike.u",
    "name.unfit.m",
    "name.unfit.u",
    "name.family.m",
    "name.family.u",
    "name.fits.m",
    "name.fits.u",
    "name.near.m",
    "name.near.u",
    "name.sounds.m",
    "name.sounds.u",
    "name.part.m",
    "name.part.u",
    "name.same.m",
    "name.same.u",
    "gender.other.m",
    "gender.other.u",
    "gender.same.m",
    "gender.same.u",
    "birthday.other.m",
    "birthday.other.u",
    "birthday.same.m",
    "birthday.same.u",
    "email.other.m",
    "email.other.u",
    "email.same.m",
    "email.same.u",
];

impl Weights {
    /// Every figure by its name.
    #[must_use]
    pub fn figures(&self) -> Vec<(&'static str, f64)> {
        let mut copy = self.clone();
        NAMES.into_iter().zip(copy.cells().map(|cell| *cell)).collect()
    }

    /// The default with these figures in place of its own; what is no positive number is passed over.
    #[must_use]
    pub fn with(figure: impl Fn(&str) -> Option<f64>) -> Self {
        let mut weights = Self::default();
        for (name, cell) in NAMES.into_iter().zip(weights.cells()) {
            if let Some(given) = figure(name).filter(|given| given.is_finite() && *given > 0.0) {
                *cell = given;
            }
        }
        weights
    }

    fn cells(&mut self) -> impl Iterator<Item = &mut f64> {
        let pairs = self.name.iter_mut().chain(&mut self.gender).chain(&mut self.birthday).chain(&mut self.email);
        self.odds.iter_mut().chain(pairs.flat_map(|(m, u)| [m, u]))
    }

    /// Scores two profiles. `None` when they share neither address nor mobile.
    #[must_use]
    pub fn score(&self, a: &Facts<'_>, b: &Facts<'_>, crowd: Crowd) -> Option<Score> {
        Pattern::of(a, b, crowd).map(|pattern| self.score_of(&pattern))
    }

    /// Scores a pattern.
    #[must_use]
    pub fn score_of(&self, pattern: &Pattern) -> Score {
        let mut evidence = self.household(pattern);
        if let Some((likeness, (m, u))) = self.name_of(pattern) {
            let agreement = match likeness {
                Likeness::Same => Agreement::Same,
                Likeness::Unlike | Likeness::Unfit => Agreement::Different,
                other => Agreement::Similar(chinese::similarity_of(other)),
            };
            evidence.push(said("name", likeness.code(), agreement, m, u));
        }
        for (field, same, pairs) in self.flags(pattern) {
            let [other, equal] = pairs;
            let (level, agreement, (m, u)) =
                if same { ("same", Agreement::Same, equal) } else { ("different", Agreement::Different, other) };
            evidence.push(said(field, level, agreement, m, u));
        }
        let weight: f64 = evidence.iter().map(|evidence| evidence.weight).sum();
        Score { probability: 1.0 / (1.0 + (-weight).exp2()), weight, start: 0.0, evidence }
    }

    /// The base-2 logarithm of the odds of a pattern.
    pub(super) fn bits(&self, pattern: &Pattern) -> f64 {
        let name = self.name_of(pattern).map_or(0.0, |(_, (m, u))| (m / u).log2());
        let flags = self.flags(pattern).map(|(_, same, [other, equal])| {
            let (m, u) = if same { equal } else { other };
            (m / u).log2()
        });
        (self.odds_of(pattern.sharing) / pattern.others()).log2() + name + flags.sum::<f64>()
    }

    pub(super) fn odds_of(&self, sharing: Sharing) -> f64 {
        let at = Sharing::ALL.iter().position(|one| *one == sharing);
        at.and_then(|at| self.odds.get(at)).copied().unwrap_or(1.0)
    }

    fn name_of(&self, pattern: &Pattern) -> Option<(Likeness, Pair)> {
        let likeness = pattern.name?;
        let at = LIKENESSES.iter().position(|one| *one == likeness)?;
        let (m, u) = self.name.get(at).copied()?;
        let among = if likeness == Likeness::Same { crowded(pattern) } else { 1.0 };
        Some((likeness, (m, u * among)))
    }

    pub(super) fn flags(&self, pattern: &Pattern) -> impl Iterator<Item = (&'static str, bool, [Pair; 2])> {
        [
            ("gender", pattern.gender, self.gender),
            ("birthday", pattern.birthday, self.birthday),
            ("email", pattern.email, self.email),
        ]
        .into_iter()
        .filter_map(|(field, same, pairs)| Some((field, same?, pairs)))
    }

    /// What the household says. What the mobile says alone stands with the mobile, the rest with the address. Their `m`
    /// and `u` are the odds and the profiles among whom they are divided.
    fn household(&self, pattern: &Pattern) -> Vec<Evidence> {
        let odds = self.odds_of(pattern.sharing);
        let shared = |field, odds, others| said(field, "same", Agreement::Same, odds, others);
        match pattern.sharing {
            Sharing::Both => {
                let own = shared("mobile", self.odds_of(Sharing::Mobile), f64::from(pattern.with_mobile - 1));
                let both = (odds / pattern.others()).log2();
                let ratio = (both - own.weight).exp2();
                let added = shared("address", ratio, 1.0);
                vec![own, added]
            }
            Sharing::Mobile => vec![shared("mobile", odds, pattern.others())],
            Sharing::Address => vec![shared("address", odds, pattern.others())],
            Sharing::Similar => vec![said("address", "close", Agreement::Similar(0.9), odds, 1.0)],
        }
    }
}

/// How much rarer one name is among many than between two.
fn crowded(pattern: &Pattern) -> f64 {
    0.05 + 0.95 / pattern.others()
}

fn said(field: &'static str, level: &'static str, agreement: Agreement, m: f64, u: f64) -> Evidence {
    Evidence { field: field.into(), level, agreement, m, u, term: 0.0, weight: (m / u).log2() }
}
