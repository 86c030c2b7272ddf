//! One small database layer for SQLite and PostgreSQL.
//!
//! The same `$1` text runs on both. A [`Session`] reads; a [`Tx`] writes, and is the only thing that writes. On SQLite
//! there is one writer and several readers; a write transaction opens with `BEGIN IMMEDIATE`, so it never fails half-way
//! because another writer came first. Column types are text, bigint, double, boolean and bytes; an instant is
//! milliseconds UTC, money is minor units with a currency beside it.
//!
//! Absent from here: any department's words, and any dialect switch beyond [`Dialect`], which migrations, job claims,
//! text search and date buckets may ask for.

mod bulk;
mod connection;
mod copy;
mod migrate;
mod pieces;
mod row;
mod schema;
mod shelf;
#[cfg(test)]
mod tests;
mod value;

use std::path::Path;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

pub use bulk::{Bulk, placeholders};
pub use connection::{Connection, Sql};
pub use copy::{check_sqlite, copy_sqlite, server_clock};
pub use migrate::{Migration, applied, migrate};
pub use pieces::pieces;
pub use row::{Read, Row};
pub use schema::{Table, describe};
pub(crate) use shelf::MIGRATION as SHELF;
pub use shelf::{put_back, set_aside};
pub use value::{Column, Kind, Value};

use tracing::Instrument as _;

use crate::error::Error;
use crate::outbox::{Message, Outbox};
use connection::Wire;

/// How long a writer waits for the one before it.
const PATIENCE: Duration = Duration::from_secs(60);
/// Readers of a SQLite file that may be open at once.
const SQLITE_READERS: u32 = 6;
/// Connections to PostgreSQL that may be open at once.
const POSTGRES_CONNECTIONS: u32 = 16;

/// What every connection to PostgreSQL begins with.
const SHORT: &str = "set jit = off; set max_parallel_workers_per_gather = 0; set random_page_cost = 1.1";

/// Which database is behind a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Embedded, the default.
    Sqlite,
    /// A server.
    Postgres,
}

/// The database. Cloning is cheap and shares the connections.
#[derive(Clone)]
pub struct Database {
    pools: Pools,
    outbox: Outbox,
}

#[derive(Clone)]
enum Pools {
    Sqlite { readers: SqlitePool, writer: SqlitePool },
    Postgres(PgPool),
}

