//! What the till does with credit: pays part of an order when it is reserved, and gives it back when it is given up.
//!
//! Credit that an order holds counts as spent; paying the order changes nothing more.

use platform::db::{Connection, Tx};
use platform::http::Actor;
use platform::{App, Error};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::settings::settings;
use super::{BOOK, DAY};
use crate::customers::{self, Reached};
use crate::ledger::{self, Order};

/// How long credit that comes back after a paid order was refunded can be spent at least, milliseconds.
const GRACE: i64 = 7 * DAY;

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
        Self { key: format!("till:{order}#{}", app.ids.next()), payable }
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

/// The order that a move paid for.
pub(super) fn order_of(key: &str) -> Option<String> {
    let (order, _) = key.strip_prefix("till:")?.rsplit_once('#')?;
    Some(order.to_owned())
}

/// Pays part of an order. Nothing may be kept when it is refused.
///
/// # Errors
/// `credit_short` when somebody was quicker.
pub async fn pay(tx: &mut Tx, app: &App, reached: &Reached, paid: &Paid) -> Result<(), Error> {
    if paid.payable.used == 0 {
        return Ok(());
    }
    let order = Order { key: paid.key.clone(), points: paid.payable.used, reason: None, actor: &Actor::System };
    ledger::spend(tx, app, BOOK, reached, &order).await.map(|_| ())
}

/// Gives back what an order was paid with, into the packets that it came from. Packets of an order that was paid and then
/// `refunded` can be spent for some days more. The second time nothing changes.
///
/// # Errors
/// When the database refuses.
pub async fn give_back(tx: &mut Tx, app: &App, paid: &Paid, refunded: bool) -> Result<(), Error> {
    let Some(before) = ledger::records::keyed(tx, BOOK, &paid.key).await? else { return Ok(()) };
    let customer = match before.profile_id {
        0 => return Ok(()),
        profile => customers::customer_of(tx, profile).await?,
    };
    let profiles = customers::profiles_of(tx, customer).await?;
    ledger::records::hold(tx, BOOK, &profiles).await?;
    let row = ledger::counter(app, &before, None, &Actor::System);
    if ledger::records::write(tx, BOOK, &row).await? {
        let until = if refunded { row.at.saturating_add(GRACE) } else { i64::MIN };
        ledger::restore(tx, app, BOOK, &row, before.id, until).await?;
        BOOK.tell(tx, &profiles, row.at)?;
    }
    Ok(())
}
