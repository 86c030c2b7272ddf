//! Group buys as the API shows them. Amounts are minor units of the business's currency.

use platform::{Id, Instant};
use pricing::Words;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

codes! {
    /// Where a group stands.
    GroupBuyStatus {
        /// It waits for buyers.
        Open = "open",
        /// As many paid as it is for (成团).
        Filled = "filled",
        /// It is over without being filled (未成团).
        Failed = "failed",
    }
}

codes! {
    /// Why a group failed.
    GroupBuyCause {
        /// Its time passed.
        Expired = "expired",
        /// Staff called it off.
        CalledOff = "called_off",
        /// Whoever was in it left, or nobody had paid when its time passed: nobody is to be refunded.
        Abandoned = "abandoned",
    }
}

codes! {
    /// Where somebody's place in a group stands.
    GroupPlaceState {
        /// Held until it is paid.
        Held = "held",
        /// Paid: firm.
        Paid = "paid",
        /// It came back before it was paid.
        Released = "released",
        /// It was paid, and the order given back before the group was filled.
        Withdrawn = "withdrawn",
        /// The group failed: the order is to be refunded.
        RefundDue = "refund_due",
        /// The order was given back after the group was over.
        Refunded = "refunded",
    }
}

impl GroupPlaceState {
    /// Somebody is in the group by it.
    #[must_use]
    pub fn stands(self) -> bool {
        matches!(self, Self::Held | Self::Paid)
    }
}

/// A group of buyers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupBuy {
    /// Its id.
    pub id: Id,
    /// What it is shared by.
    pub code: String,
    /// The promotion's id.
    pub promotion_id: Id,
    /// The promotion's key.
    pub promotion: String,
    /// The promotion's name when it was opened.
    pub name: Words,
    /// Where it stands.
    pub status: GroupBuyStatus,
    /// Why it failed.
    pub cause: Option<GroupBuyCause>,
    /// What whoever called it off gave as the reason.
    pub reason: Option<String>,
    /// Who called it off.
    pub by: Option<String>,
    /// How many buyers it is for.
    pub size: i64,
    /// How many paid; of one that is over, when it was.
    pub paid: i64,
    /// How many hold a place and have not paid yet.
    pub held: i64,
    /// How many more have to pay.
    pub missing: i64,
    /// When it was opened.
    pub opened_at: Instant,
    /// Until when it may be filled.
    pub ends_at: Instant,
    /// When it was filled or failed.
    pub ended_at: Option<Instant>,
    /// Who opened it (团长); null when erased or not to be seen.
    pub leader_id: Option<Id>,
    /// Nick or masked name.
    pub leader: Option<String>,
    /// What was paid by those who are in it, or were when it was over.
    pub amount: i64,
    /// Paid orders that are still to be refunded.
    pub to_refund: i64,
}

/// Somebody's place in a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupBuyPlace {
    /// Its id.
    pub id: Id,
    /// Where it stands.
    pub state: GroupPlaceState,
    /// They opened the group.
    pub leads: bool,
    /// Whose; null when erased or not to be seen.
    pub customer_id: Option<Id>,
    /// Nick or masked name.
    pub customer: Option<String>,
    /// The order's key; null while there is none.
    pub order: Option<String>,
    /// What the order cost.
    pub amount: i64,
    /// When it was taken.
    pub joined_at: Instant,
    /// When it was paid.
    pub paid_at: Option<Instant>,
    /// Until when it is held for an order to come.
    pub until: Option<Instant>,
    /// When it came back, or the order was refunded.
    pub left_at: Option<Instant>,
}

/// A group with who is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupBuyFull {
    /// As in a list.
    #[serde(flatten)]
    pub group: GroupBuy,
    /// The places, the first one first; those that came back unpaid are left out.
    pub places: Vec<GroupBuyPlace>,
}

/// A paid order of a failed group, to be refunded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupBuyRefund {
    /// The place's id.
    pub id: Id,
    /// The order's key. Say that its money was given back with `POST /api/v1/redemptions/{order}/release` and
    /// `{"refunded": true}`; it leaves this list then.
    pub order: String,
    /// What was paid.
    pub amount: i64,
    /// The group's code.
    pub code: String,
    /// The promotion's key.
    pub promotion: String,
    /// Why the group failed.
    pub cause: Option<GroupBuyCause>,
    /// When.
    pub failed_at: Instant,
    /// Whose; null when erased or not to be seen.
    pub customer_id: Option<Id>,
}

/// The group that an order has a place in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderGroup {
    /// The group's id.
    pub id: Id,
    /// What it is shared by.
    pub code: String,
    /// The promotion's key.
    pub promotion: String,
    /// Where the group stands.
    pub status: GroupBuyStatus,
    /// Where the order's place stands.
    pub place: GroupPlaceState,
    /// How many buyers it is for.
    pub size: i64,
    /// How many paid.
    pub paid: i64,
    /// Until when it may be filled.
    pub ends_at: Instant,
}

/// How the groups of a promotion went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupBuyPromotion {
    /// The promotion's id.
    pub promotion_id: Id,
    /// Its key.
    pub promotion: String,
    /// Its name.
    pub name: Words,
    /// Groups that wait for buyers and have one who paid.
    pub open: i64,
    /// Groups that were filled.
    pub filled: i64,
    /// Groups that failed though somebody had paid.
    pub failed: i64,
    /// Filled among those that are over, per mille; null while none is.
    pub fill_per_mille: Option<i64>,
    /// What was paid in those that were filled.
    pub amount: i64,
}

/// How group buying goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupBuySummary {
    /// As of when.
    pub as_of: Instant,
    /// Groups that wait for buyers and have one who paid.
    pub open: i64,
    /// Buyers that these still miss.
    pub missing: i64,
    /// When the first of them ends.
    pub next_end_at: Option<Instant>,
    /// Groups that were filled.
    pub filled: i64,
    /// Groups that failed though somebody had paid.
    pub failed: i64,
    /// Groups in which nobody had paid when they were over; they count nowhere else.
    pub abandoned: i64,
    /// Filled among those that are over, per mille; null while none is.
    pub fill_per_mille: Option<i64>,
    /// What was paid in those that were filled.
    pub amount: i64,
    /// Orders that are still to be refunded.
    pub to_refund: i64,
    /// What was paid for these.
    pub refund_amount: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// By promotion, the one with most groups first.
    pub promotions: Vec<GroupBuyPromotion>,
}
