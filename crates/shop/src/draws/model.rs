//! Draws and tickets as the API shows them.

use platform::{Id, Instant};
use pricing::Words;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::terms::DrawTerms;
use crate::deliveries::Delivery;

codes! {
    /// What can be won.
    PrizeKind {
        /// A coupon.
        Coupon = "coupon",
        /// Points.
        Points = "points",
        /// A red packet.
        Credit = "credit",
        /// Goods that the shop sends.
        Goods = "goods",
        /// What a third party gives: traffic, vouchers.
        Other = "other",
    }
}

impl PrizeKind {
    /// Whether it is given without anybody's hand.
    #[must_use]
    pub fn gives_itself(self) -> bool {
        matches!(self, Self::Coupon | Self::Points | Self::Credit)
    }
}

codes! {
    /// Where a draw stands.
    DrawState {
        /// Not published.
        Draft = "draft",
        /// Published, and not begun.
        Scheduled = "scheduled",
        /// Under way.
        Running = "running",
        /// Over.
        Ended = "ended",
    }
}

codes! {
    /// Where a ticket's prize is.
    TicketStatus {
        /// It won nothing.
        None = "none",
        /// To be handed over.
        Waiting = "waiting",
        /// Handed over.
        Given = "given",
        /// Not claimed as the rules say.
        Forfeited = "forfeited",
    }
}

codes! {
    /// What a ticket was had for.
    #[schema(as = TicketPaidWith)]
    PaidWith {
        /// One of everybody's chances.
        Free = "free",
        /// A chance that was given or bought in the mall.
        Given = "given",
        /// Points.
        Points = "points",
    }
}

/// A draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Draw {
    /// Its id.
    pub id: Id,
    /// What it promises.
    pub terms: DrawTerms,
    /// Where it stands.
    pub state: DrawState,
    /// Goes up with every change.
    pub revision: i64,
    /// The seed's digest, from publication on.
    pub commitment: Option<String>,
    /// The seed, once it has ended.
    pub seed: Option<String>,
    /// Tickets drawn.
    pub tickets: i64,
    /// Tickets that won.
    pub winners: i64,
    /// What is left of each prize.
    pub left: Vec<i64>,
    /// Prizes that are to be handed over.
    pub waiting: i64,
    /// Those of them that could not be given by themselves.
    pub problems: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// Why it ended before its time.
    pub end_reason: Option<String>,
    /// Until when its results are kept at least.
    pub kept_until: Option<Instant>,
}

/// A ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DrawTicket)]
pub struct Ticket {
    /// Its id.
    pub id: Id,
    /// Its draw.
    pub draw_id: Id,
    /// 1, 2, … in its draw.
    pub number: i64,
    /// The buyer's side's part in the roll.
    pub mark: String,
    /// What it rolled.
    pub roll: u32,
    /// The place of the prize that it won.
    pub prize: Option<usize>,
    /// Its name.
    pub prize_name: Option<Words>,
    /// The roll met a prize of which none was left.
    pub missed: bool,
    /// Where the prize is.
    pub status: TicketStatus,
    /// Why it could not be given by itself.
    pub problem: Option<String>,
    /// Who drew; null when she was erased or may not be seen.
    pub customer_id: Option<Id>,
    /// Nick or masked name.
    pub customer: Option<String>,
    /// When.
    pub at: Instant,
    /// When the prize was handed over or forfeited.
    pub settled_at: Option<Instant>,
    /// A note: a parcel's number, a reason.
    pub note: Option<String>,
    /// What it was had for.
    pub paid_with: PaidWith,
    /// The prize is goods, which are sent.
    pub sends: bool,
    /// Where they are sent, masked; null while nobody said.
    pub delivery: Option<Delivery>,
}

/// A ticket as the database holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) id: i64,
    pub(super) key: String,
    pub(super) draw: i64,
    pub(super) number: i64,
    /// 0 when the person was erased.
    pub(super) profile: i64,
    pub(super) mark: String,
    pub(super) roll: u32,
    pub(super) prize: Option<usize>,
    pub(super) missed: bool,
    pub(super) status: TicketStatus,
    /// The prize is given without anybody's hand.
    pub(super) itself: bool,
    pub(super) problem: Option<String>,
    pub(super) note: Option<String>,
    pub(super) paid_with: PaidWith,
    pub(super) at: i64,
    pub(super) settled_at: Option<i64>,
}

/// A draw as the database holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) id: i64,
    pub(super) revision: i64,
    pub(super) terms: DrawTerms,
    pub(super) commitment: Option<String>,
    pub(super) seed: Option<String>,
    pub(super) tickets: i64,
    pub(super) created_at: i64,
    pub(super) published_at: Option<i64>,
    /// When it was ended before its time.
    pub(super) ended_at: Option<i64>,
    pub(super) end_reason: Option<String>,
}

impl Record {
    /// Where it stands at `now` (milliseconds UTC).
    pub(super) fn state(&self, now: i64) -> DrawState {
        if self.published_at.is_none() {
            DrawState::Draft
        } else if self.ended_at.is_some() || now >= self.terms.ends_at.0 {
            DrawState::Ended
        } else if now < self.terms.starts_at.0 {
            DrawState::Scheduled
        } else {
            DrawState::Running
        }
    }

    /// When it ended, seen from `now`.
    pub(super) fn end(&self, now: i64) -> Option<i64> {
        (self.state(now) == DrawState::Ended).then(|| self.ended_at.unwrap_or(self.terms.ends_at.0))
    }

    /// The seed, which nobody may see before the end.
    pub(super) fn revealed(&self, now: i64) -> Option<String> {
        self.seed.clone().filter(|_| self.state(now) == DrawState::Ended)
    }
}
