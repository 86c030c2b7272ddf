//! What time does to groups: one that ends soon is told of, one whose time passed fails, a place that no order came for comes
//! back. Each is done once,
//! whichever process finds it first: the statement that does it asks again.

use std::time::Duration;

use platform::{App, Error};
use tokio_util::sync::CancellationToken;

use super::records::{groups, places};
use super::{end, places as deeds};

/// Groups and places that are looked at at a time.
const SOME: i64 = 200;
/// How long before its end a group is told of at most, milliseconds: two hours.
const LEAD: i64 = 7_200_000;
/// How often they are looked for.
const LOOK: Duration = Duration::from_secs(5);

/// Tells of groups that end soon, lets groups fail and places come back whose time passed. Returns how many were looked at.
///
/// # Errors
/// When the database refuses.
pub async fn sweep(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let mut session = app.db.read().await?;
    let over = groups::due(&mut session, now, SOME).await?;
    let lapsed = places::lapsed(&mut session, now, SOME).await?;
    let ending = groups::ending(&mut session, now, LEAD, SOME).await?;
    drop(session);
    for group in &over {
        end::expire(app, *group).await?;
    }
    for (place, group) in &lapsed {
        deeds::lapse(app, *place, *group).await?;
    }
    for group in &ending {
        end::warn(app, *group).await?;
    }
    Ok(over.len() + lapsed.len() + ending.len())
}

/// Does so until `stopping` is cancelled. Every process may.
pub async fn follow(app: App, stopping: CancellationToken) {
    while !stopping.is_cancelled() {
        match sweep(&app).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::warn!(%error, "groups whose time passed could not be ended; it is tried again"),
        }
        tokio::select! {
            () = stopping.cancelled() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
