//! Settings: one versioned struct a key, kept as JSON. Departments own their keys (`business`, `customers.identity`) and
//! their structs; this is only the drawer.

mod records;
#[cfg(test)]
mod tests;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::audit;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::http::Caller;

pub(crate) use records::MIGRATION;

/// What stands under `key`; `None` when nothing was put there yet.
///
/// # Errors
/// When the database cannot be read, or what stands there is not a `T`.
pub async fn get<T: DeserializeOwned>(conn: &mut impl Connection, key: &str) -> Result<Option<T>, Error> {
    let Some(text) = records::get(conn, key).await? else { return Ok(None) };
    serde_json::from_str(&text)
        .map(Some)
        .map_err(|cause| Error::internal(cause).context(format_args!("settings {key}")))
}

/// Puts `value` under `key` unless something stands there already: what is made by chance once, and kept.
///
/// # Errors
/// When the database refuses.
pub async fn put_once<T: Serialize>(tx: &mut Tx, key: &str, value: &T, now: i64) -> Result<(), Error> {
    let text = serde_json::to_string(value).map_err(Error::internal)?;
    records::put_once(tx, key, &text, now).await
}

/// Puts `value` under `key`: what the program remembers for itself, so that nobody is said to have done it.
///
/// # Errors
/// When the database refuses.
pub async fn keep<T: Serialize>(tx: &mut Tx, key: &str, value: &T, now: i64) -> Result<(), Error> {
    let text = serde_json::to_string(value).map_err(Error::internal)?;
    records::put(tx, key, &text, now).await
}

/// Puts `value` under `key` and writes into the audit log that `caller` did.
///
/// # Errors
/// When the database refuses.
pub async fn put<T: Serialize>(tx: &mut Tx, caller: &Caller, key: &str, value: &T, now: i64) -> Result<(), Error> {
    keep(tx, key, value, now).await?;
    audit::record(tx, caller, "settings.changed", Some("settings"), Some(key), &json!({}), now).await
}
