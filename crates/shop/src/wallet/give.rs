//! Giving packets, and one-to-one care: an amount given or taken by hand.

use platform::db::Tx;
use platform::http::Actor;
use platform::{App, Error};
use pricing::Words;

use super::settings::{MOST, settings};
use super::{BOOK, DAY};
use crate::customers::{self, Reached};
use crate::ledger::{self, Order};
use crate::members::{self, budget};

/// A packet that is given for something.
#[derive(Debug, Clone)]
pub struct Packet<'p> {
    /// What is in it, minor units.
    pub amount: i64,
    /// What the buyer reads.
    pub name: &'p Words,
    /// Days that it can be spent; as the settings say when absent.
    pub valid_days: Option<i64>,
    /// The same key is done once.
    pub key: String,
}

async fn until(tx: &mut Tx, amount: i64, days: Option<i64>, now: i64) -> Result<i64, Error> {
    let settings = settings(tx).await?;
    if !settings.enabled {
        return Err(Error::conflict("wallet_off"));
    }
    if amount > settings.most_at_once.unwrap_or(MOST).min(MOST) {
        return Err(Error::invalid("amount", "out_of_range"));
    }
    if days.is_some_and(|days| !(1..=3_650).contains(&days)) {
        return Err(Error::invalid("expires_days", "out_of_range"));
    }
    Ok(now.saturating_add(days.unwrap_or(settings.valid_days) * DAY))
}

/// Gives a customer a packet. The same key again gives nothing more. Returns whether it was new.
///
/// # Errors
/// The conflicts `wallet_off`, `credit_blacklisted` and `key_taken`; `invalid` naming the field.
pub async fn give(
    tx: &mut Tx,
    app: &App,
    actor: &Actor,
    reached: &Reached,
    packet: &Packet<'_>,
) -> Result<bool, Error> {
    if packet.amount < 1 {
        return Err(Error::invalid("amount", "out_of_range"));
    }
    if customers::blacklisted(tx, &[reached.customer_id]).await?.contains(&reached.customer_id) {
        return Err(Error::conflict("credit_blacklisted"));
    }
    let until = until(tx, packet.amount, packet.valid_days, app.clock.now()).await?;
    let order = Order { key: packet.key.clone(), points: packet.amount, reason: Some(packet.name.clone()), actor };
    Ok(ledger::earn(tx, app, BOOK, reached, &order, until).await?.1)
}

/// Gives an amount or takes it, by hand. Agents have a budget for what they give.
///
/// # Errors
/// The conflicts `wallet_off`, `budget_spent`, `credit_short`, `key_taken`; `invalid` for none, or no reason.
pub async fn adjust(
    tx: &mut Tx,
    app: &App,
    reached: &Reached,
    order: &Order<'_>,
    expires_days: Option<i64>,
) -> Result<(), Error> {
    let reason = members::said(order.reason.as_ref().map_or("", Words::in_chinese))?;
    let order = Order { reason: Some(Words::from(reason)), ..order.clone() };
    if order.points == 0 || order.points < -MOST {
        return Err(Error::invalid("amount", "out_of_range"));
    }
    let until = until(tx, order.points, expires_days, app.clock.now()).await?;
    let (_, new) = ledger::adjust(tx, app, BOOK, reached, reached.anchor, &order, until).await?;
    if new && order.points > 0 {
        let programme = members::programme(tx).await?;
        budget::take(tx, app, order.actor, &programme, budget::Kind::Credit, order.points).await?;
    }
    Ok(())
}
