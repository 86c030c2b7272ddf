//! Promotions and their versions.

use platform::db::{Connection, Row, Tx, pieces};
use platform::{Error, Instant, values};
use pricing::Promotion;

use crate::promotions::model::{Record, Stage, Usage, Version, form, stock};

macro_rules! columns {
    () => {
        "id, key, stage, held, published, draft, revision, version, starts_at, ends_at, used, uses, spent, budget, sold, \
        stock, paid_orders, revenue, created_at, updated_at, updated_by"
    };
}

const FIND: &str = concat!("select ", columns!(), " from promotions where id = $1");
const BY_KEY: &str = concat!("select ", columns!(), " from promotions where key = $1");
const BY_IDS: &str = concat!("select ", columns!(), " from promotions where id in (");
const LIST: &str = concat!(
    "select ",
    columns!(),
    " from promotions where (updated_at < $1 or (updated_at = $1 and id < $2)) and ($3 = '' or stage = $3) \
    and ($4 = '' or form = $4) and ($5 = '' or name_zh like $5 or name_en like $5 or key like $5) \
    and ($6 = 0 or (held and $6 = 1) or (not held and $6 = 2)) \
    and ($7 = 0 or ends_at > $7 or ends_at is null) and ($8 = 0 or starts_at > $8) \
    and ($9 = 0 or starts_at <= $9 or starts_at is null) order by updated_at desc, id desc limit $10"
);
const OVER: &str = concat!(
    "select ",
    columns!(),
    " from promotions where (updated_at < $1 or (updated_at = $1 and id < $2)) \
    and (stage = 'ended' or (stage <> 'draft' and ends_at <= $3)) and ($4 = '' or form = $4) \
    and ($5 = '' or name_zh like $5 or name_en like $5 or key like $5) \
    and ($6 = 0 or (held and $6 = 1) or (not held and $6 = 2)) order by updated_at desc, id desc limit $7"
);
const BETWEEN: &str = concat!(
    "select ",
    columns!(),
    " from promotions where stage <> 'ended' and (starts_at is null or starts_at < $2) and (ends_at is null or ends_at > $1) \
    and (stage <> 'draft' or starts_at is not null) order by starts_at, id limit $3"
);
const LIVE: &str = concat!(
    "select ",
    columns!(),
    " from promotions where stage = 'live' and (ends_at is null or ends_at > $1) order by id"
);
const NAMING: &str = concat!(
    "select ",
    columns!(),
    " from promotions where stage <> 'ended' and (published like $1 or draft like $1) order by id"
);
const INSERT: &str = "insert into promotions (id, key, stage, held, form, name_zh, name_en, published, draft, revision, \
    version, starts_at, ends_at, used, uses, spent, budget, sold, stock, paid_orders, revenue, created_at, updated_at, \
    updated_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14, 0, $15, 0, $16, 0, 0, $17, $18, $19)";
const WRITE: &str = "update promotions set stage = $3, form = $4, name_zh = $5, name_en = $6, published = $7, draft = $8, \
    revision = revision + 1, version = $9, starts_at = $10, ends_at = $11, uses = $12, budget = $13, stock = $14, \
    updated_at = $15, updated_by = $16 where id = $1 and revision = $2";
const DELETE: &str = "delete from promotions where id = $1 and version = 0";
const ADD_VERSION: &str = "insert into promotion_versions (promotion_id, version, at, by_name, note, body) \
    values ($1, $2, $3, $4, $5, $6)";
const VERSIONS: &str = "select version, at, by_name, note, body from promotion_versions where promotion_id = $1 \
    order by version desc limit 200";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] =
    &[FIND, BY_KEY, LIST, OVER, BETWEEN, LIVE, NAMING, INSERT, WRITE, DELETE, ADD_VERSION, VERSIONS];

fn json(value: &Promotion) -> Result<String, Error> {
    serde_json::to_string(value).map_err(Error::internal)
}

pub(in crate::promotions) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<Record>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(record).transpose()
}

pub(in crate::promotions) async fn by_key(conn: &mut impl Connection, key: &str) -> Result<Option<Record>, Error> {
    conn.one(BY_KEY, values![key]).await?.as_ref().map(record).transpose()
}

pub(in crate::promotions) async fn find_all(
    conn: &mut impl Connection,
    ids: impl IntoIterator<Item = i64>,
) -> Result<Vec<Record>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, ids) {
        for row in conn.all(format!("{BY_IDS}{list})"), ids).await? {
            found.push(record(&row)?);
        }
    }
    Ok(found)
}

/// What a list is asked for.
#[derive(Debug, Clone, Default)]
pub(in crate::promotions) struct Wanted {
    /// As the clock has it.
    pub(in crate::promotions) state: Option<crate::promotions::State>,
    pub(in crate::promotions) form: String,
    /// Part of a name or key.
    pub(in crate::promotions) q: String,
    /// Coupons' terms only, or none of them.
    pub(in crate::promotions) held: Option<bool>,
}

pub(in crate::promotions) async fn list(
    conn: &mut impl Connection,
    wanted: &Wanted,
    before: (i64, i64),
    limit: i64,
    now: i64,
) -> Result<Vec<Record>, Error> {
    use crate::promotions::State;
    let part = if wanted.q.is_empty() { String::new() } else { format!("%{}%", wanted.q) };
    let held = match wanted.held {
        None => 0_i64,
        Some(true) => 1,
        Some(false) => 2,
    };
    if wanted.state == Some(State::Ended) {
        let bound = values![before.0, before.1, now, &wanted.form, part, held, limit];
        return conn.all(OVER, bound).await?.iter().map(record).collect();
    }
    // Which stage, not ended by, starts after, started by.
    let (stage, end, after, by) = match wanted.state {
        None => ("", 0, 0, 0),
        Some(State::Draft) => ("draft", 0, 0, 0),
        Some(State::Scheduled) => ("live", now, now, 0),
        Some(State::Running | State::Ended) => ("live", now, 0, now),
        Some(State::Paused) => ("paused", now, 0, 0),
    };
    let bound = values![before.0, before.1, stage, &wanted.form, part, held, end, after, by, limit];
    conn.all(LIST, bound).await?.iter().map(record).collect()
}

