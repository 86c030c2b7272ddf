//! The SQL of webhooks and their deliveries.

use platform::db::{Bulk, Connection, Migration, Row, Tx};
use platform::{Error, Id, Instant, values};

use super::model::{Delivery, Status, Topic, Webhook};
use crate::segments::Use;

pub(super) const MIGRATION: Migration = Migration::new(
    "20261122_2200_webhooks",
    "create table webhooks (
        id bigint not null primary key,
        url text not null,
        secret text not null,
        topics text not null,
        segments text,
        active boolean not null,
        created_at bigint not null,
        created_by text not null
    );
    create table webhook_deliveries (
        id bigint not null primary key,
        webhook_id bigint not null,
        topic text not null,
        at bigint not null,
        tries bigint not null,
        status text not null,
        code bigint,
        took_ms bigint,
        request text not null,
        response text
    );
    create index webhook_deliveries_webhook on webhook_deliveries (webhook_id, id);
    create index webhook_deliveries_at on webhook_deliveries (at);
    ",
);

macro_rules! hook {
    () => {
        "id, url, secret, topics, segments, active, created_at, created_by"
    };
}
macro_rules! delivery {
    () => {
        "id, webhook_id, topic, at, tries, status, code, took_ms, request, response"
    };
}

const LIST: &str = concat!("select ", hook!(), " from webhooks order by created_at, id");
const FIND: &str = concat!("select ", hook!(), " from webhooks where id = $1");
const INSERT: &str = concat!("insert into webhooks (", hook!(), ") values ($1, $2, $3, $4, $5, $6, $7, $8)");
const UPDATE: &str = "update webhooks set url = $2, topics = $3, segments = $4, active = $5 where id = $1";
const DELETE: &str = "delete from webhooks where id = $1";
const DELETE_DELIVERIES: &str = "delete from webhook_deliveries where webhook_id = $1";
const DELIVERIES: &str = concat!(
    "select ",
    delivery!(),
    " from webhook_deliveries where webhook_id = $1 and id < $2 order by id desc limit $3"
);
const DELIVERY: &str = concat!("select ", delivery!(), " from webhook_deliveries where id = $1");
const TRIED: &str = "update webhook_deliveries set tries = tries + 1, status = $2, code = $3, took_ms = $4, \
    response = $5 where id = $1";
const HOLDING: &str = concat!("select ", delivery!(), " from webhook_deliveries where request like $1 order by id");
const REWRITE: &str = "update webhook_deliveries set request = $2, response = null where id = $1";
const DROP: &str = "delete from webhook_deliveries where id = $1";
const TRIM: &str = "delete from webhook_deliveries where at < $1";
const ADD: Bulk = Bulk {
    insert: "insert into webhook_deliveries (id, webhook_id, topic, at, tries, status, request)",
    columns: 7,
    then: "",
};

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] =
    &[LIST, FIND, INSERT, UPDATE, DELETE, DELETE_DELIVERIES, DELIVERIES, DELIVERY, TRIED, HOLDING, REWRITE, DROP, TRIM];

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(Error::internal)
}

pub(super) async fn list(conn: &mut impl Connection) -> Result<Vec<Webhook>, Error> {
    conn.all(LIST, values![]).await?.iter().map(webhook).collect()
}

pub(super) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<Webhook>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(webhook).transpose()
}

pub(super) async fn insert(tx: &mut Tx, one: &Webhook) -> Result<(), Error> {
    let segments = one.segments.as_ref().map(json).transpose()?;
    let values = values![
        one.id.0,
        &one.url,
        one.secret.expose(),
        json(&one.topics)?,
        segments,
        one.active,
        one.created_at.0,
        &one.created_by
    ];
    tx.execute(INSERT, values).await.map(|_| ())
}

pub(super) async fn update(tx: &mut Tx, one: &Webhook) -> Result<(), Error> {
    let segments = one.segments.as_ref().map(json).transpose()?;
    tx.execute(UPDATE, values![one.id.0, &one.url, json(&one.topics)?, segments, one.active]).await.map(|_| ())
}