impl Database {
    /// Opens the SQLite file at `path`, making it when it is absent.
    ///
    /// # Errors
    /// When the file cannot be opened or is not a database.
    pub async fn sqlite(path: &Path) -> Result<Self, Error> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An acknowledged write survives the power going out, not only the process.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .statement_cache_capacity(256)
            // Rows come from a thread of their own; every time the buffer is full the two threads wait for each other.
            .row_buffer_size(2_048)
            // A large import keeps coming back to the keys of all that it brought in so far: they should find room.
            .pragma("cache_size", "-131072")
            .pragma("temp_store", "memory")
            // A page that was changed often between two checkpoints is copied once.
            .pragma("wal_autocheckpoint", "40000")
            .pragma("journal_size_limit", "167772160");
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone())
            .await
            .map_err(Error::database)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(SQLITE_READERS)
            .acquire_timeout(PATIENCE)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.pragma("query_only", "on").pragma("cache_size", "-16384"))
            .await
            .map_err(Error::database)?;
        Ok(Self { pools: Pools::Sqlite { readers, writer }, outbox: Outbox::default() })
    }

    /// Connects to the PostgreSQL server at `url` (`postgres://user:password@host/database`).
    ///
    /// # Errors
    /// When the address is malformed or the server does not answer.
    pub async fn postgres(url: &str) -> Result<Self, Error> {
        let options = PgConnectOptions::from_str(url)
            .map_err(Error::database)?
            .application_name("regulars")
            .statement_cache_capacity(256);
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(PATIENCE)
            // Pages ask short questions: compiling one, or calling workers together for it, takes longer than answering
            // it, and on today's disks a look at a row through an index costs little more than reading on.
            .after_connect(|conn, _| Box::pin(async move { sqlx::raw_sql(SHORT).execute(conn).await.map(|_| ()) }))
            .connect_with(options)
            .await
            .map_err(Error::database)?;
        Ok(Self { pools: Pools::Postgres(pool), outbox: Outbox::default() })
    }

    /// Gives the memory back that large work has filled with pages of the database; the next work reads them again. Does
    /// nothing on PostgreSQL, whose server keeps pages.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn shrink(&self) -> Result<(), Error> {
        let Pools::Sqlite { writer, .. } = &self.pools else { return Ok(()) };
        sqlx::query("pragma shrink_memory").execute(writer).await.map(|_| ()).map_err(Error::database)
    }

    /// Which database this is.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.pools {
            Pools::Sqlite { .. } => Dialect::Sqlite,
            Pools::Postgres(_) => Dialect::Postgres,
        }
    }

    /// A connection that reads.
    ///
    /// # Errors
    /// When none becomes free in a minute.
    pub async fn read(&self) -> Result<Session, Error> {
        Ok(Session(match &self.pools {
            Pools::Sqlite { readers, .. } => Held::Sqlite(readers.acquire().await.map_err(Error::database)?),
            Pools::Postgres(pool) => Held::Postgres(pool.acquire().await.map_err(Error::database)?),
        }))
    }

    /// A connection that reads everything as it stood at its first statement, however long it is held.
    ///
    /// # Errors
    /// When none becomes free in a minute.
    pub async fn still(&self) -> Result<Session, Error> {
        Ok(Session(match &self.pools {
            Pools::Sqlite { readers, .. } => {
                Held::SqliteStill(readers.begin_with("BEGIN").await.map_err(Error::database)?)
            }
            Pools::Postgres(pool) => {
                Held::PostgresStill(begun(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        }))
    }

    /// A transaction that writes. Dropping it without [`Tx::commit`] undoes it.
    ///
    /// # Errors
    /// When no connection becomes free in a minute.
    pub async fn begin(&self) -> Result<Tx, Error> {
        let inner = match &self.pools {
            Pools::Sqlite { writer, .. } => {
                Begun::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await.map_err(Error::database)?)
            }
            Pools::Postgres(pool) => Begun::Postgres(begun(pool, "BEGIN").await?),
        };
        Ok(Tx { inner, messages: Vec::new(), outbox: self.outbox.clone(), wake: false })
    }

    /// The outbox of this database: where consumers wait for what happened.
    #[must_use]
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// Closes every connection, after what runs has ended.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// A transaction of PostgreSQL. Whoever waits for it may be dropped meanwhile, as when a request's caller leaves: it is begun to its
/// end all the same and then undone, for a connection that went back while it began would stay in a transaction that nobody
/// knows of, and whoever got it next would read and write in there.
async fn begun(pool: &sqlx::PgPool, how: &'static str) -> Result<sqlx::Transaction<'static, sqlx::Postgres>, Error> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move { pool.begin_with(how).await }.in_current_span());
    begun.await.map_err(Error::internal)?.map_err(Error::database)
}

/// A connection that reads.
pub struct Session(Held);

enum Held {
    Sqlite(PoolConnection<sqlx::Sqlite>),
    Postgres(PoolConnection<sqlx::Postgres>),
    SqliteStill(sqlx::Transaction<'static, sqlx::Sqlite>),
    PostgresStill(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Session {
    fn kind(&self) -> Dialect {
        match self.0 {
            Held::Sqlite(_) | Held::SqliteStill(_) => Dialect::Sqlite,
            Held::Postgres(_) | Held::PostgresStill(_) => Dialect::Postgres,
        }
    }

    fn wire(&mut self) -> Wire<'_> {
        match &mut self.0 {
            Held::Sqlite(conn) => Wire::Sqlite(conn),
            Held::Postgres(conn) => Wire::Postgres(conn),
            Held::SqliteStill(conn) => Wire::Sqlite(conn),
            Held::PostgresStill(conn) => Wire::Postgres(conn),
        }
    }
}

/// A transaction that writes, and says what happened.
pub struct Tx {
    inner: Begun,
    messages: Vec<Message>,
    outbox: Outbox,
    wake: bool,
}

enum Begun {
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Tx {
    fn kind(&self) -> Dialect {
        match self.inner {
            Begun::Sqlite(_) => Dialect::Sqlite,
            Begun::Postgres(_) => Dialect::Postgres,
        }
    }

    fn wire(&mut self) -> Wire<'_> {
        match &mut self.inner {
            Begun::Sqlite(tx) => Wire::Sqlite(tx),
            Begun::Postgres(tx) => Wire::Postgres(tx),
        }
    }

    /// Says what happened. It is written with the rows when the transaction commits, and read by consumers in order.
    pub fn emit(&mut self, message: Message) {
        self.messages.push(message);
    }

    /// Wakes those who wait on the outbox when the transaction commits, even without a message: there is a job.
    pub fn wake(&mut self) {
        self.wake = true;
    }

    /// Makes everything since [`Database::begin`] true, and wakes those who wait on the outbox.
    ///
    /// # Errors
    /// When the database refuses; then nothing of it is true.
    pub async fn commit(mut self) -> Result<(), Error> {
        let messages = std::mem::take(&mut self.messages);
        let spoke = !messages.is_empty() || self.wake;
        if !messages.is_empty() {
            crate::outbox::append(&mut self, messages).await?;
        }
        match self.inner {
            Begun::Sqlite(tx) => tx.commit().await,
            Begun::Postgres(tx) => tx.commit().await,
        }
        .map_err(Error::database)?;
        if spoke {
            self.outbox.wake();
        }
        Ok(())
    }
}
