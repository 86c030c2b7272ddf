//! Indexes that only reading needs, set aside while an import brings in many times what there is.

use platform::db::{put_back, set_aside};
use platform::{App, Error};

use super::model::Record;
use super::records;
use crate::{customers, orders};

/// Bytes of a row of a file, about.
const ROW: i64 = 300;
/// Rows from which on it pays.
const MANY: i64 = 2_000;
/// How many times what there is must come, or making the indexes again costs more than keeping them.
const TIMES: i64 = 4;

/// Sets aside what the rest of this import is better without; whether anything is aside now, by this import or by one
/// that broke off.
pub(super) async fn begin(app: &App, record: &Record) -> Result<bool, Error> {
    if record.dry_run {
        return Ok(false);
    }
    let coming = (record.size - record.bytes_done) / ROW;
    let mut tx = app.db.begin().await?;
    let mut names = Vec::new();
    if coming >= MANY && customers::at_most(&mut tx, coming / TIMES).await? {
        names.extend(customers::READING_INDEXES);
    }
    if coming >= MANY && orders::at_most(&mut tx, coming / TIMES).await? {
        names.extend(orders::READING_INDEXES);
    }
    let aside = set_aside(&mut tx, &names).await?;
    tx.commit().await?;
    Ok(aside)
}

/// Puts back what is aside when import `id` (0: none in particular) ends, unless another one runs: then that one does.
pub(super) async fn end(app: &App, id: i64) -> Result<(), Error> {
    if records::another_runs(&mut app.db.read().await?, id).await? {
        return Ok(());
    }
    let made = put_back(&app.db).await?;
    tracing::debug!(made, "indexes are back");
    Ok(())
}
