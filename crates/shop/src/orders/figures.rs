//! What follows from orders: the figures of profiles, and the news that orders came in. What products sold is kept by
//! [`super::sales`].

use std::collections::{BTreeMap, BTreeSet};

use connectors::drafts::OrderStatus;
use platform::db::Tx;
use platform::outbox::Message;
use platform::{App, Error};
use serde_json::json;

use super::records;
use super::records::orders::Record;
use crate::customers::{self, Figures};

/// Counts the orders of these profiles and hands the figures to `customers`.
pub(super) async fn of_profiles(tx: &mut Tx, app: &App, profiles: &BTreeSet<i64>) -> Result<(), Error> {
    if profiles.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = profiles.iter().copied().collect();
    let figures = records::figures::of_profiles(tx, &ids).await?;
    customers::record_orders(tx, app, &figures).await
}

/// Adds orders that nobody had counted yet to what their profiles had. Cheaper than counting all orders of a profile
/// again, and the same.
pub(super) async fn add(tx: &mut Tx, app: &App, fresh: impl Iterator<Item = Figures>) -> Result<(), Error> {
    let mut more: BTreeMap<i64, Figures> = BTreeMap::new();
    for one in fresh {
        match more.get_mut(&one.profile_id) {
            Some(sum) => sum.add(&one),
            None => {
                more.insert(one.profile_id, one);
            }
        }
    }
    let ids: Vec<i64> = more.keys().copied().collect();
    for had in customers::figures_of(tx, &ids).await? {
        if let Some(sum) = more.get_mut(&had.profile_id) {
            sum.add(&had);
        }
    }
    let figures: Vec<Figures> = more.into_values().collect();
    customers::record_orders(tx, app, &figures).await
}

/// What one order makes of the figures of `profile_id`; the same as counting it in the table.
pub(super) fn of_order(profile_id: i64, order: &Record) -> Figures {
    let facts = &order.facts;
    let deal = order.deal_amount > 0;
    let closed = matches!(facts.status, OrderStatus::Cancelled | OrderStatus::Refunded);
    let at = deal.then(|| facts.paid_at.unwrap_or(order.sort_at));
    Figures {
        profile_id,
        orders: 1,
        deals: i64::from(deal),
        deal_amount: order.deal_amount,
        currency: facts.currency.clone(),
        items: if deal { order.pieces.unwrap_or(0) } else { 0 },
        closed: i64::from(closed),
        closed_amount: if closed { facts.total.unwrap_or(0) } else { 0 },
        refunded: order.refunded,
        first_deal_at: at,
        last_deal_at: at,
    }
}

/// Says that orders were written: one message a transaction, with how many and whose.
pub(super) fn tell(tx: &mut Tx, app: &App, orders: usize, profiles: &BTreeSet<i64>) -> Result<(), Error> {
    if orders > 0 {
        let payload = json!({ "orders": orders, "profiles": profiles });
        tx.emit(Message::new("orders.imported", app.clock.now(), &payload)?);
    }
    Ok(())
}
