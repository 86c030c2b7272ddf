//! Choosing a model by purchases that it has not seen, beside the naive guess that everybody goes on as before.

use super::fit::Likelihood;
use super::purchases::{Customer, Split};
use super::tally::Tally;
use super::{Fit, History, Horizon, Model, Refusal};
use crate::ranking::auc;

/// How a forecast of purchases fared.
#[derive(Debug, Clone, PartialEq)]
pub struct Fared {
    /// Purchases forecast, all customers together.
    pub predicted: f64,
    /// Purchases made.
    pub actual: f64,
    /// Mean absolute error a customer.
    pub mean_error: f64,
    /// Root of the mean squared error a customer.
    pub root_error: f64,
    /// Area under the curve of "buys again" by purchases forecast.
    pub auc: Option<f64>,
    /// By purchases before: forecast and made.
    pub calibration: Vec<Bin>,
}

/// Customers with so many repeat purchases before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Repeat purchases before; of the last bin, so many or more.
    pub repeats: u32,
    /// Customers.
    pub customers: usize,
    /// Mean forecast.
    pub predicted: f64,
    /// Mean made.
    pub actual: f64,
}

/// The last bin's repeat purchases, as in the papers' figures.
pub const MOST: u32 = 7;

/// A model's trial.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// As fitted to what it saw.
    pub fit: Fit,
    /// Natural logarithm of the density of the unseen purchases' times, given those seen.
    pub log_likelihood: f64,
    /// How its forecast fared.
    pub fared: Fared,
    /// Purchases forecast, of each customer in the order given.
    pub predicted: Vec<f64>,
    /// Area under the curve of "buys again" by the chance of being alive: shown so that nobody ranks by it.
    pub auc_alive: Option<f64>,
}

/// The trials of all models.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Each model's trial, or why there was none.
    pub trials: Vec<(Model, Result<Trial, Refusal>)>,
    /// The naive guess.
    pub naive: Fared,
    /// The model whose parameters made the unseen purchases likeliest; `None` when none could be fitted. A model on its
    /// boundary is taken only when all are.
    pub best: Option<Model>,
}

impl Choice {
    /// The trial of the model that was chosen.
    #[must_use]
    pub fn chosen(&self) -> Option<&Trial> {
        let best = self.best?;
        self.trials.iter().find(|(model, _)| *model == best).and_then(|(_, trial)| trial.as_ref().ok())
    }

    /// Whether the model that was chosen errs less than the naive guess.
    #[must_use]
    pub fn beats_naive(&self) -> bool {
        self.chosen().is_some_and(|trial| trial.fared.mean_error < self.naive.mean_error)
    }
}

/// The naive guess of purchases within a time: at the pace so far. Who was first seen just now is taken to buy nothing more.
#[must_use]
pub fn naive(history: &History, time: f64) -> f64 {
    let guess = f64::from(history.repeats) / history.age * time;
    if guess.is_finite() { guess.max(0.0) } else { 0.0 }
}

/// Lets the models compete.
#[must_use]
pub fn choose<K>(split: &Split<K>, models: &[Model]) -> Choice {
    let histories = |customers: &[Customer<K>]| customers.iter().map(|customer| customer.history).collect::<Vec<_>>();
    let (before, whole) = (histories(&split.before), histories(&split.whole));
    let time = before.iter().zip(&whole).map(|(before, whole)| whole.age - before.age).fold(0.0, f64::max);
    let bought: Vec<f64> = before.iter().zip(&whole).map(|(before, whole)| made(before, whole)).collect();
    let guesses: Vec<f64> = before.iter().map(|history| naive(history, time)).collect();
    let trials: Vec<_> = models.iter().map(|model| (*model, trial(*model, &before, &whole, &bought, time))).collect();
    let rank = |trial: &Trial| (trial.fit.boundary.is_none(), trial.log_likelihood);
    let mut best: Option<(Model, (bool, f64))> = None;
    for (model, tried) in &trials {
        let Ok(tried) = tried else { continue };
        let rank = rank(tried);
        if best.is_none_or(|(_, most)| rank > most) {
            best = Some((*model, rank));
        }
    }
    Choice { naive: fared(&before, &guesses, &bought), best: best.map(|(model, _)| model), trials }
}

fn made(before: &History, whole: &History) -> f64 {
    f64::from(whole.repeats.saturating_sub(before.repeats))
}

fn trial(model: Model, before: &[History], whole: &[History], bought: &[f64], time: f64) -> Result<Trial, Refusal> {
    let fit = Fit::new(model, before)?;
    let mut outlook = fit.outlook(before, &[Horizon::plain(time)])?;
    let predicted = if outlook.ahead.is_empty() { Vec::new() } else { outlook.ahead.swap_remove(0).purchases };
    let again: Vec<bool> = bought.iter().map(|bought| *bought > 0.0).collect();
    Ok(Trial {
        log_likelihood: density(&fit, whole) - fit.log_likelihood,
        fared: fared(before, &predicted, bought),
        predicted,
        auc_alive: auc(&outlook.alive, &again),
        fit,
    })
}

/// The logarithm of the density of all purchases under parameters that were fitted to some.
fn density(fit: &Fit, whole: &[History]) -> f64 {
    let tally = Tally::of(whole);
    let weights: Vec<f64> = tally.rows.iter().map(|row| row.weight).collect();
    let told = Likelihood::new(fit.model, tally).told(fit.parameters);
    told.iter().zip(weights).map(|(told, weight)| told.ln * weight).sum()
}

fn fared(before: &[History], predicted: &[f64], bought: &[f64]) -> Fared {
    let count = (bought.len() as f64).max(1.0);
    let errors = || predicted.iter().zip(bought).map(|(predicted, bought)| predicted - bought);
    let again: Vec<bool> = bought.iter().map(|bought| *bought > 0.0).collect();
    let bins = (0..=MOST).filter_map(|repeats| {
        let of = before.iter().zip(predicted.iter().zip(bought));
        let inside = of.filter(|(history, _)| history.repeats.min(MOST) == repeats);
        let (customers, predicted, actual) = inside
            .fold((0, 0.0, 0.0), |(count, predicted, actual), (_, (p, a))| (count + 1, predicted + p, actual + a));
        let share = |sum: f64| sum / customers as f64;
        (customers > 0).then(|| Bin { repeats, customers, predicted: share(predicted), actual: share(actual) })
    });
    Fared {
        predicted: predicted.iter().sum(),
        actual: bought.iter().sum(),
        mean_error: errors().map(f64::abs).sum::<f64>() / count,
        root_error: (errors().map(|error| error * error).sum::<f64>() / count).sqrt(),
        auc: auc(predicted, &again),
        calibration: bins.collect(),
    }
}
