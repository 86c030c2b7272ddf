//! What is known of a customer's value, and what the pages share.

use jiff::civil::Date;
use platform::{Error, Id, Instant, Money};
use rules::Label;
use science::lifecycle::Stage;
use science::rfm::{Cell, Group};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::delivered::{self, Counted};
use super::gather::date;
use super::numbers::{decimals, float};
use super::origin::Origin;
use crate::shops::Channel;

/// The days between which a customer is to be expected, days since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// One in ten buys before.
    pub from: i64,
    /// As likely before as after.
    pub day: i64,
    /// One in ten buys after.
    pub to: i64,
}

impl Window {
    /// Where `today` stands.
    pub(super) fn due(&self, today: i64) -> Due {
        if today < self.from {
            Due::NotYet
        } else if today <= self.to {
            Due::Within
        } else {
            Due::Overdue
        }
    }
}

/// What was reckoned of a customer. Amounts are minor units of the business's currency, days are days since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// Whose.
    pub customer: i64,
    /// Deals.
    pub deals: i64,
    /// Days with a deal.
    pub purchases: i64,
    /// The first of them.
    pub first: i64,
    /// The last.
    pub last: i64,
    /// Paid in deals.
    pub paid: i64,
    /// Given back of it.
    pub refunded: i64,
    /// What the goods cost, where that is known.
    pub cost: i64,
    /// Paid less refunded less the cost of goods.
    pub margin: i64,
    /// Reviews written.
    pub reviews: i64,
    /// Pictures and films in them.
    pub photos: i64,
    /// Questions of other buyers answered.
    pub answers: i64,
    /// Things shared.
    pub shares: i64,
    /// Complaints made.
    pub complaints: i64,
    /// Expected within a year, discounted, in whole main units of the currency.
    pub potential: i64,
    /// What referrals, reviews with pictures, answers, shares and complaints come to.
    pub influence: i64,
    /// Customers referred.
    pub referred: i64,
    /// What these, and those whom they referred, count for, minor units.
    pub brought: i64,
    /// What delivered value is made of.
    pub counted: Counted,
    /// What serving cost the shop, minor units.
    pub serve: i64,
    /// What the customer got, weighed, minor units.
    pub got: i64,
    /// What it cost the customer, weighed, minor units.
    pub burden: i64,
    /// Purchases expected within 90 days, in hundredths.
    pub expected_90: i64,
    /// Purchases expected within 365 days, in hundredths.
    pub expected_365: i64,
    /// Chance of no purchase, per cent; `None` without a model.
    pub churn_risk: Option<i64>,
    /// Chance of still being a customer today, per cent; `None` without a model that tells it.
    pub alive: Option<i64>,
    /// The keys of why the customer may be lost ([`science::churn::Reason::KEYS`]), what can be mended first.
    pub reasons: Vec<&'static str>,
    /// When to expect the next purchase; `None` when too little is known.
    pub next: Option<Window>,
    /// Scores.
    pub cell: Cell,
    /// One of the eight groups.
    pub group: Group,
    /// The stage of the customer's life.
    pub stage: Stage,
    /// The group at the end of the month before; `None` when nothing had been bought by then.
    pub group_before: Option<Group>,
    /// The stage at the end of the month before.
    pub stage_before: Option<Stage>,
    /// What brought them.
    pub origin: Origin,
    /// What had happened until then is in it, milliseconds UTC, when it was scored after the reckoning; else `None`.
    pub as_of: Option<i64>,
}

impl Scored {
    /// Paid less refunded, minor units.
    #[must_use]
    pub fn realised(&self) -> i64 {
        self.paid.saturating_sub(self.refunded)
    }
}

/// The stage of a key.
pub(super) fn stage_of(key: &str) -> Result<Stage, Error> {
    let found = Stage::ALL.into_iter().find(|stage| stage.key() == key);
    found.ok_or_else(|| Error::internal(format!("no stage is called {key}")))
}

/// The group of a key.
pub(super) fn group_of(key: &str) -> Result<Group, Error> {
    Group::of_key(key).ok_or_else(|| Error::internal(format!("no group is called {key}")))
}

/// A text in Chinese and English.
pub(crate) fn label((zh, en): (&str, &str)) -> Label {
    Label { zh: zh.to_owned(), en: en.to_owned() }
}

/// Where today stands between the days on which one in ten and nine in ten have bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PurchaseDue)]
pub enum Due {
    /// Before them.
    NotYet,
    /// Between them.
    #[serde(rename = "due")]
    Within,
    /// After them.
    Overdue,
}

/// When the next purchase is to be expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NextPurchase {
    /// One in ten buys before.
    #[schema(value_type = String)]
    pub from: Date,
    /// As likely before as after.
    #[schema(value_type = String)]
    pub day: Date,
    /// One in ten buys after.
    #[schema(value_type = String)]
    pub to: Date,
    /// Where today stands.
    pub due: Due,
}

impl NextPurchase {
    pub(super) fn of(window: &Window, today: i64) -> Self {
        Self { from: date(window.from), day: date(window.day), to: date(window.to), due: window.due(today) }
    }
}

/// A customer's RFM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RfmScore {
    /// 1 to 5, 5 the latest.
    pub recency: u8,
    /// 1 to 5, 5 the most often.
    pub frequency: u8,
    /// 1 to 5, 5 the most.
    pub monetary: u8,
    /// 100 R + 10 F + M.
    pub cell: u16,
    /// The key of the group.
    pub group: String,
    /// Its name.
    pub group_label: Label,
}

