//! A POST with an `Idempotency-Key` is done once: the second one with the same key is answered as the first was.
//!
//! The key belongs to whoever sent it. It is claimed before the handler runs and the answer is kept with it for
//! [`KEPT`] milliseconds. A server error is not kept: it may be tried again. An answer that may not be stored
//! (`Cache-Control: no-store`: secrets, revealed values) is not kept either; a repeat is then refused rather than done
//! twice.

mod records;
#[cfg(test)]
mod tests;

use crate::db::{Database, Tx};
use crate::error::Error;

pub(crate) use records::MIGRATION;

/// How long an answer is kept, milliseconds: a day.
pub const KEPT: i64 = 86_400_000;
/// After how long a claim without an answer is taken for that of a process that died, milliseconds.
const ABANDONED: i64 = 300_000;
/// Letters of a key at most.
pub const LONGEST: usize = 200;

/// An answer that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// What became of a claim.
#[derive(Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nobody has done it yet: do it, then [`finish`] or [`release`].
    Mine,
    /// It was done: answer this.
    Done(Answer),
}

/// Claims `key` of `actor` (`user:12`) for a request whose fingerprint is `fingerprint`.
///
/// # Errors
/// `idempotency_mismatch` when the key was used for another request, `idempotency_busy` while the first one still runs,
/// `idempotency_secret` when its answer was not kept.
pub async fn claim(db: &Database, actor: &str, key: &str, fingerprint: &[u8], now: i64) -> Result<Claim, Error> {
    let mut tx = db.begin().await?;
    let claim = claimed(&mut tx, actor, key, fingerprint, now).await?;
    tx.commit().await?;
    Ok(claim)
}

async fn claimed(tx: &mut Tx, actor: &str, key: &str, fingerprint: &[u8], now: i64) -> Result<Claim, Error> {
    if records::claim(tx, actor, key, fingerprint, now).await? {
        return Ok(Claim::Mine);
    }
    let Some(kept) = records::find(tx, actor, key).await? else {
        return Err(Error::conflict("idempotency_busy").retry_after(1));
    };
    if kept.fingerprint != fingerprint {
        return Err(Error::conflict("idempotency_mismatch"));
    }
    match kept.answer {
        Some(answer) if answer.status == 0 => Err(Error::conflict("idempotency_secret")),
        Some(answer) => Ok(Claim::Done(answer)),
        None => Err(Error::conflict("idempotency_busy").retry_after(1)),
    }
}

/// Keeps the answer to a claimed key. `None`: it was done, and its answer may not be kept.
///
/// # Errors
/// When the database refuses.
pub async fn finish(db: &Database, actor: &str, key: &str, answer: Option<Answer>) -> Result<(), Error> {
    let answer = answer.unwrap_or(Answer { status: 0, content_type: None, body: Vec::new() });
    let mut tx = db.begin().await?;
    records::finish(&mut tx, actor, key, &answer).await?;
    tx.commit().await
}

/// Gives a claimed key back: it was not done.
///
/// # Errors
/// When the database refuses.
pub async fn release(db: &Database, actor: &str, key: &str) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    records::release(&mut tx, actor, key).await?;
    tx.commit().await
}

/// Forgets every kept answer, because somebody who may stand in one is erased; that they were given is remembered, so
/// that nothing is done twice. Returns how many.
///
/// # Errors
/// When the database refuses.
pub async fn forget_answers(tx: &mut Tx) -> Result<u64, Error> {
    records::forget_answers(tx).await
}

/// Drops answers that were kept long enough. Returns how many.
///
/// # Errors
/// When the database refuses.
pub async fn trim(tx: &mut Tx, now: i64) -> Result<u64, Error> {
    records::trim(tx, now - KEPT).await
}
