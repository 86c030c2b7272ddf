//! Statuses: the source's texts beside ours, and what staff taught about those that nobody knew.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use connectors::drafts::OrderStatus;
use platform::db::{Connection, Tx};
use platform::http::{Caller, ShopScope};
use platform::{App, Error, audit};
use serde_json::json;

use super::facts::to_json;
use super::{figures, records, sales};

/// Orders that one transaction of a lesson changes.
const PIECE: i64 = 1_000;
/// Characters of a status text.
const LENGTH: usize = 100;

/// Every status.
pub(super) const ALL: [OrderStatus; 10] = [
    OrderStatus::AwaitingPayment,
    OrderStatus::PaymentPending,
    OrderStatus::Paid,
    OrderStatus::PartlyShipped,
    OrderStatus::Shipped,
    OrderStatus::Received,
    OrderStatus::Finished,
    OrderStatus::Cancelled,
    OrderStatus::Refunded,
    OrderStatus::Unknown,
];

/// The status with that code.
pub(super) fn from_code(code: &str) -> Option<OrderStatus> {
    ALL.into_iter().find(|status| status.code() == code)
}

/// What staff taught.
#[derive(Debug, Default)]
pub(super) struct Taught(HashMap<String, OrderStatus>);

impl Taught {
    /// Reads all lessons; there are few.
    pub(super) async fn load(conn: &mut impl Connection) -> Result<Self, Error> {
        let lessons = records::statuses::lessons(conn).await?;
        Ok(Self(lessons.into_iter().filter_map(|(raw, code)| Some((raw, from_code(&code)?))).collect()))
    }

    /// The status of a text: the reader's, unless it knows none and somebody taught one.
    pub(super) fn status(&self, read: OrderStatus, raw: &str) -> OrderStatus {
        if read == OrderStatus::Unknown { self.0.get(raw).copied().unwrap_or(read) } else { read }
    }
}

/// How many orders have a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusCount {
    /// The shop.
    pub shop_id: i64,
    /// The source's text.
    pub raw: String,
    /// Our code.
    pub status: String,
    /// Orders.
    pub orders: i64,
}

/// Which statuses the orders in `scope` have, the most frequent first.
///
/// # Errors
/// When the database cannot be read.
pub async fn statuses(conn: &mut impl Connection, scope: &ShopScope) -> Result<Vec<StatusCount>, Error> {
    let rows = records::statuses::list(conn, scope).await?;
    Ok(rows.into_iter().map(|(shop_id, raw, status, orders)| StatusCount { shop_id, raw, status, orders }).collect())
}

/// How many orders in `scope` have a status that nobody knows.
///
/// # Errors
/// When the database cannot be read.
pub async fn unknown_statuses(conn: &mut impl Connection, scope: &ShopScope) -> Result<i64, Error> {
    let all = statuses(conn, scope).await?;
    Ok(all.iter().filter(|one| one.status == OrderStatus::Unknown.code()).map(|one| one.orders).sum())
}

/// Teaches what a status text means, for all shops and from now on, and says it of the orders that wait for it, in
/// transactions of some thousand; when it is broken off, teaching again goes on. Returns how many orders changed.
///
/// # Errors
/// `invalid` when the text is empty or the status is none that can be taught.
pub async fn teach(app: &App, caller: &Caller, raw: &str, code: &str) -> Result<i64, Error> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Err(Error::invalid("status_raw", "required"));
    }
    if raw.chars().count() > LENGTH {
        return Err(Error::invalid("status_raw", "too_long"));
    }
    let status = from_code(code)
        .filter(|status| *status != OrderStatus::Unknown)
        .ok_or_else(|| Error::invalid("status", "unknown"))?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    records::statuses::teach(&mut tx, raw, status.code(), caller.actor.name(), now).await?;
    let detail = json!({ "status": status.code() });
    audit::record(&mut tx, caller, "orders.status_taught", Some("status"), Some(raw), &detail, now).await?;
    tx.commit().await?;
    let mut changed = 0;
    loop {
        let mut tx = app.db.begin().await?;
        let done = apply(&mut tx, app, raw, status).await?;
        tx.commit().await?;
        changed += done;
        if done < PIECE {
            return Ok(changed);
        }
    }
}

/// Gives `status` to the oldest orders that wait for it.
async fn apply(tx: &mut Tx, app: &App, raw: &str, status: OrderStatus) -> Result<i64, Error> {
    let mut orders = records::orders::unknown(tx, raw, PIECE).await?;
    let sums = records::refunds::sums(tx, orders.iter().map(|order| order.id)).await?;
    let mut counts: BTreeMap<i64, BTreeMap<(&'static str, String), i64>> = BTreeMap::new();
    let mut profiles = BTreeSet::new();
    for order in &mut orders {
        order.facts.status = status;
        order.json = to_json(&order.facts)?;
        order.derive(sums.get(&order.id).copied().unwrap_or(0));
        profiles.extend(order.profile_id);
        let shop = counts.entry(order.shop_id).or_default();
        *shop.entry((OrderStatus::Unknown.code(), raw.to_owned())).or_default() -= 1;
        *shop.entry((status.code(), raw.to_owned())).or_default() += 1;
    }
    let sold = sales::before(tx, orders.iter().map(|order| order.id)).await?;
    records::orders::write(tx, &orders, app.clock.now()).await?;
    for (shop, changes) in counts {
        records::statuses::count(tx, shop, changes).await?;
    }
    figures::of_profiles(tx, app, &profiles).await?;
    sales::after(tx, sold, orders.iter().map(|order| order.id)).await?;
    figures::tell(tx, app, orders.len(), &profiles)?;
    i64::try_from(orders.len()).map_err(Error::internal)
}
