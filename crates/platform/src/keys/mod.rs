//! Keys for programs. An API key (`rk_…`) acts with the scopes it was given, everywhere or in one shop; a write key
//! (`wk_…`) sends behaviours of one shop and nothing else, and may stand in a web page for everybody to read.
//!
//! A key is 256 random bits, so its SHA-256 is kept and nothing slower is needed. It is shown once, when it is made.
//! [`Ring`] remembers what a key is for [`FRESH`] milliseconds, so that a flood of events costs one look-up in the
//! database and a revoked key stops within that time.

mod records;
mod ring;
mod routes;
#[cfg(test)]
mod tests;

use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::db::Database;
use crate::error::Error;
use crate::http::{Caller, Permission};
use crate::{App, audit};

pub(crate) use records::MIGRATION;
pub use records::{Key, Kind};
pub use ring::{FRESH, Ring};
pub use routes::{ACCESS, router};

/// A new key.
#[derive(Debug, Clone)]
pub struct New {
    /// What people call it.
    pub name: String,
    /// For what.
    pub kind: Kind,
    /// What an API key may do; ignored for a write key.
    pub scopes: Vec<Permission>,
    /// The shop it is for: needed for a write key, a limit for an API key.
    pub shop: Option<i64>,
}

/// Makes a key, and returns it with its secret, which is nowhere kept.
///
/// # Errors
/// `invalid` naming `name`, `scopes` or `shop_id`; `forbidden` when the caller may not do what the key would.
pub async fn add(app: &App, caller: &Caller, new: &New) -> Result<(Key, String), Error> {
    let name = new.name.trim();
    match name.chars().count() {
        0 => return Err(Error::invalid("name", "required")),
        1..=64 => {}
        _ => return Err(Error::invalid("name", "too_long")),
    }
    match new.kind {
        Kind::Write if new.shop.is_none() => return Err(Error::invalid("shop_id", "required")),
        Kind::Api if new.scopes.is_empty() => return Err(Error::invalid("scopes", "required")),
        _ => {}
    }
    if new.kind == Kind::Api && !new.scopes.iter().all(|scope| caller.may(*scope)) {
        return Err(Error::forbidden());
    }
    let secret = format!("{}_{}", new.kind.mark(), app.chance.secret()?);
    let now = app.clock.now();
    let key = Key {
        id: app.ids.next(),
        name: name.to_owned(),
        kind: new.kind,
        prefix: secret.chars().take(9).collect(),
        scopes: match new.kind {
            Kind::Api => new.scopes.iter().map(|scope| scope.0.to_owned()).collect(),
            Kind::Write => Vec::new(),
        },
        shop: new.shop,
        created_at: now,
        last_used_at: None,
        revoked: false,
    };
    let mut tx = app.db.begin().await?;
    app.check_shops(&mut tx, "shop_id", key.shop.as_slice()).await?;
    records::insert(&mut tx, &key, &digest(&secret), caller.actor.id()).await?;
    let detail = json!({ "kind": key.kind, "scopes": key.scopes, "shop": key.shop.map(|id| id.to_string()) });
    audit::record(&mut tx, caller, "keys.added", Some("key"), Some(&key.id.to_string()), &detail, now).await?;
    tx.commit().await?;
    Ok((key, secret))
}

/// Keys, newest first, those before key `before` when it is given.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(db: &Database, before: Option<i64>, limit: i64) -> Result<Vec<Key>, Error> {
    records::list(&mut db.read().await?, before.unwrap_or(i64::MAX), limit).await
}

/// Revokes a key for good. One that is revoked already stays so.
///
/// # Errors
/// `not_found`.
pub async fn revoke(app: &App, caller: &Caller, id: i64) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    if !records::revoke(&mut tx, id, now).await? {
        return Err(Error::not_found("key"));
    }
    audit::record(&mut tx, caller, "keys.revoked", Some("key"), Some(&id.to_string()), &json!({}), now).await?;
    tx.commit().await
}

pub(crate) fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
