//! The SQL of parcels.

use std::collections::HashMap;

use platform::db::{Bulk, Connection, Tx, Value, pieces};
use platform::{Error, values};

/// A parcel as the table holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::orders) struct Record {
    pub(in crate::orders) id: i64,
    pub(in crate::orders) order_id: i64,
    pub(in crate::orders) carrier: Option<String>,
    pub(in crate::orders) tracking: String,
    pub(in crate::orders) shipped_at: Option<i64>,
    /// JSON list of where it was seen.
    pub(in crate::orders) trace: String,
}

const OF_ORDERS: &str = "select id, order_id, carrier, tracking, shipped_at, trace from shipments where order_id in (";

const INSERT: Bulk =
    Bulk { insert: "insert into shipments (id, order_id, carrier, tracking, shipped_at, trace)", columns: 6, then: "" };
const WRITE: Bulk = Bulk {
    then: "on conflict (id) do update set carrier = excluded.carrier, shipped_at = excluded.shipped_at, \
        trace = excluded.trace",
    ..INSERT
};

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] =
    &["select id, order_id, carrier, tracking, shipped_at, trace from shipments where order_id in ($1)"];

pub(in crate::orders) async fn of_orders(
    conn: &mut impl Connection,
    orders: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, Vec<Record>>, Error> {
    let mut found: HashMap<i64, Vec<Record>> = HashMap::new();
    for (list, ids) in pieces(1, orders) {
        for row in conn.all(format!("{OF_ORDERS}{list})"), ids).await? {
            let one = Record {
                id: row.at(0)?,
                order_id: row.at(1)?,
                carrier: row.at(2)?,
                tracking: row.at(3)?,
                shipped_at: row.at(4)?,
                trace: row.at(5)?,
            };
            found.entry(one.order_id).or_default().push(one);
        }
    }
    Ok(found)
}

/// Writes parcels that nobody knew.
pub(in crate::orders) async fn insert(tx: &mut Tx, records: Vec<Record>) -> Result<(), Error> {
    INSERT.run(tx, rows(records)).await.map(|_| ())
}

/// Writes known parcels as they are now.
pub(in crate::orders) async fn write(tx: &mut Tx, records: Vec<Record>) -> Result<(), Error> {
    WRITE.run(tx, rows(records)).await.map(|_| ())
}

fn rows(records: Vec<Record>) -> Vec<Vec<Value>> {
    records
        .into_iter()
        .map(|one| values![one.id, one.order_id, one.carrier, one.tracking, one.shipped_at, one.trace])
        .collect()
}
