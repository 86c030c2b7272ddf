//! What the shop's own data say of how customers buy: a model that was chosen on purchases it had not seen, what a purchase
//! is worth, and how long people wait.
//!
//! Too little data, or data on a model's boundary, is told, and the baseline is used: the pace so far goes on.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rules::Label;
use science::lifetime::choose::{Bin, Choice, Fared, MOST, choose};
use science::lifetime::purchases::{Customer, Purchase, Span, Split, observe, split};
use science::lifetime::spend::{Spend, Spender};
use science::lifetime::{Fit, Model};
use science::next::backtest::{Backtest, Landed, one_by_one};
use science::next::{Rhythm, gaps};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::gather::date;
use super::known::{NamedFit, Parameters, fit_of};
use super::numbers::{count, decimals};
use super::past::{self, KeptCrowd, Tried};
use super::person::Person;

/// Customers that parameters are learnt from, at most: a sample of all.
const SAMPLE: usize = 100_000;
/// Customers looked at together.
const PIECE: usize = 10_000;
/// Days of the hold-out, at least and at most.
const HOLDOUT: (i64, i64) = (28, 365);

/// A parameter of the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ModelParameter {
    /// Its name in the papers.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// Its standard error; null where the likelihood is flat.
    pub error: Option<f64>,
}

/// How a model fared on purchases that it had not seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ModelTrial {
    /// `bg-nbd`, `mbg-nbd`, `pareto-nbd` or `baseline`.
    pub model: String,
    /// Whether it was chosen.
    pub chosen: bool,
    /// Natural logarithm of the density of the unseen purchases; null of the baseline and of what was refused.
    pub log_likelihood: Option<f64>,
    /// Why it could not be fitted.
    pub refused: Option<String>,
    /// What the data want that lies beyond the model.
    pub boundary: Option<String>,
    /// Purchases forecast.
    pub predicted: f64,
    /// Purchases made.
    pub actual: f64,
    /// Mean absolute error a customer.
    pub mean_error: f64,
    /// Root of the mean squared error a customer.
    pub root_error: f64,
    /// Area under the curve of "buys again".
    pub auc: Option<f64>,
}

/// Customers with so many repeat purchases before the hold-out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CalibrationBin {
    /// Repeat purchases; of the last bin, so many or more.
    pub repeats: u32,
    /// Customers.
    pub customers: i64,
    /// Mean purchases forecast.
    pub predicted: f64,
    /// Mean purchases made.
    pub actual: f64,
    /// Mean purchases by the baseline.
    pub baseline: f64,
    /// Who was expected and came, was expected and stayed away, and so on.
    #[serde(default)]
    #[schema(required)]
    pub crowds: Vec<KeptCrowd>,
}

/// What the model was judged by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Holdout {
    /// The day after the last one that the models saw.
    #[schema(value_type = String)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String)]
    pub to: Date,
    /// Customers.
    pub customers: i64,
}

/// Why this model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ModelTold {
    /// `chosen`, `too_few`, `boundary`, `no_holdout`.
    pub code: String,
    /// In words.
    pub text: Label,
}

/// The model in use, and how it was chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ModelReport {
    /// `bg-nbd`, `mbg-nbd`, `pareto-nbd` or `baseline`.
    pub used: String,
    /// Why.
    pub told: ModelTold,
    /// Its parameters.
    pub parameters: Vec<ModelParameter>,
    /// `gamma-gamma` or `own_mean`.
    pub spend: String,
    /// Customers learnt from.
    pub learnt_from: i64,
    /// What it was judged by.
    pub holdout: Option<Holdout>,
    /// How each model fared, the baseline last.
    pub trials: Vec<ModelTrial>,
    /// Forecast and made by repeat purchases before.
    pub calibration: Vec<CalibrationBin>,
}

/// What was learnt.
pub(super) struct Learnt {
    /// What scores one customer.
    pub(super) parameters: Parameters,
    pub(super) backtest: Option<Backtest>,
    pub(super) report: ModelReport,
    /// What the trial said of each customer of the sample.
    pub(super) tried: BTreeMap<i64, Tried>,
    /// Where the hidden purchase of each customer of the back-test lay.
    pub(super) landed: BTreeMap<i64, Landed>,
}

fn purchases(person: &Person) -> impl Iterator<Item = Purchase<i64>> + '_ {
    let customer = person.customer;
    person.bought.iter().map(move |bought| Purchase { customer, day: bought.day, amount: bought.amount })
}

/// Everybody as the models see them on a day, in the order given (which is by customer).
pub(super) fn observed(people: &[Person], today: i64) -> Vec<Customer<i64>> {
    let look = |piece: &[Person]| observe(piece.iter().flat_map(purchases), Span::weeks(today)).customers;
    people.chunks(PIECE).flat_map(look).collect()
}

/// The days between a customer's purchases.
pub(super) fn waits(person: &Person) -> Vec<f64> {
    let days: Vec<i64> = person.bought.iter().map(|bought| bought.day).collect();
    gaps(&days)
}

pub(super) fn spender(customer: &Customer<i64>) -> Spender {
    Spender { repeats: customer.history.repeats, mean: customer.mean_spend() }
}

