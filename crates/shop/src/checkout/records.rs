//! The SQL of reservations.

use platform::db::{Connection, Migration, Row, Tx, pieces};
use platform::{Error, values};
use serde::{Deserialize, Serialize};

use super::model::Code;
use super::redemption::{State, Use};
use crate::coupons::{Counted, Holds};
use crate::points;
use crate::wallet::Paid;

pub(super) const MIGRATION: Migration = Migration::new(
    "20261122_2320_redemptions",
    "create table redemptions (
        order_key text not null primary key,
        profile_id bigint,
        device text,
        state text not null,
        total bigint not null,
        discount bigint not null,
        reserved_at bigint not null,
        expires_at bigint,
        settled_at bigint,
        fingerprint text not null,
        body text not null
    );
    create index redemptions_due on redemptions (expires_at) where state = 'reserved';
    create index redemptions_profile on redemptions (profile_id) where profile_id is not null;
    ",
);

macro_rules! columns {
    () => {
        "order_key, profile_id, device, state, total, discount, reserved_at, expires_at, settled_at, fingerprint, body"
    };
}

const FIND: &str = concat!("select ", columns!(), " from redemptions where order_key = $1");
const INSERT: &str = concat!(
    "insert into redemptions (",
    columns!(),
    ") values ($1, $2, $3, 'reserved', $4, $5, $6, $7, null, $8, $9) on conflict (order_key) do nothing"
);
/// Reserves anew what was reserved otherwise, or given back.
const AGAIN: &str = "update redemptions set profile_id = $2, device = $3, state = 'reserved', total = $4, discount = $5, \
    reserved_at = $6, expires_at = $7, settled_at = null, fingerprint = $8, body = $9 \
    where order_key = $1 and state = $10 and reserved_at = $11 and fingerprint = $12";
const MOVE: &str =
    "update redemptions set state = $3, settled_at = $4, expires_at = null where order_key = $1 and state = $2";
const LAPSE: &str = "update redemptions set state = 'released', settled_at = $2, expires_at = null \
    where order_key = $1 and state = 'reserved' and expires_at <= $2";
const DUE: &str =
    "select order_key from redemptions where state = 'reserved' and expires_at <= $1 order by expires_at limit $2";
const ERASE: &str = "update redemptions set profile_id = null, device = null where profile_id in (";
const OF_PROFILES: &str =
    "select order_key, state, total, discount, reserved_at from redemptions where profile_id in (";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[FIND, INSERT, AGAIN, MOVE, LAPSE, DUE];

/// What is kept of the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Body {
    pub(super) priced: serde_json::Value,
    pub(super) uses: Vec<Use>,
    pub(super) codes: Vec<Code>,
    /// Programmes with one code for everybody that are used.
    pub(super) single: Vec<i64>,
    /// Programmes that counted the customer and the device.
    #[serde(default)]
    pub(super) counted: Option<Counted>,
    /// What was paid with red packets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) credit: Option<Paid>,
    /// Points that were spent for what they took off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) points: Option<points::till::Paid>,
    /// The place in a group that is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) place: Option<i64>,
}

/// A reservation as the database holds it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kept {
    pub(super) order: String,
    pub(super) profile: Option<i64>,
    pub(super) device: Option<String>,
    pub(super) state: State,
    pub(super) total: i64,
    pub(super) discount: i64,
    pub(super) reserved_at: i64,
    pub(super) expires_at: Option<i64>,
    pub(super) settled_at: Option<i64>,
    /// Tells one cart for the order from another.
    pub(super) fingerprint: String,
    pub(super) body: Body,
}

impl Kept {
    /// What it holds of codes that are typed.
    pub(super) fn holds(&self) -> Holds<'_> {
        let single = &self.body.single;
        // Before customers were counted, devices were for codes of everybody.
        let (customer, device) = self
            .body
            .counted
            .as_ref()
            .map_or((&[][..], &single[..]), |counted| (&counted.customer[..], &counted.device[..]));
        Holds { single, customer, device, profile: self.profile, mark: self.device.as_deref() }
    }
}

pub(super) async fn find(conn: &mut impl Connection, order: &str) -> Result<Option<Kept>, Error> {
    conn.one(FIND, values![order]).await?.as_ref().map(kept).transpose()
}

fn bound(one: &Kept) -> Result<Vec<platform::db::Value>, Error> {
    let body = serde_json::to_string(&one.body).map_err(Error::internal)?;
    Ok(values![
        &one.order,
        one.profile,
        one.device.as_ref(),
        one.total,
        one.discount,
        one.reserved_at,
        one.expires_at,
        &one.fingerprint,
        body
    ])
}

/// Writes a new reservation; false when the order has one.
pub(super) async fn insert(tx: &mut Tx, one: &Kept) -> Result<bool, Error> {
    Ok(tx.execute(INSERT, bound(one)?).await? > 0)
}

/// Writes a reservation in the place of `before`; false when that has changed meanwhile.
pub(super) async fn again(tx: &mut Tx, before: &Kept, one: &Kept) -> Result<bool, Error> {
    let mut bound = bound(one)?;
    bound.extend(values![before.state.code(), before.reserved_at, &before.fingerprint]);
    Ok(tx.execute(AGAIN, bound).await? > 0)
}

/// Moves an order on from one state; false when it is in another.
pub(super) async fn set_state(tx: &mut Tx, order: &str, from: State, to: State, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(MOVE, values![order, from.code(), to.code(), now]).await? > 0)
}

/// Gives a reservation up whose time is over; whether it still was so.
pub(super) async fn lapse(tx: &mut Tx, order: &str, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(LAPSE, values![order, now]).await? > 0)
}

/// Orders that hold something and were not paid in time.
pub(super) async fn due(conn: &mut impl Connection, now: i64, limit: i64) -> Result<Vec<String>, Error> {
    conn.all(DUE, values![now, limit]).await?.iter().map(|row| row.at(0)).collect()
}

pub(super) async fn of_profiles(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<serde_json::Value>, Error> {
    let mut found = Vec::new();
    for (list, profiles) in pieces(1, profiles.iter().copied()) {
        for row in conn.all(format!("{OF_PROFILES}{list}) order by reserved_at"), profiles).await? {
            found.push(serde_json::json!({
                "order": row.at::<String>(0)?,
                "state": row.at::<String>(1)?,
                "total": row.at::<i64>(2)?,
                "discount": row.at::<i64>(3)?,
                "reserved_at": platform::Instant(row.at(4)?),
            }));
        }
    }
    Ok(found)
}

pub(super) async fn erase(tx: &mut Tx, profiles: &[i64]) -> Result<u64, Error> {
    let mut gone = 0;
    for (list, profiles) in pieces(1, profiles.iter().copied()) {
        gone += tx.execute(format!("{ERASE}{list})"), profiles).await?;
    }
    Ok(gone)
}

fn kept(row: &Row) -> Result<Kept, Error> {
    Ok(Kept {
        order: row.at(0)?,
        profile: row.at(1)?,
        device: row.at(2)?,
        state: State::from_code(&row.at::<String>(3)?)?,
        total: row.at(4)?,
        discount: row.at(5)?,
        reserved_at: row.at(6)?,
        expires_at: row.at(7)?,
        settled_at: row.at(8)?,
        fingerprint: row.at(9)?,
        body: serde_json::from_str(&row.at::<String>(10)?).map_err(Error::internal)?,
    })
}
