//! What is left of each credit, and the entries that say where points went.

use platform::Error;
use platform::db::{Bulk, Connection, Dialect, Row, Tx, pieces};
use platform::values;

use crate::points::model::Account;

/// What is left of a credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::points) struct Lot {
    pub(in crate::points) id: i64,
    pub(in crate::points) profile_id: i64,
    pub(in crate::points) move_id: i64,
    pub(in crate::points) remaining: i64,
    pub(in crate::points) matures_at: i64,
    pub(in crate::points) expires_at: i64,
}

/// Points that go from one account to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::points) struct Entry {
    pub(in crate::points) id: i64,
    pub(in crate::points) move_id: i64,
    pub(in crate::points) lot_id: i64,
    pub(in crate::points) profile_id: i64,
    pub(in crate::points) from: Account,
    pub(in crate::points) to: Account,
    pub(in crate::points) points: i64,
    pub(in crate::points) at: i64,
}

const LEFT: &str = "select id, profile_id, move_id, remaining, matures_at, expires_at from points_lots \
    where remaining > 0 and profile_id in (";
const DUE: &str = "select id, profile_id, move_id, remaining, matures_at, expires_at from points_lots \
    where remaining > 0 and expires_at <= $1 order by expires_at limit $2";
const NEARING: &str = "select id, profile_id, move_id, remaining, matures_at, expires_at from points_lots \
    where remaining > 0 and expires_at > $1 and expires_at <= $2 and noticed > $3 order by expires_at limit $4";
const OPEN: &str = "insert into points_lots (id, profile_id, move_id, points, remaining, matures_at, expires_at, noticed) \
    values ($1, $2, $3, $4, $4, $5, $6, $7)";
const TAKE: &str = "update points_lots set remaining = remaining - $2 where id = $1 and remaining >= $2";
const GIVE: &str = "update points_lots set remaining = remaining + $2, \
    expires_at = case when expires_at < $3 then $3 else expires_at end where id = $1";
const RIPEN: &str = "update points_lots set matures_at = $2 where matures_at > $3 and matures_at <> $2 \
    and move_id in (select id from points_moves where order_id = $1)";
const NOTICED: &str = "update points_lots set noticed = $1 where id in (";
const ENTER: Bulk = Bulk {
    insert: "insert into points_entries (id, move_id, lot_id, profile_id, from_account, to_account, points, at)",
    columns: 8,
    then: "",
};
const ENTRIES: &str = "select id, move_id, lot_id, profile_id, from_account, to_account, points, at from points_entries \
    where move_id = $1 order by id";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[DUE, NEARING, OPEN, TAKE, GIVE, RIPEN, ENTRIES];

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
pub(in crate::points) async fn lots(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Lot>, Error> {
    read(conn, profiles, "").await
}

/// The same, and whoever else takes from them waits until the transaction ends. SQLite has one writer anyway.
pub(in crate::points) async fn hold(tx: &mut Tx, profiles: &[i64]) -> Result<Vec<Lot>, Error> {
    let wait = if tx.dialect() == Dialect::Postgres { " for update" } else { "" };
    read(tx, profiles, wait).await
}

async fn read(conn: &mut impl Connection, profiles: &[i64], wait: &str) -> Result<Vec<Lot>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        for row in conn.all(format!("{LEFT}{list}) order by id{wait}"), ids).await? {
            found.push(lot(&row)?);
        }
    }
    found.sort_by_key(|lot| (lot.expires_at, lot.id));
    Ok(found)
}

/// Lots whose time is over.
pub(in crate::points) async fn due(conn: &mut impl Connection, now: i64, limit: i64) -> Result<Vec<Lot>, Error> {
    conn.all(DUE, values![now, limit]).await?.iter().map(lot).collect()
}

/// Lots whose time is over between two instants, of which that was not said `days` before.
pub(in crate::points) async fn nearing(
    conn: &mut impl Connection,
    (now, to): (i64, i64),
    days: i64,
    limit: i64,
) -> Result<Vec<Lot>, Error> {
    conn.all(NEARING, values![now, to, days, limit]).await?.iter().map(lot).collect()
}

/// Opens a lot of `points`.
pub(in crate::points) async fn open(tx: &mut Tx, lot: &Lot) -> Result<(), Error> {
    let bound = values![lot.id, lot.profile_id, lot.move_id, lot.remaining, lot.matures_at, lot.expires_at, i64::MAX];
    tx.execute(OPEN, bound).await.map(|_| ())
}

/// Takes points out of a lot; whether there were so many.
pub(in crate::points) async fn take(tx: &mut Tx, lot: i64, points: i64) -> Result<bool, Error> {
    Ok(tx.execute(TAKE, values![lot, points]).await? == 1)
}

/// Puts points back into a lot, which then stands until `until` at least.
pub(in crate::points) async fn give(tx: &mut Tx, lot: i64, points: i64, until: i64) -> Result<bool, Error> {
    Ok(tx.execute(GIVE, values![lot, points, until]).await? == 1)
}

/// Says from when on the points of an order that are still pending can be spent.
pub(in crate::points) async fn ripen(tx: &mut Tx, order: i64, at: i64, now: i64) -> Result<u64, Error> {
    tx.execute(RIPEN, values![order, at, now]).await
}

/// Remembers that the end of these lots was announced so many days before.
pub(in crate::points) async fn noticed(tx: &mut Tx, lots: &[i64], days: i64) -> Result<(), Error> {
    for (list, ids) in pieces(2, lots.iter().copied()) {
        let mut bound = values![days];
        bound.extend(ids);
        tx.execute(format!("{NOTICED}{list})"), bound).await?;
    }
    Ok(())
}

/// Writes entries.
pub(in crate::points) async fn enter(tx: &mut Tx, entries: &[Entry]) -> Result<(), Error> {
    let rows = entries
        .iter()
        .map(|one| {
            values![one.id, one.move_id, one.lot_id, one.profile_id, one.from.code(), one.to.code(), one.points, one.at]
        })
        .collect();
    ENTER.run(tx, rows).await.map(|_| ())
}

/// The entries of a move.
pub(in crate::points) async fn entries(conn: &mut impl Connection, id: i64) -> Result<Vec<Entry>, Error> {
    let unknown = || Error::internal("an entry names an unknown account");
    conn.all(ENTRIES, values![id])
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
