//! Coupons, one row each. Every step from hand to hand is one guarded statement.

use platform::db::{Bulk, Connection, Migration, Row, Tx, Value, pieces, placeholders};
use platform::{Error, values};

use crate::coupons::model::{CouponSource, CouponState, Kept};

/// Finds the codes that were typed at the till without reading a whole programme.
pub(in crate::coupons) const MIGRATION: Migration = Migration::new(
    "20261124_0910_coupons_typed",
    "create index coupons_typed on coupons (programme_id) where state = 'used' and claimed_at is null;
    ",
);

macro_rules! columns {
    () => {
        "id, programme_id, profile_id, state, source, issued_at, claimed_at, expires_at, order_key, used_at, reason"
    };
}

const FIND: &str = concat!("select ", columns!(), " from coupons where id = $1");
const OF_GRANT: &str = concat!("select ", columns!(), " from coupons where grant_key = $1");
const OF_ORDER: &str = concat!("select ", columns!(), " from coupons where order_key = $1 order by id");
const LIST: &str = concat!("select ", columns!(), " from coupons where programme_id = $1 and id < $2");
const OF_PROFILES: &str = concat!("select ", columns!(), " from coupons where profile_id in (");
const ALL: &str = concat!(
    "select ",
    columns!(),
    " from coupons where programme_id = $1 and id > $3 and ($2 = 0 or batch_id = $2) order by id limit $4"
);
const CLAIM: &str = "update coupons set state = 'held', profile_id = $2, source = $3, claimed_at = $4, expires_at = $5 \
    where id = $1 and state = 'issued'";
/// From then on it is another one's: when and why the one before came by it goes with her.
const TRANSFER: &str = "update coupons set profile_id = $3, source = 'transfer', claimed_at = $4, reason = null \
    where id = $1 and profile_id = $2 and state = 'held'";
const RESERVE: &str = "update coupons set state = 'reserved', order_key = $2 where id = $1 and state in ('issued', 'held') \
    and (expires_at is null or expires_at > $3)";
const USED: &str = "update coupons set state = 'used', used_at = $2 where order_key = $1 and state = 'reserved'";
const GIVE_BACK: &str = "update coupons set state = case when profile_id is null then 'issued' else 'held' end, \
    order_key = null, used_at = null where order_key = $1 and state in ('reserved', 'used')";
const VOID: &str = "update coupons set state = 'void', reason = $2 where id = $1 and state in ('issued', 'held')";
const EXPIRED: &str = "select count(*) from coupons where programme_id = $1 and state = 'held' \
    and expires_at is not null and expires_at <= $2";
const TYPED: &str = "select count(*) from coupons where programme_id = $1 and state = 'used' and claimed_at is null";
const ERASE: &str = "update coupons set profile_id = null, reason = null, \
    state = case when state = 'held' then 'void' else state end where profile_id in (";

const ADD: Bulk = Bulk {
    insert: "insert into coupons (id, programme_id, batch_id, profile_id, state, source, issued_at, claimed_at, expires_at, \
        reason, grant_key)",
    columns: 11,
    then: "",
};

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    FIND,
    OF_GRANT,
    OF_ORDER,
    ALL,
    CLAIM,
    TRANSFER,
    RESERVE,
    USED,
    GIVE_BACK,
    VOID,
    EXPIRED,
    TYPED,
    concat!("select ", columns!(), " from coupons where programme_id = $1 and id < $2 order by id desc limit $3"),
];

/// A coupon that is to be made.
#[derive(Debug, Clone, Default)]
pub(in crate::coupons) struct New {
    pub(in crate::coupons) id: i64,
    pub(in crate::coupons) programme: i64,
    pub(in crate::coupons) batch: Option<i64>,
    /// Whose it is, and until when.
    pub(in crate::coupons) held: Option<(i64, Option<i64>)>,
    /// Until when it is good while nobody holds it.
    pub(in crate::coupons) until: Option<i64>,
    pub(in crate::coupons) source: Option<CouponSource>,
    pub(in crate::coupons) reason: Option<String>,
    pub(in crate::coupons) grant_key: Option<String>,
}

pub(in crate::coupons) async fn add(tx: &mut Tx, coupons: Vec<New>, now: i64) -> Result<(), Error> {
    let row = |one: New| {
        let state = if one.held.is_some() { CouponState::Held } else { CouponState::Issued };
        values![
            one.id,
            one.programme,
            one.batch,
            one.held.map(|held| held.0),
            state.code(),
            one.source.unwrap_or(CouponSource::Code).code(),
            now,
            one.held.map(|_| now),
            one.held.map_or(one.until, |held| held.1),
            one.reason,
            one.grant_key
        ]
    };
    ADD.run(tx, coupons.into_iter().map(row).collect()).await.map(|_| ())
}

pub(in crate::coupons) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<Kept>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(kept).transpose()
}

/// The first coupon that was granted under a key.
pub(in crate::coupons) async fn of_grant(conn: &mut impl Connection, key: &str) -> Result<Option<Kept>, Error> {
    conn.one(OF_GRANT, values![key]).await?.as_ref().map(kept).transpose()
}

pub(in crate::coupons) async fn of_order(conn: &mut impl Connection, order: &str) -> Result<Vec<Kept>, Error> {
    conn.all(OF_ORDER, values![order]).await?.iter().map(kept).collect()
}

