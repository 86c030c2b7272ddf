//! The SQL of orders, as import writes them.

use std::collections::{BTreeSet, HashMap};

use platform::db::{Bulk, Connection, Row, Tx, Value, pieces, placeholders};
use platform::outbox::Message;
use platform::{Error, values};
use serde_json::json;

use crate::orders::facts::{Facts, from_json};

/// A day, milliseconds.
const DAY: i64 = 86_400_000;

/// An order as the table holds it.
#[derive(Clone)]
pub(in crate::orders) struct Record {
    pub(in crate::orders) id: i64,
    pub(in crate::orders) shop_id: i64,
    pub(in crate::orders) number: String,
    pub(in crate::orders) profile_id: Option<i64>,
    /// When it was placed, or first heard of.
    pub(in crate::orders) sort_at: i64,
    /// The larger of what the order states and what its refunds add up to.
    pub(in crate::orders) refunded: i64,
    /// Paid less refunded when it is a deal, otherwise 0.
    pub(in crate::orders) deal_amount: i64,
    /// As stated, otherwise counted from the lines.
    pub(in crate::orders) pieces: Option<i64>,
    /// Only its lines are known so far.
    pub(in crate::orders) stub: bool,
    /// Of the last statement.
    pub(in crate::orders) hash: i64,
    pub(in crate::orders) facts: Facts,
    /// `facts`, written.
    pub(in crate::orders) json: String,
    pub(in crate::orders) created_at: i64,
    /// When the table says that it was paid or placed; `None` while it is not in the table.
    pub(in crate::orders) was_at: Option<i64>,
}

impl Record {
    /// When it counts: when it was paid, or where the source does not say, when it stands. Milliseconds UTC.
    pub(in crate::orders) fn at(&self) -> i64 {
        self.facts.paid_at.unwrap_or(self.sort_at)
    }

    /// Whether only lines spoke of it, and none of them said when.
    pub(in crate::orders) fn is_timeless(&self) -> bool {
        self.stub && self.facts.stated_at().is_none()
    }

    /// Works out what follows from the facts, when refunds add up to `refunds`.
    pub(in crate::orders) fn derive(&mut self, refunds: i64) {
        let facts = &self.facts;
        self.refunded = facts.refunded.unwrap_or(0).max(refunds);
        let paid = facts.paid.unwrap_or(0);
        let deal = facts.status.is_deal() && paid > 0 && self.refunded < paid;
        self.deal_amount = if deal { paid.saturating_sub(self.refunded) } else { 0 };
        self.pieces = facts.pieces.or(self.pieces);
        if let Some(stated) = facts.stated_at() {
            self.sort_at = stated;
        }
    }
}

/// What tells whether a statement is new.
pub(in crate::orders) struct Head {
    pub(in crate::orders) id: i64,
    pub(in crate::orders) hash: i64,
    pub(in crate::orders) stub: bool,
    pub(in crate::orders) profile_id: Option<i64>,
}

/// What lines need to know of their order.
pub(in crate::orders) struct Stem {
    pub(in crate::orders) id: i64,
    pub(in crate::orders) paid: Option<i64>,
    pub(in crate::orders) sort_at: i64,
    pub(in crate::orders) stub: bool,
    pub(in crate::orders) pieces: Option<i64>,
    pub(in crate::orders) profile_id: Option<i64>,
}

macro_rules! columns {
    () => {
        "id, shop_id, number, profile_id, sort_at, refunded, deal_amount, pieces, stub, hash, detail, created_at"
    };
}

const HEADS: &str = "select number, id, hash, stub, profile_id from orders where shop_id = $1 and number in (";
const STEMS: &str = "select number, id, paid, sort_at, stub, pieces, profile_id from orders \
    where shop_id = $1 and number in (";
const OWNERS: &str = "select number, shop_id from orders where not stub";
const FULL: &str = concat!("select ", columns!(), " from orders where id in (");
const PIECES: &str = "update orders set pieces = $2 where id = $1 and pieces is null";
const UNKNOWN: &str = concat!(
    "select ",
    columns!(),
    " from orders where status = 'unknown' and status_raw = $1 order by sort_at, id limit $2"
);

const INSERT: Bulk = Bulk {
    insert: "insert into orders (id, shop_id, number, profile_id, status, status_raw, currency, sort_at, paid_at, \
        total, paid, refunded, deal_amount, pieces, title, stub, hash, detail, created_at, changed_at, brought)",
    columns: 21,
    then: "",
};
const WRITE: Bulk = Bulk {
    then: "on conflict (id) do update set profile_id = excluded.profile_id, status = excluded.status, \
        status_raw = excluded.status_raw, currency = excluded.currency, sort_at = excluded.sort_at, \
        paid_at = excluded.paid_at, total = excluded.total, paid = excluded.paid, refunded = excluded.refunded, \
        deal_amount = excluded.deal_amount, pieces = excluded.pieces, title = excluded.title, stub = excluded.stub, \
        hash = excluded.hash, detail = excluded.detail, changed_at = excluded.changed_at, brought = excluded.brought",
    ..INSERT
};

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    "select number, id, hash, stub, profile_id from orders where shop_id = $1 and number in ($2)",
    concat!("select ", columns!(), " from orders where id in ($1)"),
    "select number, shop_id from orders where not stub and shop_id in ($1) and number in ($2)",
    PIECES,
    UNKNOWN,
];

