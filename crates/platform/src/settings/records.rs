//! The SQL of settings.

use crate::db::{Connection, Migration, Tx};
use crate::error::Error;
use crate::values;

pub(crate) const MIGRATION: Migration = Migration::new(
    "20261121_0120_settings",
    "create table settings (
        key text not null primary key,
        value text not null,
        changed_at bigint not null
    );
    ",
);

const GET: &str = "select value from settings where key = $1";
const PUT: &str = "insert into settings (key, value, changed_at) values ($1, $2, $3) \
    on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at";

const PUT_ONCE: &str = "insert into settings (key, value, changed_at) values ($1, $2, $3) on conflict (key) do nothing";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[GET, PUT, PUT_ONCE];

pub(super) async fn get(conn: &mut impl Connection, key: &str) -> Result<Option<String>, Error> {
    conn.one(GET, values![key]).await?.map(|row| row.get("value")).transpose()
}

pub(super) async fn put(tx: &mut Tx, key: &str, text: &str, now: i64) -> Result<(), Error> {
    tx.execute(PUT, values![key, text, now]).await.map(|_| ())
}

pub(super) async fn put_once(tx: &mut Tx, key: &str, text: &str, now: i64) -> Result<(), Error> {
    tx.execute(PUT_ONCE, values![key, text, now]).await.map(|_| ())
}