/// What was reckoned of a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ValueScores)]
pub struct Scores {
    /// Realised value: paid less refunded.
    pub realised: Money,
    /// Realised value less the cost of goods.
    pub margin: Money,
    /// Potential value: expected within a year, discounted.
    pub potential: Money,
    /// Influence value.
    pub influence: Money,
    /// Delivered value: what the customer got less what it cost them.
    pub delivered: Money,
    /// From 0, only cost, over 50, even, to 100, only got; null when there was neither.
    pub delivered_index: Option<i64>,
    /// Cost to serve: discounts, gifts, sending and compensation.
    pub serve: Money,
    /// Purchases expected within 90 days.
    pub expected_90: f64,
    /// Purchases expected within 365 days.
    pub expected_365: f64,
    /// Chance of no purchase within the set time, per cent.
    pub churn_risk: Option<i64>,
    /// Days with a deal.
    pub purchases: i64,
    /// Deals.
    pub deals: i64,
    /// The first purchase.
    #[schema(value_type = String)]
    pub first_purchase: Date,
    /// The last purchase.
    #[schema(value_type = String)]
    pub last_purchase: Date,
    /// When to expect the next.
    pub next: Option<NextPurchase>,
    /// RFM.
    pub rfm: RfmScore,
    /// The key of the stage.
    pub stage: String,
    /// Its name.
    pub stage_label: Label,
    /// What brought the first purchase: a promotion's key, or the source's words for a campaign, coupon or offer; null when
    /// nothing was used.
    pub brought_by: Option<String>,
    /// The channel of the first purchase.
    pub first_channel: Option<Channel>,
}

impl Scores {
    pub(super) fn of(one: &Scored, today: i64, currency: &str) -> Self {
        let money = |amount: i64| Money::new(amount, currency);
        Self {
            realised: money(one.realised()),
            margin: money(one.margin),
            potential: money(one.potential),
            influence: money(one.influence),
            delivered: money(one.got.saturating_sub(one.burden)),
            delivered_index: delivered::index(one.got, one.burden),
            serve: money(one.serve),
            expected_90: decimals(float(one.expected_90) / 100.0, 2),
            expected_365: decimals(float(one.expected_365) / 100.0, 2),
            churn_risk: one.churn_risk,
            purchases: one.purchases,
            deals: one.deals,
            first_purchase: date(one.first),
            last_purchase: date(one.last),
            next: one.next.as_ref().map(|next| NextPurchase::of(next, today)),
            rfm: RfmScore {
                recency: one.cell.recency,
                frequency: one.cell.frequency,
                monetary: one.cell.monetary,
                cell: one.cell.number(),
                group: one.group.key().to_owned(),
                group_label: label(one.group.names()),
            },
            stage: one.stage.key().to_owned(),
            stage_label: label(one.stage.names()),
            brought_by: one.origin.by.as_deref().map(str::to_owned),
            first_channel: one.origin.channel,
        }
    }
}

/// Whom a row of a list is about, masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScoredPerson {
    /// The customer.
    pub id: Id,
    /// Nick.
    pub nick: Option<String>,
    /// Name, masked.
    pub name: Option<String>,
}

/// A customer with scores.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ScoredCustomer {
    /// Who.
    pub customer: ScoredPerson,
    /// What was reckoned.
    #[serde(flatten)]
    pub scores: Scores,
}

/// A customer whose next purchase is near or late.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DueCustomer {
    /// Who.
    pub customer: ScoredPerson,
    /// Of which family of goods; null of everything.
    pub family: Option<String>,
    /// The last purchase, of the family when there is one.
    #[schema(value_type = String)]
    pub last_purchase: Date,
    /// When to expect the next.
    pub next: NextPurchase,
    /// Potential value.
    pub potential: Money,
    /// Chance of no purchase, per cent.
    pub churn_risk: Option<i64>,
}

/// How a figure is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ValueDefinition)]
pub struct Definition {
    /// The figure.
    pub key: String,
    /// Its name.
    pub label: Label,
    /// How it is counted.
    pub text: Label,
}

/// How a figure is counted, from its words in Chinese and English.
pub(crate) fn define(key: &str, name: (&str, &str), text: (&str, &str)) -> Definition {
    Definition { key: key.to_owned(), label: label(name), text: label(text) }
}

/// What every page begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ValueHead)]
pub struct Head {
    /// What had happened until then is in the figures.
    pub as_of: Instant,
    /// The day of it in the shop's time zone.
    #[schema(value_type = String)]
    pub today: Date,
    /// The customers that the figures are of: on pages of value those with at least one purchase.
    pub population: i64,
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// How each figure of the page is counted.
    pub definitions: Vec<Definition>,
}

/// A state that customers are in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FlowState {
    /// Its key; empty for who was not there yet.
    pub key: String,
    /// Its name.
    pub label: Label,
    /// Who is in it now, as a rule.
    #[serde(default)]
    pub rule: Option<String>,
    /// Who was in it at the end of the month before, as a rule.
    #[serde(default)]
    pub rule_before: Option<String>,
}

/// How many went one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ValueFlow)]
pub struct Flow {
    /// The state before.
    pub from: String,
    /// The state after.
    pub to: String,
    /// How many.
    pub customers: i64,
    /// They as a rule, of the last month alone: rules know no state of long ago.
    #[serde(default)]
    pub rule: Option<String>,
    /// Of the months before: by what they are named when a list is made of them.
    #[serde(default)]
    pub kept: Option<String>,
}

/// Who went where between two days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FlowMonth {
    /// The first look, at this day's end.
    #[schema(value_type = String)]
    pub from: Date,
    /// The second look.
    #[schema(value_type = String)]
    pub to: Date,
    /// Each way that somebody went.
    pub flows: Vec<Flow>,
}

/// Movement between states from month to month.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ValueFlows)]
pub struct Flows {
    /// The states, in order.
    pub states: Vec<FlowState>,
    /// Between ends of months, the oldest first; the last one to today.
    pub months: Vec<FlowMonth>,
}
