//! The SQL of gifts.

use platform::db::{Connection, Migration, Row, Tx, Value, pieces, placeholders};
use platform::{Error, values};
use pricing::Words;

use super::look::Wanted;
use super::model::{GiftKind, GiftSource, GiftStatus};

/// A row a gift. Of somebody who was erased the row stays, with profile 0 and without words.
pub(super) const MIGRATION: Migration = Migration::new(
    "20261123_1700_gifts",
    "create table gifts (
        id bigint not null primary key,
        key text not null,
        profile_id bigint not null,
        name text not null,
        kind text not null,
        worth bigint not null check (worth >= 0),
        source text not null,
        reason text,
        status text not null,
        note text,
        at bigint not null,
        actor text,
        changed_at bigint not null,
        changed_by text
    );
    create unique index gifts_key on gifts (key);
    create index gifts_profile on gifts (profile_id, at);
    create index gifts_status on gifts (status, at, id);
    create index gifts_at on gifts (at, id);
    ",
);

/// What a gift is called in English; empty when only Chinese is said.
pub(super) const IN_ENGLISH: Migration = Migration::new(
    "20261124_1200_gifts_in_english",
    "alter table gifts add column name_en text not null default '';\n",
);

macro_rules! columns {
    () => {
        "id, key, profile_id, name, kind, worth, source, reason, status, note, at, actor, changed_at, changed_by, name_en"
    };
}

const INSERT: &str = concat!(
    "insert into gifts (",
    columns!(),
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, 'due', null, $9, $10, $9, $10, $11) on conflict (key) do nothing"
);
const KEYED: &str = concat!("select ", columns!(), " from gifts where key = $1");
const STANDING: &str =
    "select status, count(*), cast(coalesce(sum(worth), 0) as bigint), min(at) from gifts group by status";
/// Whoever settles it or takes her out of it next waits.
const HOLD: &str = "update gifts set status = status where id = $1 and status in ('due', 'failed') and profile_id <> 0";
const BETWEEN: &str = "select count(*), cast(coalesce(sum(worth), 0) as bigint) from gifts \
    where at >= $1 and at < $2 and status <> 'cancelled'";

/// Every statement of a fixed text, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[INSERT, KEYED, STANDING, HOLD, BETWEEN];

/// A gift as it stands in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GiftRow {
    pub(super) id: i64,
    pub(super) key: String,
    pub(super) profile_id: i64,
    pub(super) name: Words,
    pub(super) kind: GiftKind,
    pub(super) worth: i64,
    pub(super) source: GiftSource,
    pub(super) reason: Option<String>,
    pub(super) status: GiftStatus,
    pub(super) note: Option<String>,
    pub(super) at: i64,
    pub(super) actor: Option<String>,
    pub(super) changed_at: i64,
    pub(super) changed_by: Option<String>,
}

fn gift(row: &Row) -> Result<GiftRow, Error> {
    let odd = |what: &str, code: &str| Error::internal(format!("no {what} of a gift is called {code}"));
    let (kind, source, status): (String, String, String) = (row.at(4)?, row.at(6)?, row.at(8)?);
    Ok(GiftRow {
        id: row.at(0)?,
        key: row.at(1)?,
        profile_id: row.at(2)?,
        name: Words { zh: row.at(3)?, en: row.at(14)? },
        kind: GiftKind::from_code(&kind).ok_or_else(|| odd("kind", &kind))?,
        worth: row.at(5)?,
        source: GiftSource::from_code(&source).ok_or_else(|| odd("source", &source))?,
        reason: row.at(7)?,
        status: GiftStatus::from_code(&status).ok_or_else(|| odd("status", &status))?,
        note: row.at(9)?,
        at: row.at(10)?,
        actor: row.at(11)?,
        changed_at: row.at(12)?,
        changed_by: row.at(13)?,
    })
}

/// Writes a gift that is due; false when its key was written before.
pub(super) async fn insert(tx: &mut Tx, row: &GiftRow) -> Result<bool, Error> {
    let bound = values![
        row.id,
        &row.key,
        row.profile_id,
        &row.name.zh,
        row.kind.code(),
        row.worth,
        row.source.code(),
        row.reason.as_deref(),
        row.at,
        row.actor.as_deref(),
        &row.name.en
    ];
    Ok(tx.execute(INSERT, bound).await? > 0)
}

pub(super) async fn keyed(conn: &mut impl Connection, key: &str) -> Result<Option<GiftRow>, Error> {
    conn.one(KEYED, values![key]).await?.as_ref().map(gift).transpose()
}

