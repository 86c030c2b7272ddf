//! The SQL of places in groups.

use platform::db::{Connection, Row, Tx, pieces};
use platform::{Error, values};

use crate::group_buys::model::GroupPlaceState;

macro_rules! columns {
    () => {
        "id, group_id, profile_id, order_key, state, leads, amount, joined_at, paid_at, until, left_at"
    };
}

const INSERT: &str =
    concat!("insert into group_places (", columns!(), ") values ($1, $2, $3, $4, 'held', $5, 0, $6, null, $7, null)");
const FIND: &str = concat!("select ", columns!(), " from group_places where id = $1");
const OF_GROUP: &str = concat!("select ", columns!(), " from group_places where group_id = $1 order by id");
/// An order takes over a place that is held without one.
const ATTACH: &str = "update group_places set order_key = $2, until = null \
    where id = $1 and state = 'held' and (order_key is null or order_key = $2)";
const PAID: &str = "update group_places set state = 'paid', paid_at = $2, amount = $3, until = null \
    where id = $1 and state = 'held'";
const MOVE: &str = "update group_places set state = $3, left_at = $4, until = null where id = $1 and state = $2";
const LAPSE: &str = "update group_places set state = 'released', left_at = $2, until = null \
    where id = $1 and state = 'held' and order_key is null and until <= $2";
const LAPSED: &str = "select id, group_id from group_places \
    where state = 'held' and until <= $1 order by until limit $2";
/// The group failed: who paid is to be refunded, who did not is out.
const FAIL_PAID: &str = "update group_places set state = 'refund_due' where group_id = $1 and state = 'paid'";
const FAIL_HELD: &str = "update group_places set state = 'released', left_at = $2, until = null \
    where group_id = $1 and state = 'held'";
const REFUNDS: &str =
    concat!("select ", columns!(), " from group_places where state = 'refund_due' and id > $1 order by id limit $2");
const OWED: &str =
    "select count(*), cast(coalesce(sum(amount), 0) as bigint) from group_places where state = 'refund_due'";
const EARNED: &str = "select promotion_id, cast(sum(amount) as bigint) from group_places \
    join group_buys on group_buys.id = group_id where status = 'filled' and state = 'paid' group by promotion_id";

/// Every statement of a fixed text, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] =
    &[INSERT, FIND, OF_GROUP, ATTACH, PAID, MOVE, LAPSE, LAPSED, FAIL_PAID, FAIL_HELD, REFUNDS, OWED, EARNED];

/// A place as it stands in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::group_buys) struct PlaceRow {
    pub(in crate::group_buys) id: i64,
    pub(in crate::group_buys) group_id: i64,
    pub(in crate::group_buys) profile_id: i64,
    pub(in crate::group_buys) order: Option<String>,
    pub(in crate::group_buys) state: GroupPlaceState,
    pub(in crate::group_buys) leads: bool,
    pub(in crate::group_buys) amount: i64,
    pub(in crate::group_buys) joined_at: i64,
    pub(in crate::group_buys) paid_at: Option<i64>,
    /// Until when it is held for an order to come; an order decides otherwise.
    pub(in crate::group_buys) until: Option<i64>,
    pub(in crate::group_buys) left_at: Option<i64>,
}

fn place(row: &Row) -> Result<PlaceRow, Error> {
    let state: String = row.at(4)?;
    let odd = || Error::internal(format!("no state of a place is called {state}"));
    Ok(PlaceRow {
        id: row.at(0)?,
        group_id: row.at(1)?,
        profile_id: row.at(2)?,
        order: row.at(3)?,
        state: GroupPlaceState::from_code(&state).ok_or_else(odd)?,
        leads: row.at(5)?,
        amount: row.at(6)?,
        joined_at: row.at(7)?,
        paid_at: row.at(8)?,
        until: row.at(9)?,
        left_at: row.at(10)?,
    })
}

/// Writes a held place.
pub(in crate::group_buys) async fn insert(tx: &mut Tx, row: &PlaceRow) -> Result<(), Error> {
    let bound =
        values![row.id, row.group_id, row.profile_id, row.order.as_deref(), row.leads, row.joined_at, row.until];
    tx.execute(INSERT, bound).await.map(|_| ())
}

pub(in crate::group_buys) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<PlaceRow>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(place).transpose()
}

/// The places of a group, the first one first.
pub(in crate::group_buys) async fn of_group(conn: &mut impl Connection, group: i64) -> Result<Vec<PlaceRow>, Error> {
    conn.all(OF_GROUP, values![group]).await?.iter().map(place).collect()
}

