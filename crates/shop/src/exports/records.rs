//! The SQL of exports.

use platform::db::{Connection, Migration, Row, Tx};
use platform::i18n::Locale;
use platform::{Error, values};

use super::model::{Record, State};
use crate::customers::FileFormat;

pub(super) const MIGRATION: Migration = Migration::new(
    "20261123_0500_exports",
    "create table exports (
        id bigint not null primary key,
        segment_id bigint not null,
        name text not null,
        format text not null,
        columns text not null,
        reveal boolean not null,
        reachable text,
        shops text not null,
        locale text not null,
        state text not null,
        stale boolean not null,
        done bigint not null,
        total bigint not null,
        bytes bigint,
        created_at bigint not null,
        owner text not null,
        created_by text not null,
        finished_at bigint,
        problem text
    );
    create index exports_owner on exports (owner, id);
    create index exports_state on exports (state, finished_at);
    ",
);

macro_rules! export {
    () => {
        "id, segment_id, name, format, columns, reveal, reachable, shops, locale, state, done, total, bytes, \
        created_at, owner, created_by, finished_at, problem"
    };
}

const INSERT: &str = concat!(
    "insert into exports (stale, ",
    export!(),
    ") values (false, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, null, $11, $12, $13, null, null)"
);
const FIND: &str = concat!("select ", export!(), " from exports where id = $1");
const OWN: &str = concat!("select ", export!(), " from exports where owner = $1 order by id desc limit $2");
const WAITING: &str = "select count(*) from exports where owner = $1 and state in ('waiting', 'running')";
const BEGIN: &str = "update exports set state = 'running', stale = false, done = 0, total = $2 \
    where id = $1 and state in ('waiting', 'running')";
const PROGRESS: &str = "update exports set done = $2 where id = $1 and state = 'running' and not stale";
const FINISH: &str = "update exports set state = 'finished', done = $2, bytes = $3, finished_at = $4 \
    where id = $1 and state = 'running' and not stale";
const END: &str =
    "update exports set state = $2, problem = $3 where id = $1 and state in ('waiting', 'running', 'finished')";
const RESUME: &str = "update exports set state = 'waiting', problem = null where id = $1 and state = 'failed'";
const STALE: &str = "update exports set stale = true where state in ('waiting', 'running')";
const FINISHED: &str = "select id, format from exports where state = 'finished' and finished_at < $1";
const FORGET: &str = "delete from exports where created_at < $1 and state not in ('waiting', 'running', 'finished')";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] =
    &[INSERT, FIND, OWN, WAITING, BEGIN, PROGRESS, FINISH, END, RESUME, STALE, FINISHED, FORGET];

pub(super) async fn insert(tx: &mut Tx, one: &Record) -> Result<(), Error> {
    let json = |value: serde_json::Result<String>| value.map_err(Error::internal);
    let values = values![
        one.id,
        one.segment,
        &one.name,
        one.format.code(),
        json(serde_json::to_string(&one.columns))?,
        one.reveal,
        one.reachable.as_deref(),
        json(serde_json::to_string(&one.shops))?,
        one.locale.code(),
        one.state.code(),
        one.created_at,
        &one.owner,
        &one.created_by
    ];
    tx.execute(INSERT, values).await.map(|_| ())
}

pub(super) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<Record>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(record).transpose()
}

/// Somebody's exports, the last first.
pub(super) async fn own(conn: &mut impl Connection, owner: &str, limit: i64) -> Result<Vec<Record>, Error> {
    conn.all(OWN, values![owner, limit]).await?.iter().map(record).collect()
}

/// How many of somebody's are still to be made.
pub(super) async fn waiting(conn: &mut impl Connection, owner: &str) -> Result<i64, Error> {
    conn.one(WAITING, values![owner]).await?.map_or(Ok(0), |row| row.at(0))
}

/// Begins it, or begins it anew; whether there is anything to begin.
pub(super) async fn begin(tx: &mut Tx, id: i64, total: i64) -> Result<bool, Error> {
    Ok(tx.execute(BEGIN, values![id, total]).await? > 0)
}

/// Says how far it is; whether it still goes on.
pub(super) async fn progress(tx: &mut Tx, id: i64, done: i64) -> Result<bool, Error> {
    Ok(tx.execute(PROGRESS, values![id, done]).await? > 0)
}

/// Says that the file is made, unless it was stopped or somebody was erased meanwhile: whether it is so.
pub(super) async fn finish(tx: &mut Tx, id: i64, done: i64, bytes: i64, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(FINISH, values![id, done, bytes, now]).await? > 0)
}

/// Ends it without a file.
pub(super) async fn end(tx: &mut Tx, id: i64, state: State, problem: Option<&str>) -> Result<bool, Error> {
    Ok(tx.execute(END, values![id, state.code(), problem]).await? > 0)
}

/// One that was given up is made after all.
pub(super) async fn resume(tx: &mut Tx, id: i64) -> Result<bool, Error> {
    Ok(tx.execute(RESUME, values![id]).await? > 0)
}

/// Whatever is being made has to be begun anew.
pub(super) async fn make_stale(tx: &mut Tx) -> Result<u64, Error> {
    tx.execute(STALE, values![]).await
}

/// The files that were made before an instant.
pub(super) async fn finished(conn: &mut impl Connection, before: i64) -> Result<Vec<(i64, FileFormat)>, Error> {
    let rows = conn.all(FINISHED, values![before]).await?;
    rows.iter().map(|row| Ok((row.at(0)?, format(&row.at::<String>(1)?)?))).collect()
}

/// Drops what nobody will ask for any more.
pub(super) async fn forget(tx: &mut Tx, before: i64) -> Result<u64, Error> {
    tx.execute(FORGET, values![before]).await
}

fn format(code: &str) -> Result<FileFormat, Error> {
    FileFormat::from_code(code).ok_or_else(|| Error::internal(format!("no format is called {code}")))
}

fn record(row: &Row) -> Result<Record, Error> {
    let locale: String = row.at(8)?;
    Ok(Record {
        id: row.at(0)?,
        segment: row.at(1)?,
        name: row.at(2)?,
        format: format(&row.at::<String>(3)?)?,
        columns: serde_json::from_str(&row.at::<String>(4)?).map_err(Error::internal)?,
        reveal: row.at(5)?,
        reachable: row.at(6)?,
        shops: serde_json::from_str(&row.at::<String>(7)?).map_err(Error::internal)?,
        locale: if locale == Locale::En.code() { Locale::En } else { Locale::ZhCn },
        state: State::from_code(&row.at::<String>(9)?)?,
        done: row.at(10)?,
        total: row.at(11)?,
        bytes: row.at(12)?,
        created_at: row.at(13)?,
        owner: row.at(14)?,
        created_by: row.at(15)?,
        finished_at: row.at(16)?,
        problem: row.at(17)?,
    })
}
