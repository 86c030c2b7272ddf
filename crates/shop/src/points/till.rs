//! What the till does with points: an order whose price took something off for points spends them when it is reserved, and
//! gets them back when it is given up. Points that an order holds count as spent; paying the order changes nothing more.
//!
//! Absent from here: what points take off (`pricing`).

use platform::db::{Connection, Tx};
use platform::http::Actor;
use platform::{App, Error};
use serde::{Deserialize, Serialize};

use super::BOOK;
use super::rules::rules;
use super::spend::{reverse, spend};
use crate::customers::Reached;
use crate::ledger::{self, Order, spendable};

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
        Self { key: format!("till:{order}#{}", app.ids.next()), points }
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

/// Spends an order's points. Nothing may be kept when it is refused.
///
/// # Errors
/// `points_short` when somebody was quicker.
pub async fn pay(tx: &mut Tx, app: &App, reached: &Reached, paid: &Paid) -> Result<(), Error> {
    let order = Order { key: paid.key.clone(), points: paid.points, reason: None, actor: &Actor::System };
    spend(tx, app, reached, &order).await.map(|_| ())
}

/// Gives an order's points back, into the lots that they came from. The second time nothing changes.
///
/// # Errors
/// When the database refuses.
pub async fn give_back(tx: &mut Tx, app: &App, paid: &Paid) -> Result<(), Error> {
    match reverse(tx, app, &paid.key, None, &Actor::System).await {
        // She was erased meanwhile, and her points with her.
        Err(error) if error.code() == "not_found" => Ok(()),
        done => done.map(|_| ()),
    }
}
