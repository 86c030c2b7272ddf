//! What was earned, spent, given back or lost for what.

use platform::Error;
use platform::db::{Connection, Row, Tx, pieces};
use platform::values;
use pricing::Words;

use crate::ledger::{Book, MoveKind};

/// A move: of points, or of credit in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MoveRow {
    pub(crate) id: i64,
    /// One of a kind.
    pub(crate) key: String,
    pub(crate) profile_id: i64,
    pub(crate) kind: MoveKind,
    /// What it did to the balance; of a notice, what is about to be lost.
    pub(crate) points: i64,
    pub(crate) order_id: Option<i64>,
    /// The amount that an order earned these points for.
    pub(crate) basis: Option<i64>,
    /// Why, as the customer reads it where it is said to her: a gift's name, a reason that somebody gave.
    pub(crate) reason: Option<Words>,
    pub(crate) actor: Option<String>,
    pub(crate) at: i64,
    pub(crate) reverses: Option<i64>,
    /// What could not be taken back and is taken from the next points.
    pub(crate) owed: i64,
}

macro_rules! columns {
    () => {
        "id, key, profile_id, kind, {n}, order_id, basis, reason, actor, at, reverses, owed, reason_en"
    };
}

const WRITE: &str = concat!(
    "insert into {book}_moves (",
    columns!(),
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (key) do nothing"
);
const KEYED: &str = concat!("select ", columns!(), " from {book}_moves where key = $1");
const OF_ORDERS: &str = concat!("select ", columns!(), " from {book}_moves where order_id in (");
const OF: &str = concat!("select ", columns!(), " from {book}_moves where profile_id in (");
const NEWEST: &str = concat!(
    "select ",
    columns!(),
    " from {book}_moves where kind <> 'expiring' and (at < $1 or (at = $1 and id < $2)) and profile_id in ("
);
const BY_ID: &str = concat!("select ", columns!(), " from {book}_moves where id in (");
const OWING: &str = concat!("select ", columns!(), " from {book}_moves where owed > 0 and profile_id in (");
const PAY: &str = "update {book}_moves set owed = owed - $2, {n} = {n} - $2 where id = $1 and owed >= $2";
const TIMES: &str = "select count(*) from {book}_moves where kind = 'earn' and reason = $1 and at >= $2 and at < $3 \
    and profile_id in (";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[WRITE, KEYED, PAY];

fn of(row: &Row) -> Result<MoveRow, Error> {
    let kind: String = row.at(3)?;
    Ok(MoveRow {
        id: row.at(0)?,
        key: row.at(1)?,
        profile_id: row.at(2)?,
        kind: MoveKind::from_code(&kind).ok_or_else(|| Error::internal(format!("no move is called {kind}")))?,
        points: row.at(4)?,
        order_id: row.at(5)?,
        basis: row.at(6)?,
        reason: row.at::<Option<String>>(7)?.map(|zh| Ok::<_, Error>(Words { zh, en: row.at(12)? })).transpose()?,
        actor: row.at(8)?,
        at: row.at(9)?,
        reverses: row.at(10)?,
        owed: row.at(11)?,
    })
}

/// Writes a move; whether its key was free.
pub(crate) async fn write(tx: &mut Tx, book: Book, row: &MoveRow) -> Result<bool, Error> {
    let bound = values![
        row.id,
        &row.key,
        row.profile_id,
        row.kind.code(),
        row.points,
        row.order_id,
        row.basis,
        row.reason.as_ref().map(|reason| reason.zh.as_str()),
        row.actor.as_deref(),
        row.at,
        row.reverses,
        row.owed,
        row.reason.as_ref().map_or("", |reason| reason.en.as_str())
    ];
    Ok(tx.execute(book.say(WRITE), bound).await? == 1)
}

/// The move with that key.
pub(crate) async fn keyed(conn: &mut impl Connection, book: Book, key: &str) -> Result<Option<MoveRow>, Error> {
    conn.one(book.say(KEYED), values![key]).await?.as_ref().map(of).transpose()
}

async fn listed(conn: &mut impl Connection, book: Book, text: &str, ids: &[i64]) -> Result<Vec<MoveRow>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, ids.iter().copied()) {
        for row in conn.all(book.say(&format!("{text}{list})")), ids).await? {
            found.push(of(&row)?);
        }
    }
    found.sort_by_key(|row| (row.at, row.id));
    Ok(found)
}

/// What these orders moved, the oldest first.
pub(crate) async fn of_orders(conn: &mut impl Connection, book: Book, orders: &[i64]) -> Result<Vec<MoveRow>, Error> {
    listed(conn, book, OF_ORDERS, orders).await
}

/// What these profiles moved, notices included, the oldest first.
pub(crate) async fn moves(conn: &mut impl Connection, book: Book, profiles: &[i64]) -> Result<Vec<MoveRow>, Error> {
    listed(conn, book, OF, profiles).await
}

/// These moves, the oldest first.
pub(crate) async fn by_ids(conn: &mut impl Connection, book: Book, ids: &[i64]) -> Result<Vec<MoveRow>, Error> {
    listed(conn, book, BY_ID, ids).await
}

/// What these profiles owe, the oldest first.
pub(crate) async fn owing(conn: &mut impl Connection, book: Book, profiles: &[i64]) -> Result<Vec<MoveRow>, Error> {
    listed(conn, book, OWING, profiles).await
}

/// Pays part of what is owed; whether so much was owed.
pub(crate) async fn pay(tx: &mut Tx, book: Book, id: i64, points: i64) -> Result<bool, Error> {
    Ok(tx.execute(book.say(PAY), values![id, points]).await? == 1)
}

/// What these profiles moved before `(instant, id)`, newest first.
pub(crate) async fn newest_moves(
    conn: &mut impl Connection,
    book: Book,
    profiles: &[i64],
    before: (i64, i64),
    limit: i64,
) -> Result<Vec<MoveRow>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(4, profiles.iter().copied()) {
        let mut bound = values![before.0, before.1, limit];
        bound.extend(ids);
        for row in conn.all(book.say(&format!("{NEWEST}{list}) order by at desc, id desc limit $3")), bound).await? {
            found.push(of(&row)?);
        }
    }
    found.sort_by_key(|row| std::cmp::Reverse((row.at, row.id)));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// How often these profiles earned points for a behaviour from one instant to before another.
pub(crate) async fn times(
    conn: &mut impl Connection,
    book: Book,
    profiles: &[i64],
    name: &str,
    (from, to): (i64, i64),
) -> Result<i64, Error> {
    let mut sum = 0;
    for (list, ids) in pieces(4, profiles.iter().copied()) {
        let mut bound = values![name, from, to];
        bound.extend(ids);
        sum += conn.one(book.say(&format!("{TIMES}{list})")), bound).await?.map_or(Ok(0), |row| row.at::<i64>(0))?;
    }
    Ok(sum)
}
