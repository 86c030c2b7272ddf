//! Store credit as the API shows it. Amounts are minor units of the business's currency.

use platform::{Error, Id, Instant};
use pricing::Words;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ledger::MoveKind;

/// What a customer has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Wallet {
    /// Can be spent now.
    pub available: i64,
    /// ISO 4217 code of it.
    pub currency: String,
    /// The packets with something left, first to expire first.
    pub packets: Vec<WalletPacket>,
}

/// A red packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WalletPacket {
    /// Its id.
    pub id: Id,
    /// What the buyer reads.
    pub name: Words,
    /// What was in it.
    pub amount: i64,
    /// What is left.
    pub left: i64,
    /// When it was given.
    pub given_at: Instant,
    /// Until when it can be spent.
    pub expires_at: Instant,
}

/// A move of credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WalletMove {
    /// Its id.
    pub id: Id,
    /// When.
    pub at: Instant,
    /// What moved it.
    pub kind: MoveKind,
    /// What it did to the balance.
    pub amount: i64,
    /// Why: a packet's name, the reason that somebody gave.
    pub reason: Option<Words>,
    /// Who, when somebody said so.
    pub by: Option<String>,
    /// The order at the till that it was spent on.
    pub order: Option<String>,
    /// The move that this one takes back.
    pub reverses: Option<Id>,
    /// Its key, one of a kind.
    pub key: String,
}

/// Who is given a packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = WalletTarget)]
pub enum Target {
    /// Everybody in a segment or list, as it stands when the job comes to them.
    Segment(Id),
    /// These customers.
    Customers(Vec<Id>),
}

impl Target {
    /// `segment` or `customers`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Segment(_) => "segment",
            Self::Customers(_) => "customers",
        }
    }
}

codes! {
    /// How far a batch is.
    #[schema(as = WalletBatchState)]
    State {
        /// Not begun.
        Waiting = "waiting",
        /// Under way.
        Running = "running",
        /// All of it.
        Done = "done",
        /// Stopped by hand.
        Stopped = "stopped",
        /// Given up.
        Failed = "failed",
    }
}

impl State {
    pub(super) fn read(code: &str) -> Result<Self, Error> {
        Self::from_code(code).ok_or_else(|| Error::internal(format!("no state of a batch is called {code}")))
    }
}

/// Packets that are given together, as a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = WalletBatch)]
pub struct Batch {
    /// Its id.
    pub id: Id,
    /// `segment` or `customers`.
    pub to: String,
    /// What buyers read.
    pub name: Words,
    /// What is in each packet.
    pub amount: i64,
    /// Until when they can be spent.
    pub expires_at: Instant,
    /// Customers meant; of a segment, as many as were in it when it was begun.
    pub total: i64,
    /// Customers done.
    pub done: i64,
    /// Customers who got one.
    pub given: i64,
    /// Customers who got none: they are on the black list.
    pub skipped: i64,
    /// How far it is.
    pub state: State,
    /// Why it stopped.
    pub problem: Option<String>,
    /// When it was begun.
    pub created_at: Instant,
    /// By whom.
    pub created_by: String,
    /// When it ended.
    pub finished_at: Option<Instant>,
}