pub(in crate::orders) async fn heads(
    tx: &mut Tx,
    shop_id: i64,
    numbers: impl IntoIterator<Item = &str>,
) -> Result<HashMap<String, Head>, Error> {
    let mut found = HashMap::new();
    for (list, numbers) in pieces(2, numbers) {
        let mut bound = values![shop_id];
        bound.extend(numbers);
        for row in tx.all(format!("{HEADS}{list})"), bound).await? {
            let head = Head { id: row.at(1)?, hash: row.at(2)?, stub: row.at(3)?, profile_id: row.at(4)? };
            found.insert(row.at(0)?, head);
        }
    }
    Ok(found)
}

/// In which of these shops orders of these numbers stand, each with its own report.
pub(in crate::orders) async fn owners(
    tx: &mut Tx,
    shops: &[i64],
    numbers: impl IntoIterator<Item = &str>,
) -> Result<Vec<(String, i64)>, Error> {
    let within = placeholders(1, shops.len());
    let mut found = Vec::new();
    for (list, numbers) in pieces(shops.len() + 1, numbers) {
        let bound = shops.iter().map(|shop| Value::Int(*shop)).chain(numbers).collect();
        for row in tx.all(format!("{OWNERS} and shop_id in ({within}) and number in ({list})"), bound).await? {
            found.push((row.at(0)?, row.at(1)?));
        }
    }
    Ok(found)
}

pub(in crate::orders) async fn stems(
    tx: &mut Tx,
    shop_id: i64,
    numbers: impl IntoIterator<Item = &str>,
) -> Result<HashMap<String, Stem>, Error> {
    let mut found = HashMap::new();
    for (list, numbers) in pieces(2, numbers) {
        let mut bound = values![shop_id];
        bound.extend(numbers);
        for row in tx.all(format!("{STEMS}{list})"), bound).await? {
            let stem = Stem {
                id: row.at(1)?,
                paid: row.at(2)?,
                sort_at: row.at(3)?,
                stub: row.at(4)?,
                pieces: row.at(5)?,
                profile_id: row.at(6)?,
            };
            found.insert(row.at(0)?, stem);
        }
    }
    Ok(found)
}

pub(in crate::orders) async fn full(
    conn: &mut impl Connection,
    ids: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, Record>, Error> {
    let mut found = HashMap::new();
    for (list, ids) in pieces(1, ids) {
        for row in conn.all(format!("{FULL}{list})"), ids).await? {
            let record = record(&row)?;
            found.insert(record.id, record);
        }
    }
    Ok(found)
}

/// Orders whose status `raw` is not known, oldest first.
pub(in crate::orders) async fn unknown(tx: &mut Tx, raw: &str, limit: i64) -> Result<Vec<Record>, Error> {
    tx.all(UNKNOWN, values![raw, limit]).await?.iter().map(record).collect()
}

/// Writes orders that nobody knew.
pub(in crate::orders) async fn insert<'a>(
    tx: &mut Tx,
    records: impl IntoIterator<Item = &'a Record>,
    now: i64,
) -> Result<(), Error> {
    put(tx, INSERT, records, now).await
}

/// Writes known orders as they are now.
pub(in crate::orders) async fn write<'a>(
    tx: &mut Tx,
    records: impl IntoIterator<Item = &'a Record>,
    now: i64,
) -> Result<(), Error> {
    put(tx, WRITE, records, now).await
}

async fn put<'a>(tx: &mut Tx, how: Bulk, records: impl IntoIterator<Item = &'a Record>, now: i64) -> Result<(), Error> {
    let mut days = BTreeSet::new();
    let rows = records
        .into_iter()
        .map(|one| {
            let facts = &one.facts;
            days.extend([Some(one.at()), one.was_at].into_iter().flatten().map(|at| at.div_euclid(DAY)));
            values![
                one.id,
                one.shop_id,
                &one.number,
                one.profile_id,
                facts.status.code(),
                &facts.status_raw,
                &facts.currency,
                one.sort_at,
                facts.paid_at,
                facts.total,
                facts.paid,
                one.refunded,
                one.deal_amount,
                one.pieces,
                facts.title.as_ref(),
                one.stub,
                one.hash,
                &one.json,
                one.created_at,
                now,
                facts.brought()
            ]
        })
        .collect();
    how.run(tx, rows).await?;
    if !days.is_empty() {
        // Whoever sums up days learns which ones to sum up again, from every way in which an order is written.
        tx.emit(Message::new("orders.written", now, &json!({ "days": days }))?);
    }
    Ok(())
}

/// Writes the pieces counted from lines, where the order does not state them.
pub(in crate::orders) async fn put_pieces(tx: &mut Tx, counted: &[(i64, i64)]) -> Result<(), Error> {
    for (id, pieces) in counted {
        tx.execute(PIECES, values![*id, *pieces]).await?;
    }
    Ok(())
}

pub(in crate::orders) fn record(row: &Row) -> Result<Record, Error> {
    let json: String = row.at(10)?;
    let facts: Facts = from_json(&json)?;
    let sort_at: i64 = row.at(4)?;
    Ok(Record {
        id: row.at(0)?,
        shop_id: row.at(1)?,
        number: row.at(2)?,
        profile_id: row.at(3)?,
        sort_at,
        was_at: Some(facts.paid_at.unwrap_or(sort_at)),
        refunded: row.at(5)?,
        deal_amount: row.at(6)?,
        pieces: row.at(7)?,
        stub: row.at(8)?,
        hash: row.at(9)?,
        facts,
        json,
        created_at: row.at(11)?,
    })
}
