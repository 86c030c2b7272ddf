//! Indexes that are set aside while much is brought in, and put back afterwards.
//!
//! New rows fall all over an index that is ordered by something else than their arrival, and each touches a page of its
//! own, which is written twice. Built in the end, an index is sorted once and written once. Readers find everything
//! meanwhile, only slower, so none that guards uniqueness may be set aside.
//!
//! What is set aside is written down by the transaction that drops it. When the process dies before it has put
//! everything back, whoever opens the database next does ([`migrate`](super::migrate)). On PostgreSQL nothing is set
//! aside: to drop an index there is to wait for every reader of its table and to lock out the next ones.

use super::connection::Connection;
use super::migrate::Migration;
use super::{Database, Dialect, Tx};
use crate::error::Error;
use crate::values;

pub(crate) const MIGRATION: Migration = Migration::new(
    "20261122_0100_shelf",
    "create table index_shelf (
        name text not null primary key,
        definition text not null
    );
    ",
);

const DEFINITION: &str = "select sql from sqlite_master where type = 'index' and name = $1";
const KEEP: &str = "insert into index_shelf (name, definition) values ($1, $2) \
    on conflict (name) do update set definition = excluded.definition";
const NEXT: &str = "select name, definition from index_shelf order by name limit 1";
const FORGET: &str = "delete from index_shelf where name = $1";

/// Drops the indexes of these names and writes down how to make them again; whether any index is aside now, whoever
/// did that.
///
/// # Errors
/// When the database refuses.
pub async fn set_aside(tx: &mut Tx, names: &[&'static str]) -> Result<bool, Error> {
    if tx.dialect() == Dialect::Postgres {
        return Ok(false);
    }
    for name in names {
        let Some(row) = tx.one(DEFINITION, values![*name]).await? else { continue };
        tx.execute(KEEP, values![*name, row.at::<String>(0)?]).await?;
        tx.execute(format!("drop index {name}"), values![]).await?;
    }
    Ok(tx.one(NEXT, values![]).await?.is_some())
}

/// Makes every index again that was set aside, each in a transaction of its own, so that others may write in between.
/// Returns how many.
///
/// # Errors
/// When the database refuses; what is back by then stays.
pub async fn put_back(db: &Database) -> Result<usize, Error> {
    if db.dialect() == Dialect::Postgres {
        return Ok(0);
    }
    let mut made = 0;
    loop {
        let mut tx = db.begin().await?;
        let Some(row) = tx.one(NEXT, values![]).await? else { return Ok(made) };
        let (name, definition): (String, String) = (row.at(0)?, row.at(1)?);
        if tx.one(DEFINITION, values![name.as_str()]).await?.is_none() {
            tx.execute(definition, values![]).await.map_err(|error| error.context(format!("index {name}")))?;
            made += 1;
        }
        tx.execute(FORGET, values![name]).await?;
        tx.commit().await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MIGRATIONS;
    use crate::clock::Clock;
    use crate::db::{describe, migrate};

    const STEP: Migration = Migration::new(
        "20991231_0100_shelf_test",
        "create table things (
            id bigint not null primary key,
            colour text
        );
        create index things_colour on things (colour) where colour is not null;
        create index things_colour_id on things (colour, id);
        ",
    );
    const BOTH: &[&str] = &["things_colour", "things_colour_id", "no_such_index"];

    async fn open(path: &std::path::Path) -> Result<Database, Error> {
        let db = Database::sqlite(path).await?;
        let steps = [MIGRATIONS, &[STEP]].concat();
        migrate(&db, &steps, Clock::System.now()).await?;
        Ok(db)
    }

    async fn written(db: &Database) -> Result<Vec<String>, Error> {
        let mut session = db.read().await?;
        let rows = session.all("select sql from sqlite_master where sql is not null order by 1", values![]).await?;
        rows.iter().map(|row| row.at(0)).collect()
    }

    async fn aside(db: &Database) -> Result<bool, Error> {
        let mut tx = db.begin().await?;
        let some = set_aside(&mut tx, BOTH).await?;
        tx.commit().await?;
        Ok(some)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_set_aside_comes_back_as_it_was() -> Result<(), Error> {
        let folder = tempfile::tempdir().unwrap();
        let db = open(&folder.path().join("a.db")).await?;
        let before = written(&db).await?;
        assert!(aside(&db).await?);
        assert!(aside(&db).await?, "doing it twice is doing it once");
        assert!(describe(&db).await?["things"].indexes.is_empty());
        assert_eq!(put_back(&db).await?, 2);
        assert_eq!(put_back(&db).await?, 0);
        assert_eq!(written(&db).await?, before);
        let mut tx = db.begin().await?;
        assert!(!set_aside(&mut tx, &["no_such_index"]).await?);
        Ok(())
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_opens_the_database_puts_back_what_a_dead_process_left() -> Result<(), Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let db = open(&path).await?;
        let before = written(&db).await?;
        aside(&db).await?;
        // It died while it was putting back: one index is there already, and still on the list.
        let mut tx = db.begin().await?;
        tx.execute("create index things_colour_id on things (colour, id)", values![]).await?;
        tx.commit().await?;
        db.close().await;
        let db = open(&path).await?;
        assert_eq!(written(&db).await?, before);
        assert_eq!(put_back(&db).await?, 0);
        Ok(())
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_transaction_that_is_taken_back_has_set_nothing_aside() -> Result<(), Error> {
        let folder = tempfile::tempdir().unwrap();
        let db = open(&folder.path().join("a.db")).await?;
        let before = written(&db).await?;
        let mut tx = db.begin().await?;
        set_aside(&mut tx, BOTH).await?;
        drop(tx);
        assert_eq!(written(&db).await?, before);
        assert_eq!(put_back(&db).await?, 0);
        Ok(())
    }
}
