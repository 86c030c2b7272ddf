//! Who saw or changed what. An entry is written in the transaction that it speaks of, so what did not happen is not
//! told, and what happened cannot go untold.
//!
//! Absent from here: personal values. An entry names a subject by its id and says which fields were touched, never what
//! they held.

mod records;
mod routes;
#[cfg(test)]
mod tests;

use serde_json::Value as Json;

use crate::db::{Database, Tx};
use crate::error::Error;
use crate::http::Caller;

pub(crate) use records::MIGRATION;
#[cfg(test)]
pub(crate) use records::STATEMENTS;
pub use records::{Entry, Filter};
pub use routes::{ACCESS, router};

/// Writes down that `caller` did `action` (`customers.merged`) to a subject, inside `tx`. `detail` holds names of
/// fields, counts and ids, and no personal values.
///
/// # Errors
/// When the database refuses.
pub async fn record(
    tx: &mut Tx,
    caller: &Caller,
    action: &str,
    subject_kind: Option<&str>,
    subject_id: Option<&str>,
    detail: &Json,
    now: i64,
) -> Result<(), Error> {
    records::record(tx, caller, action, subject_kind, subject_id, detail, now).await
}

/// Entries that `filter` lets through, newest first, those before the entry `before` when it is given.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(db: &Database, filter: &Filter, before: Option<i64>, limit: i64) -> Result<Vec<Entry>, Error> {
    records::list(&mut db.read().await?, filter, before, limit).await
}
