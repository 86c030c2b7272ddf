//! Drops what has served: ended sessions, kept answers, done jobs, old notices, messages that everybody read.

use crate::error::Error;
use crate::{App, accounts, idempotency, jobs, notifications, outbox};

const DAY: i64 = 86_400_000;
/// How long a done job is shown, milliseconds.
const JOBS: i64 = 7 * DAY;
/// How long a notice is shown, milliseconds.
const NOTICES: i64 = 90 * DAY;
/// How long a message stays after everybody has read it, milliseconds.
const MESSAGES: i64 = 7 * DAY;

/// Drops all of it, each kind in a transaction of its own so that nobody waits long. Returns how many rows went.
///
/// # Errors
/// When the database refuses.
pub async fn tidy(app: &App) -> Result<u64, Error> {
    let now = app.clock.now();
    let mut gone = 0;
    let mut tx = app.db.begin().await?;
    gone += accounts::trim(&mut tx, now).await?;
    gone += idempotency::trim(&mut tx, now).await?;
    tx.commit().await?;
    let mut tx = app.db.begin().await?;
    gone += jobs::trim(&mut tx, now - JOBS).await?;
    gone += notifications::trim(&mut tx, now - NOTICES).await?;
    tx.commit().await?;
    let mut tx = app.db.begin().await?;
    gone += outbox::trim(&mut tx, now - MESSAGES).await?;
    tx.commit().await?;
    Ok(gone)
}
