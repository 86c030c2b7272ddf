//! Following the outbox while the program runs: work, rest, wait for news, try again after a failure.
//!
//! Absent from here: what a consumer does in a turn, and how far it has read.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::error::Error;

/// How long to wait after a failure.
const PAUSE: Duration = Duration::from_secs(5);
/// How long to wait for news from another process.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is to be done after a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// There was nothing to do: wait until something happens.
    Idle,
    /// There was nothing to do: wait until something happens here, and look after so long what other processes did.
    Listen(Duration),
    /// The next turn after a rest; none at all goes on at once.
    Rest(Duration),
}

/// Takes turn after turn until `stopping` is cancelled. `failed` says in the log what could not be done.
pub async fn follow<F, T>(app: App, stopping: CancellationToken, failed: &'static str, turn: F)
where
    F: Fn(App) -> T + Send,
    T: Future<Output = Result<Turn, Error>> + Send,
{
    let mut news = app.db.outbox().news();
    while !stopping.is_cancelled() {
        let patience = match turn(app.clone()).await {
            Ok(Turn::Idle) => PATIENCE,
            Ok(Turn::Listen(patience)) => patience,
            Ok(Turn::Rest(rest)) => {
                pause(rest, &stopping).await;
                continue;
            }
            Err(error) => {
                tracing::warn!(%error, "{failed}; it is tried again");
                pause(PAUSE, &stopping).await;
                continue;
            }
        };
        tokio::select! {
            () = stopping.cancelled() => {}
            _ = news.changed() => {}
            () = tokio::time::sleep(patience) => {}
        }
    }
}

async fn pause(rest: Duration, stopping: &CancellationToken) {
    if rest > Duration::ZERO {
        tokio::select! {
            () = stopping.cancelled() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
}

/// Enters a consumer in the outbox's books, so that nothing is trimmed before it was read.
///
/// # Errors
/// When the database refuses.
pub async fn enrol(app: &App, consumer: &str) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    super::advance(&mut tx, consumer, 0).await?;
    tx.commit().await
}