/// Gives a held place to an order; false when it came back meanwhile or is another order's.
pub(in crate::group_buys) async fn attach(tx: &mut Tx, id: i64, order: &str) -> Result<bool, Error> {
    Ok(tx.execute(ATTACH, values![id, order]).await? > 0)
}

/// Makes a held place firm; false when it is not held.
pub(in crate::group_buys) async fn paid(tx: &mut Tx, id: i64, amount: i64, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(PAID, values![id, now, amount]).await? > 0)
}

/// Moves a place on from one state at `now`; false when it is in another.
pub(in crate::group_buys) async fn set_state(
    tx: &mut Tx,
    id: i64,
    from: GroupPlaceState,
    to: GroupPlaceState,
    now: i64,
) -> Result<bool, Error> {
    Ok(tx.execute(MOVE, values![id, from.code(), to.code(), now]).await? > 0)
}

/// Gives back a place that no order came for in time; false when one did.
pub(in crate::group_buys) async fn lapse(tx: &mut Tx, id: i64, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(LAPSE, values![id, now]).await? > 0)
}

/// Places that no order came for in time, with their groups.
pub(in crate::group_buys) async fn lapsed(
    conn: &mut impl Connection,
    now: i64,
    limit: i64,
) -> Result<Vec<(i64, i64)>, Error> {
    conn.all(LAPSED, values![now, limit]).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}

/// Takes everybody out of a group that failed; returns the places as they stand then.
pub(in crate::group_buys) async fn fail(tx: &mut Tx, group: i64, now: i64) -> Result<Vec<PlaceRow>, Error> {
    tx.execute(FAIL_PAID, values![group]).await?;
    tx.execute(FAIL_HELD, values![group, now]).await?;
    of_group(tx, group).await
}

/// Paid places of failed groups after this one, by id.
pub(in crate::group_buys) async fn refunds(
    conn: &mut impl Connection,
    after: i64,
    limit: i64,
) -> Result<Vec<PlaceRow>, Error> {
    conn.all(REFUNDS, values![after, limit]).await?.iter().map(place).collect()
}

/// How many orders are still to be refunded, and what was paid for them.
pub(in crate::group_buys) async fn owed(conn: &mut impl Connection) -> Result<(i64, i64), Error> {
    match conn.one(OWED, values![]).await? {
        Some(row) => Ok((row.at(0)?, row.at(1)?)),
        None => Ok((0, 0)),
    }
}

/// What was paid in groups that were filled, by promotion.
pub(in crate::group_buys) async fn earned(conn: &mut impl Connection) -> Result<Vec<(i64, i64)>, Error> {
    conn.all(EARNED, values![]).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}

/// What was paid in each of these groups by those who are in it or were when it was over, and how many are still to be
/// refunded: (group, amount, orders).
pub(in crate::group_buys) async fn sums(
    conn: &mut impl Connection,
    groups: &[i64],
) -> Result<Vec<(i64, i64, i64)>, Error> {
    let mut found = Vec::new();
    for (list, bound) in pieces(1, groups.iter().copied()) {
        let text = format!(
            "select group_id, cast(sum(amount) as bigint), \
             cast(sum(case when state = 'refund_due' then 1 else 0 end) as bigint) from group_places \
             where state in ('paid', 'refund_due', 'refunded') and group_id in ({list}) group by group_id"
        );
        for row in conn.all(text, bound).await? {
            found.push((row.at(0)?, row.at(1)?, row.at(2)?));
        }
    }
    Ok(found)
}

/// The places of these profiles, the oldest first.
pub(in crate::group_buys) async fn of_profiles(
    conn: &mut impl Connection,
    profiles: &[i64],
) -> Result<Vec<PlaceRow>, Error> {
    let mut found = Vec::new();
    for (list, bound) in pieces(1, profiles.iter().copied()) {
        let text = format!(concat!("select ", columns!(), " from group_places where profile_id in ({})"), list);
        for row in conn.all(text, bound).await? {
            found.push(place(&row)?);
        }
    }
    found.sort_by_key(|row| (row.joined_at, row.id));
    Ok(found)
}

/// Takes these profiles out of their places. What is paid stays paid, and what is held comes back as it would have.
pub(in crate::group_buys) async fn unname(tx: &mut Tx, profiles: &[i64]) -> Result<u64, Error> {
    let mut done = 0;
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        done += tx.execute(format!("update group_places set profile_id = 0 where profile_id in ({list})"), ids).await?;
    }
    Ok(done)
}
