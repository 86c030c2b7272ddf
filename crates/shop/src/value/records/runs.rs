//! The SQL of how far a reckoning is: one row.

use platform::db::{Connection, Tx};
use platform::{Error, values};

pub(super) const READ: &str = "select state, step, done, total, asked_at, finished_at, as_of, today, customers, changed, \
    took_ms, currency, past_as_of from value_runs where id = 1";
pub(super) const ASK: &str = "update value_runs set state = 'waiting', step = null, done = 0, total = 0, asked_at = $1 \
    where id = 1 and state <> 'waiting' and state <> 'running'";
pub(super) const BEGIN: &str =
    "update value_runs set state = 'running', step = 'reading', done = 0, total = 0, changed = 0 where id = 1";
pub(super) const TELL: &str =
    "update value_runs set step = $1, done = $2, total = $3 where id = 1 and state = 'running'";
pub(super) const CHANGED: &str = "update value_runs set changed = changed + $1 where id = 1";
pub(super) const FINISH: &str = "update value_runs set state = 'done', step = null, finished_at = $1, as_of = $2, \
    today = $3, customers = $4, took_ms = $5, currency = $6, past_as_of = $2 where id = 1";
pub(super) const PAST_TOUCHED: &str = "update value_runs set past_as_of = null where id = 1";
pub(super) const TURN: &str = "update value_runs set changed = changed where id = 1";
pub(super) const FAIL: &str = "update value_runs set state = 'failed', step = null, finished_at = $1 where id = 1";

/// How far a reckoning is, and what the last one came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::value) struct Ran {
    /// `none`, `waiting`, `running`, `done`, `failed`.
    pub(in crate::value) state: String,
    /// `reading`, `learning`, `scoring`, `writing`.
    pub(in crate::value) step: Option<String>,
    pub(in crate::value) done: i64,
    pub(in crate::value) total: i64,
    /// Milliseconds UTC.
    pub(in crate::value) asked_at: Option<i64>,
    pub(in crate::value) finished_at: Option<i64>,
    pub(in crate::value) as_of: Option<i64>,
    /// The shop's day of it, days since 1970.
    pub(in crate::value) today: Option<i64>,
    pub(in crate::value) customers: i64,
    pub(in crate::value) changed: i64,
    pub(in crate::value) took_ms: Option<i64>,
    /// ISO 4217 code of its amounts; nothing of one by a program that did not write it down.
    pub(in crate::value) currency: Option<String>,
    /// The reckoning that everybody's part in pictures of what has been is of; nothing while it is of two.
    pub(in crate::value) past_as_of: Option<i64>,
}

impl Ran {
    /// In which currency its amounts are, in a business that now reckons in `business`.
    pub(in crate::value) fn currency<'a>(&'a self, business: &'a str) -> &'a str {
        self.currency.as_deref().unwrap_or(business)
    }
}

pub(in crate::value) async fn ran(conn: &mut impl Connection) -> Result<Ran, Error> {
    let row = conn.one(READ, values![]).await?.ok_or_else(|| Error::internal("no run of values is on file"))?;
    Ok(Ran {
        state: row.at(0)?,
        step: row.at(1)?,
        done: row.at(2)?,
        total: row.at(3)?,
        asked_at: row.at(4)?,
        finished_at: row.at(5)?,
        as_of: row.at(6)?,
        today: row.at(7)?,
        customers: row.at(8)?,
        changed: row.at(9)?,
        took_ms: row.at(10)?,
        currency: row.at(11)?,
        past_as_of: row.at(12)?,
    })
}

/// Says that one was asked for, unless one waits or runs; whether that is so.
pub(in crate::value) async fn ask(tx: &mut Tx, now: i64) -> Result<bool, Error> {
    tx.execute(ASK, values![now]).await.map(|changed| changed > 0)
}

pub(in crate::value) async fn begin(tx: &mut Tx) -> Result<(), Error> {
    tx.execute(BEGIN, values![]).await.map(|_| ())
}

/// Lets one transaction at a time write scores or take a person out of them, so that no row is written of who is erased
/// meanwhile, and none over a fresher one.
pub(in crate::value) async fn turn(tx: &mut Tx) -> Result<(), Error> {
    tx.execute(TURN, values![]).await.map(|_| ())
}

/// Says how far it is.
pub(in crate::value) async fn tell(tx: &mut Tx, step: &str, done: i64, total: i64) -> Result<(), Error> {
    tx.execute(TELL, values![step, done, total]).await.map(|_| ())
}

/// Adds to the customers whose scores changed.
pub(in crate::value) async fn add_changed(tx: &mut Tx, changed: i64) -> Result<(), Error> {
    tx.execute(CHANGED, values![changed]).await.map(|_| ())
}

/// Says that everybody's part in pictures of what has been is of no one reckoning until this one ends.
pub(in crate::value) async fn past_touched(tx: &mut Tx) -> Result<(), Error> {
    tx.execute(PAST_TOUCHED, values![]).await.map(|_| ())
}

pub(in crate::value) async fn finish(
    tx: &mut Tx,
    (now, as_of, today): (i64, i64, i64),
    (customers, currency): (i64, &str),
    took: i64,
) -> Result<(), Error> {
    tx.execute(FINISH, values![now, as_of, today, customers, took, currency]).await.map(|_| ())
}

pub(in crate::value) async fn fail(tx: &mut Tx, now: i64) -> Result<(), Error> {
    tx.execute(FAIL, values![now]).await.map(|_| ())
}