/// What takes long to learn, as it is kept until a reckoning ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Fitted {
    /// The model's name and parameters.
    fit: Option<NamedFit>,
    report: ModelReport,
    tried: Vec<(i64, Tried)>,
}

impl Fitted {
    /// Whether this program knows the model.
    pub(super) fn reads(&self) -> bool {
        self.fit.as_ref().is_none_or(|fit| fit_of(fit).is_some())
    }
}

impl Learnt {
    /// What takes long to learn.
    pub(super) fn fitted(&self) -> Fitted {
        Fitted {
            fit: self.parameters.named_fit(),
            report: self.report.clone(),
            tried: self.tried.iter().map(|(customer, tried)| (*customer, *tried)).collect(),
        }
    }
}

/// A customer's place in the order of chance: a bijection, so no two have the same (the mix of SplitMix64).
fn chance(customer: i64) -> u64 {
    let mixed = customer.cast_unsigned().wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// At most so many of everybody, by customer: the first in the order of chance, so that one more buyer takes the place of one
/// other at most, and from one night to the next the others stay.
fn sample(people: &[Person], most: usize) -> Vec<&Person> {
    if people.len() <= most {
        return people.iter().collect();
    }
    let mut places: Vec<u64> = people.iter().map(|person| chance(person.customer)).collect();
    let (_, limit, _) = places.select_nth_unstable(most);
    let limit = *limit;
    people.iter().filter(|person| chance(person.customer) < limit).collect()
}

/// Learns from a sample of everybody, but what an interrupted reckoning as of the same instant had learnt already.
pub(super) fn learn(people: &[Person], today: i64, fitted: Option<&Fitted>) -> Learnt {
    let sample = sample(people, SAMPLE);
    let seen: Vec<Customer<i64>> = sample.iter().flat_map(|one| observed(std::slice::from_ref(*one), today)).collect();
    let spenders: Vec<Spender> = seen.iter().map(spender).collect();
    let waits: Vec<Vec<f64>> = sample.iter().map(|person| waits(person)).collect();
    let spend = Spend::new(&spenders).ok();
    let Chosen { fit, report, tried } = match fitted {
        Some(kept) => Chosen {
            fit: kept.fit.as_ref().and_then(fit_of),
            report: kept.report.clone(),
            tried: kept.tried.iter().copied().collect(),
        },
        None => model(&sample, &seen, spend.as_ref(), today),
    };
    let (backtest, places) = one_by_one(&waits).ok().unzip();
    let places = sample.iter().zip(places.unwrap_or_default());
    let landed = places.filter_map(|(person, place)| Some((person.customer, place?))).collect();
    let parameters = Parameters { fit, spend, rhythm: Rhythm::new(&waits).ok() };
    Learnt { parameters, backtest, report, tried, landed }
}

/// The model that was chosen, if any, and how.
struct Chosen {
    fit: Option<Fit>,
    report: ModelReport,
    tried: BTreeMap<i64, Tried>,
}

/// Chooses a model.
fn model(sample: &[&Person], seen: &[Customer<i64>], spend: Option<&Spend>, today: i64) -> Chosen {
    let histories: Vec<_> = seen.iter().map(|one| one.history).collect();
    let trial = trial(sample, today);
    let (code, fit) = match &trial {
        None => ("no_holdout", None),
        Some(Contest { choice, .. }) => match choice.best.and_then(|best| Fit::new(best, &histories).ok()) {
            None => ("too_few", None),
            Some(fit) if fit.boundary.is_some() || choice.chosen().is_some_and(|one| one.fit.boundary.is_some()) => {
                ("boundary", None)
            }
            Some(fit) => ("chosen", Some(fit)),
        },
    };
    let report = report(code, fit.as_ref(), spend, trial.as_ref(), count(sample.len()));
    Chosen { fit, report, tried: trial.map_or_else(BTreeMap::new, |trial| trial.tried) }
}

/// The models' contest.
struct Contest {
    choice: Choice,
    holdout: Holdout,
    /// What the chosen model said of each customer, and what came of it.
    tried: BTreeMap<i64, Tried>,
}

/// The models' contest on the last part of the time, and its days; `None` when that is too short.
fn trial(sample: &[&Person], today: i64) -> Option<Contest> {
    let first = sample.iter().filter_map(|person| person.bought.first()).map(|bought| bought.day).min()?;
    let (least, most) = HOLDOUT;
    let length = ((today - first) / 3).min(most);
    if length < least {
        return None;
    }
    let learn_until = today - length;
    let all: Vec<Purchase<i64>> = sample.iter().flat_map(|person| purchases(person)).collect();
    let parts = split(&all, Span::weeks(today), learn_until);
    if parts.before.is_empty() {
        return None;
    }
    let customers = count(parts.before.len());
    let holdout = Holdout { from: date(learn_until + 1), to: date(today), customers };
    let choice = choose(&parts, &Model::ALL);
    let tried = tried(&parts, &choice);
    Some(Contest { choice, holdout, tried })
}

/// What the chosen model said of each customer, and what came of it.
fn tried(parts: &Split<i64>, choice: &Choice) -> BTreeMap<i64, Tried> {
    let Some(chosen) = choice.chosen() else { return BTreeMap::new() };
    let told = parts.before.iter().zip(&parts.whole).zip(&chosen.predicted);
    let one = |((before, whole), predicted): ((&Customer<i64>, &Customer<i64>), &f64)| {
        let tried = Tried {
            repeats: before.history.repeats.min(MOST),
            expected: *predicted >= 0.5,
            came: whole.history.repeats > before.history.repeats,
        };
        (before.customer, tried)
    };
    told.map(one).collect()
}

fn shown_trial(model: &str, chosen: bool, fared: Option<&Fared>) -> ModelTrial {
    ModelTrial {
        model: model.to_owned(),
        chosen,
        log_likelihood: None,
        refused: None,
        boundary: None,
        predicted: fared.map_or(0.0, |one| decimals(one.predicted, 1)),
        actual: fared.map_or(0.0, |one| decimals(one.actual, 1)),
        mean_error: fared.map_or(0.0, |one| decimals(one.mean_error, 4)),
        root_error: fared.map_or(0.0, |one| decimals(one.root_error, 4)),
        auc: fared.and_then(|one| one.auc).map(|auc| decimals(auc, 4)),
    }
}

fn trials(choice: &Choice, used: Option<Model>) -> Vec<ModelTrial> {
    let mut shown: Vec<ModelTrial> = choice
        .trials
        .iter()
        .map(|(model, trial)| {
            let fared = trial.as_ref().ok().map(|trial| &trial.fared);
            ModelTrial {
                log_likelihood: trial.as_ref().ok().map(|trial| decimals(trial.log_likelihood, 3)),
                refused: trial.as_ref().err().map(ToString::to_string),
                boundary: trial.as_ref().ok().and_then(|one| one.fit.boundary).map(|one| one.key().to_owned()),
                ..shown_trial(model.key(), used == Some(*model), fared)
            }
        })
        .collect();
    shown.push(shown_trial("baseline", used.is_none(), Some(&choice.naive)));
    shown
}

fn calibration(Contest { choice, tried, .. }: &Contest) -> Vec<CalibrationBin> {
    let Some(chosen) = choice.chosen() else { return Vec::new() };
    let baseline = |of: &Bin| choice.naive.calibration.iter().find(|bin| bin.repeats == of.repeats);
    let shown = |bin: &Bin| CalibrationBin {
        repeats: bin.repeats,
        customers: count(bin.customers),
        predicted: decimals(bin.predicted, 3),
        actual: decimals(bin.actual, 3),
        baseline: baseline(bin).map_or(0.0, |bin| decimals(bin.predicted, 3)),
        crowds: past::tried(tried, bin.repeats),
    };
    chosen.fared.calibration.iter().map(shown).collect()
}

fn report(
    code: &str,
    fit: Option<&Fit>,
    spend: Option<&Spend>,
    trial: Option<&Contest>,
    learnt_from: i64,
) -> ModelReport {
    let used = fit.map(|fit| fit.model);
    let parameters = fit.map_or_else(Vec::new, |fit| {
        let names = fit.model.parameter_names();
        let of = |at: usize, name: &str| ModelParameter {
            name: name.to_owned(),
            value: fit.parameters.get(at).copied().map_or(0.0, |value| decimals(value, 6)),
            error: fit.errors.and_then(|errors| errors.get(at).copied()).filter(|error| error.is_finite()),
        };
        names.iter().enumerate().map(|(at, name)| of(at, name)).collect()
    });
    ModelReport {
        used: used.map_or("baseline", Model::key).to_owned(),
        told: ModelTold { code: code.to_owned(), text: super::words::model(code) },
        parameters,
        spend: if spend.is_some() { "gamma-gamma" } else { "own_mean" }.to_owned(),
        learnt_from,
        holdout: trial.map(|trial| trial.holdout.clone()),
        trials: trial.map_or_else(Vec::new, |trial| trials(&trial.choice, used)),
        calibration: trial.map_or_else(Vec::new, calibration),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn one_more_buyer_shifts_one_other_of_the_sample_at_most() {
        let people = |ids: &[i64]| -> Vec<Person> {
            ids.iter().map(|customer| Person { customer: *customer, ..Person::default() }).collect()
        };
        let taken = |people: &[Person]| -> BTreeSet<i64> {
            let sample: Vec<i64> = sample(people, 100).iter().map(|one| one.customer).collect();
            assert!(sample.is_sorted());
            sample.into_iter().collect()
        };
        let mut ids: Vec<i64> = (10..110).collect();
        for new in [9, 110, 8, 111, 112, 113, 7, 6, 5, 4, 500, 501, 3, 2, 1] {
            let before = taken(&people(&ids));
            ids.push(new);
            ids.sort_unstable();
            let after = taken(&people(&ids));
            assert_eq!((before.len(), after.len()), (100, 100));
            assert!(before.difference(&after).count() <= 1, "{new}");
        }
        assert_eq!(taken(&people(&ids[..40])).len(), 40);
    }
}
