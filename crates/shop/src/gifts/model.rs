//! Gifts as the API shows them. What they are worth is minor units of the business's currency.

use platform::{Id, Instant};
use pricing::Words;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::deliveries::Delivery;

codes! {
    /// How it reaches the customer.
    GiftKind {
        /// Something that is sent in a parcel.
        Goods = "goods",
        /// Something that is booked for her: mobile data, a top-up, a month of some service.
        Digital = "digital",
    }
}

codes! {
    /// How far it is.
    GiftStatus {
        /// To be sent.
        Due = "due",
        /// Sent, or booked.
        Sent = "sent",
        /// It could not be; somebody has to look.
        Failed = "failed",
        /// Called off.
        Cancelled = "cancelled",
    }
}

impl GiftStatus {
    /// From which it may come to be this.
    pub(super) fn from(self) -> &'static [Self] {
        match self {
            Self::Due => &[Self::Failed],
            Self::Sent | Self::Cancelled => &[Self::Due, Self::Failed],
            Self::Failed => &[Self::Due],
        }
    }
}

codes! {
    /// Why it is given.
    GiftSource {
        /// Somebody, or another program, gave it.
        Hand = "hand",
        /// Her level gives it on her birthday.
        Birthday = "birthday",
    }
}

/// A gift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = GivenGift)]
pub struct Gift {
    /// Its id.
    pub id: Id,
    /// What it is, as the buyer reads it.
    pub name: Words,
    /// How it reaches her.
    pub kind: GiftKind,
    /// What one is worth to the shop, minor units.
    pub worth: i64,
    /// Why it is given.
    pub source: GiftSource,
    /// The reason that somebody gave.
    pub reason: Option<String>,
    /// How far it is.
    pub status: GiftStatus,
    /// A parcel's or a booking's number, or why it could not be sent.
    pub note: Option<String>,
    /// Whose; null when she was erased or may not be seen.
    pub customer_id: Option<Id>,
    /// Nick or masked name.
    pub customer: Option<String>,
    /// When it was given.
    pub at: Instant,
    /// By whom; null when nobody had to.
    pub by: Option<String>,
    /// When it was last changed.
    pub changed_at: Instant,
    /// By whom.
    pub changed_by: Option<String>,
    /// Where goods are sent, masked; null while nobody said.
    pub delivery: Option<Delivery>,
}

impl Gift {
    /// Whether it is goods that wait to be sent, so that an address may be said.
    #[must_use]
    pub fn awaits_address(&self) -> bool {
        self.kind == GiftKind::Goods && matches!(self.status, GiftStatus::Due | GiftStatus::Failed)
    }
}

/// Gifts of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GiftMonth {
    /// `2026-11`, in the business's time zone.
    pub month: String,
    /// Given in it, those called off left out.
    pub given: i64,
    /// What these are worth, minor units.
    pub worth: i64,
}

/// How gifts stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GiftSummary {
    /// As of when.
    pub as_of: Instant,
    /// To be sent.
    pub due: i64,
    /// When the one that has waited longest was given.
    pub oldest_due_at: Option<Instant>,
    /// Could not be sent.
    pub failed: i64,
    /// Sent.
    pub sent: i64,
    /// What was sent is worth, minor units.
    pub sent_worth: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// The last twelve months, oldest first.
    pub months: Vec<GiftMonth>,
}

/// A gift that could not be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GiftRefused {
    /// Which.
    pub id: Id,
    /// `not_found`, or `gift_over` when its status does not go over to the wanted one.
    pub code: String,
}

/// What became of gifts whose status was said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct GiftsSettled {
    /// Changed, or were so already.
    pub settled: Vec<Gift>,
    /// Not changed.
    pub refused: Vec<GiftRefused>,
}
