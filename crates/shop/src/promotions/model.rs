//! What promotions are, from the side of the shop that runs them.

use platform::{Error, Id, Instant};
use pricing::{Offer, Promotion, Window, Words};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a promotion stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PromotionState)]
pub enum State {
    /// Never published.
    Draft,
    /// Published, and begins later.
    Scheduled,
    /// Buyers can have it now, at the hours that it names.
    Running,
    /// Published, and stopped for a while.
    Paused,
    /// Over, by its date or by hand.
    Ended,
}

/// Where a promotion stands as the database holds it: what the clock decides is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Never published.
    Draft,
    /// Published.
    Live,
    /// Published, and stopped for a while.
    Paused,
    /// Ended by hand.
    Ended,
}

impl Stage {
    /// The code that the database uses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Live => "live",
            Self::Paused => "paused",
            Self::Ended => "ended",
        }
    }

    /// The stage with that code.
    ///
    /// # Errors
    /// When there is none.
    pub fn from_code(code: &str) -> Result<Self, Error> {
        [Self::Draft, Self::Live, Self::Paused, Self::Ended]
            .into_iter()
            .find(|one| one.code() == code)
            .ok_or_else(|| Error::internal(format!("no stage of a promotion is called {code}")))
    }
}

/// How far a promotion is used up, and what it brought. Amounts are minor units of the business's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct Usage {
    /// Orders that use it, reserved ones included.
    pub orders: i64,
    /// How many orders may.
    pub uses: Option<i64>,
    /// What it took off them.
    pub spent: i64,
    /// What it may take off in all.
    pub budget: Option<i64>,
    /// Pieces sold at its price.
    pub pieces: i64,
    /// How many pieces there are.
    pub stock: Option<i64>,
    /// Orders of these that were paid.
    pub paid_orders: i64,
    /// What was paid for them.
    pub revenue: i64,
}

/// A promotion as the database holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: i64,
    /// What carts and programs call it.
    pub key: String,
    /// Where it stands.
    pub stage: Stage,
    /// It is the terms of a coupon.
    pub held: bool,
    /// What buyers get now.
    pub published: Option<Promotion>,
    /// What is edited, when it differs from that.
    pub draft: Option<Promotion>,
    /// Goes up with every change.
    pub revision: i64,
    /// How often it was published.
    pub version: i64,
    /// When it begins, milliseconds UTC.
    pub starts_at: Option<i64>,
    /// When it ends, milliseconds UTC.
    pub ends_at: Option<i64>,
    /// How far it is used up.
    pub usage: Usage,
    /// Milliseconds UTC.
    pub created_at: i64,
    /// Milliseconds UTC.
    pub updated_at: i64,
    /// Who changed it last.
    pub updated_by: String,
}

impl Record {
    /// Where it stands at `now` (milliseconds UTC).
    #[must_use]
    pub fn state(&self, now: i64) -> State {
        match self.stage {
            Stage::Draft => State::Draft,
            Stage::Ended => State::Ended,
            _ if self.ends_at.is_some_and(|end| end <= now) => State::Ended,
            Stage::Paused => State::Paused,
            Stage::Live if self.starts_at.is_some_and(|start| start > now) => State::Scheduled,
            Stage::Live => State::Running,
        }
    }

    /// What is edited, or else what is published.
    #[must_use]
    pub fn terms(&self) -> Option<&Promotion> {
        self.draft.as_ref().or(self.published.as_ref())
    }
}

/// How many pieces an offer sells in all, where it says so.
#[must_use]
pub(super) fn stock(offer: &Offer) -> Option<i64> {
    match offer {
        Offer::Flash { stock, .. } => Some(i64::from(*stock)),
        Offer::Clearance { stock, .. } => stock.map(i64::from),
        _ => None,
    }
}

/// The tag of an offer's form: `amount_off`.
#[must_use]
pub(super) fn form(offer: &Offer) -> String {
    let json = serde_json::to_value(offer).ok();
    json.and_then(|json| json.as_object()?.keys().next().cloned()).unwrap_or_default()
}

