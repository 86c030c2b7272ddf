//! What is kept of a reckoning for whoever is looked at after it: the card, and customers who are scored between two
//! reckonings.
//!
//! Absent from here: scores and pages, which have tables of their own, and what an interrupted reckoning goes on with (`stage`).

use rules::Label;
use science::lifetime::spend::Spend;
use science::lifetime::{Fit, Model};
use science::next::Rhythm;
use science::next::family::Cycle;
use science::rfm::scale::Step;
use science::rfm::{Nesting, Scale, Thresholds};
use serde::{Deserialize, Serialize};

/// What was learnt of everybody that scores one.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Parameters {
    /// How people buy and leave; `None` for the baseline.
    pub(super) fit: Option<Fit>,
    /// What a purchase is worth; `None` for the own mean.
    pub(super) spend: Option<Spend>,
    /// How long people wait.
    pub(super) rhythm: Option<Rhythm>,
}

/// The model's name and parameters.
pub(super) type NamedFit = (String, [f64; 4]);

/// A model with parameters that were kept.
pub(super) fn fit_of(fit: &NamedFit) -> Option<Fit> {
    Some(Fit {
        model: Model::of_key(&fit.0)?,
        parameters: fit.1,
        errors: None,
        log_likelihood: 0.0,
        customers: 0,
        repeaters: 0,
        boundary: None,
        asked: 0,
    })
}

impl Parameters {
    /// The model's name and parameters.
    pub(super) fn named_fit(&self) -> Option<NamedFit> {
        self.fit.as_ref().map(|fit| (fit.model.key().to_owned(), fit.parameters))
    }
}

/// How long people wait, as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct KeptRhythm {
    usual: f64,
    within: f64,
    between: f64,
    gaps: usize,
    customers: usize,
}

impl From<Rhythm> for KeptRhythm {
    fn from(one: Rhythm) -> Self {
        let Rhythm { usual, within, between, gaps, customers } = one;
        Self { usual, within, between, gaps, customers }
    }
}

impl From<KeptRhythm> for Rhythm {
    fn from(one: KeptRhythm) -> Self {
        let KeptRhythm { usual, within, between, gaps, customers } = one;
        Self { usual, within, between, gaps, customers }
    }
}

/// What is kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Known {
    fit: Option<NamedFit>,
    rhythm: Option<KeptRhythm>,
    /// Why, of the model.
    pub(super) told: Label,
    /// What more is needed to score somebody; nothing of a reckoning by a program that did not keep it.
    #[serde(default)]
    measure: Option<Measure>,
}

/// What a purchase is worth and where people stood among each other, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Measure {
    /// Parameters, and the mean of those who were learnt from.
    spend: Option<([f64; 3], f64)>,
    nested: bool,
    /// Home, least value and score, of recency, frequency and monetary.
    scale: [Vec<(u16, i64, u8)>; 3],
    /// Recency, frequency and monetary that part high from low.
    thresholds: Option<(i64, u64, i64)>,
    families: Vec<KeptCycle>,
}

/// A family that is used up and bought again, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct KeptCycle {
    name: String,
    rhythm: KeptRhythm,
    by_unit: bool,
}

/// Where people stood among each other, and how families are bought again.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Yardstick {
    pub(super) scale: Scale,
    pub(super) thresholds: Option<Thresholds>,
    /// Of families that are used up and bought again: the name, and the cycle by its place here.
    pub(super) families: Vec<(String, Cycle<usize>)>,
}

impl Known {
    /// What is to be kept.
    pub(super) fn new(parameters: &Parameters, yardstick: Yardstick, told: Label) -> Self {
        let Yardstick { scale, thresholds, families } = yardstick;
        let steps = |steps: Vec<Step>| steps.into_iter().map(|one| (one.home, one.from, one.score)).collect();
        let cycle = |(name, cycle): (String, Cycle<usize>)| KeptCycle {
            name,
            rhythm: cycle.rhythm.into(),
            by_unit: cycle.by_unit,
        };
        let measure = Measure {
            spend: parameters.spend.as_ref().map(|spend| (spend.parameters, spend.mean())),
            nested: scale.nesting == Nesting::Nested,
            scale: [steps(scale.recency), steps(scale.frequency), steps(scale.monetary)],
            thresholds: thresholds.map(|one| (one.recency, one.frequency, one.monetary)),
            families: families.into_iter().map(cycle).collect(),
        };
        Self { fit: parameters.named_fit(), rhythm: parameters.rhythm.map(Into::into), told, measure: Some(measure) }
    }

    /// What was learnt, as far as it was kept.
    pub(super) fn parameters(&self) -> Parameters {
        let spend = self.measure.as_ref().and_then(|one| one.spend);
        Parameters {
            fit: self.fit.as_ref().and_then(fit_of),
            spend: spend.map(|(parameters, mean)| Spend::with(parameters, mean)),
            rhythm: self.rhythm.map(Into::into),
        }
    }

    /// By what somebody is measured who comes after the reckoning; `None` when that was not kept, or the model is one that
    /// this program does not know.
    pub(super) fn yardstick(&self) -> Option<Yardstick> {
        let measure = self.measure.as_ref()?;
        if self.fit.as_ref().is_some_and(|fit| fit_of(fit).is_none()) {
            return None;
        }
        let [recency, frequency, monetary] = &measure.scale;
        let steps = |kept: &[(u16, i64, u8)]| -> Vec<Step> {
            kept.iter().map(|&(home, from, score)| Step { home, from, score }).collect()
        };
        let cycle = |(family, kept): (usize, &KeptCycle)| {
            let rhythm = kept.rhythm.into();
            (kept.name.clone(), Cycle { family, rhythm, by_unit: kept.by_unit, replenished: true })
        };
        Some(Yardstick {
            scale: Scale {
                nesting: if measure.nested { Nesting::Nested } else { Nesting::Independent },
                recency: steps(recency),
                frequency: steps(frequency),
                monetary: steps(monetary),
            },
            thresholds: measure.thresholds.map(|(recency, frequency, monetary)| Thresholds {
                recency,
                frequency,
                monetary,
            }),
            families: measure.families.iter().enumerate().map(cycle).collect(),
        })
    }
}
