//! The SQL of sizes over time: one row a segment and quarter of an hour in which somebody crossed.

use platform::db::{Bulk, Connection, Tx};
use platform::{Error, values};

const PUT: Bulk = Bulk {
    insert: "insert into segment_sizes (segment_id, at, size, entered, left_count)",
    columns: 5,
    then: "on conflict (segment_id, at) do update set size = excluded.size, \
        entered = segment_sizes.entered + excluded.entered, left_count = segment_sizes.left_count + excluded.left_count",
};
pub(super) const RANGE: &str = "select at, size, entered, left_count from segment_sizes \
    where segment_id = $1 and at >= $2 and at < $3 order by at";
pub(super) const SINCE: &str = "select segment_id, cast(sum(entered) as bigint), cast(sum(left_count) as bigint) \
    from segment_sizes where at >= $1 group by segment_id";

/// The size of a segment at the end of a quarter of an hour, with what crossed in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::segments) struct Sized {
    pub(in crate::segments) segment: i64,
    /// The quarter's beginning, milliseconds UTC.
    pub(in crate::segments) at: i64,
    pub(in crate::segments) size: i64,
    pub(in crate::segments) entered: i64,
    pub(in crate::segments) left: i64,
}

/// Adds to what is on file. Each segment and quarter stands in `rows` once.
pub(in crate::segments) async fn put_sizes(tx: &mut Tx, rows: &[Sized]) -> Result<(), Error> {
    let rows = rows.iter().map(|one| values![one.segment, one.at, one.size, one.entered, one.left]).collect();
    PUT.run(tx, rows).await.map(|_| ())
}

pub(in crate::segments) async fn sizes(
    conn: &mut impl Connection,
    segment: i64,
    from: i64,
    to: i64,
) -> Result<Vec<Sized>, Error> {
    let rows = conn.all(RANGE, values![segment, from, to]).await?;
    rows.iter()
        .map(|row| Ok(Sized { segment, at: row.at(0)?, size: row.at(1)?, entered: row.at(2)?, left: row.at(3)? }))
        .collect()
}

/// How many came and left since an instant: (segment, came, left).
pub(in crate::segments) async fn moved_since(
    conn: &mut impl Connection,
    from: i64,
) -> Result<Vec<(i64, i64, i64)>, Error> {
    conn.all(SINCE, values![from]).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?, row.at(2)?))).collect()
}
