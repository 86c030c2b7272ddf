//! The page of value: what was realised, what is to be expected and what customers move others to, on one picture.

use std::collections::BTreeMap;

use platform::Money;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Reckoned;
use super::bands::{edges, fifth, fifths};
use crate::value::learn::ModelReport;
use crate::value::model::{Flows, Head, Scored};
use crate::value::numbers::{count, decimals, float};
use crate::value::periods::{self, ValuePeriods};
use crate::value::words;

/// A risk from here on is high, per cent.
const HIGH: i64 = 80;

/// A figure of everybody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ValueFigure {
    /// `realised`, `margin`, `potential`, `influence`, `buyers`, `expected_purchases`; `at_risk` where risks are known.
    pub key: String,
    /// Minor units, or a count.
    pub value: f64,
    /// `money` or `count`.
    pub unit: String,
    /// Whom it is of, as a rule.
    pub rule: Option<String>,
}

/// A band of an amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ValueBand)]
pub struct Band {
    /// From here on, minor units; null without a bound.
    pub from: Option<i64>,
    /// Up to here, not included.
    pub to: Option<i64>,
    /// Customers in it.
    pub customers: i64,
    /// What they have together, minor units.
    pub sum: i64,
    /// They as a rule.
    pub rule: String,
}

/// The bands of one value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ValueBands)]
pub struct Bands {
    /// `realised`, `potential`, `influence`.
    pub key: String,
    /// In order.
    pub bars: Vec<Band>,
}

/// A fifth of realised by a fifth of potential value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ValueMatrixCell {
    /// 1 to 5, 5 the most.
    pub realised: usize,
    /// 1 to 5, 5 the most.
    pub potential: usize,
    /// Customers in it.
    pub customers: i64,
    /// Their realised value, minor units.
    pub realised_sum: i64,
    /// Their potential value.
    pub potential_sum: i64,
    /// Their influence value.
    pub influence_sum: i64,
    /// They as a rule.
    pub rule: String,
}

/// The page of value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ValuePage {
    /// What every page begins with.
    #[serde(flatten)]
    pub head: Head,
    /// The model in use, and how it was chosen.
    pub model: ModelReport,
    /// Figures of everybody.
    pub figures: Vec<ValueFigure>,
    /// How each value is distributed.
    pub bands: Vec<Bands>,
    /// The three values on one picture; empty cells are left out.
    pub matrix: Vec<ValueMatrixCell>,
    /// Movement between RFM groups.
    pub movement: Flows,
    /// Realised value by month and year.
    pub periods: ValuePeriods,
}

pub(super) fn page(of: &Reckoned<'_>, movement: Flows) -> ValuePage {
    let mut periods = periods::of(of.days, of.settings, of.today);
    periods::tell_buyers(&mut periods, of.people);
    let more = ["periods", "buyers", "expected_purchases", "churn_risk", "at_risk", "movement"];
    ValuePage {
        head: of.head(&[&words::VALUES[..], &more].concat()),
        model: of.learnt.report.clone(),
        figures: figures(of),
        bands: vec![
            bands(of, "realised", "realised_value", Scored::realised),
            bands(of, "potential", "potential_value", |one| one.potential),
            bands(of, "influence", "influence_value", |one| one.influence),
            bands(of, "delivered", "delivered_value", |one| one.got.saturating_sub(one.burden)),
        ],
        matrix: matrix(of),
        movement,
        periods,
    }
}

fn figures(of: &Reckoned<'_>) -> Vec<ValueFigure> {
    let sum = |value: fn(&Scored) -> i64| float(of.scored.iter().map(value).fold(0_i64, i64::saturating_add));
    let figure = |key: &str, value: f64, unit: &str, rule: Option<String>| ValueFigure {
        key: key.to_owned(),
        value,
        unit: unit.to_owned(),
        rule,
    };
    // Without a model nobody's risk is known, which is not that nobody is at risk.
    let risks: Vec<i64> = of.scored.iter().filter_map(|one| one.churn_risk).collect();
    let at_risk = risks.iter().filter(|risk| **risk >= HIGH).count();
    let at_risk = figure("at_risk", float(count(at_risk)), "count", Some(format!("churn_risk >= {HIGH}")));
    let figures = vec![
        figure("realised", sum(Scored::realised), "money", None),
        figure("margin", sum(|one| one.margin), "money", None),
        figure("potential", sum(|one| one.potential), "money", None),
        figure("influence", sum(|one| one.influence), "money", None),
        figure("delivered", sum(|one| one.got.saturating_sub(one.burden)), "money", None),
        figure("serve", sum(|one| one.serve), "money", None),
        figure("buyers", float(count(of.scored.len())), "count", Some("realised_value is known".to_owned())),
        figure("expected_purchases", decimals(sum(|one| one.expected_365) / 100.0, 1), "count", None),
    ];
    figures.into_iter().chain(Some(at_risk).filter(|_| !risks.is_empty())).collect()
}

fn bands(of: &Reckoned<'_>, key: &str, attribute: &str, value: fn(&Scored) -> i64) -> Bands {
    let amounts: Vec<i64> = of.scored.iter().map(value).collect();
    let unit = 10_i64.pow(Money::decimals(of.currency));
    let edges = edges(&amounts, unit);
    let mut sums = vec![(0_i64, 0_i64); edges.len() + 1];
    for amount in &amounts {
        if let Some(slot) = sums.get_mut(edges.partition_point(|edge| edge <= amount)) {
            *slot = (slot.0 + 1, slot.1.saturating_add(*amount));
        }
    }
    let bars = sums
        .into_iter()
        .enumerate()
        .map(|(at, (customers, sum))| {
            let from = at.checked_sub(1).and_then(|at| edges.get(at)).copied();
            let to = edges.get(at).copied();
            Band { from, to, customers, sum, rule: of.between(attribute, from, to) }
        })
        .collect();
    Bands { key: key.to_owned(), bars }
}

fn matrix(of: &Reckoned<'_>) -> Vec<ValueMatrixCell> {
    let realised: Vec<i64> = of.scored.iter().map(Scored::realised).collect();
    let potential: Vec<i64> = of.scored.iter().map(|one| one.potential).collect();
    let (by_realised, by_potential) = (fifths(&realised), fifths(&potential));
    let mut cells: BTreeMap<(usize, usize), (i64, i64, i64, i64)> = BTreeMap::new();
    for one in of.scored {
        let key = (fifth(one.realised(), &by_realised), fifth(one.potential, &by_potential));
        let cell = cells.entry(key).or_default();
        cell.0 += 1;
        cell.1 = cell.1.saturating_add(one.realised());
        cell.2 = cell.2.saturating_add(one.potential);
        cell.3 = cell.3.saturating_add(one.influence);
    }
    let rule = |attribute: &str, fifth: usize, edges: &[Option<i64>; 4]| {
        let edge = |at: usize| edges.get(at).copied().flatten();
        of.between(attribute, fifth.checked_sub(2).and_then(edge), edge(fifth - 1))
    };
    cells
        .into_iter()
        .map(|((x, y), (customers, realised_sum, potential_sum, influence_sum))| ValueMatrixCell {
            realised: x,
            potential: y,
            customers,
            realised_sum,
            potential_sum,
            influence_sum,
            rule: format!(
                "{} and {}",
                rule("realised_value", x, &by_realised),
                rule("potential_value", y, &by_potential)
            ),
        })
        .collect()
}
