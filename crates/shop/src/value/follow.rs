//! Following the outbox: whose orders change, who are merged and who are parted are scored anew at once, by what the last
//! reckoning learnt, so that nobody is waited for who has come.
//!
//! While a reckoning waits or runs this waits too: it writes what it read before, and what came since is scored after it. What
//! it had heard of when it began is not looked at again.

use std::time::Duration;

use platform::outbox::{self, Turn};
use platform::{App, Error};
use tokio_util::sync::CancellationToken;

use super::{between, records};
use crate::orders;

/// The consumer of the outbox, in its books.
pub const CONSUMER: &str = "value";
/// Messages taken at a time.
const MESSAGES: i64 = 10;

/// Scores whom messages touch until `stopping` is cancelled.
pub async fn follow(app: App, stopping: CancellationToken) {
    if let Err(error) = outbox::enrol(&app, CONSUMER).await {
        tracing::warn!(%error, "the outbox may be trimmed before it was read");
    }
    outbox::follow(app, stopping, "customers could not be scored", |app| async move {
        Ok(if look(&app).await? { Turn::Rest(Duration::ZERO) } else { Turn::Idle })
    })
    .await;
}

/// Acts on the next messages; whether there were any to act on.
///
/// # Errors
/// When the database fails; then nothing of it was done.
pub async fn look(app: &App) -> Result<bool, Error> {
    if outbox::pending(&app.db, CONSUMER, 1).await?.is_empty() {
        return Ok(false);
    }
    let mut tx = app.db.begin().await?;
    records::turn(&mut tx).await?;
    let ran = records::ran(&mut tx).await?;
    if matches!(ran.state.as_str(), "waiting" | "running") {
        return Ok(false);
    }
    // Read again now that nobody else can act on the same ones.
    let messages = outbox::pending(&app.db, CONSUMER, MESSAGES).await?;
    let Some(last) = messages.last() else { return Ok(false) };
    // Before the first reckoning there is nothing to score by.
    if ran.today.is_some() {
        let touched: Vec<i64> = orders::touched(&mut tx, &messages).await?.into_keys().collect();
        if let Some(fresh) = between::score(&mut tx, app, &ran, &touched).await? {
            fresh.write(&mut tx, app.clock.now()).await?;
        }
    }
    outbox::advance(&mut tx, CONSUMER, last.position).await?;
    tx.commit().await?;
    Ok(true)
}
