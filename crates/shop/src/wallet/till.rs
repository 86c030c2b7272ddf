//! What of an order the till may pay with credit, and that it does ([`ledger::till`]).

use platform::db::{Connection, Tx};
use platform::{App, Error};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::BOOK;
use super::settings::settings;
use crate::customers::{self, Reached};
use crate::ledger;

/// What of an order is paid with credit. Minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CartCredit)]
pub struct Payable {
    /// What the buyer has.
    pub available: i64,
    /// What is paid with it.
    pub used: i64,
    /// What is left to pay otherwise.
    pub to_pay: i64,
}

/// Credit that an order was paid with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// The key of the move.
    pub key: String,
    /// How it was reckoned.
    pub payable: Payable,
}

impl Paid {
    /// A payment of an order that is about to be made.
    #[must_use]
    pub fn new(app: &App, order: &str, payable: Payable) -> Self {
        Self { key: ledger::till::key(app, order), payable }
    }
}

/// What of `total` can be paid with credit when at most `wanted` shall be, and no more than the share that the shop allows.
/// What the order `held` until now counts as free.
///
/// # Errors
/// `invalid` for a negative amount.
pub async fn payable(
    conn: &mut impl Connection,
    reached: &Reached,
    total: i64,
    (wanted, held): (i64, i64),
    now: i64,
) -> Result<Payable, Error> {
    if wanted < 0 {
        return Err(Error::invalid("credit", "out_of_range"));
    }
    let settings = settings(conn).await?;
    let blacklisted = customers::blacklisted(conn, &[reached.customer_id]).await?.contains(&reached.customer_id);
    let lots = ledger::records::lots(conn, BOOK, &reached.profile_ids).await?;
    let available = held + ledger::spendable(&lots, now).iter().map(|lot| lot.remaining).sum::<i64>();
    let share = i128::from(total.max(0)) * i128::from(settings.share_per_mille) / 1_000;
    let share = i64::try_from(share).unwrap_or(i64::MAX);
    let used = if settings.enabled && !blacklisted { available.min(share).min(wanted) } else { 0 };
    Ok(Payable { available, used, to_pay: total - used })
}

/// What of the credit that an order was reserved with its buyer can spend at `now` when it comes back.
///
/// # Errors
/// When the database cannot be read.
pub async fn held(conn: &mut impl Connection, paid: &Paid, now: i64) -> Result<i64, Error> {
    ledger::till::held(conn, BOOK, &paid.key, now).await
}

/// Pays part of an order. Nothing may be kept when it is refused.
///
/// # Errors
/// `credit_short` when somebody was quicker.
pub async fn pay(tx: &mut Tx, app: &App, reached: &Reached, paid: &Paid) -> Result<(), Error> {
    ledger::till::pay(tx, app, BOOK, reached, (&paid.key, paid.payable.used)).await
}

/// Gives back what an order was paid with: see [`ledger::till::give_back`].
///
/// # Errors
/// When the database refuses.
pub async fn give_back(tx: &mut Tx, app: &App, paid: &Paid, refunded: bool) -> Result<(), Error> {
    ledger::till::give_back(tx, app, BOOK, &paid.key, refunded).await
}
