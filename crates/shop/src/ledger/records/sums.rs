//! The books summed up, and people forgotten.

use platform::Error;
use platform::db::{Connection, Tx, pieces};
use platform::values;

use crate::ledger::{Book, MoveKind};

const OUTSTANDING: &str = "select coalesce(cast(sum(case when matures_at <= $1 then remaining else 0 end) as bigint), 0), \
    coalesce(cast(sum(case when matures_at > $1 then remaining else 0 end) as bigint), 0), count(distinct profile_id) \
    from {book}_lots where remaining > 0 and expires_at > $1";
const OWED: &str = "select coalesce(cast(sum(owed) as bigint), 0) from {book}_moves where owed > 0";
const BETWEEN: &str =
    "select kind, cast(sum({n}) as bigint) from {book}_moves where at >= $1 and at < $2 group by kind";
const EXPIRING: &str = "select coalesce(cast(sum(remaining) as bigint), 0) from {book}_lots \
    where remaining > 0 and expires_at >= $1 and expires_at < $2";
/// What came back of what was spent leaves the same account again.
const SPENT: &str = "select profile_id, cast(sum(case when to_account = 'spent' then {n} else -{n} end) as bigint) \
    from {book}_entries where to_account = 'spent' or from_account = 'spent' group by profile_id";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[OUTSTANDING, OWED, BETWEEN, EXPIRING, SPENT];

/// What is outstanding: available, pending, with how many profiles.
pub(crate) async fn outstanding(conn: &mut impl Connection, book: Book, now: i64) -> Result<(i64, i64, i64), Error> {
    conn.one(book.say(OUTSTANDING), values![now])
        .await?
        .map_or(Ok((0, 0, 0)), |row| Ok((row.at(0)?, row.at(1)?, row.at(2)?)))
}

/// What is owed to the shop.
pub(crate) async fn owed(conn: &mut impl Connection, book: Book) -> Result<i64, Error> {
    conn.one(book.say(OWED), values![]).await?.map_or(Ok(0), |row| row.at(0))
}

/// What moved from one instant to before another, by kind.
pub(crate) async fn between(
    conn: &mut impl Connection,
    book: Book,
    from: i64,
    to: i64,
) -> Result<Vec<(MoveKind, i64)>, Error> {
    let rows = conn.all(book.say(BETWEEN), values![from, to]).await?;
    let mut found = Vec::new();
    for row in rows {
        found.extend(
            MoveKind::from_code(&row.at::<String>(0)?).map(|kind| row.at(1).map(|sum| (kind, sum))).transpose()?,
        );
    }
    Ok(found)
}

/// What expires from one instant to before another.
pub(crate) async fn expiring(conn: &mut impl Connection, book: Book, from: i64, to: i64) -> Result<i64, Error> {
    conn.one(book.say(EXPIRING), values![from, to]).await?.map_or(Ok(0), |row| row.at(0))
}

/// How much each profile has spent and not got back.
pub(crate) async fn spent(conn: &mut impl Connection, book: Book) -> Result<Vec<(i64, i64)>, Error> {
    conn.all(book.say(SPENT), values![]).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}

/// Takes the person out of the books, which stay.
pub(crate) async fn unname(tx: &mut Tx, book: Book, profiles: &[i64]) -> Result<Vec<(&'static str, u64)>, Error> {
    let mut touched: Vec<(&'static str, u64)> = book.tables().into_iter().map(|table| (table, 0)).collect();
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        for (table, count) in &mut touched {
            let more = if table.ends_with("_moves") {
                ", reason = null, reason_en = '', owed = 0, key = 'erased:' || id"
            } else {
                ""
            };
            let text = format!("update {table} set profile_id = 0{more} where profile_id in ({list})");
            *count += tx.execute(text, ids.clone()).await?;
        }
    }
    Ok(touched)
}