/// Those that run at some time from `from` to before `until`, milliseconds UTC, drafts with a date among them.
pub(in crate::promotions) async fn between(
    conn: &mut impl Connection,
    from: i64,
    until: i64,
    limit: i64,
) -> Result<Vec<Record>, Error> {
    conn.all(BETWEEN, values![from, until, limit]).await?.iter().map(record).collect()
}

/// Those that are published and not over at `now`.
pub(in crate::promotions) async fn live(conn: &mut impl Connection, now: i64) -> Result<Vec<Record>, Error> {
    conn.all(LIVE, values![now]).await?.iter().map(record).collect()
}

/// Those that have not ended and whose terms name a segment.
pub(in crate::promotions) async fn naming(conn: &mut impl Connection, segment: &str) -> Result<Vec<Record>, Error> {
    let found = conn.all(NAMING, values![format!("%\"segments\":%\"{segment}\"%")]).await?;
    let mut named = found.iter().map(record).collect::<Result<Vec<Record>, Error>>()?;
    named.retain(|one| {
        let terms = [&one.published, &one.draft];
        terms.into_iter().flatten().any(|terms| terms.scope.segments.contains(segment))
    });
    Ok(named)
}

pub(in crate::promotions) async fn insert(tx: &mut Tx, one: &Record) -> Result<(), Error> {
    let Some(terms) = one.terms() else { return Err(Error::internal("a promotion without terms")) };
    let values = values![
        one.id,
        &one.key,
        one.stage.code(),
        one.held,
        form(&terms.offer),
        &terms.name.zh,
        &terms.name.en,
        one.published.as_ref().map(json).transpose()?,
        one.draft.as_ref().map(json).transpose()?,
        one.revision,
        one.version,
        one.starts_at,
        one.ends_at,
        terms.uses.map(i64::from),
        terms.budget,
        stock(&terms.offer),
        one.created_at,
        one.updated_at,
        &one.updated_by
    ];
    tx.execute(INSERT, values).await.map(|_| ())
}

/// Writes all but what uses count; false when the revision is no longer the one that was read.
pub(in crate::promotions) async fn write(tx: &mut Tx, one: &Record) -> Result<bool, Error> {
    let Some(terms) = one.terms() else { return Err(Error::internal("a promotion without terms")) };
    // The limits are those of what buyers get.
    let limits = one.published.as_ref().unwrap_or(terms);
    let values = values![
        one.id,
        one.revision,
        one.stage.code(),
        form(&terms.offer),
        &terms.name.zh,
        &terms.name.en,
        one.published.as_ref().map(json).transpose()?,
        one.draft.as_ref().map(json).transpose()?,
        one.version,
        one.starts_at,
        one.ends_at,
        limits.uses.map(i64::from),
        limits.budget,
        stock(&limits.offer),
        one.updated_at,
        &one.updated_by
    ];
    Ok(tx.execute(WRITE, values).await? > 0)
}

pub(in crate::promotions) async fn delete(tx: &mut Tx, id: i64) -> Result<bool, Error> {
    Ok(tx.execute(DELETE, values![id]).await? > 0)
}

pub(in crate::promotions) async fn add_version(
    tx: &mut Tx,
    id: i64,
    version: i64,
    at: i64,
    by: &str,
    note: Option<&str>,
    terms: &Promotion,
) -> Result<(), Error> {
    tx.execute(ADD_VERSION, values![id, version, at, by, note, json(terms)?]).await.map(|_| ())
}

pub(in crate::promotions) async fn versions(conn: &mut impl Connection, id: i64) -> Result<Vec<Version>, Error> {
    let rows = conn.all(VERSIONS, values![id]).await?;
    let version = |row: &Row| {
        Ok(Version {
            version: row.at(0)?,
            at: Instant(row.at(1)?),
            by: row.at(2)?,
            note: row.at(3)?,
            promotion: read(&row.at::<String>(4)?)?,
        })
    };
    rows.iter().map(version).collect()
}

fn read(text: &str) -> Result<Promotion, Error> {
    serde_json::from_str(text).map_err(Error::internal)
}

fn record(row: &Row) -> Result<Record, Error> {
    let terms = |text: Option<String>| text.as_deref().map(read).transpose();
    Ok(Record {
        id: row.at(0)?,
        key: row.at(1)?,
        stage: Stage::from_code(&row.at::<String>(2)?)?,
        held: row.at(3)?,
        published: terms(row.at(4)?)?,
        draft: terms(row.at(5)?)?,
        revision: row.at(6)?,
        version: row.at(7)?,
        starts_at: row.at(8)?,
        ends_at: row.at(9)?,
        usage: Usage {
            orders: row.at(10)?,
            uses: row.at(11)?,
            spent: row.at(12)?,
            budget: row.at(13)?,
            pieces: row.at(14)?,
            stock: row.at(15)?,
            paid_orders: row.at(16)?,
            revenue: row.at(17)?,
        },
        created_at: row.at(18)?,
        updated_at: row.at(19)?,
        updated_by: row.at(20)?,
    })
}
