//! What points the till may spend, and that it does: an order whose price took something off for points spends them when
//! it is reserved ([`ledger::till`]).
//!
//! Absent from here: what points take off (`pricing`).

use platform::db::{Connection, Tx};
use platform::{App, Error};
use serde::{Deserialize, Serialize};

use super::BOOK;
use super::rules::rules;
use crate::customers::Reached;
use crate::ledger::{self, spendable};

/// Points that an order spends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// The key of the move.
    pub key: String,
    /// How many.
    pub points: i64,
}

impl Paid {
    /// Points of an order that is about to be reserved.
    #[must_use]
    pub fn new(app: &App, order: &str, points: i64) -> Self {
        Self { key: ledger::till::key(app, order), points }
    }
}

/// Whether points are kept here. A shop whose points live elsewhere says them in the cart.
///
/// # Errors
/// When the database cannot be read.
pub async fn kept_here(conn: &mut impl Connection) -> Result<bool, Error> {
    Ok(rules(conn).await?.enabled)
}

/// What a customer can spend at `now` (milliseconds UTC).
///
/// # Errors
/// When the database cannot be read.
pub async fn payable(conn: &mut impl Connection, reached: &Reached, now: i64) -> Result<i64, Error> {
    let lots = ledger::records::lots(conn, BOOK, &reached.profile_ids).await?;
    Ok(spendable(&lots, now).iter().map(|lot| lot.remaining).sum())
}

/// What of the points that an order was reserved with its buyer can spend at `now` when they come back.
///
/// # Errors
/// When the database cannot be read.
pub async fn held(conn: &mut impl Connection, paid: &Paid, now: i64) -> Result<i64, Error> {
    ledger::till::held(conn, BOOK, &paid.key, now).await
}

/// Spends an order's points. Nothing may be kept when it is refused.
///
/// # Errors
/// `points_short` when somebody was quicker.
pub async fn pay(tx: &mut Tx, app: &App, reached: &Reached, paid: &Paid) -> Result<(), Error> {
    ledger::till::pay(tx, app, BOOK, reached, (&paid.key, paid.points)).await
}

/// Gives an order's points back: see [`ledger::till::give_back`].
///
/// # Errors
/// When the database refuses.
pub async fn give_back(tx: &mut Tx, app: &App, paid: &Paid, refunded: bool) -> Result<(), Error> {
    ledger::till::give_back(tx, app, BOOK, &paid.key, refunded).await
}
