//! The SQL of lines.

use std::collections::HashMap;

use platform::db::{Bulk, Connection, Row, Tx, Value, pieces};
use platform::{Error, values};

use crate::orders::facts::{LineFacts, from_json};

/// A line as the table holds it.
#[derive(Clone)]
pub(in crate::orders) struct Record {
    pub(in crate::orders) id: i64,
    pub(in crate::orders) order_id: i64,
    /// As stated; otherwise made from what was sold, beginning with `#`.
    pub(in crate::orders) number: String,
    pub(in crate::orders) product_id: i64,
    pub(in crate::orders) revenue: Option<i64>,
    /// Of the last statement.
    pub(in crate::orders) hash: i64,
    pub(in crate::orders) facts: LineFacts,
    /// `facts`, written.
    pub(in crate::orders) json: String,
}

const OF_ORDERS: &str =
    "select id, order_id, number, product_id, revenue, hash, detail from order_lines where order_id in (";

const INSERT: Bulk = Bulk {
    insert: "insert into order_lines (id, order_id, number, product_id, quantity, revenue, refunded, hash, detail)",
    columns: 9,
    then: "",
};
const WRITE: Bulk = Bulk {
    then: "on conflict (id) do update set number = excluded.number, product_id = excluded.product_id, \
        quantity = excluded.quantity, revenue = excluded.revenue, refunded = excluded.refunded, hash = excluded.hash, \
        detail = excluded.detail",
    ..INSERT
};

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] =
    &["select id, order_id, number, product_id, revenue, hash, detail from order_lines where order_id in ($1)"];

/// The lines of each order, in the order in which they were first stated.
pub(in crate::orders) async fn of_orders(
    conn: &mut impl Connection,
    orders: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, Vec<Record>>, Error> {
    let mut found: HashMap<i64, Vec<Record>> = HashMap::new();
    for (list, ids) in pieces(1, orders) {
        for row in conn.all(format!("{OF_ORDERS}{list})"), ids).await? {
            let line = record(&row)?;
            found.entry(line.order_id).or_default().push(line);
        }
    }
    for lines in found.values_mut() {
        lines.sort_by_key(|line| line.id);
    }
    Ok(found)
}

/// Writes lines that nobody knew.
pub(in crate::orders) async fn insert<'a>(
    tx: &mut Tx,
    records: impl IntoIterator<Item = &'a Record>,
) -> Result<(), Error> {
    INSERT.run(tx, rows(records)).await.map(|_| ())
}

/// Writes known lines as they are now.
pub(in crate::orders) async fn write<'a>(
    tx: &mut Tx,
    records: impl IntoIterator<Item = &'a Record>,
) -> Result<(), Error> {
    WRITE.run(tx, rows(records)).await.map(|_| ())
}

fn rows<'a>(records: impl IntoIterator<Item = &'a Record>) -> Vec<Vec<Value>> {
    records
        .into_iter()
        .map(|one| {
            values![
                one.id,
                one.order_id,
                &one.number,
                one.product_id,
                one.facts.quantity,
                one.revenue,
                one.facts.refunded.unwrap_or(0),
                one.hash,
                &one.json
            ]
        })
        .collect()
}

fn record(row: &Row) -> Result<Record, Error> {
    let json: String = row.at(6)?;
    Ok(Record {
        id: row.at(0)?,
        order_id: row.at(1)?,
        number: row.at(2)?,
        product_id: row.at(3)?,
        revenue: row.at(4)?,
        hash: row.at(5)?,
        facts: from_json(&json)?,
        json,
    })
}
