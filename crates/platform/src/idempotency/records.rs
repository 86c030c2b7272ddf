//! The SQL of idempotency keys.

use super::{ABANDONED, Answer, KEPT};
use crate::db::{Connection, Migration, Tx};
use crate::error::Error;
use crate::values;

pub(super) struct Kept {
    pub(super) fingerprint: Vec<u8>,
    pub(super) answer: Option<Answer>,
}

pub(crate) const MIGRATION: Migration = Migration::new(
    "20261121_0150_idempotency",
    "create table idempotency (
        actor text not null,
        key text not null,
        fingerprint bytea not null,
        claimed_at bigint not null,
        status bigint,
        content_type text,
        body bytea,
        primary key (actor, key)
    );
    create index idempotency_age on idempotency (claimed_at);
    ",
);

const CLAIM: &str = "insert into idempotency (actor, key, fingerprint, claimed_at) values ($1, $2, $3, $4) \
    on conflict (actor, key) do update set fingerprint = excluded.fingerprint, claimed_at = excluded.claimed_at, \
    status = null, content_type = null, body = null \
    where idempotency.claimed_at <= $5 or (idempotency.status is null and idempotency.claimed_at <= $6) \
    returning claimed_at";
const FIND: &str = "select fingerprint, status, content_type, body from idempotency where actor = $1 and key = $2";
const FINISH: &str =
    "update idempotency set status = $1, content_type = $2, body = $3 where actor = $4 and key = $5 and status is null";
const RELEASE: &str = "delete from idempotency where actor = $1 and key = $2 and status is null";
const FORGET: &str = "update idempotency set status = 0, content_type = null, body = null where status > 0";
const TRIM: &str = "delete from idempotency where claimed_at <= $1";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[CLAIM, FIND, FINISH, RELEASE, FORGET, TRIM];

pub(super) async fn claim(tx: &mut Tx, actor: &str, key: &str, fingerprint: &[u8], now: i64) -> Result<bool, Error> {
    let bound = values![actor, key, fingerprint.to_vec(), now, now - KEPT, now - ABANDONED];
    Ok(tx.one(CLAIM, bound).await?.is_some())
}

pub(super) async fn find(tx: &mut Tx, actor: &str, key: &str) -> Result<Option<Kept>, Error> {
    let Some(row) = tx.one(FIND, values![actor, key]).await? else { return Ok(None) };
    let status: Option<i64> = row.get("status")?;
    let answer = match status {
        None => None,
        Some(status) => Some(Answer {
            status: u16::try_from(status).map_err(Error::internal)?,
            content_type: row.get("content_type")?,
            body: row.get::<Option<Vec<u8>>>("body")?.unwrap_or_default(),
        }),
    };
    Ok(Some(Kept { fingerprint: row.get("fingerprint")?, answer }))
}

pub(super) async fn finish(tx: &mut Tx, actor: &str, key: &str, answer: &Answer) -> Result<(), Error> {
    let bound = values![i64::from(answer.status), answer.content_type.as_deref(), answer.body.clone(), actor, key];
    tx.execute(FINISH, bound).await.map(|_| ())
}

pub(super) async fn release(tx: &mut Tx, actor: &str, key: &str) -> Result<(), Error> {
    tx.execute(RELEASE, values![actor, key]).await.map(|_| ())
}

pub(super) async fn forget_answers(tx: &mut Tx) -> Result<u64, Error> {
    tx.execute(FORGET, values![]).await
}

pub(super) async fn trim(tx: &mut Tx, before: i64) -> Result<u64, Error> {
    tx.execute(TRIM, values![before]).await
}
