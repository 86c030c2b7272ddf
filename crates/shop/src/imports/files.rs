//! Uploaded files do not outlive their use: they are full of people. One is deleted when it is in, at once when its import
//! is stopped or its job thrown away, and some days after an import that was tried or failed, for then it may be started
//! again. One that waits to be explained waits so many days, too. When somebody is erased, every file goes that no import is
//! reading: nobody knows who stands in it. What belongs to no import, because the program ended while it came, goes after
//! a day.

use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use platform::db::Tx;
use platform::jobs::{self, Job, New};
use platform::{App, Error};

use super::model::{Note, Record};
use super::{aside, bring, records};
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

/// How many days files are kept, and the instant at which those began whose days are over.
async fn days(app: &App) -> Result<(i64, i64), Error> {
    let days = shops::business(&mut app.db.read().await?).await?.upload_days;
    Ok((days, app.clock.now() - days * DAY))
}

async fn due(app: &App) -> Result<Vec<Record>, Error> {
    let (_, before) = days(app).await?;
    records::stale(&mut app.db.read().await?, before).await
}

/// Gives up what waited too long to be explained.
async fn give_up(app: &App) -> Result<(), Error> {
    let (days, before) = days(app).await?;
    if !records::forsaken(&mut app.db.read().await?, before).await? {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    let why = Note::new("waited_too_long").with("days", days.to_string());
    records::give_up(&mut tx, before, &why).await?;
    tx.wake();
    tx.commit().await
}

/// Puts the job into the queue when there is something for it to do.
///
/// # Errors
/// When the database refuses.
pub async fn sweep_soon(app: &App) -> Result<(), Error> {
    let (_, before) = days(app).await?;
    if due(app).await?.is_empty()
        && !records::forsaken(&mut app.db.read().await?, before).await?
        && strays(app).await?.is_empty()
    {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    sweep_after(&mut tx, app.clock.now()).await?;
    tx.commit().await
}

/// Puts the job into the queue, to be done when `tx` is committed.
pub(super) async fn sweep_after(tx: &mut Tx, now: i64) -> Result<(), Error> {
    jobs::enqueue(tx, New::now(SWEEP, &())?.unique("sweep"), now).await.map(|_| ())
}

/// Uploads that are a day old and belong to no import.
async fn strays(app: &App) -> Result<Vec<PathBuf>, Error> {
    let Ok(mut folder) = tokio::fs::read_dir(bring::folder(app)).await else { return Ok(Vec::new()) };
    let before = app.clock.now() - DAY;
    let mut found = Vec::new();
    while let Some(entry) = folder.next_entry().await.map_err(Error::internal)? {
        let name = entry.file_name();
        let Some(id) = name.to_str().and_then(|name| name.strip_suffix(".upload")?.parse().ok()) else { continue };
        let changed = entry.metadata().await.and_then(|known| known.modified()).ok();
        let age = changed.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let old = age.is_some_and(|age| i64::try_from(age.as_millis()).is_ok_and(|at| at <= before));
        if old && records::get(&mut app.db.read().await?, id).await?.is_none() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// The handler of [`SWEEP`].
///
/// # Errors
/// When the database refuses; the job is then tried again.
pub async fn sweep(app: App, _: Job) -> Result<(), Error> {
    // Indexes that an import had set aside which nobody goes on with.
    aside::end(&app, 0).await?;
    give_up(&app).await?;
    for stray in strays(&app).await? {
        if let Err(cause) = tokio::fs::remove_file(&stray).await {
            tracing::warn!(%cause, "half an upload could not be deleted");
        }
    }
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

/// Deletes the files of imports that are over or wait to be explained, whoever stands in them, because of an erasure. The
/// file that an import is reading goes when that is over.
pub(super) async fn remove_kept(tx: &mut Tx) -> Result<u64, Error> {
    records::give_up(tx, i64::MAX, &Note::new("somebody_erased")).await?;
    let mut gone = 0;
    loop {
        let before = gone;
        for record in records::stale(tx, i64::MAX).await? {
            if remove(&record).await {
                records::forget_file(tx, record.id).await?;
                gone += 1;
            }
        }
        if gone == before {
            return Ok(gone);
        }
    }
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
