//! Points summed up, and people forgotten.

use platform::Error;
use platform::db::{Connection, Tx, pieces};
use platform::values;

use crate::points::model::MoveKind;

const OUTSTANDING: &str = "select coalesce(cast(sum(case when matures_at <= $1 then remaining else 0 end) as bigint), 0), \
    coalesce(cast(sum(case when matures_at > $1 then remaining else 0 end) as bigint), 0), count(distinct profile_id) \
    from points_lots where remaining > 0 and expires_at > $1";
const OWED: &str = "select coalesce(cast(sum(owed) as bigint), 0) from points_moves where owed > 0";
const BETWEEN: &str =
    "select kind, cast(sum(points) as bigint) from points_moves where at >= $1 and at < $2 group by kind";
const EXPIRING: &str = "select coalesce(cast(sum(remaining) as bigint), 0) from points_lots \
    where remaining > 0 and expires_at >= $1 and expires_at < $2";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[OUTSTANDING, OWED, BETWEEN, EXPIRING];

/// What is outstanding: available, pending, with how many profiles.
pub(in crate::points) async fn outstanding(conn: &mut impl Connection, now: i64) -> Result<(i64, i64, i64), Error> {
    conn.one(OUTSTANDING, values![now]).await?.map_or(Ok((0, 0, 0)), |row| Ok((row.at(0)?, row.at(1)?, row.at(2)?)))
}

/// What is owed to the shop.
pub(in crate::points) async fn owed(conn: &mut impl Connection) -> Result<i64, Error> {
    conn.one(OWED, values![]).await?.map_or(Ok(0), |row| row.at(0))
}

/// What moved from one instant to before another, by kind.
pub(in crate::points) async fn between(
    conn: &mut impl Connection,
    from: i64,
    to: i64,
) -> Result<Vec<(MoveKind, i64)>, Error> {
    let rows = conn.all(BETWEEN, values![from, to]).await?;
    let mut found = Vec::new();
    for row in rows {
        found.extend(
            MoveKind::from_code(&row.at::<String>(0)?).map(|kind| row.at(1).map(|sum| (kind, sum))).transpose()?,
        );
    }
    Ok(found)
}

/// What expires from one instant to before another.
pub(in crate::points) async fn expiring(conn: &mut impl Connection, from: i64, to: i64) -> Result<i64, Error> {
    conn.one(EXPIRING, values![from, to]).await?.map_or(Ok(0), |row| row.at(0))
}

/// Takes the person out of the books, which stay.
pub(in crate::points) async fn unname(tx: &mut Tx, profiles: &[i64]) -> Result<Vec<(&'static str, u64)>, Error> {
    let mut touched = vec![("points_moves", 0), ("points_lots", 0), ("points_entries", 0), ("mall_orders", 0)];
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        for (table, count) in &mut touched {
            let more = match *table {
                "points_moves" => ", reason = null, owed = 0, key = 'erased:' || id",
                "mall_orders" => ", note = null, key = 'erased:' || id",
                _ => "",
            };
            let text = format!("update {table} set profile_id = 0{more} where profile_id in ({list})");
            *count += tx.execute(text, ids.clone()).await?;
        }
    }
    Ok(touched)
}
