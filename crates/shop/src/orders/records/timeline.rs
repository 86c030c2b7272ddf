//! The SQL of the timeline.

use platform::db::{Connection, Value, placeholders};
use platform::{Error, values};

use super::{orders, refunds};
use crate::card::Before;

/// A parcel with its order.
pub(in crate::orders) struct Parcel {
    pub(in crate::orders) id: i64,
    pub(in crate::orders) order_id: i64,
    pub(in crate::orders) carrier: Option<String>,
    pub(in crate::orders) tracking: String,
    pub(in crate::orders) at: i64,
    pub(in crate::orders) trace: String,
    pub(in crate::orders) shop_id: i64,
    pub(in crate::orders) profile_id: Option<i64>,
    pub(in crate::orders) order_number: String,
}

const ORDERS: &str = "select id, shop_id, number, profile_id, sort_at, refunded, deal_amount, pieces, stub, hash, \
    detail, created_at from orders where sort_at <= $1 and (sort_at < $1 or id < $2) and profile_id in (";
const REFUNDS: &str = "select id, shop_id, number, order_id, profile_id, sort_at, hash, detail, created_at \
    from refunds where sort_at <= $1 and (sort_at < $1 or id < $2) and profile_id in (";
const SHIPMENTS: &str = "select s.id, s.order_id, s.carrier, s.tracking, s.shipped_at, s.trace, o.shop_id, \
    o.profile_id, o.number from shipments s join orders o on o.id = s.order_id \
    where s.shipped_at <= $1 and (s.shipped_at < $1 or s.id < $2) and o.profile_id in (";

pub(in crate::orders) async fn ids(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<(i64, i64)>, Error> {
    let text = format!("select id, shop_id from orders where profile_id in ({})", placeholders(1, profiles.len()));
    let rows = conn.all(text, profiles.iter().map(|id| Value::Int(*id)).collect()).await?;
    rows.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}

fn ask(text: &str, order: &str, profiles: &[i64], before: Before, limit: i64) -> (String, Vec<Value>) {
    let mut bound = values![before.at, before.id, limit];
    let list = placeholders(4, profiles.len());
    bound.extend(profiles.iter().map(|id| Value::Int(*id)));
    (format!("{text}{list}) order by {order} limit $3"), bound)
}

pub(in crate::orders) async fn orders(
    conn: &mut impl Connection,
    profiles: &[i64],
    before: Before,
    limit: i64,
) -> Result<Vec<orders::Record>, Error> {
    let (text, bound) = ask(ORDERS, "sort_at desc, id desc", profiles, before, limit);
    conn.all(text, bound).await?.iter().map(orders::record).collect()
}

pub(in crate::orders) async fn refunds(
    conn: &mut impl Connection,
    profiles: &[i64],
    before: Before,
    limit: i64,
) -> Result<Vec<refunds::Record>, Error> {
    let (text, bound) = ask(REFUNDS, "sort_at desc, id desc", profiles, before, limit);
    conn.all(text, bound).await?.iter().map(refunds::record).collect()
}

pub(in crate::orders) async fn shipments(
    conn: &mut impl Connection,
    profiles: &[i64],
    before: Before,
    limit: i64,
) -> Result<Vec<Parcel>, Error> {
    let (text, bound) = ask(SHIPMENTS, "s.shipped_at desc, s.id desc", profiles, before, limit);
    let parcel = |row: &platform::db::Row| {
        Ok(Parcel {
            id: row.at(0)?,
            order_id: row.at(1)?,
            carrier: row.at(2)?,
            tracking: row.at(3)?,
            at: row.at(4)?,
            trace: row.at(5)?,
            shop_id: row.at(6)?,
            profile_id: row.at(7)?,
            order_number: row.at(8)?,
        })
    };
    conn.all(text, bound).await?.iter().map(parcel).collect()
}
