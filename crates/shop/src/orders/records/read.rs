//! The SQL that lists orders and sums them up.

use futures_util::TryStreamExt as _;
use platform::db::{Connection, Row, Value, pieces, placeholders};
use platform::http::ShopScope;
use platform::{Error, values};

use super::orders::Record;
use crate::orders::Wanted;
use crate::shops::within;

const LIST: &str = "select id, shop_id, number, profile_id, sort_at, refunded, deal_amount, pieces, stub, hash, detail, \
    created_at from orders where sort_at <= $1 and (sort_at < $1 or id < $2)";
const BY_NUMBER: &str = "select id from orders where number = $1";
const BY_TRACKING: &str = "select order_id as id from shipments where tracking = $1 limit 50";
const BY_REFUND: &str = "select order_id as id from refunds where number = $1 and order_id is not null";
const DEALS: &str = "select id, shop_id, profile_id, coalesce(paid_at, sort_at) as at, deal_amount, currency, \
    coalesce(paid, 0) as paid, refunded, coalesce(pieces, 0) as pieces from orders \
    where deal_amount > 0 and sort_at >= $1 and sort_at < $2";
const BUYERS: &str = "select distinct profile_id from orders \
    where deal_amount > 0 and profile_id is not null and sort_at >= $1 and sort_at < $2";
const DEALS_OF: &str = "select coalesce(paid_at, sort_at) as at, deal_amount from orders \
    where deal_amount > 0 and profile_id in (";
const OPEN_REFUNDS: &str = "select count(*) as open from refunds \
    where status in ('requested', 'awaiting_return', 'awaiting_seller')";
const PLACED: &str = "select count(*) as placed from orders where sort_at >= $1 and sort_at < $2";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[LIST, BY_NUMBER, BY_TRACKING, BY_REFUND, DEALS, BUYERS, OPEN_REFUNDS, PLACED];

pub(in crate::orders) async fn list(
    conn: &mut impl Connection,
    wanted: &Wanted,
    after: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Record>, Error> {
    let (at, id) = after.unwrap_or((i64::MAX, i64::MAX));
    let mut bound = values![at, id];
    let mut text = LIST.to_owned();
    let (shops, ids) = within("shop_id", &wanted.scope, 3);
    text.push_str(&shops);
    bound.extend(ids);
    for (column, value) in [
        ("status =", wanted.status.clone().map(Value::Text)),
        ("sort_at >=", wanted.placed_from.map(Value::Int)),
        ("sort_at <", wanted.placed_to.map(Value::Int)),
        ("coalesce(paid, total, 0) >=", wanted.min_amount.map(Value::Int)),
    ] {
        if let Some(value) = value {
            bound.push(value);
            text.push_str(&format!(" and {column} ${}", bound.len()));
        }
    }
    for (column, ids) in [("profile_id", &wanted.profiles), ("id", &wanted.ids)] {
        if let Some(ids) = ids {
            if ids.is_empty() {
                return Ok(Vec::new());
            }
            text.push_str(&format!(" and {column} in ({})", placeholders(bound.len() + 1, ids.len())));
            bound.extend(ids.iter().map(|id| Value::Int(*id)));
        }
    }
    bound.push(limit.into());
    text.push_str(&format!(" order by sort_at desc, id desc limit ${}", bound.len()));
    conn.all(text, bound).await?.iter().map(super::orders::record).collect()
}

/// Orders, parcels and refunds that are called `q`.
pub(in crate::orders) async fn called(conn: &mut impl Connection, q: &str, shops: &[i64]) -> Result<Vec<i64>, Error> {
    let mut found = Vec::new();
    for text in [BY_NUMBER, BY_REFUND] {
        if shops.is_empty() {
            continue;
        }
        // The shops are named so that the index on shop and number serves.
        let mut bound = values![q];
        bound.extend(shops.iter().map(|id| Value::Int(*id)));
        let list = placeholders(2, shops.len());
        for row in conn.all(format!("{text} and shop_id in ({list}) limit 50"), bound).await? {
            found.push(row.at(0)?);
        }
    }
    for row in conn.all(BY_TRACKING, values![q]).await? {
        found.push(row.at(0)?);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// A deal, for sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deal {
    /// The order.
    pub order_id: i64,
    /// The shop.
    pub shop_id: i64,
    /// Who bought; `None` for a guest.
    pub profile_id: Option<i64>,
    /// When it was paid, else placed, milliseconds UTC.
    pub at: i64,
    /// Paid less refunded, minor units of `currency`.
    pub amount: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// What was paid.
    pub paid: i64,
    /// What was given back.
    pub refunded: i64,
    /// Pieces.
    pub pieces: i64,
}

/// Hands every deal placed in `[from, to)` to `take`, one by one.
pub(in crate::orders) async fn deals(
    conn: &mut impl Connection,
    scope: &ShopScope,
    from: i64,
    to: i64,
    mut take: impl FnMut(Deal) + Send,
) -> Result<(), Error> {
    let mut bound = values![from, to];
    let (shops, ids) = within("shop_id", scope, 3);
    bound.extend(ids);
    let mut rows = conn.stream(format!("{DEALS}{shops}"), bound)?;
    while let Some(row) = rows.try_next().await? {
        take(deal(&row)?);
    }
    Ok(())
}

fn deal(row: &Row) -> Result<Deal, Error> {
    Ok(Deal {
        order_id: row.at(0)?,
        shop_id: row.at(1)?,
        profile_id: row.at(2)?,
        at: row.at(3)?,
        amount: row.at(4)?,
        currency: row.at(5)?,
        paid: row.at(6)?,
        refunded: row.at(7)?,
        pieces: row.at(8)?,
    })
}

pub(in crate::orders) async fn buyers(
    conn: &mut impl Connection,
    scope: &ShopScope,
    from: i64,
    to: i64,
) -> Result<Vec<i64>, Error> {
    let mut bound = values![from, to];
    let (shops, ids) = within("shop_id", scope, 3);
    bound.extend(ids);
    conn.all(format!("{BUYERS}{shops}"), bound).await?.iter().map(|row| row.at(0)).collect()
}

/// When and for how much these profiles bought.
pub(in crate::orders) async fn deals_of(
    conn: &mut impl Connection,
    profiles: &[i64],
) -> Result<Vec<(i64, i64)>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        for row in conn.all(format!("{DEALS_OF}{list})"), ids).await? {
            found.push((row.at(0)?, row.at(1)?));
        }
    }
    Ok(found)
}