pub(super) async fn delete(tx: &mut Tx, id: i64) -> Result<bool, Error> {
    tx.execute(DELETE_DELIVERIES, values![id]).await?;
    Ok(tx.execute(DELETE, values![id]).await? > 0)
}

/// The webhooks that name a segment.
pub(super) async fn uses(conn: &mut impl Connection, segment: i64) -> Result<Vec<Use>, Error> {
    Ok(list(conn)
        .await?
        .into_iter()
        .filter(|one| one.segments.as_ref().is_some_and(|ids| ids.contains(&Id(segment))))
        .map(|one| Use { kind: "webhook".to_owned(), id: one.id, name: one.url })
        .collect())
}

/// Adds deliveries that wait.
pub(super) async fn add(tx: &mut Tx, rows: Vec<(i64, i64, Topic, i64, String)>) -> Result<(), Error> {
    let rows = rows
        .into_iter()
        .map(|(id, webhook, topic, at, request)| {
            values![id, webhook, topic.code(), at, 0_i64, Status::Waiting.code(), request]
        })
        .collect();
    ADD.run(tx, rows).await.map(|_| ())
}

pub(super) async fn deliveries(
    conn: &mut impl Connection,
    webhook: i64,
    before: i64,
    limit: i64,
) -> Result<Vec<Delivery>, Error> {
    conn.all(DELIVERIES, values![webhook, before, limit]).await?.iter().map(delivery).collect()
}

pub(super) async fn find_delivery(conn: &mut impl Connection, id: i64) -> Result<Option<Delivery>, Error> {
    conn.one(DELIVERY, values![id]).await?.as_ref().map(delivery).transpose()
}

/// Writes down what came of a try.
pub(super) async fn tried(
    tx: &mut Tx,
    id: i64,
    status: Status,
    code: Option<i64>,
    took_ms: i64,
    response: &str,
) -> Result<(), Error> {
    tx.execute(TRIED, values![id, status.code(), code, took_ms, response]).await.map(|_| ())
}

/// The deliveries in whose message these characters stand; they may be no part of a pattern.
pub(super) async fn holding(conn: &mut impl Connection, text: &str) -> Result<Vec<Delivery>, Error> {
    conn.all(HOLDING, values![format!("%{text}%")]).await?.iter().map(delivery).collect()
}

/// Gives a delivery another message, and forgets what was answered to the one before.
pub(super) async fn rewrite(tx: &mut Tx, id: i64, request: &str) -> Result<u64, Error> {
    tx.execute(REWRITE, values![id, request]).await
}

/// Drops a delivery.
pub(super) async fn drop_delivery(tx: &mut Tx, id: i64) -> Result<u64, Error> {
    tx.execute(DROP, values![id]).await
}

pub(super) async fn trim(tx: &mut Tx, before: i64) -> Result<u64, Error> {
    tx.execute(TRIM, values![before]).await
}

fn webhook(row: &Row) -> Result<Webhook, Error> {
    let segments: Option<String> = row.at(4)?;
    Ok(Webhook {
        id: Id(row.at(0)?),
        url: row.at(1)?,
        secret: row.at::<String>(2)?.into(),
        topics: serde_json::from_str(&row.at::<String>(3)?).map_err(Error::internal)?,
        segments: segments.as_deref().map(serde_json::from_str).transpose().map_err(Error::internal)?,
        active: row.at(5)?,
        created_at: Instant(row.at(6)?),
        created_by: row.at(7)?,
    })
}

fn delivery(row: &Row) -> Result<Delivery, Error> {
    Ok(Delivery {
        id: Id(row.at(0)?),
        webhook: row.at(1)?,
        topic: Topic::from_code(&row.at::<String>(2)?)?,
        at: Instant(row.at(3)?),
        tries: row.at(4)?,
        status: Status::from_code(&row.at::<String>(5)?)?,
        code: row.at(6)?,
        took_ms: row.at(7)?,
        request: row.at(8)?,
        response: row.at(9)?,
    })
}