/// The part of a statement that asks for a state, with `now` as the parameter of that number where it needs it.
fn in_state(state: Option<CouponState>, now: usize) -> String {
    match state {
        None => String::new(),
        Some(CouponState::Expired) => format!(" and state in ('issued', 'held') and expires_at <= ${now}"),
        Some(state @ (CouponState::Issued | CouponState::Held)) => {
            format!(" and state = '{}' and (expires_at is null or expires_at > ${now})", state.code())
        }
        Some(state) => format!(" and state = '{}' and ${now} > 0", state.code()),
    }
}

/// Coupons of a programme before coupon `before`, the last first.
pub(in crate::coupons) async fn list(
    conn: &mut impl Connection,
    programme: i64,
    state: Option<CouponState>,
    before: i64,
    limit: i64,
    now: i64,
) -> Result<Vec<Kept>, Error> {
    let mut bound = values![programme, before, limit];
    if state.is_some() {
        bound.extend(values![now]);
    }
    let text = format!("{LIST}{} order by id desc limit $3", in_state(state, 4));
    conn.all(text, bound).await?.iter().map(kept).collect()
}

/// Coupons that these profiles hold or held, before coupon `before`, the last first.
pub(in crate::coupons) async fn of_profiles(
    conn: &mut impl Connection,
    profiles: &[i64],
    state: Option<CouponState>,
    before: i64,
    limit: i64,
    now: i64,
) -> Result<Vec<Kept>, Error> {
    let mut found = Vec::new();
    for (list, profiles) in pieces(1, profiles.iter().copied()) {
        let first = profiles.len() + 1;
        let mut bound = profiles;
        bound.extend(values![before, limit]);
        if state.is_some() {
            bound.extend(values![now]);
        }
        let text = format!(
            "{OF_PROFILES}{list}) and id < ${first}{} order by id desc limit ${}",
            in_state(state, first + 2),
            first + 1
        );
        for row in conn.all(text, bound).await? {
            found.push(kept(&row)?);
        }
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.id));
    Ok(found)
}

/// Coupons of a programme, or of one batch of it, after coupon `after`, oldest first.
pub(in crate::coupons) async fn after(
    conn: &mut impl Connection,
    programme: i64,
    batch: Option<i64>,
    after: i64,
    limit: i64,
) -> Result<Vec<Kept>, Error> {
    conn.all(ALL, values![programme, batch.unwrap_or(0), after, limit]).await?.iter().map(kept).collect()
}

/// Gives a code that nobody holds to somebody; false when it is not free any more.
pub(in crate::coupons) async fn claim(
    tx: &mut Tx,
    id: i64,
    profile: i64,
    expires_at: Option<i64>,
    now: i64,
) -> Result<bool, Error> {
    let bound = values![id, profile, CouponSource::Code.code(), now, expires_at];
    Ok(tx.execute(CLAIM, bound).await? > 0)
}

pub(in crate::coupons) async fn transfer(tx: &mut Tx, id: i64, from: i64, to: i64, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(TRANSFER, values![id, from, to, now]).await? > 0)
}

/// Holds a coupon for an order; false when it is not free, or somebody else's: it may have been claimed since it was looked at.
pub(in crate::coupons) async fn reserve(
    tx: &mut Tx,
    id: i64,
    order: &str,
    profiles: &[i64],
    now: i64,
) -> Result<bool, Error> {
    let mut bound = values![id, order, now];
    let own = match profiles.len() {
        0 => String::new(),
        count => format!(" or profile_id in ({})", placeholders(bound.len() + 1, count)),
    };
    bound.extend(profiles.iter().map(|profile| Value::from(*profile)));
    Ok(tx.execute(format!("{RESERVE} and (profile_id is null{own})"), bound).await? > 0)
}

pub(in crate::coupons) async fn used(tx: &mut Tx, order: &str, now: i64) -> Result<u64, Error> {
    tx.execute(USED, values![order, now]).await
}

pub(in crate::coupons) async fn give_back(tx: &mut Tx, order: &str) -> Result<u64, Error> {
    tx.execute(GIVE_BACK, values![order]).await
}

pub(in crate::coupons) async fn void(tx: &mut Tx, id: i64, reason: &str) -> Result<bool, Error> {
    Ok(tx.execute(VOID, values![id, reason]).await? > 0)
}

pub(in crate::coupons) async fn expired(conn: &mut impl Connection, programme: i64, now: i64) -> Result<i64, Error> {
    conn.one(EXPIRED, values![programme, now]).await?.map_or(Ok(0), |row| row.at(0))
}

/// Codes that were typed at the till before anybody had made them theirs, and used.
pub(in crate::coupons) async fn typed(conn: &mut impl Connection, programme: i64) -> Result<i64, Error> {
    conn.one(TYPED, values![programme]).await?.map_or(Ok(0), |row| row.at(0))
}

pub(in crate::coupons) async fn erase(tx: &mut Tx, profiles: &[i64]) -> Result<u64, Error> {
    let mut gone = 0;
    for (list, profiles) in pieces(1, profiles.iter().copied()) {
        gone += tx.execute(format!("{ERASE}{list})"), profiles).await?;
    }
    Ok(gone)
}

fn kept(row: &Row) -> Result<Kept, Error> {
    Ok(Kept {
        id: row.at(0)?,
        programme: row.at(1)?,
        profile: row.at(2)?,
        state: CouponState::from_code(&row.at::<String>(3)?)?,
        source: CouponSource::from_code(&row.at::<String>(4)?)?,
        issued_at: row.at(5)?,
        claimed_at: row.at(6)?,
        expires_at: row.at(7)?,
        order: row.at(8)?,
        used_at: row.at(9)?,
        reason: row.at(10)?,
    })
}