/// Gifts before `(instant, id)`, newest first.
pub(super) async fn list(
    conn: &mut impl Connection,
    wanted: &Wanted,
    before: (i64, i64),
    limit: i64,
) -> Result<Vec<GiftRow>, Error> {
    let mut text = concat!("select ", columns!(), " from gifts where (at, id) < ($1, $2)").to_owned();
    let mut bound = values![before.0, before.1];
    for (column, code) in [
        ("status", wanted.status.map(GiftStatus::code)),
        ("kind", wanted.kind.map(GiftKind::code)),
        ("source", wanted.source.map(GiftSource::code)),
    ] {
        if let Some(code) = code {
            bound.push(code.into());
            text.push_str(&format!(" and {column} = ${}", bound.len()));
        }
    }
    if let Some(profiles) = &wanted.profiles {
        text.push_str(&format!(" and profile_id in ({})", placeholders(bound.len() + 1, profiles.len())));
        bound.extend(profiles.iter().map(|id| Value::from(*id)));
    }
    bound.push(limit.into());
    text.push_str(&format!(" order by at desc, id desc limit ${}", bound.len()));
    conn.all(text, bound).await?.iter().map(gift).collect()
}

/// These gifts, by id.
pub(super) async fn by_ids(conn: &mut impl Connection, ids: &[i64]) -> Result<Vec<GiftRow>, Error> {
    let mut found = Vec::new();
    for (list, bound) in pieces(1, ids.iter().copied()) {
        let text = format!(concat!("select ", columns!(), " from gifts where id in ({}) order by id"), list);
        for row in conn.all(text, bound).await? {
            found.push(gift(&row)?);
        }
    }
    Ok(found)
}

/// Everything of these profiles, the oldest first.
pub(super) async fn of_profiles(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<GiftRow>, Error> {
    let mut found = Vec::new();
    for (list, bound) in pieces(1, profiles.iter().copied()) {
        let text = format!(concat!("select ", columns!(), " from gifts where profile_id in ({})"), list);
        for row in conn.all(text, bound).await? {
            found.push(gift(&row)?);
        }
    }
    found.sort_by_key(|row| (row.at, row.id));
    Ok(found)
}

/// Makes whoever settles it wait; whether it waits to be sent.
pub(super) async fn hold(tx: &mut Tx, id: i64) -> Result<bool, Error> {
    Ok(tx.execute(HOLD, values![id]).await? == 1)
}

/// Takes a gift over to another status, when it still stands in one that goes over to it; whether it did.
pub(super) async fn settle(
    tx: &mut Tx,
    id: i64,
    to: GiftStatus,
    note: Option<&str>,
    (now, by): (i64, &str),
) -> Result<bool, Error> {
    let mut bound = values![id, to.code(), note, now, by];
    let from = placeholders(bound.len() + 1, to.from().len());
    bound.extend(to.from().iter().map(|status| Value::from(status.code())));
    // What was noted of the status before, why it failed say, is no news of this one.
    let text = format!(
        "update gifts set status = $2, note = $3, changed_at = $4, changed_by = $5 where id = $1 and status in ({from})"
    );
    Ok(tx.execute(text, bound).await? > 0)
}

/// How many stand in each status, what they are worth together, and when the first of them was given.
pub(super) async fn standing(conn: &mut impl Connection) -> Result<Vec<(String, i64, i64, i64)>, Error> {
    let rows = conn.all(STANDING, values![]).await?;
    rows.iter().map(|row| Ok((row.at(0)?, row.at(1)?, row.at(2)?, row.at(3)?))).collect()
}

/// Gifts given from `from` to before `to`, milliseconds UTC, and what they are worth; those called off are left out.
pub(super) async fn between(conn: &mut impl Connection, from: i64, to: i64) -> Result<(i64, i64), Error> {
    match conn.one(BETWEEN, values![from, to]).await? {
        Some(row) => Ok((row.at(0)?, row.at(1)?)),
        None => Ok((0, 0)),
    }
}

/// Takes these profiles out of their gifts; what is due is called off.
pub(super) async fn unname(tx: &mut Tx, profiles: &[i64]) -> Result<u64, Error> {
    let mut done = 0;
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        let text = format!(
            "update gifts set profile_id = 0, reason = null, note = null, key = 'erased:' || id, \
             status = case when status in ('due', 'failed') then 'cancelled' else status end where profile_id in ({list})"
        );
        done += tx.execute(text, ids).await?;
    }
    Ok(done)
}
