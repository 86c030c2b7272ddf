//! Points as the API shows them.

use platform::{Id, Instant};
use pricing::Words;
use serde::Serialize;
use utoipa::ToSchema;

use crate::ledger::MoveKind;

/// Points at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct PointsAt {
    /// When.
    pub at: Instant,
    /// How many.
    pub points: i64,
}

/// What a customer has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PointsBalance {
    /// Can be spent.
    pub available: i64,
    /// Will be when the time for returns is over.
    pub pending: i64,
    /// Is taken from the next points: what a refund could not take back.
    pub owed: i64,
    /// What `available` is worth, minor units.
    pub value: i64,
    /// ISO 4217 code of it.
    pub currency: String,
    /// What can be spent next.
    pub next_maturing: Option<PointsAt>,
    /// What expires next, a dozen at most.
    pub expiring: Vec<PointsAt>,
}

/// A move of points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PointsMove {
    /// Its id.
    pub id: Id,
    /// When.
    pub at: Instant,
    /// What moved them.
    pub kind: MoveKind,
    /// What it did to the balance.
    pub points: i64,
    /// Why: the reason that somebody gave, or the behaviour's name.
    pub reason: Option<Words>,
    /// Who, when somebody said so.
    pub by: Option<String>,
    /// The order that earned them.
    pub order_id: Option<Id>,
    /// The order at the till that they were spent on.
    pub order: Option<String>,
    /// The move that this one takes back.
    pub reverses: Option<Id>,
    /// What is still owed of it.
    pub owed: i64,
    /// Its key, one of a kind.
    pub key: String,
}
