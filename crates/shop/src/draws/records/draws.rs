//! Draws and how many of their prizes were won.

use platform::db::{Bulk, Connection, Row, Tx};
use platform::{Error, values};

use crate::draws::model::{DrawState, Record};

macro_rules! columns {
    () => {
        "id, revision, terms, commitment, seed, tickets, created_at, published_at, ended_at, end_reason"
    };
}

const FIND: &str = concat!("select ", columns!(), " from draws where id = $1");
const LIST: &str = concat!("select ", columns!(), " from draws where id < $1");
const INSERT: &str = "insert into draws (id, revision, terms, starts_at, ends_at, tickets, created_at) \
    values ($1, 1, $2, $3, $4, 0, $5)";
const CHANGE: &str = "update draws set terms = $3, starts_at = $4, ends_at = $5, revision = revision + 1 \
    where id = $1 and revision = $2 and published_at is null";
const PUBLISH: &str = "update draws set commitment = $3, seed = $4, published_at = $5, revision = revision + 1 \
    where id = $1 and revision = $2 and published_at is null";
const END: &str = "update draws set ended_at = $2, end_reason = $3, revision = revision + 1 \
    where id = $1 and published_at is not null and ended_at is null and ends_at > $2";
const DELETE: &str = "delete from draws where id = $1 and published_at is null";
/// Whoever draws next waits until the transaction ends.
const HOLD: &str = "update draws set tickets = tickets where id = $1";
const COUNT: &str = "update draws set tickets = tickets + 1 where id = $1 returning tickets";
const TAKE: &str = "update draw_prizes set taken = taken + 1 where draw_id = $1 and place = $2 and taken < quantity";
const PRIZES: &str = "select quantity, taken from draw_prizes where draw_id = $1 order by place";
const ADD_PRIZES: Bulk =
    Bulk { insert: "insert into draw_prizes (draw_id, place, quantity, taken)", columns: 4, then: "" };

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[FIND, INSERT, CHANGE, PUBLISH, END, DELETE, HOLD, COUNT, TAKE, PRIZES];

fn record(row: &Row) -> Result<Record, Error> {
    Ok(Record {
        id: row.at(0)?,
        revision: row.at(1)?,
        terms: serde_json::from_str(&row.at::<String>(2)?).map_err(Error::internal)?,
        commitment: row.at(3)?,
        seed: row.at(4)?,
        tickets: row.at(5)?,
        created_at: row.at(6)?,
        published_at: row.at(7)?,
        ended_at: row.at(8)?,
        end_reason: row.at(9)?,
    })
}

pub(in crate::draws) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<Record>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(record).transpose()
}

/// Draws before `before`, newest first; of a state when it is given.
pub(in crate::draws) async fn list(
    conn: &mut impl Connection,
    state: Option<DrawState>,
    before: i64,
    limit: i64,
    now: i64,
) -> Result<Vec<Record>, Error> {
    let live = "published_at is not null and ended_at is null";
    let mut bound = values![before, limit];
    let wanted = match state {
        None => String::new(),
        Some(DrawState::Draft) => " and published_at is null".to_owned(),
        Some(DrawState::Scheduled) => format!(" and {live} and starts_at > $3"),
        Some(DrawState::Running) => format!(" and {live} and starts_at <= $3 and ends_at > $3"),
        Some(DrawState::Ended) => {
            " and published_at is not null and (ended_at is not null or ends_at <= $3)".to_owned()
        }
    };
    if wanted.contains("$3") {
        bound.extend(values![now]);
    }
    conn.all(format!("{LIST}{wanted} order by id desc limit $2"), bound).await?.iter().map(record).collect()
}

pub(in crate::draws) async fn insert(tx: &mut Tx, one: &Record) -> Result<(), Error> {
    let terms = serde_json::to_string(&one.terms).map_err(Error::internal)?;
    let bound = values![one.id, terms, one.terms.starts_at.0, one.terms.ends_at.0, one.created_at];
    tx.execute(INSERT, bound).await.map(|_| ())
}

/// Changes a draft; false when somebody else did, or it was published.
pub(in crate::draws) async fn change(tx: &mut Tx, one: &Record) -> Result<bool, Error> {
    let terms = serde_json::to_string(&one.terms).map_err(Error::internal)?;
    let bound = values![one.id, one.revision, terms, one.terms.starts_at.0, one.terms.ends_at.0];
    Ok(tx.execute(CHANGE, bound).await? > 0)
}

/// Publishes a draft with what it promises; false when somebody else was quicker.
pub(in crate::draws) async fn publish(
    tx: &mut Tx,
    one: &Record,
    commitment: &str,
    seed: &str,
    now: i64,
) -> Result<bool, Error> {
    if tx.execute(PUBLISH, values![one.id, one.revision, commitment, seed, now]).await? == 0 {
        return Ok(false);
    }
    let prizes = (0_i64..).zip(&one.terms.prizes);
    ADD_PRIZES.run(tx, prizes.map(|(at, prize)| values![one.id, at, prize.quantity, 0_i64]).collect()).await?;
    Ok(true)
}

/// Ends a draw before its time; false when it is no longer running.
pub(in crate::draws) async fn end(tx: &mut Tx, id: i64, reason: &str, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(END, values![id, now, reason]).await? > 0)
}

/// Throws a draft away; false when it was published.
pub(in crate::draws) async fn delete(tx: &mut Tx, id: i64) -> Result<bool, Error> {
    Ok(tx.execute(DELETE, values![id]).await? > 0)
}

/// Lets one transaction at a time draw.
pub(in crate::draws) async fn hold(tx: &mut Tx, id: i64) -> Result<(), Error> {
    tx.execute(HOLD, values![id]).await.map(|_| ())
}

/// The number of the next ticket.
pub(in crate::draws) async fn count(tx: &mut Tx, id: i64) -> Result<i64, Error> {
    tx.one(COUNT, values![id]).await?.ok_or_else(|| Error::not_found("draw"))?.at(0)
}

/// Takes one of a prize; false when none is left.
pub(in crate::draws) async fn take(tx: &mut Tx, draw: i64, place: usize) -> Result<bool, Error> {
    let place = i64::try_from(place).map_err(Error::internal)?;
    Ok(tx.execute(TAKE, values![draw, place]).await? > 0)
}

/// Of each prize of a published draw, how many there are and how many were won.
pub(in crate::draws) async fn prizes(conn: &mut impl Connection, draw: i64) -> Result<Vec<(i64, i64)>, Error> {
    conn.all(PRIZES, values![draw]).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}
