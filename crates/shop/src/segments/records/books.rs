//! The SQL of the books: how far crossings are written, and who was in a segment at that point.

use platform::db::{Connection, Tx};
use platform::{Error, values};

pub(super) const CLOCK: &str = "select position, acted_at, crossing_id from segment_clock where id = 1";
pub(super) const TICK: &str = "update segment_clock set position = $1, acted_at = $2, crossing_id = $3 \
    where id = 1 and position = $4 and crossing_id = $5";
pub(super) const SNAPSHOT: &str = "select snapshot from segment_clock where id = 1";
pub(super) const SET_SNAPSHOT: &str = "update segment_clock set snapshot = $1 where id = 1";
pub(super) const BOOK: &str = "select crossing_id, members from segment_books where segment_id = $1";
pub(super) const PUT_BOOK: &str = "insert into segment_books (segment_id, crossing_id, at, members) \
    values ($1, $2, $3, $4) on conflict (segment_id) do update set crossing_id = excluded.crossing_id, \
    at = excluded.at, members = excluded.members";
pub(super) const DROP_BOOK: &str = "delete from segment_books where segment_id = $1";

/// How far crossings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::segments) struct Clock {
    /// The outbox has been followed to here.
    pub(in crate::segments) position: i64,
    /// Expiries have been acted on until here, milliseconds UTC.
    pub(in crate::segments) acted_at: i64,
    /// The last crossing.
    pub(in crate::segments) crossing_id: i64,
}

pub(in crate::segments) async fn clock(conn: &mut impl Connection) -> Result<Clock, Error> {
    let row = conn.one(CLOCK, values![]).await?.ok_or_else(|| Error::internal("segments have no clock"))?;
    Ok(Clock { position: row.at(0)?, acted_at: row.at(1)?, crossing_id: row.at(2)? })
}

/// Moves the clock on, when it still stands where it was: `false` when another process has moved it.
pub(in crate::segments) async fn tick(tx: &mut Tx, from: Clock, to: Clock) -> Result<bool, Error> {
    let values = values![to.position, to.acted_at, to.crossing_id, from.position, from.crossing_id];
    Ok(tx.execute(TICK, values).await? == 1)
}

/// The name of the snapshot that belongs to this database; empty for none.
pub(in crate::segments) async fn snapshot(conn: &mut impl Connection) -> Result<String, Error> {
    conn.one(SNAPSHOT, values![]).await?.map_or(Ok(String::new()), |row| row.at(0))
}

pub(in crate::segments) async fn set_snapshot(tx: &mut Tx, name: &str) -> Result<(), Error> {
    tx.execute(SET_SNAPSHOT, values![name]).await.map(|_| ())
}

/// Who was in a segment, and the crossing up to which that holds.
pub(in crate::segments) async fn book(
    conn: &mut impl Connection,
    segment: i64,
) -> Result<Option<(i64, Vec<u8>)>, Error> {
    conn.one(BOOK, values![segment]).await?.map(|row| Ok((row.at(0)?, row.at(1)?))).transpose()
}

pub(in crate::segments) async fn put_book(
    tx: &mut Tx,
    segment: i64,
    crossing_id: i64,
    at: i64,
    members: Vec<u8>,
) -> Result<(), Error> {
    tx.execute(PUT_BOOK, values![segment, crossing_id, at, members]).await.map(|_| ())
}
