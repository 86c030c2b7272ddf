//! The SQL of statuses: which texts were met how often, and what staff taught about them.

use std::collections::BTreeMap;

use platform::db::{Bulk, Connection, Tx};
use platform::http::ShopScope;
use platform::{Error, values};

use crate::shops::within;

const COUNT: Bulk = Bulk {
    insert: "insert into order_statuses (shop_id, status_raw, status, orders)",
    columns: 4,
    then: "on conflict (shop_id, status_raw, status) do update set orders = order_statuses.orders + excluded.orders",
};
const LIST: &str = "select shop_id, status_raw, status, orders from order_statuses where orders > 0";
const LESSONS: &str = "select status_raw, status from status_lessons";
const TEACH: &str = "insert into status_lessons (status_raw, status, taught_by, taught_at) values ($1, $2, $3, $4) \
    on conflict (status_raw) do update set status = excluded.status, taught_by = excluded.taught_by, \
    taught_at = excluded.taught_at";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[LIST, LESSONS, TEACH];

/// Adds to how many orders of a shop have a status; amounts may be negative.
pub(in crate::orders) async fn count(
    tx: &mut Tx,
    shop_id: i64,
    changes: BTreeMap<(&'static str, String), i64>,
) -> Result<(), Error> {
    let rows = changes
        .into_iter()
        .filter(|(_, by)| *by != 0)
        .map(|((status, raw), by)| values![shop_id, raw, status, by])
        .collect();
    COUNT.run(tx, rows).await.map(|_| ())
}

/// How many orders have a status: shop, the source's text, our status, orders.
pub(in crate::orders) async fn list(
    conn: &mut impl Connection,
    scope: &ShopScope,
) -> Result<Vec<(i64, String, String, i64)>, Error> {
    let (shops, bound) = within("shop_id", scope, 1);
    let text = format!("{LIST}{shops} order by orders desc, status_raw");
    conn.all(text, bound).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?, row.at(2)?, row.at(3)?))).collect()
}

pub(in crate::orders) async fn lessons(conn: &mut impl Connection) -> Result<Vec<(String, String)>, Error> {
    conn.all(LESSONS, values![]).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}

pub(in crate::orders) async fn teach(tx: &mut Tx, raw: &str, status: &str, by: &str, now: i64) -> Result<(), Error> {
    tx.execute(TEACH, values![raw, status, by, now]).await.map(|_| ())
}
