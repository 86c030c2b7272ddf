//! Where the files are, and how they go.

use std::path::PathBuf;

use platform::db::Tx;
use platform::{App, Error};

use super::model::{KEEP, State};
use super::records;
use crate::customers::FileFormat;

/// How long what is left of an export without a file is kept, milliseconds.
const BOOKS: i64 = 30 * 86_400_000;

fn folder(app: &App) -> PathBuf {
    app.data_dir.join("exports")
}

/// Where the file of an export is once it is made.
pub(super) fn path(app: &App, id: i64, format: FileFormat) -> PathBuf {
    folder(app).join(format!("{id}.{}", format.code()))
}

/// Where it is while it is being made.
///
/// # Errors
/// When the folder cannot be made.
pub(super) async fn draft(app: &App, id: i64) -> Result<PathBuf, Error> {
    let folder = folder(app);
    tokio::fs::create_dir_all(&folder).await.map_err(Error::internal)?;
    Ok(folder.join(format!("{id}.part")))
}

/// Deletes a file; one that is not there is no fault. Whether it is gone.
pub(super) async fn remove(path: &std::path::Path) -> bool {
    match tokio::fs::remove_file(path).await {
        Ok(()) => true,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => true,
        Err(cause) => {
            tracing::warn!(%cause, "an exported file could not be deleted");
            false
        }
    }
}

/// Deletes the files that were made before an instant, and says why.
pub(super) async fn drop_before(tx: &mut Tx, app: &App, before: i64, why: &str) -> Result<u64, Error> {
    let mut gone = 0;
    for (id, format) in records::finished(tx, before).await? {
        // One that could not be deleted is not given out any more either, and is tried again.
        if remove(&path(app, id, format)).await {
            records::end(tx, id, State::Gone, Some(why)).await?;
            gone += 1;
        }
    }
    Ok(gone)
}

/// Deletes files whose day is over. Cheap when there are none.
///
/// # Errors
/// When the database refuses.
pub async fn sweep(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    if !records::finished(&mut app.db.read().await?, now - KEEP).await?.is_empty() {
        let mut tx = app.db.begin().await?;
        drop_before(&mut tx, app, now - KEEP, "over").await?;
        records::forget(&mut tx, now - BOOKS).await?;
        tx.commit().await?;
    }
    Ok(())
}
