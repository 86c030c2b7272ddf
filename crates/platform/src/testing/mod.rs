//! What tests of every crate stand on: a fresh database of each engine, a clock that stands still, seeded chance.
//!
//! PostgreSQL's address comes in `REGULARS_TEST_POSTGRES` (`scripts/with-postgres` sets it); each test has a schema of
//! its own there. Without it only SQLite is tested, and a line says so.

mod site;

pub use site::{Answer, Client, Events, Site};

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use crate::db::{Connection, Database, Dialect, Migration, Tx, migrate};
use crate::i18n::{Catalogue, I18n};
use crate::{App, Chance, Clock, Error, Ids, values};

/// 2026-11-11T04:00:00Z: noon of 双11 in China.
pub const NOON: i64 = 1_794_369_600_000;

/// Runs `test` once on each database, freshly migrated by `steps`.
///
/// # Errors
/// Those of `test`, with the database's name in front.
pub async fn on_both<F, Fut>(steps: &[Migration], catalogues: &[Catalogue], test: F) -> Result<(), Error>
where
    F: Fn(App) -> Fut,
    Fut: Future<Output = Result<(), Error>>,
{
    let folder = tempfile::tempdir().map_err(Error::internal)?;
    let sqlite = Database::sqlite(&folder.path().join("regulars.db")).await?;
    test(app(sqlite, steps, catalogues, folder.path()).await?).await.map_err(|error| error.context("SQLite"))?;

    let Some(postgres) = fresh_postgres().await? else { return Ok(()) };
    let folder = tempfile::tempdir().map_err(Error::internal)?;
    test(app(postgres, steps, catalogues, folder.path()).await?).await.map_err(|error| error.context("PostgreSQL"))
}

/// A database in a schema of its own on the PostgreSQL that tests may use; `None` when there is none.
///
/// # Errors
/// When the server does not answer.
pub async fn fresh_postgres() -> Result<Option<Database>, Error> {
    #[allow(clippy::disallowed_methods, reason = "the address of the tests' server is not the program's configuration")]
    let address = std::env::var("REGULARS_TEST_POSTGRES");
    let Ok(address) = address else {
        tracing::warn!("REGULARS_TEST_POSTGRES is not set: only SQLite is tested");
        return Ok(None);
    };
    let mut bytes = [0_u8; 8];
    Chance::System.fill(&mut bytes)?;
    let schema = format!("t{:016x}", u64::from_le_bytes(bytes));
    let server = Database::postgres(&address).await?;
    let mut tx = server.begin().await?;
    tx.execute(format!("create schema {schema}"), values![]).await?;
    tx.commit().await?;
    server.close().await;
    let separator = if address.contains('?') { '&' } else { '?' };
    Database::postgres(&format!("{address}{separator}options=-csearch_path%3D{schema}")).await.map(Some)
}

/// Goes on with work for so many steps and then lets it fall, as when the program is killed; `None` when it was.
pub async fn killed_after<T>(steps: usize, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut left = steps;
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

/// Returns once `many` others wait for what `tx` has written, or for somebody who waits for it. SQLite has one writer: whoever
/// begins later waits in any case.
///
/// # Errors
/// When the database does not answer, or nobody waits within a minute.
pub async fn others_wait(app: &App, tx: &mut Tx, many: i64) -> Result<(), Error> {
    const WAITING: &str = "with behind as (select pid from pg_stat_activity where $1 = any(pg_blocking_pids(pid))) \
        select count(*) from pg_stat_activity a where a.pid in (select pid from behind) \
        or exists (select 1 from behind b where b.pid = any(pg_blocking_pids(a.pid)))";
    if app.db.dialect() == Dialect::Sqlite {
        return Ok(());
    }
    let own = tx.one("select cast(pg_backend_pid() as bigint)", values![]).await?;
    let own: i64 = own.map_or(Ok(0), |row| row.at(0))?;
    let wait = async {
        loop {
            let waiting = app.db.read().await?.one(WAITING, values![own]).await?;
            if waiting.map_or(Ok(0), |row| row.at::<i64>(0))? >= many {
                return Ok(());
            }
            tokio::task::yield_now().await;
        }
    };
    let late = |_| Error::internal("nobody waits for the transaction");
    tokio::time::timeout(std::time::Duration::from_secs(60), wait).await.map_err(late)?
}

/// What handlers are given, on a database that `steps` bring up to date, with the clock at [`NOON`].
///
/// # Errors
/// When a step fails or a catalogue is malformed.
pub async fn app(
    db: Database,
    steps: &[Migration],
    catalogues: &[Catalogue],
    data_dir: &std::path::Path,
) -> Result<App, Error> {
    let clock = Clock::fixed(NOON);
    let chance = Chance::seeded(7);
    migrate(&db, steps, clock.now()).await?;
    Ok(App {
        ids: Ids::new(clock.clone(), &chance)?,
        i18n: Arc::new(I18n::new(catalogues)?),
        data_dir: Arc::new(data_dir.to_path_buf()),
        // Tests name shops freely; whoever tests the check brings the real one.
        known_shops: |_, _| Box::pin(std::future::ready(Ok(true))),
        job_discarded: |_, _, _, _| Box::pin(std::future::ready(Ok(()))),
        db,
        clock,
        chance,
        memory: crate::memory::Memory::default(),
    })
}

/// Prepares every statement: the check that stands in for compile-time SQL.
///
/// # Errors
/// The first statement that the database does not take, by name.
pub async fn prepare_all(app: &App, statements: &[&'static str]) -> Result<(), Error> {
    let mut session = app.db.read().await?;
    for statement in statements {
        session.prepare(*statement).await.map_err(|error| error.context(statement))?;
    }
    Ok(())
}

/// Whether this run has PostgreSQL beside SQLite, in words, for a test's printed line.
#[must_use]
pub fn engines(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "SQLite",
        Dialect::Postgres => "PostgreSQL",
    }
}
