//! The card: everything about one customer on one page.

use platform::{Id, Instant};
use serde::Serialize;
use utoipa::ToSchema;

use super::attributes::Attribute;
use crate::care::{Consent, MaySend};
use crate::customers::{CustomerRow, MergeRecord};
use crate::groups::Note;
use crate::shops::Channel;

/// Everything about one customer.
#[derive(Serialize, ToSchema)]
pub struct CustomerCard {
    /// What lists show.
    #[serde(flatten)]
    pub row: CustomerRow,
    /// When the id that was asked for was merged away: the customer that answers for it.
    pub merged_into: Option<Id>,
    /// Attributes with where they came from and what was there before.
    pub attributes: Vec<Attribute>,
    /// What names the customer, masked.
    pub identifiers: Vec<IdentifierShown>,
    /// The profiles in view.
    pub profile_list: Vec<ProfileShown>,
    /// The customer, its profiles and what joins them.
    pub graph: Graph,
    /// What the customer said, newest word on each purpose and channel.
    pub consents: Vec<Consent>,
    /// Whether they may be shown things chosen for them.
    pub personalisation: bool,
    /// What may be sent, and why not.
    pub may_send: Vec<MaySend>,
    /// Deals by month.
    pub months: Vec<MonthShown>,
    /// Notes, pinned ones first, then newest first.
    pub notes: Vec<Note>,
    /// Merges and unmerges, newest first.
    pub merges: Vec<MergeRecord>,
}

/// An identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IdentifierShown {
    /// Its id.
    pub id: Id,
    /// Its kind.
    pub kind: String,
    /// Its value, masked.
    pub value: String,
    /// Whose it is.
    pub profile_id: Id,
    /// `strong` joins profiles at once; `weak` with care.
    pub strength: String,
    /// First sighting.
    pub first_seen_at: Instant,
}

/// A profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProfileShown {
    /// Its id.
    pub id: Id,
    /// Its source, with the shop's name.
    pub source: String,
    /// Its channel.
    pub channel: Channel,
    /// Its shop.
    pub shop_id: Option<Id>,
    /// A nick or a masked name.
    pub label: String,
    /// First sighting.
    pub first_seen_at: Instant,
    /// Last sighting.
    pub last_seen_at: Instant,
    /// Orders of every status.
    pub orders: i64,
    /// Behaviours.
    pub events: i64,
    /// What joined it to the others: `identifier`, `person`, or nothing.
    pub merged_by: Option<String>,
}

/// Nodes and links.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Graph {
    /// The customer, profiles, identifiers.
    pub nodes: Vec<Node>,
    /// What belongs to what.
    pub links: Vec<Link>,
}

/// A node of the graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Node {
    /// Unique in the graph.
    pub id: String,
    /// `customer`, `profile` or `identifier`.
    pub kind: String,
    /// What to write on it; masked.
    pub label: String,
    /// What to write beside it.
    pub detail: String,
}

/// A link of the graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Link {
    /// A node.
    pub from: String,
    /// Another one.
    pub to: String,
    /// Why they are linked.
    pub reason: String,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthShown {
    /// `2026-11`, in the business's time zone.
    pub month: String,
    /// Deals.
    pub orders: i64,
    /// Their amounts, minor units.
    pub amount: i64,
}
