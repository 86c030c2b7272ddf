//! The SQL of actions on many customers.

use platform::Error;
use platform::db::{Bulk, Connection, Migration, Tx, Value, placeholders};
use platform::values;

/// The tables: a run and the customers that it has still to reach.
pub(in crate::customers) const MIGRATION: Migration = Migration::new(
    "20261121_1151_customer_bulk",
    "create table bulk_runs (
        id bigint not null primary key,
        job_id bigint not null,
        action text not null,
        actor text not null,
        total bigint not null,
        done bigint not null,
        created_at bigint not null,
        finished_at bigint
    );
    create index bulk_runs_by_job on bulk_runs (job_id);
    create table bulk_targets (
        run_id bigint not null,
        customer_id bigint not null,
        primary key (run_id, customer_id)
    );
    ",
);

const INSERT: &str = "insert into bulk_runs (id, job_id, action, actor, total, done, created_at) \
    values ($1, $2, $3, $4, $5, 0, $6)";
const FIND: &str = "select action, actor, total, done, created_at, finished_at from bulk_runs where id = $1";
const BY_JOB: &str = "select total, done, finished_at from bulk_runs where job_id = $1";
const TARGETS: Bulk = Bulk {
    insert: "insert into bulk_targets (run_id, customer_id)",
    columns: 2,
    then: "on conflict (run_id, customer_id) do nothing",
};
const NEXT: &str = "select customer_id from bulk_targets where run_id = $1 order by customer_id limit $2";
const ADVANCE: &str = "update bulk_runs set done = done + $2 where id = $1";
// The action goes with the end: a note is personal, and nobody needs it any more.
const FINISH: &str = "update bulk_runs set finished_at = $2, action = '', actor = '' where id = $1";
const FORGET: &str = "delete from bulk_targets where customer_id = $1";

/// The statements of fixed text, for the test that prepares them.
#[cfg(test)]
pub(in crate::customers) const STATEMENTS: &[&str] = &[INSERT, FIND, BY_JOB, NEXT, ADVANCE, FINISH, FORGET];

/// A run as it is kept: its action and actor are JSON.
#[derive(Debug)]
pub(in crate::customers) struct Run {
    pub(in crate::customers) action: String,
    pub(in crate::customers) actor: String,
    pub(in crate::customers) finished_at: Option<i64>,
}

#[allow(clippy::too_many_arguments, reason = "one row has these columns")]
pub(in crate::customers) async fn insert(
    tx: &mut Tx,
    id: i64,
    job: i64,
    action: &str,
    actor: &str,
    total: i64,
    now: i64,
) -> Result<(), Error> {
    tx.execute(INSERT, values![id, job, action, actor, total, now]).await.map(|_| ())
}

pub(in crate::customers) async fn aim(tx: &mut Tx, run: i64, customers: &[i64]) -> Result<(), Error> {
    TARGETS.run(tx, customers.iter().map(|id| values![run, *id]).collect()).await.map(|_| ())
}

pub(in crate::customers) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<Run>, Error> {
    let Some(row) = conn.one(FIND, values![id]).await? else { return Ok(None) };
    Ok(Some(Run { action: row.get("action")?, actor: row.get("actor")?, finished_at: row.get("finished_at")? }))
}

/// How far the run of a job is: total, done, the end.
pub(in crate::customers) async fn progress(
    conn: &mut impl Connection,
    job: i64,
) -> Result<Option<(i64, i64, Option<i64>)>, Error> {
    let Some(row) = conn.one(BY_JOB, values![job]).await? else { return Ok(None) };
    Ok(Some((row.get("total")?, row.get("done")?, row.get("finished_at")?)))
}

pub(in crate::customers) async fn next(conn: &mut impl Connection, run: i64, limit: i64) -> Result<Vec<i64>, Error> {
    conn.all(NEXT, values![run, limit]).await?.iter().map(|row| row.at(0)).collect()
}

/// Says that these are done, in the transaction that did them.
pub(in crate::customers) async fn advance(tx: &mut Tx, run: i64, customers: &[i64]) -> Result<(), Error> {
    let sql =
        format!("delete from bulk_targets where run_id = $1 and customer_id in ({})", placeholders(2, customers.len()));
    let mut values = values![run];
    values.extend(customers.iter().map(|id| Value::from(*id)));
    let done = i64::try_from(tx.execute(sql, values).await?).unwrap_or(i64::MAX);
    tx.execute(ADVANCE, values![run, done]).await.map(|_| ())
}

pub(in crate::customers) async fn finish(tx: &mut Tx, run: i64, now: i64) -> Result<(), Error> {
    tx.execute(FINISH, values![run, now]).await.map(|_| ())
}

/// Takes a customer out of every run.
pub(in crate::customers) async fn forget(tx: &mut Tx, customer: i64) -> Result<u64, Error> {
    tx.execute(FORGET, values![customer]).await
}
