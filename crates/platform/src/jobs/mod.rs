//! Work that is done after the answer: kept in the database, claimed by one worker at a time, tried again with growing
//! waits, and parked where somebody can see it when it keeps failing.
//!
//! A job is enqueued on the transaction that makes it necessary. A worker claims it for [`LEASE`] milliseconds and
//! renews the lease while the handler runs; when a worker dies, the lease runs out and another worker takes the job. So
//! a handler may run more than once, and must change nothing the second time. Failed attempt number *n* waits
//! 10 s × 4ⁿ⁻¹, at most an hour: 10 s, 40 s, 2 min 40 s, 10 min 40 s, 42 min 40 s; after [`ATTEMPTS`] attempts, or at
//! once when the error says that trying again would not help (4xx), it is parked.
//!
//! Absent from here: what any job does.

mod records;
mod routes;
#[cfg(test)]
mod tests;
mod worker;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use tokio_util::sync::CancellationToken;

use crate::db::{Database, Tx};
use crate::error::Error;

pub(crate) use records::MIGRATION;
pub use records::{Row, State, counts};
pub use routes::{ACCESS, router};
pub use worker::{Parked, Worker};

/// How long a worker may be silent before its job is given to another, milliseconds.
pub const LEASE: i64 = 60_000;
/// Attempts before a job is parked.
pub const ATTEMPTS: i64 = 6;

/// A job as its handler gets it.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its id.
    pub id: i64,
    /// What is to be done: `imports.run`.
    pub kind: String,
    /// On what: ids rather than copies, and no personal data.
    pub payload: Json,
    /// Which attempt this is, from 1.
    pub attempt: i64,
    /// The name under which its worker holds it.
    pub claim: String,
    /// Cancelled when the program stops. A long handler looks at it between steps and returns [`interrupted`], and goes
    /// on after the restart from where it had committed.
    pub stopping: CancellationToken,
}

impl Job {
    /// What the job is to be done on.
    ///
    /// # Errors
    /// When the payload is not a `T`.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_value(self.payload.clone()).map_err(|cause| {
            Error::new(422, "invalid").context(format_args!("the payload of job {}: {cause}", self.id))
        })
    }
}

/// What a new job is.
#[derive(Debug, Clone, Default)]
pub struct New {
    /// What is to be done: `imports.run`.
    pub kind: &'static str,
    /// On what.
    pub payload: Json,
    /// Not before this instant, milliseconds UTC; at once when absent.
    pub run_at: Option<i64>,
    /// While a job of this kind with the same key waits or runs, no second one is made.
    pub unique: Option<String>,
}

impl New {
    /// A job of `kind` on `payload`, to be done at once.
    ///
    /// # Errors
    /// When `payload` cannot be written as JSON.
    pub fn now(kind: &'static str, payload: &impl Serialize) -> Result<Self, Error> {
        let payload = serde_json::to_value(payload).map_err(Error::internal)?;
        Ok(Self { kind, payload, run_at: None, unique: None })
    }

    /// The same, not before `run_at`.
    #[must_use]
    pub fn at(mut self, run_at: i64) -> Self {
        self.run_at = Some(run_at);
        self
    }

    /// The same, only once while one with `key` waits or runs.
    #[must_use]
    pub fn unique(mut self, key: impl Into<String>) -> Self {
        self.unique = Some(key.into());
        self
    }
}

/// Puts a job into the queue inside `tx` and returns its id; with a unique key that already waits or runs, that one's.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue(tx: &mut Tx, job: New, now: i64) -> Result<i64, Error> {
    let id = records::enqueue(tx, &job, now).await?;
    tx.wake();
    Ok(id)
}

/// What a handler answers when it stopped because the program stops: the job waits for the next start, and the attempt
/// does not count.
#[must_use]
pub fn interrupted() -> Error {
    Error::new(503, "interrupted")
}

