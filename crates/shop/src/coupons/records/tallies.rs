//! Counters that hold a limit each: what one customer or one device had of a programme, and wrong codes in a while.

use std::collections::HashMap;

use platform::db::{Bulk, Connection, Tx, pieces};
use platform::{Error, values};

/// One more: `$4` at most, `$5` of them under other subjects.
const COUNT: &str = "insert into coupon_tallies (scope, subject, since, count, most) \
    select cast($1 as text), cast($2 as text), cast($3 as bigint), cast(1 as bigint), cast($4 as bigint) \
    where cast($5 as bigint) < cast($4 as bigint) \
    on conflict (scope, subject) do update set count = coupon_tallies.count + 1 \
    where coupon_tallies.count + $5 < excluded.most";
/// One more in a window of time: a new one begins when the old one is over.
const TRY: &str = "insert into coupon_tallies (scope, subject, since, count, most) values ($1, $2, $3, 1, $4) \
    on conflict (scope, subject) do update set \
    count = case when coupon_tallies.since < $5 then 1 else coupon_tallies.count + 1 end, \
    since = case when coupon_tallies.since < $5 then excluded.since else coupon_tallies.since end";
const TRIES: &str = "select count from coupon_tallies where scope = $1 and subject = $2 and since >= $3";
const HAD: &str = "select count from coupon_tallies where scope = $1 and subject in (";
const HAD_EACH: &str = "select subject, count from coupon_tallies where scope = $1 and subject in (";
const BACK: &str = "update coupon_tallies set count = count - 1 where scope = $1 and subject = $2 and count > 0";
const ERASE: &str = "delete from coupon_tallies where subject in (";

/// Many at once; answers the subjects that were let in.
const COUNT_ALL: Bulk = Bulk {
    insert: "insert into coupon_tallies (scope, subject, since, count, most)",
    columns: 5,
    then: "on conflict (scope, subject) do update set count = coupon_tallies.count + 1 \
        where coupon_tallies.count < excluded.most returning subject",
};

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    COUNT,
    TRY,
    TRIES,
    BACK,
    "select count from coupon_tallies where scope = $1 and subject in ($2)",
    "select subject, count from coupon_tallies where scope = $1 and subject in ($2)",
    "delete from coupon_tallies where subject in ($1)",
];

/// What names a customer here.
pub(in crate::coupons) fn profile(id: i64) -> String {
    format!("p{id}")
}

/// Counts one more; false when there are `most` already, `elsewhere` of them under other subjects.
pub(in crate::coupons) async fn count(
    tx: &mut Tx,
    scope: &str,
    subject: &str,
    (most, elsewhere): (i64, i64),
    now: i64,
) -> Result<bool, Error> {
    Ok(tx.execute(COUNT, values![scope, subject, now, most, elsewhere]).await? > 0)
}

/// What these subjects had together.
pub(in crate::coupons) async fn had(
    conn: &mut impl Connection,
    scope: &str,
    subjects: impl IntoIterator<Item = String>,
) -> Result<i64, Error> {
    let mut had = 0;
    for (list, subjects) in pieces(2, subjects) {
        let mut bound = values![scope];
        bound.extend(subjects);
        for row in conn.all(format!("{HAD}{list})"), bound).await? {
            had += row.at::<i64>(0)?;
        }
    }
    Ok(had)
}

/// What each of these subjects had; those that had nothing may be left out.
pub(in crate::coupons) async fn had_each(
    conn: &mut impl Connection,
    scope: &str,
    subjects: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, i64>, Error> {
    let mut had = HashMap::new();
    for (list, subjects) in pieces(2, subjects) {
        let mut bound = values![scope];
        bound.extend(subjects);
        for row in conn.all(format!("{HAD_EACH}{list})"), bound).await? {
            had.insert(row.at(0)?, row.at(1)?);
        }
    }
    Ok(had)
}

/// Counts one more for each subject, and answers those that had fewer than it may, which stands beside it.
pub(in crate::coupons) async fn count_all(
    tx: &mut Tx,
    scope: &str,
    subjects: &[(String, i64)],
    now: i64,
) -> Result<Vec<String>, Error> {
    let fit = subjects.iter().filter(|(_, most)| *most > 0);
    let rows = fit.map(|(subject, most)| values![scope, subject, now, 1_i64, *most]).collect();
    COUNT_ALL.returning(tx, rows).await?.iter().map(|row| row.at(0)).collect()
}

pub(in crate::coupons) async fn uncount(tx: &mut Tx, scope: &str, subject: &str) -> Result<(), Error> {
    tx.execute(BACK, values![scope, subject]).await.map(|_| ())
}

/// Counts a try since `since`.
pub(in crate::coupons) async fn note(
    tx: &mut Tx,
    scope: &str,
    subject: &str,
    since: i64,
    now: i64,
) -> Result<(), Error> {
    tx.execute(TRY, values![scope, subject, now, 0_i64, since]).await.map(|_| ())
}

/// Tries since `since`.
pub(in crate::coupons) async fn tries(
    conn: &mut impl Connection,
    scope: &str,
    subject: &str,
    since: i64,
) -> Result<i64, Error> {
    conn.one(TRIES, values![scope, subject, since]).await?.map_or(Ok(0), |row| row.at(0))
}

pub(in crate::coupons) async fn erase(tx: &mut Tx, profiles: &[i64]) -> Result<u64, Error> {
    let mut gone = 0;
    for (list, subjects) in pieces(1, profiles.iter().map(|id| profile(*id))) {
        gone += tx.execute(format!("{ERASE}{list})"), subjects).await?;
    }
    Ok(gone)
}
