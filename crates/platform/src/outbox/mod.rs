//! The outbox: what happened, in order, written in the transaction that made it happen.
//!
//! A department emits a [`Message`] on its transaction; the commit gives it the next position. A consumer reads from
//! where it stopped, does its work and moves its own position on, in one transaction when its work is in the same
//! database. So a message is seen at least once and in order, and a consumer that repeats its work must change nothing.
//!
//! Positions have no gaps that fill up later: they are handed out under a row that the commit holds, so a reader that
//! saw position 8 will never miss a late 7.

mod follow;
mod records;
#[cfg(test)]
mod tests;

use serde::Serialize;
use serde_json::Value as Json;
use tokio::sync::watch;

use crate::db::{Connection, Database, Tx};
use crate::error::Error;

pub use follow::{Turn, enrol, follow};
pub(crate) use records::{MIGRATION, append};

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// `noun.verb` in the past: `orders.imported`, `customers.merged`.
    pub kind: &'static str,
    /// The instant at which it happened, milliseconds UTC.
    pub at: i64,
    /// What a consumer needs to know: ids rather than copies, and no personal data.
    pub payload: Json,
}

impl Message {
    /// A message about `payload`, which is serialised at once.
    ///
    /// # Errors
    /// When `payload` cannot be written as JSON.
    pub fn new(kind: &'static str, at: i64, payload: &impl Serialize) -> Result<Self, Error> {
        let payload = serde_json::to_value(payload).map_err(|cause| Error::internal(cause.to_string()))?;
        Ok(Self { kind, at, payload })
    }
}

/// A message as a consumer reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivered {
    /// Its place in the order of all messages, from 1.
    pub position: i64,
    /// As [`Message::kind`].
    pub kind: String,
    /// As [`Message::at`].
    pub at: i64,
    /// As [`Message::payload`].
    pub payload: Json,
}

/// Where consumers in this process wait for news.
#[derive(Debug, Clone)]
pub struct Outbox {
    news: watch::Sender<u64>,
}

impl Default for Outbox {
    fn default() -> Self {
        Self { news: watch::Sender::new(0) }
    }
}

impl Outbox {
    /// Changes whenever this process has committed a message. Another process's messages are found by looking.
    #[must_use]
    pub fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    pub(crate) fn wake(&self) {
        self.news.send_modify(|count| *count = count.wrapping_add(1));
    }
}

/// The next messages for `consumer`, at most `limit`, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn pending(db: &Database, consumer: &str, limit: i64) -> Result<Vec<Delivered>, Error> {
    records::pending(&mut db.read().await?, consumer, limit).await
}

/// The messages after `position`, at most `limit`, oldest first: for a reader that keeps its own place.
///
/// # Errors
/// When the database cannot be read.
pub async fn after(conn: &mut impl Connection, position: i64, limit: i64) -> Result<Vec<Delivered>, Error> {
    records::after(conn, position, limit).await
}

/// The position of the oldest message that is still kept.
///
/// # Errors
/// When the database cannot be read.
pub async fn first(conn: &mut impl Connection) -> Result<Option<i64>, Error> {
    records::first(conn).await
}

/// How many messages `consumer` has not read yet.
///
/// # Errors
/// When the database cannot be read.
pub async fn lag(db: &Database, consumer: &str) -> Result<i64, Error> {
    records::lag(&mut db.read().await?, consumer).await
}

/// The position of the last message: it moves whenever something happens.
///
/// # Errors
/// When the database cannot be read.
pub async fn head(conn: &mut impl Connection) -> Result<i64, Error> {
    records::head(conn).await
}

/// Says that `consumer` is done with everything up to `position`. Never moves back.
///
/// # Errors
/// When the database refuses.
pub async fn advance(tx: &mut Tx, consumer: &str, position: i64) -> Result<(), Error> {
    records::advance(tx, consumer, position).await
}

/// Drops messages older than `before` that every consumer has read. Returns how many.
///
/// # Errors
/// When the database refuses.
pub async fn trim(tx: &mut Tx, before: i64) -> Result<u64, Error> {
    records::trim(tx, before).await
}
