//! The first page: what happened, and what needs doing.

use platform::Instant;
use serde::Serialize;
use utoipa::ToSchema;

use super::calendar::Width;
use crate::shops::Channel;
use platform::Id;

/// A span of days, both included, in the business's time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Days {
    /// The first, `2026-11-01`.
    pub from: String,
    /// The last.
    pub to: String,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FigureUnit)]
pub enum Unit {
    /// Minor units of the page's currency.
    Money,
    /// Things.
    Count,
    /// Thousandths.
    RatePermille,
}

/// Which way is good news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Good {
    /// More is better.
    Up,
    /// Less is better.
    Down,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Figure {
    /// `sales`, `deals`, `buyers`, `average_order`, `new_buyers`, `returning_buyers`, `repurchase_rate`, `refund_rate`,
    /// `open_proposals`, `pending_shipment`.
    pub key: &'static str,
    /// Its value in `unit`.
    pub value: i64,
    /// Its value in the period before, where that makes sense.
    pub previous: Option<i64>,
    /// How far it moved since, in thousandths of what it was; of a rate, in thousandths of the whole. `null` where there was
    /// nothing before to compare with.
    pub change: Option<i64>,
    /// What it counts.
    pub unit: Unit,
    /// How it is counted, in the reader's language.
    pub definition: String,
    /// The console's page behind it.
    pub link: Option<&'static str>,
    /// Which way is good news.
    pub good: Option<Good>,
}

/// One day, week or month.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct DaySales {
    /// The day, or the first of these days within the period, `2026-11-11`.
    pub day: String,
    /// The last of these days.
    pub until: String,
    /// Sales in minor units.
    pub sales: i64,
    /// Sales as many days before as the period is long; `null` when the period holds all there is.
    pub previous: Option<i64>,
    /// Deals.
    pub orders: i64,
    /// Buyers whose first deal ever was in these days.
    pub new_buyers: i64,
    /// Buyers of these days who had a deal before them.
    pub returning_buyers: i64,
}

/// One storefront.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChannelSales {
    /// Its channel.
    pub channel: Channel,
    /// Its id.
    pub shop_id: Id,
    /// Its name.
    pub shop: String,
    /// Sales in minor units.
    pub sales: i64,
    /// Deals.
    pub orders: i64,
    /// Buyers.
    pub buyers: i64,
}

/// The customers whose first deal fell into one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Cohort {
    /// The month, `2026-11`.
    pub month: String,
    /// How many.
    pub size: i64,
    /// How many of them had a deal in that month (all), the next one, and so on to this month.
    pub returned: Vec<i64>,
    /// The same as a share of all of them, in thousandths.
    pub rates: Vec<i64>,
}

/// Something that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Todo {
    /// `proposals`, `refused_rows`, `unknown_statuses`, `parked_jobs`, `awaiting_shipment`, `refunds_open`, `no_data`.
    pub kind: &'static str,
    /// How many.
    pub count: i64,
    /// The console's page for it.
    pub link: &'static str,
}

/// The first page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Overview {
    /// When it was counted.
    pub as_of: Instant,
    /// The period, today included.
    pub range: Days,
    /// The period of the same length before it; `null` when `range` holds all there is.
    pub previous: Option<Days>,
    /// What happened, in a sentence or three, in the reader's language.
    pub sentence: String,
    /// The figures.
    pub figures: Vec<Figure>,
    /// Whether `sales` is day by day, week by week or month by month.
    pub width: Width,
    /// Piece by piece.
    pub sales: Vec<DaySales>,
    /// Shop by shop, the largest first.
    pub channels: Vec<ChannelSales>,
    /// Month by month, the last twelve.
    pub cohorts: Vec<Cohort>,
    /// What needs doing.
    pub todo: Vec<Todo>,
    /// ISO 4217 code of every amount on the page: the business's. Orders in other currencies are not in it.
    pub currency: String,
}