/// A promotion in a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = PromotionRow)]
pub struct Row {
    /// Its id.
    pub id: Id,
    /// What carts and programs call it.
    pub key: String,
    /// What buyers read.
    pub name: Words,
    /// The tag of its form: `amount_off`.
    pub form: String,
    /// What the trade calls the form.
    pub form_name: Words,
    /// Where it stands.
    pub state: State,
    /// It is the terms of a coupon.
    pub held: bool,
    /// When it begins.
    pub starts_at: Option<Instant>,
    /// When it ends.
    pub ends_at: Option<Instant>,
    /// It was edited since it was published, or never published.
    pub has_draft: bool,
    /// Goes up with every change; sent back when writing.
    pub revision: i64,
    /// The version that is published; 0 for none.
    pub version: i64,
    /// How far it is used up.
    pub r#use: Usage,
    /// When it was last changed.
    pub updated_at: Instant,
    /// By whom.
    pub updated_by: String,
}

/// A promotion with its terms.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = PromotionFull)]
pub struct Full {
    /// As in a list.
    #[serde(flatten)]
    pub row: Row,
    /// What buyers get now.
    pub published: Option<Promotion>,
    /// What is edited; null when nothing differs.
    pub draft: Option<Promotion>,
    /// What buyers read of the draft, or of what is published.
    pub window: Window,
}

/// What was published once.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = PromotionVersion)]
pub(super) struct Version {
    /// From 1.
    pub version: i64,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: String,
    /// Why.
    pub note: Option<String>,
    /// The terms.
    pub promotion: Promotion,
}

/// Where an order's use of a promotion stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PromotionUseState)]
pub enum UseState {
    /// Held for an order that is not paid yet.
    Reserved,
    /// Paid.
    Redeemed,
    /// Given back.
    Released,
}

impl UseState {
    /// The code that the database uses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Redeemed => "redeemed",
            Self::Released => "released",
        }
    }

    /// The state with that code.
    ///
    /// # Errors
    /// When there is none.
    pub fn from_code(code: &str) -> Result<Self, Error> {
        [Self::Reserved, Self::Redeemed, Self::Released]
            .into_iter()
            .find(|one| one.code() == code)
            .ok_or_else(|| Error::internal(format!("no state of a use is called {code}")))
    }
}

/// An order that used a promotion.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = PromotionUse)]
pub(super) struct Use {
    /// The order's key.
    pub order: String,
    /// Where it stands.
    pub state: UseState,
    /// What came off, minor units.
    pub amount: i64,
    /// Pieces sold at the promotion's price.
    pub pieces: i64,
    /// When.
    pub at: Instant,
    /// Who bought; null for a stranger.
    pub customer_id: Option<Id>,
    /// What that customer is called: nick or masked name.
    pub customer: Option<String>,
    /// The coupon that was used.
    pub coupon_id: Option<Id>,
}

/// What holds between promotions, and at the till.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PromotionSettings)]
pub struct Settings {
    /// How many offers of the item, shop and coupon layers may meet on a line; any number when null.
    pub together: Option<u32>,
    /// No piece is sold below this share of its price, in thousandths.
    #[serde(default)]
    pub floor_per_mille: u16,
    /// No piece is sold below what it costs the shop, where that is known.
    #[serde(default)]
    pub floor_at_cost: bool,
    /// The most that the goods of an order may be reduced by, points included.
    #[serde(default)]
    pub cap: Option<pricing::Cap>,
    /// How many steps the search for the best combination may take.
    #[serde(default = "search_steps")]
    pub search_steps: u32,
    /// The highest worth of a draw's prize that the law allows, minor units.
    #[serde(default = "highest_prize")]
    pub highest_prize: i64,
    /// How long an order that is not paid holds what it uses, minutes.
    #[serde(default = "hold_minutes")]
    pub hold_minutes: u32,
}

fn search_steps() -> u32 {
    pricing::Settings::default().search_steps
}

fn highest_prize() -> i64 {
    pricing::Settings::default().highest_prize
}

fn hold_minutes() -> u32 {
    30
}

impl Default for Settings {
    fn default() -> Self {
        let usual = pricing::Settings::default();
        Self {
            together: usual.together,
            floor_per_mille: usual.floor_per_mille,
            floor_at_cost: usual.floor_at_cost,
            cap: usual.cap,
            search_steps: usual.search_steps,
            highest_prize: usual.highest_prize,
            hold_minutes: hold_minutes(),
        }
    }
}

impl Settings {
    /// The part of them that pricing takes.
    #[must_use]
    pub fn between(&self) -> pricing::Settings {
        pricing::Settings {
            together: self.together,
            floor_per_mille: self.floor_per_mille,
            floor_at_cost: self.floor_at_cost,
            cap: self.cap,
            search_steps: self.search_steps,
            highest_prize: self.highest_prize,
        }
    }
}