/// Jobs in `state` (all when absent), newest first, those before job `before` when it is given.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(db: &Database, state: Option<State>, before: Option<i64>, limit: i64) -> Result<Vec<Row>, Error> {
    records::list(&mut db.read().await?, state, before, limit).await
}

/// The job with that id.
///
/// # Errors
/// `not_found`, or when the database cannot be read.
pub async fn find(db: &Database, id: i64) -> Result<Row, Error> {
    records::find(&mut db.read().await?, id).await?.ok_or_else(|| Error::not_found("job"))
}

/// Sends a parked job back into the queue with all its attempts before it.
///
/// # Errors
/// `not_found` when there is no such parked job; `already_exists` when another with its unique key waits or runs.
pub async fn retry(tx: &mut Tx, id: i64, now: i64) -> Result<(), Error> {
    if !records::retry(tx, id, now).await? {
        return Err(Error::not_found("job"));
    }
    tx.wake();
    Ok(())
}

/// Says within the handler's last transaction that the job is done, before its worker does. Who asks for the same job
/// (see [`New::unique`]) then finds either all of its work to come or a queue without it, and never a job that is as good
/// as over.
///
/// # Errors
/// `busy` when the job is another worker's by now, which will do all of this again; or when the database refuses.
pub async fn done(tx: &mut Tx, job: &Job, now: i64) -> Result<(), Error> {
    if records::done(tx, job.id, &job.claim, now).await? { Ok(()) } else { Err(Error::new(503, "busy")) }
}

/// Says that a running job has got somewhere that it need not come to again: the deaths of its workers before count no
/// longer, and the next attempt is its second. So a long job comes to its end however often the program dies, and one that
/// kills its worker at the same place each time is parked.
///
/// # Errors
/// When the database refuses.
pub async fn progressed(tx: &mut Tx, id: i64) -> Result<(), Error> {
    records::progressed(tx, id).await
}

/// Takes the job of `kind` with this unique key out of the hands of whoever has it, and lets it wait for a worker at once,
/// as one that was broken off: for a person who asks that it goes on now and does not wait for a dead worker's lease to
/// run out. A worker that is alive finds at its next renewal that the job is not its own any more, and stops. Whether there
/// is such a job.
///
/// # Errors
/// When the database refuses.
pub async fn take_over(tx: &mut Tx, kind: &str, key: &str, now: i64) -> Result<bool, Error> {
    let found = records::take_over(tx, kind, key, now).await?;
    tx.wake();
    Ok(found)
}

/// Lets the job of `kind` with this unique key begin at once if no worker is at it: it waits, or its worker died. Whether
/// that is so; until `tx` ends no worker takes it.
///
/// # Errors
/// When the database refuses.
pub async fn hurry(tx: &mut Tx, kind: &str, key: &str, now: i64) -> Result<bool, Error> {
    let found = records::hurry(tx, kind, key, now).await?;
    tx.wake();
    Ok(found)
}

/// Throws a parked or waiting job away.
///
/// # Errors
/// `not_found` when there is no such job, or it runs or is done.
pub async fn discard(tx: &mut Tx, id: i64) -> Result<(), Error> {
    if records::discard(tx, id).await? { Ok(()) } else { Err(Error::not_found("job")) }
}

/// Drops the parked jobs of `kind` with this unique key: what they were to do is begun anew in another way.
///
/// # Errors
/// When the database refuses.
pub async fn forget_parked(tx: &mut Tx, kind: &str, key: &str) -> Result<u64, Error> {
    records::forget_parked(tx, kind, key).await
}

/// Drops jobs that were done before `before`. Returns how many.
///
/// # Errors
/// When the database refuses.
pub async fn trim(tx: &mut Tx, before: i64) -> Result<u64, Error> {
    records::trim(tx, before).await
}

/// How long to wait after failed attempt number `attempt`, milliseconds.
#[must_use]
pub fn backoff(attempt: i64) -> i64 {
    let power = u32::try_from(attempt.clamp(1, 10) - 1).unwrap_or(0);
    (10_000 * 4_i64.pow(power)).min(3_600_000)
}
