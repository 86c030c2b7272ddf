//! What is left of each credit, and the entries that say where points went.

use platform::Error;
use platform::db::{Bulk, Connection, Dialect, Row, Tx, pieces};
use platform::values;

use crate::ledger::{Account, Book};

/// What is left of a credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lot {
    pub(crate) id: i64,
    pub(crate) profile_id: i64,
    pub(crate) move_id: i64,
    pub(crate) remaining: i64,
    pub(crate) matures_at: i64,
    pub(crate) expires_at: i64,
}

/// Points that go from one account to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: i64,
    pub(crate) move_id: i64,
    pub(crate) lot_id: i64,
    pub(crate) profile_id: i64,
    pub(crate) from: Account,
    pub(crate) to: Account,
    pub(crate) points: i64,
    pub(crate) at: i64,
}

const LEFT: &str = "select id, profile_id, move_id, remaining, matures_at, expires_at from {book}_lots \
    where remaining > 0 and profile_id in (";
const DUE: &str = "select id, profile_id, move_id, remaining, matures_at, expires_at from {book}_lots \
    where remaining > 0 and expires_at <= $1 order by expires_at limit $2";
const NEARING: &str = "select id, profile_id, move_id, remaining, matures_at, expires_at from {book}_lots \
    where remaining > 0 and expires_at > $1 and expires_at <= $2 and noticed > $3 order by expires_at limit $4";
const OPEN: &str = "insert into {book}_lots (id, profile_id, move_id, {n}, remaining, matures_at, expires_at, noticed) \
    values ($1, $2, $3, $4, $4, $5, $6, $7)";
const TAKE: &str = "update {book}_lots set remaining = remaining - $2 where id = $1 and remaining >= $2";
const GIVE: &str = "update {book}_lots set remaining = remaining + $2, \
    expires_at = case when expires_at < $3 then $3 else expires_at end where id = $1";
const RIPEN: &str = "update {book}_lots set matures_at = $2 where matures_at > $3 and matures_at <> $2 \
    and move_id in (select id from {book}_moves where order_id = $1)";
const NOTICED: &str = "update {book}_lots set noticed = $1 where id in (";
const ENTER: Bulk = Bulk {
    insert: "insert into points_entries (id, move_id, lot_id, profile_id, from_account, to_account, points, at)",
    columns: 8,
    then: "",
};
const ENTER_CREDIT: Bulk = Bulk {
    insert: "insert into credit_entries (id, move_id, lot_id, profile_id, from_account, to_account, amount, at)",
    ..ENTER
};
const ENTRIES: &str = "select id, move_id, lot_id, profile_id, from_account, to_account, {n}, at from {book}_entries \
    where move_id = $1 order by id";

const LASTING: &str = "select cast(coalesce(sum(entry.{n}), 0) as bigint) from {book}_entries entry \
    join {book}_lots lot on lot.id = entry.lot_id where entry.move_id = $1 and lot.expires_at > $2";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[DUE, NEARING, OPEN, TAKE, GIVE, RIPEN, ENTRIES, LASTING];

fn lot(row: &Row) -> Result<Lot, Error> {
    Ok(Lot {
        id: row.at(0)?,
        profile_id: row.at(1)?,
        move_id: row.at(2)?,
        remaining: row.at(3)?,
        matures_at: row.at(4)?,
        expires_at: row.at(5)?,
    })
}

/// What is left with these profiles, first to expire first.
pub(crate) async fn lots(conn: &mut impl Connection, book: Book, profiles: &[i64]) -> Result<Vec<Lot>, Error> {
    read(conn, book, profiles, "").await
}

/// The same, and whoever else takes from them waits until the transaction ends. SQLite has one writer anyway.
pub(crate) async fn hold(tx: &mut Tx, book: Book, profiles: &[i64]) -> Result<Vec<Lot>, Error> {
    let wait = if tx.dialect() == Dialect::Postgres { " for update" } else { "" };
    read(tx, book, profiles, wait).await
}

