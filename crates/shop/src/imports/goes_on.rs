//! A file that is brought once more while an import of it is not finished: that one goes on where it stands, and no second
//! one begins.
//!
//! Absent from here: tries. They leave nothing behind, so each begins at the beginning.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use platform::db::Tx;
use platform::http::Caller;
use platform::{App, Error, jobs};

use super::model::{Record, State};
use super::run::JOB;
use super::{bring, files, records};

/// Bytes that are compared at a time.
const PIECE: usize = 1 << 18;

/// The unfinished import of the very file that `new` brings, for the same shop and with the same mapping, that `caller` may
/// see: it waits, runs, was broken off, or was given up through no fault of the file.
pub(super) async fn unfinished(app: &App, caller: &Caller, new: &Record) -> Result<Option<Record>, Error> {
    if new.dry_run || new.state != State::Queued {
        return Ok(None);
    }
    let found = records::unfinished(&mut app.db.read().await?, &new.fingerprint).await?;
    let may = |one: &Record| one.shop_id.is_some_and(|shop| caller.shops.contains(shop));
    for before in found.into_iter().filter(|one| may(one) && (one.state != State::Failed || one.was_given_up())) {
        // A fingerprint looks at the ends of a file only.
        if same(before.path.clone().into(), new.path.clone().into()).await {
            return Ok(Some(before));
        }
    }
    Ok(None)
}

/// Lets `before` go on, and deletes the copy that came with `new`.
pub(super) async fn go_on(app: &App, caller: &Caller, before: &Record, new: &Record) -> Result<Record, Error> {
    let mut tx = app.db.begin().await?;
    wake(&mut tx, before).await?;
    bring::told(&mut tx, app, caller, "imports.started", before).await?;
    bring::enqueue(&mut tx, app, before.id).await?;
    tx.commit().await?;
    files::remove(new).await;
    super::record(&mut app.db.read().await?, before.id).await
}

/// Lets an import that was given up wait for its turn again.
pub(super) async fn wake(tx: &mut Tx, before: &Record) -> Result<(), Error> {
    if before.state == State::Failed {
        records::resume(tx, before.id).await?;
        jobs::forget_parked(tx, JOB, &before.id.to_string()).await?;
    }
    Ok(())
}

/// Takes an import over from whoever ran it, so that a worker of this process may go on with it at once, and returns the row
/// of its file from which on it does. Should the other one be alive after all, only one of the two gets anywhere: each
/// step is written from the row where the last one ended.
///
/// # Errors
/// `not_found`.
pub async fn take_over(app: &App, id: i64) -> Result<i64, Error> {
    let mut tx = app.db.begin().await?;
    jobs::take_over(&mut tx, JOB, &id.to_string(), app.clock.now()).await?;
    tx.commit().await?;
    Ok(super::record(&mut app.db.read().await?, id).await?.resume_row)
}

/// Whether both files hold the same bytes; not when one of them cannot be read.
async fn same(one: PathBuf, other: PathBuf) -> bool {
    one == other
        || tokio::task::spawn_blocking(move || equal(&one, &other)).await.is_ok_and(|read| read.unwrap_or(false))
}

fn equal(one: &Path, other: &Path) -> std::io::Result<bool> {
    let open = |path: &Path| File::open(path).map(|file| BufReader::with_capacity(PIECE, file));
    let (mut one, mut other) = (open(one)?, open(other)?);
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        let length = left.len().min(right.len());
        if length == 0 || left.get(..length) != right.get(..length) {
            return Ok(left.is_empty() && right.is_empty());
        }
        one.consume(length);
        other.consume(length);
    }
}
