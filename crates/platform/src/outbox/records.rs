//! The SQL of the outbox.

use super::{Delivered, Message};
use crate::db::{Bulk, Connection, Migration, Row, Tx, Value};
use crate::error::Error;
use crate::values;

pub(crate) const MIGRATION: Migration = Migration::new(
    "20261121_0100_outbox",
    "create table outbox (
        position bigint not null primary key,
        kind text not null,
        at bigint not null,
        payload text not null
    );
    create table outbox_head (
        id bigint not null primary key,
        position bigint not null
    );
    insert into outbox_head (id, position) values (1, 0);
    create table outbox_consumers (
        name text not null primary key,
        position bigint not null
    );
    ",
);

const TAKE: &str = "update outbox_head set position = position + $1 where id = 1 returning position";
const INSERT: Bulk = Bulk { insert: "insert into outbox (position, kind, at, payload)", columns: 4, then: "" };
const PENDING: &str = "select position, kind, at, payload from outbox \
    where position > coalesce((select position from outbox_consumers where name = $1), 0) \
    order by position limit $2";
const AFTER: &str = "select position, kind, at, payload from outbox where position > $1 order by position limit $2";
const FIRST: &str = "select min(position) from outbox";
const LAG: &str = "select (select position from outbox_head where id = 1) \
    - coalesce((select position from outbox_consumers where name = $1), 0) as lag";
const HEAD: &str = "select position from outbox_head where id = 1";
const ADVANCE: &str = "insert into outbox_consumers (name, position) values ($1, $2) \
    on conflict (name) do update set position = excluded.position \
    where outbox_consumers.position < excluded.position";
const TRIM: &str = "delete from outbox where at < $1 \
    and position <= (select coalesce(min(position), 0) from outbox_consumers)";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[TAKE, PENDING, AFTER, FIRST, LAG, HEAD, ADVANCE, TRIM];

pub(crate) async fn append(tx: &mut Tx, messages: Vec<Message>) -> Result<(), Error> {
    let count = i64::try_from(messages.len()).map_err(|cause| Error::internal(cause.to_string()))?;
    let row = tx.one(TAKE, values![count]).await?.ok_or_else(|| Error::internal("the outbox has no head"))?;
    let first = row.get::<i64>("position")? - count + 1;
    let rows = (first..)
        .zip(messages)
        .map(|(position, message)| -> Vec<Value> {
            values![position, message.kind, message.at, message.payload.to_string()]
        })
        .collect();
    INSERT.run(tx, rows).await?;
    Ok(())
}

pub(super) async fn pending(conn: &mut impl Connection, consumer: &str, limit: i64) -> Result<Vec<Delivered>, Error> {
    let rows = conn.all(PENDING, values![consumer, limit]).await?;
    rows.iter().map(delivered).collect()
}

pub(super) async fn after(conn: &mut impl Connection, position: i64, limit: i64) -> Result<Vec<Delivered>, Error> {
    conn.all(AFTER, values![position, limit]).await?.iter().map(delivered).collect()
}

pub(super) async fn first(conn: &mut impl Connection) -> Result<Option<i64>, Error> {
    conn.one(FIRST, values![]).await?.map_or(Ok(None), |row| row.at(0))
}

pub(super) async fn lag(conn: &mut impl Connection, consumer: &str) -> Result<i64, Error> {
    let row = conn.one(LAG, values![consumer]).await?.ok_or_else(|| Error::internal("the outbox has no head"))?;
    row.get("lag")
}

pub(super) async fn head(conn: &mut impl Connection) -> Result<i64, Error> {
    conn.one(HEAD, values![]).await?.ok_or_else(|| Error::internal("the outbox has no head"))?.at(0)
}

pub(super) async fn advance(tx: &mut Tx, consumer: &str, position: i64) -> Result<(), Error> {
    tx.execute(ADVANCE, values![consumer, position]).await.map(|_| ())
}

pub(super) async fn trim(tx: &mut Tx, before: i64) -> Result<u64, Error> {
    tx.execute(TRIM, values![before]).await
}

fn delivered(row: &Row) -> Result<Delivered, Error> {
    let payload: String = row.get("payload")?;
    Ok(Delivered {
        position: row.get("position")?,
        kind: row.get("kind")?,
        at: row.get("at")?,
        payload: serde_json::from_str(&payload).map_err(|cause| Error::internal(cause.to_string()))?,
    })
}
