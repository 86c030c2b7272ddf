//! Uploaded files do not outlive their use: they are full of people. One is deleted when it is in, at once when its import
//! is stopped, and some days after an import that was tried or failed, for then it may be started again.

use platform::db::Tx;
use platform::jobs::{self, Job, New};
use platform::{App, Error};

use super::model::Record;
use super::records;
use crate::shops;

/// The job that deletes files whose days are over.
pub const SWEEP: &str = "imports.sweep";
const DAY: i64 = 86_400_000;

/// Deletes our copy of a file. That it fails is no reason to fail: the sweep tries again. Whether it is gone.
pub(super) async fn remove(record: &Record) -> bool {
    if !record.owned {
        return false;
    }
    match tokio::fs::remove_file(&record.path).await {
        Ok(()) => true,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => true,
        Err(cause) => {
            tracing::warn!(import = record.id, %cause, "an uploaded file could not be deleted");
            false
        }
    }
}

async fn due(app: &App) -> Result<Vec<Record>, Error> {
    let mut session = app.db.read().await?;
    let days = shops::business(&mut session).await?.upload_days;
    records::stale(&mut session, app.clock.now() - days * DAY).await
}

/// Puts the job into the queue when there is something for it to do.
///
/// # Errors
/// When the database refuses.
pub async fn sweep_soon(app: &App) -> Result<(), Error> {
    if due(app).await?.is_empty() {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    jobs::enqueue(&mut tx, New::now(SWEEP, &())?.unique("sweep"), app.clock.now()).await?;
    tx.commit().await
}

/// The handler of [`SWEEP`].
///
/// # Errors
/// When the database refuses; the job is then tried again.
pub async fn sweep(app: App, _: Job) -> Result<(), Error> {
    loop {
        let due = due(&app).await?;
        let mut gone = Vec::with_capacity(due.len());
        for record in &due {
            if remove(record).await {
                gone.push(record.id);
            }
        }
        if gone.is_empty() {
            return Ok(());
        }
        let mut tx = app.db.begin().await?;
        for id in &gone {
            records::forget_file(&mut tx, *id).await?;
        }
        tx.commit().await?;
    }
}

/// Deletes the kept files of imports that are over, whoever stands in them, because of an erasure.
pub(super) async fn remove_kept(tx: &mut Tx) -> Result<u64, Error> {
    let mut gone = 0;
    for record in records::stale(tx, i64::MAX).await? {
        if remove(&record).await {
            records::forget_file(tx, record.id).await?;
            gone += 1;
        }
    }
    Ok(gone)
}

/// Deletes the file of an import that was stopped.
pub(super) async fn remove_now(app: &App, record: &Record) -> Result<(), Error> {
    if remove(record).await {
        let mut tx = app.db.begin().await?;
        records::forget_file(&mut tx, record.id).await?;
        tx.commit().await?;
    }
    Ok(())
}