async fn read(conn: &mut impl Connection, book: Book, profiles: &[i64], wait: &str) -> Result<Vec<Lot>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        for row in conn.all(book.say(&format!("{LEFT}{list}) order by id{wait}")), ids).await? {
            found.push(lot(&row)?);
        }
    }
    found.sort_by_key(|lot| (lot.expires_at, lot.id));
    Ok(found)
}

/// Lots whose time is over.
pub(crate) async fn due(conn: &mut impl Connection, book: Book, now: i64, limit: i64) -> Result<Vec<Lot>, Error> {
    conn.all(book.say(DUE), values![now, limit]).await?.iter().map(lot).collect()
}

/// Lots whose time is over between two instants, of which that was not said `days` before.
pub(crate) async fn nearing(
    conn: &mut impl Connection,
    book: Book,
    (now, to): (i64, i64),
    days: i64,
    limit: i64,
) -> Result<Vec<Lot>, Error> {
    conn.all(book.say(NEARING), values![now, to, days, limit]).await?.iter().map(lot).collect()
}

/// Opens a lot of `points`.
pub(crate) async fn open(tx: &mut Tx, book: Book, lot: &Lot) -> Result<(), Error> {
    let bound = values![lot.id, lot.profile_id, lot.move_id, lot.remaining, lot.matures_at, lot.expires_at, i64::MAX];
    tx.execute(book.say(OPEN), bound).await.map(|_| ())
}

/// Takes points out of a lot; whether there were so many.
pub(crate) async fn take(tx: &mut Tx, book: Book, lot: i64, points: i64) -> Result<bool, Error> {
    Ok(tx.execute(book.say(TAKE), values![lot, points]).await? == 1)
}

/// Puts points back into a lot, which then stands until `until` at least.
pub(crate) async fn give(tx: &mut Tx, book: Book, lot: i64, points: i64, until: i64) -> Result<bool, Error> {
    Ok(tx.execute(book.say(GIVE), values![lot, points, until]).await? == 1)
}

/// Says from when on the points of an order that are still pending can be spent.
pub(crate) async fn ripen(tx: &mut Tx, book: Book, order: i64, at: i64, now: i64) -> Result<u64, Error> {
    tx.execute(book.say(RIPEN), values![order, at, now]).await
}

/// Remembers that the end of these lots was announced so many days before.
pub(crate) async fn noticed(tx: &mut Tx, book: Book, lots: &[i64], days: i64) -> Result<(), Error> {
    for (list, ids) in pieces(2, lots.iter().copied()) {
        let mut bound = values![days];
        bound.extend(ids);
        tx.execute(book.say(&format!("{NOTICED}{list})")), bound).await?;
    }
    Ok(())
}

/// Writes entries.
pub(crate) async fn enter(tx: &mut Tx, book: Book, entries: &[Entry]) -> Result<(), Error> {
    let rows = entries
        .iter()
        .map(|one| {
            values![one.id, one.move_id, one.lot_id, one.profile_id, one.from.code(), one.to.code(), one.points, one.at]
        })
        .collect();
    let bulk = match book {
        Book::Points => ENTER,
        Book::Credit => ENTER_CREDIT,
    };
    bulk.run(tx, rows).await.map(|_| ())
}

/// What a move took from lots that stand after `now`.
pub(crate) async fn lasting(conn: &mut impl Connection, book: Book, id: i64, now: i64) -> Result<i64, Error> {
    conn.one(book.say(LASTING), values![id, now]).await?.map_or(Ok(0), |row| row.at(0))
}

/// The entries of a move.
pub(crate) async fn entries(conn: &mut impl Connection, book: Book, id: i64) -> Result<Vec<Entry>, Error> {
    let unknown = || Error::internal("an entry names an unknown account");
    conn.all(book.say(ENTRIES), values![id])
        .await?
        .iter()
        .map(|row| {
            Ok(Entry {
                id: row.at(0)?,
                move_id: row.at(1)?,
                lot_id: row.at(2)?,
                profile_id: row.at(3)?,
                from: Account::from_code(&row.at::<String>(4)?).ok_or_else(unknown)?,
                to: Account::from_code(&row.at::<String>(5)?).ok_or_else(unknown)?,
                points: row.at(6)?,
                at: row.at(7)?,
            })
        })
        .collect()
}
