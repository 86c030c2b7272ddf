//! The page of the next purchase: who is due, on which day, and how far such forecasts are off.

use jiff::civil::Date;
use rules::Label;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{FamilyTold, Reckoned};
use crate::value::gather::date;
use crate::value::model::{Due, Head, Scored};
use crate::value::numbers::{count, decimals};
use crate::value::past::{self, KeptCrowd};
use crate::value::words;

/// Days of the calendar.
const CALENDAR: i64 = 42;
/// Days that count as this week.
pub(in crate::value) const SOON: i64 = 7;

/// Customers who are due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DueGroup {
    /// `due_week`: the expected day is within 7 days, today included; `due`; `overdue`, and not lost yet.
    pub key: String,
    /// How many.
    pub customers: i64,
    /// Their potential value, minor units.
    pub potential: i64,
    /// They as a rule.
    pub rule: String,
}

/// A day of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CalendarDay {
    /// Which.
    #[schema(value_type = String)]
    pub day: Date,
    /// Customers whose expected day it is.
    pub customers: i64,
    /// They as a rule.
    pub rule: String,
}

/// How forecasts fared on gaps that they had not seen: mean absolute errors in days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BacktestReport {
    /// Customers tried.
    pub customers: i64,
    /// The customer's rhythm, drawn towards the shop's: what is used.
    pub rhythm: f64,
    /// "The last gap repeats".
    pub last_gap: f64,
    /// "The median of the customer's gaps".
    pub own_median: f64,
    /// "The median of everybody's gaps".
    pub shop_median: f64,
    /// Share of the hidden gaps within the window, in thousandths: 800 is right.
    pub inside: f64,
    /// Who came before the window, in it and after it.
    #[serde(default)]
    #[schema(required)]
    pub landed: Vec<KeptCrowd>,
}

/// How a family of goods is bought again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FamilyCycle {
    /// The category.
    pub family: String,
    /// Days, or days a piece.
    pub usual_gap: f64,
    /// Whether of a piece.
    pub by_unit: bool,
    /// Whether it is used up and bought again.
    pub replenished: bool,
    /// Customers who bought it.
    pub customers: i64,
    /// Those whose expected day is within 7 days, today included.
    pub due_week: i64,
    /// Who is to be expected soon, due and overdue, of what is used up; empty of other families.
    #[serde(default)]
    #[schema(required)]
    pub due: Vec<FamilyDue>,
}

/// Customers who are due for a family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FamilyDue {
    /// `due_week`: the expected day is within 7 days, today included; `due`; `overdue`, and not lost yet.
    pub key: String,
    /// How many.
    pub customers: i64,
    /// They as a rule.
    pub rule: String,
}

/// Who is due for a family, as rules name them.
fn due_for(told: &FamilyTold) -> Vec<FamilyDue> {
    if !told.cycle.replenished {
        return Vec::new();
    }
    let family = rules::quoted(&told.name);
    let one = |key: &str, attribute: &str, customers: i64| FamilyDue {
        key: key.to_owned(),
        customers,
        rule: format!("{attribute} any of ({family})"),
    };
    vec![
        one("due_week", "families_soon", told.soon),
        one("due", "families_due", told.due),
        one("overdue", "families_overdue", told.overdue),
    ]
}

/// The page of the next purchase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NextPage {
    /// What every page begins with.
    #[serde(flatten)]
    pub head: Head,
    /// Who is due.
    pub due: Vec<DueGroup>,
    /// By expected day, from today on.
    pub calendar: Vec<CalendarDay>,
    /// The shop's median gap in days.
    pub usual_gap: Option<f64>,
    /// How forecasts fared.
    pub backtest: Option<BacktestReport>,
    /// Why nothing is foreseen.
    pub told: Option<Label>,
    /// Cycles of categories, those with the most customers first.
    pub families: Vec<FamilyCycle>,
}

/// The rule of those whose next purchase is due, overdue, or expected within a week.
pub(super) fn rule(key: &str) -> String {
    match key {
        "due_week" => format!("next_purchase in next {SOON} days"),
        "due" => "next_purchase_from until now and not next_purchase_to over 1 day ago".to_owned(),
        _ => "next_purchase_to over 1 day ago and stage != \"lost\"".to_owned(),
    }
}

/// Whether somebody is among them.
fn is(one: &Scored, key: &str, today: i64) -> bool {
    let Some(next) = &one.next else { return false };
    match key {
        "due_week" => (today..today + SOON).contains(&next.day),
        "due" => next.due(today) == Due::Within,
        _ => next.due(today) == Due::Overdue && one.stage != science::lifecycle::Stage::Lost,
    }
}

pub(super) fn page(of: &Reckoned<'_>) -> NextPage {
    let group = |key: &str| {
        let inside: Vec<&Scored> = of.scored.iter().filter(|one| is(one, key, of.today)).collect();
        DueGroup {
            key: key.to_owned(),
            customers: count(inside.len()),
            potential: inside.iter().map(|one| one.potential).fold(0, i64::saturating_add),
            rule: rule(key),
        }
    };
    let mut days = vec![0_i64; usize::try_from(CALENDAR).unwrap_or(0)];
    for next in of.scored.iter().filter_map(|one| one.next) {
        if let Some(slot) = usize::try_from(next.day - of.today).ok().and_then(|at| days.get_mut(at)) {
            *slot += 1;
        }
    }
    let calendar = (of.today..).zip(days).map(|(day, customers)| CalendarDay {
        day: date(day),
        customers,
        rule: format!("next_purchase from {0} to {0}", date(day)),
    });
    let learnt = of.learnt;
    let families = of.cycles.iter().map(|told| FamilyCycle {
        family: told.name.clone(),
        usual_gap: decimals(told.cycle.rhythm.usual, 1),
        by_unit: told.cycle.by_unit,
        replenished: told.cycle.replenished,
        customers: told.customers,
        due_week: told.soon,
        due: due_for(told),
    });
    let mut families: Vec<FamilyCycle> = families.collect();
    families.sort_by(|a, b| b.customers.cmp(&a.customers).then_with(|| a.family.cmp(&b.family)));
    NextPage {
        head: of.head(&["next", "backtest", "families", "potential", "churn_risk"]),
        due: ["due_week", "due", "overdue"].map(group).into(),
        calendar: calendar.collect(),
        usual_gap: learnt.parameters.rhythm.map(|rhythm| decimals(rhythm.usual, 1)),
        backtest: learnt.backtest.map(|fared| BacktestReport {
            customers: count(fared.customers),
            rhythm: decimals(fared.rhythm, 2),
            last_gap: decimals(fared.last_gap, 2),
            own_median: decimals(fared.own_median, 2),
            shop_median: decimals(fared.shop_median, 2),
            inside: decimals(fared.inside * 1_000.0, 1),
            landed: past::landed(learnt),
        }),
        told: learnt.parameters.rhythm.is_none().then(words::too_few_gaps),
        families,
    }
}
