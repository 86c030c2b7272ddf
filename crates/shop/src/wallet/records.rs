//! The SQL of the wallet: its tables, and its batches. What is in the books, the ledger reads and writes.

use platform::db::{Connection, Migration, Row, Tx};
use platform::{Error, Id, Instant, values};
use pricing::Words;

use super::model::{Batch, State, Target};

pub(super) const MIGRATION: Migration = Migration::new(
    "20261122_2400_wallet",
    "create table credit_moves (
        id bigint not null primary key,
        key text not null,
        profile_id bigint not null,
        kind text not null,
        amount bigint not null,
        order_id bigint,
        basis bigint,
        reason text,
        actor text,
        at bigint not null,
        reverses bigint,
        owed bigint not null check (owed >= 0)
    );
    create unique index credit_moves_key on credit_moves (key);
    create index credit_moves_profile on credit_moves (profile_id, at);
    create index credit_moves_at on credit_moves (at, kind, amount);
    create index credit_moves_owed on credit_moves (profile_id) where owed > 0;
    create table credit_lots (
        id bigint not null primary key,
        profile_id bigint not null,
        move_id bigint not null,
        amount bigint not null,
        remaining bigint not null check (remaining >= 0),
        matures_at bigint not null,
        expires_at bigint not null,
        noticed bigint not null
    );
    create index credit_lots_profile on credit_lots (profile_id, expires_at);
    create index credit_lots_expiry on credit_lots (expires_at) where remaining > 0;
    create table credit_entries (
        id bigint not null primary key,
        move_id bigint not null,
        lot_id bigint not null,
        profile_id bigint not null,
        from_account text not null,
        to_account text not null,
        amount bigint not null check (amount > 0),
        at bigint not null
    );
    create index credit_entries_move on credit_entries (move_id);
    create index credit_entries_profile on credit_entries (profile_id);
    create table credit_batches (
        id bigint not null primary key,
        target text not null,
        name text not null,
        amount bigint not null,
        expires_at bigint not null,
        valid_days bigint not null,
        total bigint not null,
        done bigint not null,
        given bigint not null,
        skipped bigint not null,
        after_id bigint not null,
        state text not null,
        problem text,
        created_at bigint not null,
        created_by text not null,
        finished_at bigint
    );
    ",
);

/// What packets are called in English, and why credit moved; empty when only Chinese is said.
pub(super) const IN_ENGLISH: Migration = Migration::new(
    "20261124_1220_wallet_in_english",
    "alter table credit_moves add column reason_en text not null default '';
    alter table credit_batches add column name_en text not null default '';
    ",
);

macro_rules! columns {
    () => {
        "id, target, name, amount, expires_at, valid_days, total, done, given, skipped, after_id, state, problem, \
        created_at, created_by, finished_at, name_en"
    };
}

const FIND: &str = concat!("select ", columns!(), " from credit_batches where id = $1");
const LIST: &str = concat!("select ", columns!(), " from credit_batches order by id desc limit 100");
const INSERT: &str = concat!(
    "insert into credit_batches (",
    columns!(),
    ") values ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, 'waiting', null, $8, $9, null, $10)"
);
/// Only whoever saw how far it was moves it on, and nobody once it was stopped.
const ADVANCE: &str = "update credit_batches set done = $3, given = $4, skipped = $5, after_id = $6, state = 'running' \
    where id = $1 and done = $2 and state in ('waiting', 'running')";
const FINISH: &str = "update credit_batches set state = $2, problem = $3, finished_at = $4 \
    where id = $1 and state in ('waiting', 'running')";
const RESUME: &str = "update credit_batches set state = 'running', problem = null, finished_at = null \
    where id = $1 and state = 'failed'";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[FIND, LIST, INSERT, ADVANCE, FINISH, RESUME];

/// A batch with what its job needs.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) batch: Batch,
    pub(super) target: Target,
    pub(super) valid_days: i64,
    /// The last customer that was done.
    pub(super) after: i64,
}

pub(super) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<Kept>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(kept).transpose()
}

pub(super) async fn list(conn: &mut impl Connection) -> Result<Vec<Batch>, Error> {
    conn.all(LIST, values![]).await?.iter().map(|row| kept(row).map(|one| one.batch)).collect()
}

pub(super) async fn insert(tx: &mut Tx, one: &Kept) -> Result<(), Error> {
    let target = serde_json::to_string(&one.target).map_err(Error::internal)?;
    let batch = &one.batch;
    let bound = values![
        batch.id.0,
        target,
        &batch.name.zh,
        batch.amount,
        batch.expires_at.0,
        one.valid_days,
        batch.total,
        batch.created_at.0,
        &batch.created_by,
        &batch.name.en
    ];
    tx.execute(INSERT, bound).await.map(|_| ())
}

/// Moves a batch on from `was` done; false when another worker did, or it was stopped.
pub(super) async fn advance(tx: &mut Tx, was: i64, now: &Kept) -> Result<bool, Error> {
    let one = &now.batch;
    Ok(tx.execute(ADVANCE, values![one.id.0, was, one.done, one.given, one.skipped, now.after]).await? > 0)
}

pub(super) async fn finish(tx: &mut Tx, id: i64, state: State, problem: Option<&str>, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(FINISH, values![id, state.code(), problem, now]).await? > 0)
}

/// A batch that was given up goes on.
pub(super) async fn resume(tx: &mut Tx, id: i64) -> Result<bool, Error> {
    Ok(tx.execute(RESUME, values![id]).await? > 0)
}

fn kept(row: &Row) -> Result<Kept, Error> {
    let target: Target = serde_json::from_str(&row.at::<String>(1)?).map_err(Error::internal)?;
    Ok(Kept {
        batch: Batch {
            id: Id(row.at(0)?),
            to: target.kind().to_owned(),
            name: Words { zh: row.at(2)?, en: row.at(16)? },
            amount: row.at(3)?,
            expires_at: Instant(row.at(4)?),
            total: row.at(6)?,
            done: row.at(7)?,
            given: row.at(8)?,
            skipped: row.at(9)?,
            state: State::read(&row.at::<String>(11)?)?,
            problem: row.at(12)?,
            created_at: Instant(row.at(13)?),
            created_by: row.at(14)?,
            finished_at: row.at::<Option<i64>>(15)?.map(Instant),
        },
        target,
        valid_days: row.at(5)?,
        after: row.at(10)?,
    })
}
