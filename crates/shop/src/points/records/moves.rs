//! What points were earned, spent, given back or lost for.

use platform::Error;
use platform::db::{Connection, Row, Tx, pieces};
use platform::values;

use crate::points::model::MoveKind;

/// A move of points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::points) struct MoveRow {
    pub(in crate::points) id: i64,
    /// One of a kind.
    pub(in crate::points) key: String,
    pub(in crate::points) profile_id: i64,
    pub(in crate::points) kind: MoveKind,
    /// What it did to the balance; of a notice, what is about to be lost.
    pub(in crate::points) points: i64,
    pub(in crate::points) order_id: Option<i64>,
    /// The amount that an order earned these points for.
    pub(in crate::points) basis: Option<i64>,
    pub(in crate::points) reason: Option<String>,
    pub(in crate::points) actor: Option<String>,
    pub(in crate::points) at: i64,
    pub(in crate::points) reverses: Option<i64>,
    /// What could not be taken back and is taken from the next points.
    pub(in crate::points) owed: i64,
}

macro_rules! columns {
    () => {
        "id, key, profile_id, kind, points, order_id, basis, reason, actor, at, reverses, owed"
    };
}

const WRITE: &str = concat!(
    "insert into points_moves (",
    columns!(),
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (key) do nothing"
);
const KEYED: &str = concat!("select ", columns!(), " from points_moves where key = $1");
const OF_ORDERS: &str = concat!("select ", columns!(), " from points_moves where order_id in (");
const OF: &str = concat!("select ", columns!(), " from points_moves where profile_id in (");
const NEWEST: &str = concat!(
    "select ",
    columns!(),
    " from points_moves where kind <> 'expiring' and (at < $1 or (at = $1 and id < $2)) and profile_id in ("
);
const OWING: &str = concat!("select ", columns!(), " from points_moves where owed > 0 and profile_id in (");
const PAY: &str = "update points_moves set owed = owed - $2, points = points - $2 where id = $1 and owed >= $2";
const TIMES: &str = "select count(*) from points_moves where kind = 'earn' and reason = $1 and at >= $2 and at < $3 \
    and profile_id in (";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[WRITE, KEYED, PAY];

fn of(row: &Row) -> Result<MoveRow, Error> {
    let kind: String = row.at(3)?;
    Ok(MoveRow {
        id: row.at(0)?,
        key: row.at(1)?,
        profile_id: row.at(2)?,
        kind: MoveKind::from_code(&kind)
            .ok_or_else(|| Error::internal(format!("no move of points is called {kind}")))?,
        points: row.at(4)?,
        order_id: row.at(5)?,
        basis: row.at(6)?,
        reason: row.at(7)?,
        actor: row.at(8)?,
        at: row.at(9)?,
        reverses: row.at(10)?,
        owed: row.at(11)?,
    })
}

/// Writes a move; whether its key was free.
pub(in crate::points) async fn write(tx: &mut Tx, row: &MoveRow) -> Result<bool, Error> {
    let bound = values![
        row.id,
        &row.key,
        row.profile_id,
        row.kind.code(),
        row.points,
        row.order_id,
        row.basis,
        row.reason.as_deref(),
        row.actor.as_deref(),
        row.at,
        row.reverses,
        row.owed
    ];
    Ok(tx.execute(WRITE, bound).await? == 1)
}

/// The move with that key.
pub(in crate::points) async fn keyed(conn: &mut impl Connection, key: &str) -> Result<Option<MoveRow>, Error> {
    conn.one(KEYED, values![key]).await?.as_ref().map(of).transpose()
}

async fn listed(conn: &mut impl Connection, text: &str, ids: &[i64]) -> Result<Vec<MoveRow>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, ids.iter().copied()) {
        for row in conn.all(format!("{text}{list})"), ids).await? {
            found.push(of(&row)?);
        }
    }
    found.sort_by_key(|row| (row.at, row.id));
    Ok(found)
}

/// What these orders moved, the oldest first.
pub(in crate::points) async fn of_orders(conn: &mut impl Connection, orders: &[i64]) -> Result<Vec<MoveRow>, Error> {
    listed(conn, OF_ORDERS, orders).await
}

/// What these profiles moved, notices included, the oldest first.
pub(in crate::points) async fn moves(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<MoveRow>, Error> {
    listed(conn, OF, profiles).await
}

/// What these profiles owe, the oldest first.
pub(in crate::points) async fn owing(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<MoveRow>, Error> {
    listed(conn, OWING, profiles).await
}

/// Pays part of what is owed; whether so much was owed.
pub(in crate::points) async fn pay(tx: &mut Tx, id: i64, points: i64) -> Result<bool, Error> {
    Ok(tx.execute(PAY, values![id, points]).await? == 1)
}

/// What these profiles moved before `(instant, id)`, newest first.
pub(in crate::points) async fn newest_moves(
    conn: &mut impl Connection,
    profiles: &[i64],
    before: (i64, i64),
    limit: i64,
) -> Result<Vec<MoveRow>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(4, profiles.iter().copied()) {
        let mut bound = values![before.0, before.1, limit];
        bound.extend(ids);
        for row in conn.all(format!("{NEWEST}{list}) order by at desc, id desc limit $3"), bound).await? {
            found.push(of(&row)?);
        }
    }
    found.sort_by_key(|row| std::cmp::Reverse((row.at, row.id)));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// How often these profiles earned points for a behaviour from one instant to before another.
pub(in crate::points) async fn times(
    conn: &mut impl Connection,
    profiles: &[i64],
    name: &str,
    (from, to): (i64, i64),
) -> Result<i64, Error> {
    let mut sum = 0;
    for (list, ids) in pieces(4, profiles.iter().copied()) {
        let mut bound = values![name, from, to];
        bound.extend(ids);
        sum += conn.one(format!("{TIMES}{list})"), bound).await?.map_or(Ok(0), |row| row.at::<i64>(0))?;
    }
    Ok(sum)
}
