//! Following the outbox while the program runs, and the job behind "look now".

use std::time::Duration;

use platform::db::Tx;
use platform::jobs::{self, Job, New, Worker};
use platform::outbox::{self, Turn};
use platform::{App, Error};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::look::{CONSUMER, look, look_at_all};
use super::weigh;

/// The kind of the job that looks for duplicates now.
pub const SEARCH: &str = "proposals.search";

/// What a search is asked.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Search {
    /// Every profile again, not only those that changed, after learning from them what speaks how loudly.
    #[serde(default)]
    all: bool,
}

/// Looks at what changes until `stopping` is cancelled. It gives way to others: after a piece of work it rests as long
/// as the work took.
pub async fn follow(app: App, stopping: CancellationToken) {
    if let Err(error) = outbox::enrol(&app, CONSUMER).await {
        tracing::warn!(%error, "the outbox may be trimmed before it was read");
    }
    outbox::follow(app, stopping, "looking for duplicates failed", |app| async move {
        let started = tokio::time::Instant::now();
        let looked = look(&app).await?;
        Ok(match (looked.messages, looked.profiles) {
            (0, _) => Turn::Idle,
            (_, 0) => Turn::Rest(Duration::ZERO),
            _ => Turn::Rest(started.elapsed()),
        })
    })
    .await;
}

/// Says what the jobs of this department do.
pub fn register(worker: &mut Worker) {
    worker.on(SEARCH, |app, job| async move { search(&app, &job).await });
}

async fn search(app: &App, job: &Job) -> Result<(), Error> {
    let asked: Search = job.read()?;
    if asked.all {
        weigh::learn(app, &job.stopping).await?;
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