/// The deals of these profiles placed at `from` or later: (profile, when paid, amount), in one currency.
pub(in crate::orders) async fn dated(
    conn: &mut impl Connection,
    profiles: &[i64],
    from: i64,
    currency: &str,
) -> Result<Vec<(i64, i64, i64)>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(3, profiles.iter().copied()) {
        let text = format!(
            "select profile_id, coalesce(paid_at, sort_at), deal_amount from orders where deal_amount > 0 \
             and coalesce(paid_at, sort_at) >= $1 and currency = $2 and profile_id in ({list})"
        );
        let mut bound = values![from, currency];
        bound.extend(ids);
        for row in conn.all(text, bound).await? {
            found.push((row.at(0)?, row.at(1)?, row.at(2)?));
        }
    }
    Ok(found)
}

/// The orders of these profiles that were paid at `from` or later, in one currency, whatever became of them.
pub(in crate::orders) async fn paid_since(
    conn: &mut impl Connection,
    profiles: &[i64],
    from: i64,
    currency: &str,
) -> Result<Vec<i64>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(3, profiles.iter().copied()) {
        let text = format!(
            "select id from orders where paid > 0 and coalesce(paid_at, sort_at) >= $1 and currency = $2 \
             and profile_id in ({list})"
        );
        let mut bound = values![from, currency];
        bound.extend(ids);
        for row in conn.all(text, bound).await? {
            found.push(row.at(0)?);
        }
    }
    Ok(found)
}

pub(in crate::orders) async fn open_refunds(conn: &mut impl Connection, scope: &ShopScope) -> Result<i64, Error> {
    let (shops, bound) = within("shop_id", scope, 1);
    conn.one(format!("{OPEN_REFUNDS}{shops}"), bound).await?.map_or(Ok(0), |row| row.at(0))
}

pub(in crate::orders) async fn placed(
    conn: &mut impl Connection,
    scope: &ShopScope,
    from: i64,
    to: i64,
) -> Result<i64, Error> {
    let mut bound = values![from, to];
    let (shops, ids) = within("shop_id", scope, 3);
    bound.extend(ids);
    conn.one(format!("{PLACED}{shops}"), bound).await?.map_or(Ok(0), |row| row.at(0))
}
