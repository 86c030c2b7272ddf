//! Following while the program runs: woken by news, by the clock, or by somebody who wants it now.

use std::time::Duration;

use platform::{App, outbox};
use tokio_util::sync::CancellationToken;

use super::{Begun, CONSUMER, Live, Stepped, save, start, step};

/// How long to wait after a failure.
const PAUSE: Duration = Duration::from_secs(5);
/// How long to wait for news from another process.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long to sleep towards an expiry: a machine that slept, or a clock that stepped, is noticed after that.
const DOZE: Duration = Duration::from_millis(500);
/// How often a snapshot is written, milliseconds.
const SAVE: i64 = 900_000;
/// How soon after everything was read from the database, milliseconds: commands begin from the snapshot, and so does the next
/// start when this process is killed.
const SOON: i64 = 60_000;

/// Keeps the warehouse and the live segments right until `stopping` is cancelled; then writes a snapshot.
pub async fn follow(app: App, stopping: CancellationToken) {
    let live = Live::of(&app);
    if let Err(error) = outbox::enrol(&app, CONSUMER).await {
        tracing::warn!(%error, "the outbox may be trimmed before it was read");
    }
    let mut news = app.db.outbox().news();
    let mut saved = app.clock.now();
    while !stopping.is_cancelled() {
        let turned = if live.held().is_none() {
            start(&app, &stopping).await.map(|from| Stepped { begun: Some(from), ..Stepped::default() })
        } else {
            step(&app).await
        };
        if let Ok(Stepped { begun: Some(from), .. }) = turned {
            tracing::info!("the warehouse is ready");
            if from == Begun::Database {
                saved = app.clock.now() - SAVE + SOON;
            }
        }
        match turned {
            Ok(stepped) if stepped != Stepped::default() => {}
            Ok(_) => rest(&app, &live, &mut news, &stopping).await,
            Err(error) if stopping.is_cancelled() => {
                tracing::info!(%error, "following stops");
            }
            Err(error) => {
                tracing::warn!(%error, "live segments could not be followed; it is tried again");
                if error.code() == "segments_followed_elsewhere" {
                    live.hold(None);
                }
                tokio::select! {
                    () = stopping.cancelled() => {}
                    () = tokio::time::sleep(PAUSE) => {}
                }
            }
        }
        let now = app.clock.now();
        if now - saved >= SAVE && live.held().is_some() {
            saved = now;
            if let Err(error) = save(&app).await {
                tracing::warn!(%error, "no snapshot was written");
            }
        }
    }
    if live.held().is_some()
        && let Err(error) = save(&app).await
    {
        tracing::warn!(%error, "no snapshot was written; the next start takes longer");
    }
}

/// Waits until there is something to do.
async fn rest(app: &App, live: &Live, news: &mut tokio::sync::watch::Receiver<u64>, stopping: &CancellationToken) {
    let Some(held) = live.held() else { return };
    // Quiet moments are for folding.
    while tokio::task::block_in_place(|| held.warehouse.fold()) {
        if news.has_changed().unwrap_or(true) || stopping.is_cancelled() {
            return;
        }
        tokio::task::yield_now().await;
    }
    let patience = tokio::time::Instant::now() + PATIENCE;
    loop {
        let left = held.warehouse.next_expiry().map(|at| at - app.clock.now());
        if left.is_some_and(|left| left <= 0) || tokio::time::Instant::now() >= patience {
            return;
        }
        let doze = left.and_then(|left| u64::try_from(left).ok()).map_or(PATIENCE, Duration::from_millis);
        tokio::select! {
            () = stopping.cancelled() => return,
            _ = news.changed() => return,
            () = live.wake.notified() => return,
            () = tokio::time::sleep(if left.is_some() { doze.min(DOZE) } else { PATIENCE }) => {}
        }
    }
}
