//! The page of 80/20: how unevenly value is spread, and who the top are.

use science::concentration::Concentration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Reckoned;
use crate::value::model::{Head, Scored};
use crate::value::numbers::{count, decimals, permille};

/// Of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConcentrationOf {
    /// Realised value.
    Realised,
    /// Potential value.
    Potential,
}

/// The top of customers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ConcentrationTop)]
pub struct Top {
    /// How many of a hundred.
    pub percent: u32,
    /// How many.
    pub customers: i64,
    /// The share of the value that they hold, in thousandths.
    pub share: f64,
    /// What the last of them has, minor units.
    pub least: i64,
    /// Who has at least as much, as a rule; equals of the last one are in it.
    pub rule: String,
}

/// How many it takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ConcentrationNeeded)]
pub struct Needed {
    /// To hold so many of a hundred of the value.
    pub percent: u32,
    /// So many customers.
    pub customers: i64,
    /// Their share of all, in thousandths.
    pub share: f64,
}

/// The page of 80/20.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConcentrationPage {
    /// What every page begins with.
    #[serde(flatten)]
    pub head: Head,
    /// Of what.
    pub of: ConcentrationOf,
    /// All together, minor units.
    pub total: i64,
    /// Gini's coefficient, 0 to 1; null when there is nothing.
    pub gini: Option<f64>,
    /// Share of customers and of the value, 0 to 1, the poorest first.
    #[schema(value_type = Vec<Vec<f64>>)]
    pub lorenz: Vec<(f64, f64)>,
    /// Shares of the top.
    pub tops: Vec<Top>,
    /// How many it takes.
    pub needed: Vec<Needed>,
    /// Customers whose value is below zero; they count as zero.
    pub below_zero: i64,
}

pub(super) fn page(of: &Reckoned<'_>, what: ConcentrationOf) -> ConcentrationPage {
    let (key, attribute, value): (_, _, fn(&Scored) -> i64) = match what {
        ConcentrationOf::Realised => ("realised", "realised_value", Scored::realised),
        ConcentrationOf::Potential => ("potential", "potential_value", |one| one.potential),
    };
    let amounts: Vec<i64> = of.scored.iter().map(value).collect();
    let spread = Concentration::of(&amounts);
    let all = count(amounts.len());
    let top = |percent: u32| {
        let customers = spread.top_count(percent * 10);
        let least = spread.top(customers).last().and_then(|at| amounts.get(*at)).copied()?;
        Some(Top {
            percent,
            customers: count(customers),
            share: spread.share_of(customers).map_or(0.0, |share| decimals(share * 1_000.0, 1)),
            least,
            rule: of.between(attribute, Some(least), None),
        })
    };
    let needed = |percent: u32| {
        let customers = count(spread.needed_for(percent * 10)?);
        Some(Needed { percent, customers, share: permille(customers, all) })
    };
    let point = |(x, y): (f64, f64)| (decimals(x, 4), decimals(y, 4));
    ConcentrationPage {
        head: of.head(&["concentration", key]),
        of: what,
        total: i64::try_from(spread.total()).unwrap_or(i64::MAX),
        gini: spread.gini().map(|gini| decimals(gini, 4)),
        lorenz: spread.lorenz(100).into_iter().map(point).collect(),
        tops: [1, 5, 10, 20, 30, 50].into_iter().filter_map(top).collect(),
        needed: [50, 80, 90].into_iter().filter_map(needed).collect(),
        below_zero: count(spread.below_zero),
    }
}
