//! Copying a whole SQLite database while others write to it, and looking whether one is sound.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Row as _, SqliteConnection};

use super::Database;
use crate::error::Error;

/// Writes a consistent copy of the SQLite file `from` to `to`, which must not exist, while writers go on.
///
/// # Errors
/// When `from` cannot be read or `to` cannot be written.
pub async fn copy_sqlite(from: &Path, to: &Path) -> Result<(), Error> {
    let mut conn = open(from).await?;
    let to = to.to_str().ok_or_else(|| Error::internal("the path is no text"))?;
    sqlx::query("vacuum into $1").bind(to).execute(&mut conn).await.map_err(Error::database)?;
    sqlx::Connection::close(conn).await.map_err(Error::database)
}

/// Asks SQLite whether the file at `path` is sound: every page and every index. The faults it names, none when it is.
///
/// # Errors
/// When the file cannot be read as a database.
pub async fn check_sqlite(path: &Path) -> Result<Vec<String>, Error> {
    let mut conn = open(path).await?;
    let rows = sqlx::query("pragma integrity_check").fetch_all(&mut conn).await.map_err(Error::database)?;
    let faults = rows.iter().filter_map(|row| row.try_get::<String, _>(0).ok()).filter(|text| text != "ok").collect();
    sqlx::Connection::close(conn).await.map_err(Error::database)?;
    Ok(faults)
}

async fn open(path: &Path) -> Result<SqliteConnection, Error> {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(false);
    options.busy_timeout(std::time::Duration::from_secs(60)).connect().await.map_err(Error::database)
}

/// What the PostgreSQL server's clock says, milliseconds UTC.
///
/// # Errors
/// When the server does not answer.
pub async fn server_clock(session: &mut super::Session) -> Result<i64, Error> {
    use super::Connection as _;
    let sql = "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint) as at";
    session.one(sql, Vec::new()).await?.ok_or_else(|| Error::internal("the server has no clock"))?.get("at")
}

impl Database {
    /// Connections that are open, and those of them that wait for work.
    #[must_use]
    pub fn connections(&self) -> (u32, usize) {
        match &self.pools {
            super::Pools::Sqlite { readers, writer } => {
                (readers.size() + writer.size(), readers.num_idle() + writer.num_idle())
            }
            super::Pools::Postgres(pool) => (pool.size(), pool.num_idle()),
        }
    }
}
