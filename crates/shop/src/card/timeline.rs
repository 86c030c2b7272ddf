//! One entry of a customer's timeline, the same from whichever department it comes.
//!
//! A department answers its own entries, newest first, through a function of the shape
//! `timeline(conn, profile_ids, before, limit)`; the card merges the streams. So a page costs one short query a
//! department, however long the history is.

use platform::{Id, Instant};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::shops::Channel;

/// Where a page of a timeline begins: entries strictly older than this, by `(at, id)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Milliseconds UTC.
    pub at: i64,
    /// The row id that breaks ties at the same instant.
    pub id: i64,
}

impl Before {
    /// The newest end.
    pub const NEWEST: Self = Self { at: i64::MAX, id: i64::MAX };
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TimelineItem {
    /// Unique within the timeline: the kind and the row's id.
    pub id: String,
    /// When it happened.
    pub at: Instant,
    /// `order`, `refund`, `shipment`, `event`, `note`, `merge`, `consent`, `import`, `attribute`, `member`, `points`, `credit`, `draw`,
    /// `reminder`, `segment`.
    pub kind: &'static str,
    /// Where it happened.
    pub channel: Option<Channel>,
    /// The shop's name.
    pub shop: Option<String>,
    /// What happened, short: an order's goods, an event's name, a note's text. Never a name, mobile or address.
    pub title: String,
    /// What else there is to show, by kind. Masked.
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
    /// The console's page for it: `/orders/123`.
    pub link: Option<String>,
    /// The profile that it belongs to.
    pub profile_id: Option<Id>,
    /// The shop's id, for scope checks and for filling in `shop` and `channel`; not shown.
    #[serde(skip)]
    pub shop_id: Option<i64>,
    /// The row's id: with `at` the place in the order. Not shown.
    #[serde(skip)]
    pub row: i64,
}

impl TimelineItem {
    /// An entry of `kind` for row `row` at `at` (milliseconds UTC); the rest is filled in by the department.
    #[must_use]
    pub fn new(kind: &'static str, row: i64, at: i64, title: impl Into<String>) -> Self {
        Self {
            id: format!("{kind}-{row}"),
            at: Instant(at),
            kind,
            channel: None,
            shop: None,
            title: title.into(),
            detail: serde_json::Value::Object(serde_json::Map::new()),
            link: None,
            profile_id: None,
            shop_id: None,
            row,
        }
    }

    /// Its place in the order.
    #[must_use]
    pub fn place(&self) -> Before {
        Before { at: self.at.0, id: self.row }
    }
}
