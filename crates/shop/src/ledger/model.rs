//! The words of the books.

use platform::Error;
use platform::Id;
use platform::db::Tx;
use platform::outbox::Message;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// What is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Book {
    /// Points.
    Points,
    /// Store credit (红包), minor units of the business's currency.
    Credit,
}

impl Book {
    /// Both of them.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 2] = [Self::Points, Self::Credit];

    /// A statement as this book says it: `{book}` is what its tables' names begin with, `{n}` the column that counts.
    pub(super) fn say(self, text: &str) -> String {
        let (book, n) = match self {
            Self::Points => ("points", "points"),
            Self::Credit => ("credit", "amount"),
        };
        text.replace("{book}", book).replace("{n}", n)
    }

    /// Its tables.
    pub(super) fn tables(self) -> [&'static str; 3] {
        match self {
            Self::Points => ["points_moves", "points_lots", "points_entries"],
            Self::Credit => ["credit_moves", "credit_lots", "credit_entries"],
        }
    }

    /// The refusal when there is too little.
    pub(super) fn short(self) -> &'static str {
        match self {
            Self::Points => "points_short",
            Self::Credit => "credit_short",
        }
    }

    /// Says whose balance moved.
    pub(crate) fn tell(self, tx: &mut Tx, profiles: &[i64], now: i64) -> Result<(), Error> {
        let kind = match self {
            Self::Points => "points.moved",
            Self::Credit => "credit.moved",
        };
        let ids: Vec<Id> = profiles.iter().map(|id| Id(*id)).collect();
        tx.emit(Message::new(kind, now, &json!({ "profiles": ids }))?);
        Ok(())
    }
}

codes! {
    /// What moved points, or credit.
    MoveKind {
        /// Earned by an order or a behaviour.
        Earn = "earn",
        /// Spent.
        Spend = "spend",
        /// Their time was over.
        Expire = "expire",
        /// Somebody said so.
        Adjust = "adjust",
        /// Given back or taken back.
        Reverse = "reverse",
        /// A notice that some are about to expire; it moves nothing.
        Expiring = "expiring",
    }
}

codes! {
    /// Where points are. Every entry takes them from one account to another.
    Account {
        /// With the member.
        Member = "member",
        /// Given out for what somebody did.
        Earned = "earned",
        /// Taken in for goods and discounts.
        Spent = "spent",
        /// Lost by time.
        Expired = "expired",
        /// Given out or taken in by hand.
        Adjusted = "adjusted",
    }
}
