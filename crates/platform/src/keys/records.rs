//! The SQL of keys.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::{Connection, Migration, Row, Tx};
use crate::error::Error;
use crate::values;

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = KeyKind)]
pub enum Kind {
    /// The API, with scopes.
    Api,
    /// Sending behaviours of one shop.
    Write,
}

impl Kind {
    fn code(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Write => "write",
        }
    }

    /// What a secret of this kind begins with, before the `_`.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::Api => "rk",
            Self::Write => "wk",
        }
    }
}

/// A key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its id.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// For what.
    pub kind: Kind,
    /// The first letters of its secret, to tell keys apart.
    pub prefix: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// The shop it is for.
    pub shop: Option<i64>,
    /// When it was made, milliseconds UTC.
    pub created_at: i64,
    /// When it was last used, milliseconds UTC, to the minute.
    pub last_used_at: Option<i64>,
    /// Whether it is revoked.
    pub revoked: bool,
}

pub(crate) const MIGRATION: Migration = Migration::new(
    "20261121_0170_keys",
    "create table access_keys (
        id bigint not null primary key,
        name text not null,
        kind text not null,
        prefix text not null,
        secret_hash bytea not null unique,
        scopes text not null,
        scope_id bigint,
        created_by bigint,
        created_at bigint not null,
        last_used_at bigint,
        revoked_at bigint
    );
    ",
);

const INSERT: &str = "insert into access_keys \
    (id, name, kind, prefix, secret_hash, scopes, scope_id, created_by, created_at) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const FIND: &str = "select id, name, kind, prefix, scopes, scope_id, created_at, last_used_at, revoked_at \
    from access_keys where secret_hash = $1 and revoked_at is null";
const LIST: &str = "select id, name, kind, prefix, scopes, scope_id, created_at, last_used_at, revoked_at \
    from access_keys where id < $1 order by id desc limit $2";
const REVOKE: &str = "update access_keys set revoked_at = coalesce(revoked_at, $1) where id = $2";
const USED: &str =
    "update access_keys set last_used_at = $1 where id = $2 and (last_used_at is null or last_used_at <= $3)";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[INSERT, FIND, LIST, REVOKE, USED];

pub(super) async fn insert(tx: &mut Tx, key: &Key, hash: &[u8], by: Option<i64>) -> Result<(), Error> {
    let scopes = serde_json::to_string(&key.scopes).map_err(Error::internal)?;
    let bound =
        values![key.id, &key.name, key.kind.code(), &key.prefix, hash.to_vec(), scopes, key.shop, by, key.created_at];
    tx.execute(INSERT, bound).await.map(|_| ())
}

/// The key with that hash, unless it is revoked.
pub(super) async fn find(conn: &mut impl Connection, hash: &[u8]) -> Result<Option<Key>, Error> {
    conn.one(FIND, values![hash.to_vec()]).await?.as_ref().map(key).transpose()
}

pub(super) async fn list(conn: &mut impl Connection, before: i64, limit: i64) -> Result<Vec<Key>, Error> {
    conn.all(LIST, values![before, limit]).await?.iter().map(key).collect()
}

pub(super) async fn revoke(tx: &mut Tx, id: i64, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(REVOKE, values![now, id]).await? == 1)
}

/// Writes down that a key was used, unless that was written after `before`.
pub(super) async fn used(tx: &mut Tx, id: i64, now: i64, before: i64) -> Result<(), Error> {
    tx.execute(USED, values![now, id, before]).await.map(|_| ())
}

fn key(row: &Row) -> Result<Key, Error> {
    let kind: String = row.get("kind")?;
    let scopes: String = row.get("scopes")?;
    Ok(Key {
        id: row.get("id")?,
        name: row.get("name")?,
        kind: [Kind::Api, Kind::Write]
            .into_iter()
            .find(|known| known.code() == kind)
            .ok_or_else(|| Error::internal(format!("{kind} is no kind of key")))?,
        prefix: row.get("prefix")?,
        scopes: serde_json::from_str(&scopes).map_err(Error::internal)?,
        shop: row.get("scope_id")?,
        created_at: row.get("created_at")?,
        last_used_at: row.get("last_used_at")?,
        revoked: row.get::<Option<i64>>("revoked_at")?.is_some(),
    })
}
