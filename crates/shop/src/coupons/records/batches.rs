//! Batches: how far each is, moved on in the transaction that issues.

use platform::db::{Connection, Migration, Row, Tx};
use platform::{Error, Id, Instant, values};

use crate::coupons::model::{Batch, BatchState, Target};

/// Why customers of a batch got none.
pub(in crate::coupons) const MIGRATION: Migration = Migration::new(
    "20261123_1740_coupon_skipped",
    "alter table coupon_batches add column skipped_blacklisted bigint not null default 0;
    alter table coupon_batches add column skipped_enough bigint not null default 0;
    ",
);

macro_rules! columns {
    () => {
        "id, programme_id, target, total, done, issued, skipped, after_id, state, problem, note, created_at, created_by, \
        finished_at, skipped_blacklisted, skipped_enough"
    };
}

const FIND: &str = concat!("select ", columns!(), " from coupon_batches where id = $1");
const LIST: &str =
    concat!("select ", columns!(), " from coupon_batches where programme_id = $1 order by id desc limit 200");
const INSERT: &str = concat!(
    "insert into coupon_batches (",
    columns!(),
    ") values ($1, $2, $3, $4, 0, 0, 0, 0, 'waiting', null, $5, $6, $7, null, 0, 0)"
);
/// Only whoever saw how far it was moves it on, and nobody once it was stopped.
const ADVANCE: &str = "update coupon_batches set done = $3, issued = $4, skipped = $5, after_id = $6, \
    skipped_blacklisted = $7, skipped_enough = $8, state = 'running' \
    where id = $1 and done = $2 and state in ('waiting', 'running')";
const FINISH: &str = "update coupon_batches set state = $2, problem = $3, finished_at = $4 \
    where id = $1 and state in ('waiting', 'running')";
const RESUME: &str = "update coupon_batches set state = 'running', problem = null, finished_at = null \
    where id = $1 and state = 'failed'";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[FIND, LIST, INSERT, ADVANCE, FINISH, RESUME];

/// A batch with what its job needs.
#[derive(Debug, Clone)]
pub(in crate::coupons) struct Kept {
    pub(in crate::coupons) batch: Batch,
    pub(in crate::coupons) target: Target,
    /// The last customer that was done.
    pub(in crate::coupons) after: i64,
}

pub(in crate::coupons) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<Kept>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(kept).transpose()
}

pub(in crate::coupons) async fn list(conn: &mut impl Connection, programme: i64) -> Result<Vec<Batch>, Error> {
    conn.all(LIST, values![programme]).await?.iter().map(|row| kept(row).map(|one| one.batch)).collect()
}

pub(in crate::coupons) async fn insert(tx: &mut Tx, one: &Batch, target: &Target) -> Result<(), Error> {
    let target = serde_json::to_string(target).map_err(Error::internal)?;
    let bound =
        values![one.id.0, one.programme_id.0, target, one.total, one.note.as_ref(), one.created_at.0, &one.created_by];
    tx.execute(INSERT, bound).await.map(|_| ())
}

/// Moves a batch on from `was` done; false when another worker did, or it was stopped.
pub(in crate::coupons) async fn advance(tx: &mut Tx, was: i64, now: &Kept) -> Result<bool, Error> {
    let one = &now.batch;
    let bound = values![
        one.id.0,
        was,
        one.done,
        one.issued,
        one.skipped,
        now.after,
        one.skipped_blacklisted,
        one.skipped_enough
    ];
    Ok(tx.execute(ADVANCE, bound).await? > 0)
}

pub(in crate::coupons) async fn finish(
    tx: &mut Tx,
    id: i64,
    state: BatchState,
    problem: Option<&str>,
    now: i64,
) -> Result<bool, Error> {
    Ok(tx.execute(FINISH, values![id, state.code(), problem, now]).await? > 0)
}

/// A batch that was given up goes on.
pub(in crate::coupons) async fn resume(tx: &mut Tx, id: i64) -> Result<bool, Error> {
    Ok(tx.execute(RESUME, values![id]).await? > 0)
}

fn kept(row: &Row) -> Result<Kept, Error> {
    let target: Target = serde_json::from_str(&row.at::<String>(2)?).map_err(Error::internal)?;
    Ok(Kept {
        batch: Batch {
            id: Id(row.at(0)?),
            programme_id: Id(row.at(1)?),
            to: target.kind().to_owned(),
            total: row.at(3)?,
            done: row.at(4)?,
            issued: row.at(5)?,
            skipped: row.at(6)?,
            skipped_blacklisted: row.at(14)?,
            skipped_enough: row.at(15)?,
            state: BatchState::from_code(&row.at::<String>(8)?)?,
            problem: row.at(9)?,
            note: row.at(10)?,
            created_at: Instant(row.at(11)?),
            created_by: row.at(12)?,
            finished_at: row.at::<Option<i64>>(13)?.map(Instant),
        },
        target,
        after: row.at(7)?,
    })
}
