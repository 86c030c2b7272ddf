//! The SQL of sign-in attempts.

use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::values;

const TAKE: &str = "insert into sign_in_attempts (subject, failures, since) values ($1, 1, $2) \
    on conflict (subject) do update set \
    failures = case when sign_in_attempts.since <= $3 then 1 else sign_in_attempts.failures + 1 end, \
    since = case when sign_in_attempts.since <= $3 then excluded.since else sign_in_attempts.since end \
    where sign_in_attempts.failures < $4 or sign_in_attempts.since <= $3 returning failures";
const SINCE: &str = "select since from sign_in_attempts where subject = $1";
const FORGET: &str = "delete from sign_in_attempts where subject = $1";
const GIVE_BACK: &str = "update sign_in_attempts set failures = failures - 1 where subject = $1 and failures > 0";
const TRIM: &str = "delete from sign_in_attempts where since <= $1";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(in crate::accounts) const STATEMENTS: &[&str] = &[TAKE, SINCE, FORGET, GIVE_BACK, TRIM];

pub(in crate::accounts) async fn take(
    tx: &mut Tx,
    subject: &str,
    cap: i64,
    now: i64,
    window: i64,
) -> Result<bool, Error> {
    Ok(tx.one(TAKE, values![subject, now, now - window, cap]).await?.is_some())
}

pub(in crate::accounts) async fn since(tx: &mut Tx, subject: &str) -> Result<Option<i64>, Error> {
    tx.one(SINCE, values![subject]).await?.map(|row| row.get("since")).transpose()
}

pub(in crate::accounts) async fn forget(tx: &mut Tx, subject: &str) -> Result<(), Error> {
    tx.execute(FORGET, values![subject]).await.map(|_| ())
}

pub(in crate::accounts) async fn give_back(tx: &mut Tx, subject: &str) -> Result<(), Error> {
    tx.execute(GIVE_BACK, values![subject]).await.map(|_| ())
}

pub(in crate::accounts) async fn trim(tx: &mut Tx, before: i64) -> Result<u64, Error> {
    tx.execute(TRIM, values![before]).await
}
