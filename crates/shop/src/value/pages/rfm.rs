//! The page of RFM: the eight groups, the cells, and movement between groups.

use std::collections::BTreeMap;

use rules::Label;
use science::rfm::Group;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Reckoned;
use crate::value::model::{Flows, Head, Scored, label};
use crate::value::numbers::{count, permille};
use crate::value::settings::{Among, Equals, Parting};
use crate::value::words;

/// What parts high from low.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RfmThresholds {
    /// At most so many days since the last purchase.
    pub recency_days: i64,
    /// At least so many deals.
    pub frequency: u64,
    /// At least so much, minor units.
    pub monetary: i64,
}

/// How scores were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RfmScheme)]
pub struct SchemeSaid {
    /// Customers with equal values.
    pub ties: Equals,
    /// What is ranked among what.
    pub nesting: Among,
    /// What parts high from low.
    pub cut: Parting,
    /// In words.
    pub text: Label,
}

/// One of the eight groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = RfmGroup)]
pub struct GroupRow {
    /// Its key.
    pub key: String,
    /// Its name.
    pub label: Label,
    /// Customers in it.
    pub customers: i64,
    /// Their share, in thousandths.
    pub share: f64,
    /// Their realised value, minor units.
    pub realised: i64,
    /// Their potential value, minor units.
    pub potential: i64,
    /// They as a rule.
    pub rule: String,
}

/// A cell's customers with one score of monetary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RfmMonetaryCell)]
pub struct MonetaryCell {
    /// 1 to 5.
    pub score: u8,
    /// Customers.
    pub customers: i64,
    /// They as a rule.
    pub rule: String,
}

/// A cell of recency by frequency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RfmCell {
    /// 1 to 5.
    pub recency: u8,
    /// 1 to 5.
    pub frequency: u8,
    /// Customers in it.
    pub customers: i64,
    /// Their realised value, minor units.
    pub realised: i64,
    /// The same a customer.
    pub mean: i64,
    /// They as a rule.
    pub rule: String,
    /// By monetary, 1 first.
    pub monetary: Vec<MonetaryCell>,
}

/// The page of RFM.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RfmPage {
    /// What every page begins with.
    #[serde(flatten)]
    pub head: Head,
    /// What parts high from low; null when scores do.
    pub thresholds: Option<RfmThresholds>,
    /// How scores were made.
    pub scheme: SchemeSaid,
    /// The eight groups, the most valuable first.
    pub groups: Vec<GroupRow>,
    /// Every cell of recency by frequency, empty ones too.
    pub cells: Vec<RfmCell>,
    /// Movement between groups.
    pub movement: Flows,
}

pub(super) fn page(of: &Reckoned<'_>, movement: Flows) -> RfmPage {
    let said = &of.settings.rfm;
    RfmPage {
        head: of.head(&["rfm", "realised", "potential", "movement"]),
        thresholds: of.thresholds.filter(|_| !of.scored.is_empty()).map(|limits| RfmThresholds {
            recency_days: limits.recency,
            frequency: limits.frequency,
            monetary: limits.monetary,
        }),
        scheme: SchemeSaid {
            ties: said.ties,
            nesting: said.nesting,
            cut: said.cut,
            text: words::scheme(said.ties, said.nesting, said.cut),
        },
        groups: Group::ALL.into_iter().map(|group| row(of, group)).collect(),
        cells: cells(of.scored),
        movement,
    }
}

fn row(of: &Reckoned<'_>, group: Group) -> GroupRow {
    let inside = || of.scored.iter().filter(|one| one.group == group);
    let customers = count(inside().count());
    GroupRow {
        key: group.key().to_owned(),
        label: label(group.names()),
        customers,
        share: permille(customers, count(of.scored.len())),
        realised: inside().map(Scored::realised).fold(0, i64::saturating_add),
        potential: inside().map(|one| one.potential).fold(0, i64::saturating_add),
        rule: format!("rfm_group = \"{}\"", group.key()),
    }
}

/// What was counted of a cell.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    realised: i64,
    /// Customers by monetary, 1 first.
    monetary: [i64; 5],
}

fn cells(scored: &[Scored]) -> Vec<RfmCell> {
    let mut tallies: BTreeMap<(u8, u8), Tally> = BTreeMap::new();
    for one in scored {
        let tally = tallies.entry((one.cell.recency, one.cell.frequency)).or_default();
        tally.realised = tally.realised.saturating_add(one.realised());
        let place = usize::from(one.cell.monetary).checked_sub(1);
        if let Some(customers) = place.and_then(|place| tally.monetary.get_mut(place)) {
            *customers += 1;
        }
    }
    let places = (1..=5).flat_map(|recency| (1..=5).map(move |frequency| (recency, frequency)));
    places.map(|at| cell(at, tallies.get(&at).copied().unwrap_or_default())).collect()
}

fn cell((recency, frequency): (u8, u8), tally: Tally) -> RfmCell {
    let customers = tally.monetary.iter().sum();
    let rule = format!("rfm_recency = {recency} and rfm_frequency = {frequency}");
    let monetary = (1_u8..).zip(tally.monetary).map(|(score, customers)| MonetaryCell {
        score,
        customers,
        rule: format!("{rule} and rfm_monetary = {score}"),
    });
    RfmCell {
        recency,
        frequency,
        customers,
        realised: tally.realised,
        mean: if customers > 0 { tally.realised / customers } else { 0 },
        monetary: monetary.collect(),
        rule,
    }
}
