//! The SQL of crossings: who came into a live segment and who left it, when and why.

use platform::db::{Bulk, Connection, Row, Tx, pieces};
use platform::{Error, values};

use crate::segments::model::{Cause, Crossed};

const INSERT: Bulk = Bulk {
    insert: "insert into segment_crossings (id, segment_id, customer_id, entered, at, cause)",
    columns: 6,
    then: "",
};
pub(super) const AFTER: &str = "select id, segment_id, customer_id, entered, at, cause from segment_crossings \
    where segment_id = $1 and id > $2 order by id";
pub(super) const OF_SEGMENT: &str = "select id, segment_id, customer_id, entered, at, cause from segment_crossings \
    where segment_id = $1 and id < $2 order by id desc limit $3";
pub(super) const LAST_ENTRY: &str = "select segment_id, max(at) from segment_crossings \
    where customer_id = $1 and entered group by segment_id";
pub(super) const OF_CUSTOMER: &str = "select crossing.id, crossing.segment_id, crossing.customer_id, crossing.entered, \
    crossing.at, crossing.cause, segment.name from segment_crossings crossing \
    join segments segment on segment.id = crossing.segment_id \
    where crossing.customer_id = $1 and (crossing.at < $2 or crossing.at = $2 and crossing.id < $3) \
    order by crossing.at desc, crossing.id desc limit $4";
pub(super) const BETWEEN: &str = "select id, segment_id, customer_id, entered, at, cause from segment_crossings \
    where id >= $1 and id <= $2 order by id";
pub(super) const ERASE: &str = "delete from segment_crossings where customer_id = $1";

fn crossed(row: &Row) -> Result<Crossed, Error> {
    let cause: String = row.at(5)?;
    Ok(Crossed {
        id: row.at(0)?,
        segment: row.at(1)?,
        customer: row.at(2)?,
        entered: row.at(3)?,
        at: row.at(4)?,
        cause: Cause::of(&cause),
    })
}

pub(in crate::segments) async fn insert_crossings(tx: &mut Tx, rows: &[Crossed]) -> Result<(), Error> {
    let row = |one: &Crossed| values![one.id, one.segment, one.customer, one.entered, one.at, one.cause.code()];
    INSERT.run(tx, rows.iter().map(row).collect()).await.map(|_| ())
}

/// The crossings of a segment after one, oldest first.
pub(in crate::segments) async fn crossings_after(
    conn: &mut impl Connection,
    segment: i64,
    after: i64,
) -> Result<Vec<Crossed>, Error> {
    conn.all(AFTER, values![segment, after]).await?.iter().map(crossed).collect()
}

/// The crossings of a segment before one, newest first.
pub(in crate::segments) async fn crossings_before(
    conn: &mut impl Connection,
    segment: i64,
    before: i64,
    limit: i64,
) -> Result<Vec<Crossed>, Error> {
    conn.all(OF_SEGMENT, values![segment, before, limit]).await?.iter().map(crossed).collect()
}

/// The crossings from one to another, both included, oldest first.
pub(in crate::segments) async fn crossings_between(
    conn: &mut impl Connection,
    first: i64,
    last: i64,
) -> Result<Vec<Crossed>, Error> {
    conn.all(BETWEEN, values![first, last]).await?.iter().map(crossed).collect()
}

/// When a customer last came into each segment: (segment, milliseconds UTC).
pub(in crate::segments) async fn last_entries(
    conn: &mut impl Connection,
    customer: i64,
) -> Result<Vec<(i64, i64)>, Error> {
    conn.all(LAST_ENTRY, values![customer]).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}

/// A customer's crossings before an instant and id, newest first, each with its segment's name.
pub(in crate::segments) async fn crossings_of_customer(
    conn: &mut impl Connection,
    customer: i64,
    (at, id): (i64, i64),
    limit: i64,
) -> Result<Vec<(Crossed, String)>, Error> {
    let rows = conn.all(OF_CUSTOMER, values![customer, at, id, limit]).await?;
    rows.iter().map(|row| Ok((crossed(row)?, row.at(6)?))).collect()
}

/// Every crossing of these customers, oldest first.
pub(in crate::segments) async fn crossings_of(
    conn: &mut impl Connection,
    customers: &[i64],
) -> Result<Vec<Crossed>, Error> {
    let mut found = Vec::new();
    for (list, bound) in pieces(1, customers.iter().copied()) {
        let text = format!(
            "select id, segment_id, customer_id, entered, at, cause from segment_crossings \
             where customer_id in ({list}) order by id"
        );
        for row in conn.all(text, bound).await? {
            found.push(crossed(&row)?);
        }
    }
    Ok(found)
}

pub(in crate::segments) async fn erase_crossings(tx: &mut Tx, customer: i64) -> Result<u64, Error> {
    tx.execute(ERASE, values![customer]).await
}
