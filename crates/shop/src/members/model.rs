//! Members as the API shows them.

use platform::{Id, Instant};
use pricing::Words;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::programme::Benefits;

codes! {
    /// How somebody joined.
    JoinSource {
        /// By herself.
        Open = "open",
        /// With an invitation.
        Invitation = "invitation",
        /// By confirming a mobile.
        Phone = "phone",
        /// By a deal.
        Automatic = "automatic",
        /// Entered by staff.
        Staff = "staff",
    }
}

codes! {
    /// Why something about a membership changed.
    #[schema(as = LevelCause)]
    Cause {
        /// By joining or leaving.
        Join = "join",
        /// A deal.
        Deal = "deal",
        /// A refund, or an order that is no deal any more.
        Refund = "refund",
        /// Somebody said so.
        Hand = "hand",
        /// The programme was changed.
        Programme = "programme",
        /// The level's time was over.
        Expiry = "expiry",
        /// The level's time was over, and it was earned again.
        Renewal = "renewal",
        /// Customers became one.
        Merge = "merge",
        /// Profiles were taken out of a customer.
        Unmerge = "unmerge",
        /// It was her birthday.
        Birthday = "birthday",
    }
}

codes! {
    /// What changed.
    #[schema(as = LevelChangeKind)]
    ChangeKind {
        /// Somebody became a member.
        Joined = "joined",
        /// Somebody is none any more.
        Left = "left",
        /// Another level, or the same one anew.
        Level = "level",
        /// Her level gave her something on her birthday; the level is as it was.
        Birthday = "birthday",
    }
}

/// A level, named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LevelRef {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Words,
    /// Its place among the levels, 0 the lowest. A level that was taken out has the place of the one that took it over.
    pub index: usize,
}

/// A member in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MemberRow {
    /// The customer.
    pub customer_id: Id,
    /// Nick or masked name.
    pub name: Option<String>,
    /// The member's number.
    pub number: String,
    /// The level; null below the lowest.
    pub level: Option<LevelRef>,
    /// Since when.
    pub level_since: Option<Instant>,
    /// Until when it stands by itself.
    pub level_until: Option<Instant>,
    /// Whether nothing but a hand changes it.
    pub locked: bool,
    /// When she joined.
    pub joined_at: Instant,
    /// How.
    pub source: JoinSource,
    /// What counts towards a level, minor units.
    pub amount: i64,
    /// Deals that count towards a level.
    pub deals: i64,
}

/// What is missing to the next level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NextLevel {
    /// The level.
    pub level: LevelRef,
    /// Minor units still missing; null when the amount does not matter.
    pub amount: Option<i64>,
    /// Deals still missing; null when their number does not matter.
    pub deals: Option<i64>,
}

/// The membership of one customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = MembershipCard)]
pub struct Membership {
    /// The customer.
    pub customer_id: Id,
    /// Whether she is a member.
    pub member: bool,
    /// Her number.
    pub number: Option<String>,
    /// When she joined.
    pub joined_at: Option<Instant>,
    /// How.
    pub source: Option<JoinSource>,
    /// Her level.
    pub level: Option<LevelRef>,
    /// Since when.
    pub level_since: Option<Instant>,
    /// Until when it stands by itself.
    pub level_until: Option<Instant>,
    /// Whether nothing but a hand changes it.
    pub locked: bool,
    /// Why.
    pub lock_reason: Option<String>,
    /// What counts towards a level, minor units.
    pub amount: i64,
    /// Deals that count towards a level.
    pub deals: i64,
    /// ISO 4217 code of the amounts.
    pub currency: String,
    /// What is missing to the next level.
    pub next: Option<NextLevel>,
    /// What the level gives.
    pub benefits: Option<Benefits>,
    /// Why to join.
    pub why_join: Words,
}

/// A change of a membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LevelChange {
    /// Its id.
    pub id: Id,
    /// When.
    pub at: Instant,
    /// What changed.
    pub kind: ChangeKind,
    /// The level before.
    pub from: Option<LevelRef>,
    /// The level after.
    pub to: Option<LevelRef>,
    /// Why.
    pub cause: Cause,
    /// What counted towards a level then, minor units.
    pub amount: i64,
    /// Deals that counted then.
    pub deals: i64,
    /// Until when the level stands by itself.
    pub until: Option<Instant>,
    /// Whether it was locked.
    pub locked: bool,
    /// The reason that somebody gave.
    pub reason: Option<String>,
    /// Who, when somebody said so.
    pub by: Option<String>,
}

/// Which members.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Wanted {
    /// Of this level; 0 for those without one.
    pub(super) level: Option<i64>,
    /// Who joined so.
    pub(super) source: Option<JoinSource>,
    /// With this number.
    pub(super) number: Option<String>,
}
