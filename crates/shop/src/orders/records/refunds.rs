//! The SQL of refunds.

use std::collections::HashMap;

use platform::db::{Bulk, Connection, Row, Tx, pieces};
use platform::{Error, values};

use crate::orders::facts::from_json;
use crate::orders::refunds::RefundFacts;

/// A refund as the table holds it.
#[derive(Clone)]
pub(in crate::orders) struct Record {
    pub(in crate::orders) id: i64,
    pub(in crate::orders) shop_id: i64,
    pub(in crate::orders) number: String,
    pub(in crate::orders) order_id: Option<i64>,
    pub(in crate::orders) profile_id: Option<i64>,
    /// When it was asked for, done, or first heard of.
    pub(in crate::orders) sort_at: i64,
    /// Of the last statement.
    pub(in crate::orders) hash: i64,
    pub(in crate::orders) facts: RefundFacts,
    /// `facts`, written.
    pub(in crate::orders) json: String,
    pub(in crate::orders) created_at: i64,
}

macro_rules! columns {
    () => {
        "id, shop_id, number, order_id, profile_id, sort_at, hash, detail, created_at"
    };
}

const BY_NUMBERS: &str = concat!("select ", columns!(), " from refunds where shop_id = $1 and number in (");
const OF_ORDERS: &str = concat!("select ", columns!(), " from refunds where order_id in (");
const UNLINKED: &str = "select id, order_number, amount, status from refunds \
    where shop_id = $1 and order_id is null and order_number in (";
const SUMS: &str = "select order_id, cast(sum(amount) as bigint) as amount from refunds \
    where status = 'succeeded' and order_id in (";
const SUMS_END: &str = ") group by order_id";
const LINK: &str = "update refunds set order_id = $2, profile_id = coalesce($3, profile_id) where id = $1";
const OWN: &str = "update refunds set profile_id = $2 where order_id = $1";
const ANY: &str = "select id from refunds where shop_id = $1 limit 1";

const WRITE: Bulk = Bulk {
    insert: "insert into refunds (id, shop_id, number, order_id, order_number, profile_id, amount, currency, status, \
        sort_at, hash, detail, created_at, changed_at)",
    columns: 14,
    then: "on conflict (id) do update set order_id = excluded.order_id, order_number = excluded.order_number, \
        profile_id = excluded.profile_id, amount = excluded.amount, currency = excluded.currency, \
        status = excluded.status, sort_at = excluded.sort_at, hash = excluded.hash, detail = excluded.detail, \
        changed_at = excluded.changed_at",
};

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    concat!("select ", columns!(), " from refunds where shop_id = $1 and number in ($2)"),
    "select order_id, cast(sum(amount) as bigint) as amount from refunds where status = 'succeeded' \
        and order_id in ($1) group by order_id",
    LINK,
    OWN,
    ANY,
];

/// A refund that came before its order.
pub(in crate::orders) struct Unlinked {
    pub(in crate::orders) id: i64,
    pub(in crate::orders) order_number: String,
    /// What counts: 0 unless it succeeded.
    pub(in crate::orders) amount: i64,
}

pub(in crate::orders) async fn by_numbers(
    tx: &mut Tx,
    shop_id: i64,
    numbers: impl IntoIterator<Item = &str>,
) -> Result<HashMap<String, Record>, Error> {
    let mut found = HashMap::new();
    for (list, numbers) in pieces(2, numbers) {
        let mut bound = values![shop_id];
        bound.extend(numbers);
        for row in tx.all(format!("{BY_NUMBERS}{list})"), bound).await? {
            let record = record(&row)?;
            found.insert(record.number.clone(), record);
        }
    }
    Ok(found)
}

pub(in crate::orders) async fn of_orders(
    conn: &mut impl Connection,
    orders: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, Vec<Record>>, Error> {
    let mut found: HashMap<i64, Vec<Record>> = HashMap::new();
    for (list, ids) in pieces(1, orders) {
        for row in conn.all(format!("{OF_ORDERS}{list})"), ids).await? {
            let record = record(&row)?;
            if let Some(order) = record.order_id {
                found.entry(order).or_default().push(record);
            }
        }
    }
    Ok(found)
}

/// Whether the shop has any refund: most orders come before there is one, and then nothing need be looked for.
pub(in crate::orders) async fn any(tx: &mut Tx, shop_id: i64) -> Result<bool, Error> {
    Ok(tx.one(ANY, values![shop_id]).await?.is_some())
}

pub(in crate::orders) async fn unlinked(
    tx: &mut Tx,
    shop_id: i64,
    orders: impl IntoIterator<Item = &str>,
) -> Result<Vec<Unlinked>, Error> {
    let mut found = Vec::new();
    for (list, numbers) in pieces(2, orders) {
        let mut bound = values![shop_id];
        bound.extend(numbers);
        for row in tx.all(format!("{UNLINKED}{list})"), bound).await? {
            let counts = row.at::<String>(3)? == "succeeded";
            let amount = if counts { row.at(2)? } else { 0 };
            found.push(Unlinked { id: row.at(0)?, order_number: row.at(1)?, amount });
        }
    }
    Ok(found)
}

pub(in crate::orders) async fn link(tx: &mut Tx, id: i64, order: i64, profile: Option<i64>) -> Result<(), Error> {
    tx.execute(LINK, values![id, order, profile]).await.map(|_| ())
}

/// Gives the refunds of an order to the order's profile.
pub(in crate::orders) async fn own(tx: &mut Tx, order: i64, profile: Option<i64>) -> Result<(), Error> {
    tx.execute(OWN, values![order, profile]).await.map(|_| ())
}

/// What was given back for each order.
pub(in crate::orders) async fn sums(
    tx: &mut Tx,
    orders: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, i64>, Error> {
    let mut found = HashMap::new();
    for (list, ids) in pieces(1, orders) {
        for row in tx.all(format!("{SUMS}{list}{SUMS_END}"), ids).await? {
            found.insert(row.at(0)?, row.at(1)?);
        }
    }
    Ok(found)
}

pub(in crate::orders) async fn write<'a>(
    tx: &mut Tx,
    records: impl IntoIterator<Item = &'a Record>,
    now: i64,
) -> Result<(), Error> {
    let rows = records
        .into_iter()
        .map(|one| {
            values![
                one.id,
                one.shop_id,
                &one.number,
                one.order_id,
                one.facts.order.as_ref(),
                one.profile_id,
                one.facts.amount,
                &one.facts.currency,
                one.facts.status.code(),
                one.sort_at,
                one.hash,
                &one.json,
                one.created_at,
                now
            ]
        })
        .collect();
    WRITE.run(tx, rows).await.map(|_| ())
}

pub(in crate::orders) fn record(row: &Row) -> Result<Record, Error> {
    let json: String = row.at(7)?;
    Ok(Record {
        id: row.at(0)?,
        shop_id: row.at(1)?,
        number: row.at(2)?,
        order_id: row.at(3)?,
        profile_id: row.at(4)?,
        sort_at: row.at(5)?,
        hash: row.at(6)?,
        facts: from_json(&json)?,
        json,
        created_at: row.at(8)?,
    })
}
