//! Coupons that their holders hand on: at most one code each, whose id is enciphered as a coupon's is.

use platform::db::{Connection, Migration, Row, Tx, pieces};
use platform::{Error, values};

pub(in crate::coupons) const MIGRATION: Migration = Migration::new(
    "20261123_1750_coupon_hand_ons",
    "create table coupon_hand_ons (
        id bigint not null primary key,
        coupon_id bigint not null,
        profile_id bigint not null,
        expires_at bigint not null
    );
    create unique index coupon_hand_ons_coupon on coupon_hand_ons (coupon_id);
    create index coupon_hand_ons_profile on coupon_hand_ons (profile_id);
    ",
);

/// Only in the place of one that is over, or that somebody else offered before it was handed on.
const OFFER: &str = "insert into coupon_hand_ons (id, coupon_id, profile_id, expires_at) values ($1, $2, $3, $4) \
    on conflict (coupon_id) do update set id = excluded.id, profile_id = excluded.profile_id, \
    expires_at = excluded.expires_at \
    where coupon_hand_ons.expires_at <= $5 or coupon_hand_ons.profile_id <> excluded.profile_id";
const FIND: &str = "select id, coupon_id, profile_id, expires_at from coupon_hand_ons where id = $1";
const OF_COUPON: &str = "select id, coupon_id, profile_id, expires_at from coupon_hand_ons where coupon_id = $1";
/// What is over stays until the coupon is handed on again, so that its code is told from one that never was.
const TAKE: &str = "update coupon_hand_ons set expires_at = 0 where id = $1 and expires_at > 0";
const WITHDRAW: &str = "update coupon_hand_ons set expires_at = 0 where coupon_id = $1 and expires_at > 0";
const ERASE: &str = "delete from coupon_hand_ons where profile_id in (";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] =
    &[OFFER, FIND, OF_COUPON, TAKE, WITHDRAW, "delete from coupon_hand_ons where profile_id in ($1)"];

/// A coupon that is handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::coupons) struct HandOnRow {
    pub(in crate::coupons) id: i64,
    pub(in crate::coupons) coupon: i64,
    /// Whose it is until somebody takes it.
    pub(in crate::coupons) profile: i64,
    pub(in crate::coupons) expires_at: i64,
}

/// Offers a coupon; one that is offered already stays as it is.
pub(in crate::coupons) async fn offer(tx: &mut Tx, row: HandOnRow, now: i64) -> Result<(), Error> {
    tx.execute(OFFER, values![row.id, row.coupon, row.profile, row.expires_at, now]).await.map(|_| ())
}

pub(in crate::coupons) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<HandOnRow>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(row).transpose()
}

pub(in crate::coupons) async fn of_coupon(conn: &mut impl Connection, coupon: i64) -> Result<Option<HandOnRow>, Error> {
    conn.one(OF_COUPON, values![coupon]).await?.as_ref().map(row).transpose()
}

/// Takes it, once; false when somebody was quicker.
pub(in crate::coupons) async fn take(tx: &mut Tx, id: i64) -> Result<bool, Error> {
    Ok(tx.execute(TAKE, values![id]).await? > 0)
}

pub(in crate::coupons) async fn withdraw(tx: &mut Tx, coupon: i64) -> Result<bool, Error> {
    Ok(tx.execute(WITHDRAW, values![coupon]).await? > 0)
}

pub(in crate::coupons) async fn erase(tx: &mut Tx, profiles: &[i64]) -> Result<u64, Error> {
    let mut gone = 0;
    for (list, profiles) in pieces(1, profiles.iter().copied()) {
        gone += tx.execute(format!("{ERASE}{list})"), profiles).await?;
    }
    Ok(gone)
}

fn row(row: &Row) -> Result<HandOnRow, Error> {
    Ok(HandOnRow { id: row.at(0)?, coupon: row.at(1)?, profile: row.at(2)?, expires_at: row.at(3)? })
}
