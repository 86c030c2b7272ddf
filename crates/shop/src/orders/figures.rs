//! What follows from orders: the figures of profiles and products, and the news that orders came in.

use std::collections::{BTreeMap, BTreeSet};

use connectors::drafts::OrderStatus;
use platform::db::Tx;
use platform::jobs::{self, Job, New};
use platform::outbox::Message;
use platform::{App, Error};
use serde_json::json;

use super::records;
use super::records::orders::Record;
use crate::customers::{self, Figures};
use crate::products;

/// The job that counts what products sold.
pub const COUNT_SALES: &str = "products.count_sales";
/// How long sales may lag behind, milliseconds: long enough that an import does not count the same products over and
/// over.
const LAG: i64 = 30_000;
/// Products counted in one transaction.
const PIECE: i64 = 200;

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

/// Marks products whose sales have to be counted anew, and sees to it that somebody does.
pub(super) async fn stale(tx: &mut Tx, app: &App, ids: impl IntoIterator<Item = i64>) -> Result<(), Error> {
    if products::mark_stale(tx, ids).await? > 0 {
        let now = app.clock.now();
        let job = New::now(COUNT_SALES, &json!({}))?.at(now + LAG).unique(COUNT_SALES);
        jobs::enqueue(tx, job, now).await?;
    }
    Ok(())
}

/// Counts what marked products sold, until none is marked. Counting twice changes nothing.
///
/// # Errors
/// When the database refuses.
pub async fn count_sales(app: &App) -> Result<(), Error> {
    while count_piece(app).await? {}
    Ok(())
}

/// The handler of [`COUNT_SALES`].
///
/// # Errors
/// When the database refuses, or the program stops.
pub async fn count_sales_job(app: App, job: Job) -> Result<(), Error> {
    while count_piece(&app).await? {
        if job.stopping.is_cancelled() {
            return Err(jobs::interrupted());
        }
    }
    Ok(())
}

/// Whether there may be more.
async fn count_piece(app: &App) -> Result<bool, Error> {
    if !products::any_stale(&mut app.db.read().await?).await? {
        return Ok(false);
    }
    let mut tx = app.db.begin().await?;
    let ids = products::stale(&mut tx, PIECE).await?;
    let sales = records::figures::of_products(&mut tx, &ids).await?;
    products::put_sales(&mut tx, &ids, &sales).await?;
    tx.commit().await?;
    Ok(!ids.is_empty())
}
