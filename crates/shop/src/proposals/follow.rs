//! Following the outbox while the program runs, and the job behind "look now".

use std::time::Duration;

use platform::db::Tx;
use platform::jobs::{self, Job, New, Worker};
use platform::outbox;
use platform::{App, Error};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::look::{CONSUMER, look, look_at_all};

/// The kind of the job that looks for duplicates now.
pub const SEARCH: &str = "proposals.search";
/// How long to wait after a failure.
const PAUSE: Duration = Duration::from_secs(5);
/// How long to wait for news from another process.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a search is asked.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Search {
    /// Every profile again, not only those that changed.
    #[serde(default)]
    all: bool,
}

/// Looks at what changes until `stopping` is cancelled. It gives way to others: after a piece of work it rests as long
/// as the work took.
pub async fn follow(app: App, stopping: CancellationToken) {
    if let Err(error) = enrol(&app).await {
        tracing::warn!(%error, "the outbox may be trimmed before it was read");
    }
    let mut news = app.db.outbox().news();
    while !stopping.is_cancelled() {
        let started = tokio::time::Instant::now();
        let rest = match look(&app).await {
            Ok(looked) if looked.messages > 0 => {
                if looked.profiles > 0 {
                    started.elapsed()
                } else {
                    Duration::ZERO
                }
            }
            Ok(_) => {
                tokio::select! {
                    () = stopping.cancelled() => {}
                    _ = news.changed() => {}
                    () = tokio::time::sleep(PATIENCE) => {}
                }
                continue;
            }
            Err(error) => {
                tracing::warn!(%error, "looking for duplicates failed; it is tried again");
                PAUSE
            }
        };
        tokio::select! {
            () = stopping.cancelled() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
}

/// Enters the consumer in the outbox's books, so that nothing is trimmed before it was read.
async fn enrol(app: &App) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    outbox::advance(&mut tx, CONSUMER, 0).await?;
    tx.commit().await
}

/// Says what the jobs of this department do.
pub fn register(worker: &mut Worker) {
    worker.on(SEARCH, |app, job| async move { search(&app, &job).await });
}

async fn search(app: &App, job: &Job) -> Result<(), Error> {
    let asked: Search = job.read()?;
    if asked.all {
        let mut after = 0;
        while let Some(last) = look_at_all(app, after).await? {
            after = last;
            if job.stopping.is_cancelled() {
                return Err(jobs::interrupted());
            }
        }
    }
    while look(app).await?.messages > 0 {
        if job.stopping.is_cancelled() {
            return Err(jobs::interrupted());
        }
    }
    Ok(())
}

/// Asks for a look now, at every profile when `all`, and returns the job's id.
///
/// # Errors
/// When the database refuses.
pub async fn search_now(tx: &mut Tx, all: bool, now: i64) -> Result<i64, Error> {
    jobs::enqueue(tx, New::now(SEARCH, &Search { all })?.unique(SEARCH), now).await
}
