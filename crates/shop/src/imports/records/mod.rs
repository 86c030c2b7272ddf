//! The SQL of imports, refused rows and presets.

pub(in crate::imports) mod came;

use connectors::drafts::Refusal;
use connectors::table::Mapping;
use platform::db::{Bulk, Connection, Migration, Row, Tx, Value, placeholders};
use platform::http::ShopScope;
use platform::{Error, values};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::imports::model::{Note, Record, State};

pub(in crate::imports) const MIGRATION: Migration = Migration::new(
    "20261121_1900_imports",
    "create table imports (
        id bigint not null primary key,
        file_name text not null,
        path text not null,
        owned boolean not null,
        fingerprint text not null,
        size bigint not null,
        state text not null,
        format text,
        shop_id bigint,
        scope text,
        dry_run boolean not null,
        mapping text,
        header text not null,
        resume_row bigint not null,
        rows bigint not null,
        bytes_done bigint not null,
        counts text not null,
        unknown text not null,
        notes text not null,
        problem text,
        created_by text not null,
        created_at bigint not null,
        started_at bigint,
        finished_at bigint,
        ran bigint not null
    );
    create index imports_fingerprint on imports (fingerprint);
    create table import_refusals (
        import_id bigint not null,
        row bigint not null,
        field text,
        value text,
        code text not null,
        cells text not null,
        primary key (import_id, row)
    );
    create table import_presets (
        id bigint not null primary key,
        name text not null,
        mapping text not null,
        created_at bigint not null
    );
    create unique index import_presets_name on import_presets (name);
    ",
);

/// The shop that a try opens and takes back.
pub(in crate::imports) const OPENS: Migration =
    Migration::new("20261123_0700_import_opens", "alter table imports add column opens text;\n");

macro_rules! columns {
    () => {
        "id, file_name, path, owned, fingerprint, size, state, format, shop_id, scope, dry_run, mapping, header, \
        resume_row, rows, bytes_done, counts, unknown, notes, problem, created_by, created_at, started_at, finished_at, ran, opens"
    };
}

const INSERT: &str = concat!(
    "insert into imports (",
    columns!(),
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
    $23, $24, $25, $26)"
);
const GET: &str = concat!("select ", columns!(), " from imports where id = $1");
const LIST: &str = concat!("select ", columns!(), " from imports where id < $1");
const UNFINISHED: &str = concat!(
    "select ",
    columns!(),
    " from imports where fingerprint = $1 and state in ('queued', 'running', 'failed') and not dry_run \
    order by id desc limit 20"
);
const ANOTHER: &str = "select id from imports where state = 'running' and not dry_run and id <> $1 limit 1";
const RESTART: &str = "update imports set state = $2, shop_id = $3, dry_run = $4, mapping = $5, resume_row = 0, rows = 0, \
    bytes_done = 0, counts = $6, unknown = '{}', notes = '[]', problem = $7, started_at = null, finished_at = null, ran = 0, \
    opens = null where id = $1 and state not in ('queued', 'running')";
const BEGIN: &str = "update imports set state = 'running', started_at = coalesce(started_at, $2) \
    where id = $1 and state in ('queued', 'running')";
const TRY_AFRESH: &str = "update imports set resume_row = 0, rows = 0, bytes_done = 0, counts = $2, unknown = '{}', \
    notes = '[]', ran = 0 where id = $1 and dry_run and resume_row > 0 and state = 'running'";
const ADVANCE: &str = "update imports set resume_row = $3, rows = $4, bytes_done = $5, counts = $6, unknown = $7, \
    notes = $8, ran = $9 where id = $1 and resume_row = $2 and state = 'running'";
const END: &str = "update imports set state = $2, problem = $3, finished_at = $4, counts = $5, bytes_done = case when $2 = 'done' \
    then size else bytes_done end where id = $1 and state in ('queued', 'running')";
const CANCEL: &str = "update imports set state = 'cancelled', finished_at = $2 \
    where id = $1 and state in ('waiting_mapping', 'queued', 'running')";
const DISCARD: &str = "update imports set state = 'cancelled', problem = $2, finished_at = $3 \
    where id = $1 and state in ('queued', 'running', 'failed')";
const RESUME: &str =
    "update imports set state = 'queued', problem = null, finished_at = null where id = $1 and state = 'failed'";
const FORGET_FILE: &str = "update imports set path = '', owned = false where id = $1";
const STALE: &str = concat!(
    "select ",
    columns!(),
    " from imports where owned and (state = 'cancelled' or state in ('done', 'failed') \
    and coalesce(finished_at, created_at) <= $1) order by id limit 500"
);
const FORSAKEN: &str = "select id from imports where owned and state = 'waiting_mapping' and created_at <= $1 limit 1";
const GIVE_UP: &str = "update imports set state = 'failed', problem = $2 \
    where owned and state = 'waiting_mapping' and created_at <= $1";
const FORGET_REFUSED: &str = "delete from import_refusals where import_id = $1";
const REFUSED: &str = "select row, field, value, code, cells from import_refusals \
    where import_id = $1 and row > $2 order by row limit $3";
const OPEN_REFUSED: &str = "select count(*) as refused from import_refusals r join imports i on i.id = r.import_id \
    where not i.dry_run and i.created_at >= $1";
const HOLDING: &str = "select import_id, row from import_refusals where cells like $1 escape '!'";
const DROP_REFUSED: &str = "delete from import_refusals where import_id = $1 and row = $2";
const PRESETS: &str = "select id, name, mapping from import_presets order by name, id";
const PRESET: &str = "select id, name, mapping from import_presets where id = $1";
const SAVE_PRESET: &str = "insert into import_presets (id, name, mapping, created_at) values ($1, $2, $3, $4) \
    on conflict (name) do update set mapping = excluded.mapping";
const DELETE_PRESET: &str = "delete from import_presets where id = $1";

const REFUSE: Bulk = Bulk {
    insert: "insert into import_refusals (import_id, row, field, value, code, cells)",
    columns: 6,
    then: "on conflict (import_id, row) do nothing",
};

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(in crate::imports) const STATEMENTS: &[&str] = &[
    INSERT,
    GET,
    LIST,
    UNFINISHED,
    ANOTHER,
    RESTART,
    BEGIN,
    TRY_AFRESH,
    ADVANCE,
    END,
    CANCEL,
    DISCARD,
    RESUME,
    FORGET_FILE,
    STALE,
    FORSAKEN,
    GIVE_UP,
    FORGET_REFUSED,
    REFUSED,
    OPEN_REFUSED,
    HOLDING,
    DROP_REFUSED,
    PRESETS,
    PRESET,
    SAVE_PRESET,
    DELETE_PRESET,
];

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(Error::internal)
}

fn from<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(Error::internal)
}

pub(in crate::imports) async fn insert(tx: &mut Tx, one: &Record) -> Result<(), Error> {
    let scope = match &one.scope {
        ShopScope::All => None,
        ShopScope::Only(shops) => Some(json(shops)?),
    };
    let bound = values![
        one.id,
        &one.file_name,
        &one.path,
        one.owned,
        &one.fingerprint,
        one.size,
        one.state.code(),
        one.format.as_ref().map(json).transpose()?,
        one.shop_id,
        scope,
        one.dry_run,
        one.mapping.as_ref().map(json).transpose()?,
        json(&one.header)?,
        one.resume_row,
        one.rows,
        one.bytes_done,
        json(&one.counts)?,
        json(&one.unknown)?,
        json(&one.notes)?,
        one.problem.as_ref().map(json).transpose()?,
        &one.created_by,
        one.created_at,
        one.started_at,
        one.finished_at,
        one.ran,
        one.opens.as_ref().map(json).transpose()?,
    ];
    tx.execute(INSERT, bound).await.map(|_| ())
}

pub(in crate::imports) async fn get(conn: &mut impl Connection, id: i64) -> Result<Option<Record>, Error> {
    conn.one(GET, values![id]).await?.as_ref().map(record).transpose()
}

pub(in crate::imports) async fn list(
    conn: &mut impl Connection,
    scope: &ShopScope,
    before: i64,
    limit: i64,
) -> Result<Vec<Record>, Error> {
    let mut bound = values![before, limit];
    let mut text = LIST.to_owned();
    // An import whose shop is not chosen yet is nobody's in particular.
    if let ShopScope::Only(shops) = scope {
        text.push_str(" and (shop_id is null");
        if !shops.is_empty() {
            text.push_str(&format!(" or shop_id in ({})", placeholders(3, shops.len())));
            bound.extend(shops.iter().map(|id| Value::Int(*id)));
        }
        text.push(')');
    }
    text.push_str(" order by id desc limit $2");
    conn.all(text, bound).await?.iter().map(record).collect()
}

/// Imports of such a file that were to write and are not at its end, newest first: waiting, running, or failed.
pub(in crate::imports) async fn unfinished(
    conn: &mut impl Connection,
    fingerprint: &str,
) -> Result<Vec<Record>, Error> {
    conn.all(UNFINISHED, values![fingerprint]).await?.iter().map(record).collect()
}

/// Whether an import other than `id` is being written.
pub(super) async fn another_runs(conn: &mut impl Connection, id: i64) -> Result<bool, Error> {
    Ok(conn.one(ANOTHER, values![id]).await?.is_some())
}

/// Sets an import that does not run back to its beginning; whether it could.
pub(in crate::imports) async fn restart(tx: &mut Tx, one: &Record) -> Result<bool, Error> {
    let bound = values![
        one.id,
        one.state.code(),
        one.shop_id,
        one.dry_run,
        one.mapping.as_ref().map(json).transpose()?,
        json(&crate::orders::ImportCounts::default())?,
        one.problem.as_ref().map(json).transpose()?,
    ];
    let done = tx.execute(RESTART, bound).await?;
    tx.execute(FORGET_REFUSED, values![one.id]).await?;
    came::forget_met(tx, one.id).await?;
    Ok(done > 0)
}

/// Forgets what a dry run counted before it broke off: what it had tried is not there.
pub(in crate::imports) async fn try_afresh(tx: &mut Tx, id: i64) -> Result<(), Error> {
    if tx.execute(TRY_AFRESH, values![id, json(&crate::orders::ImportCounts::default())?]).await? > 0 {
        tx.execute(FORGET_REFUSED, values![id]).await?;
    }
    Ok(())
}

/// Whether it is this run's turn.
pub(in crate::imports) async fn begin(tx: &mut Tx, id: i64, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(BEGIN, values![id, now]).await? > 0)
}

/// Moves an import on from `from`; whether nobody else did, and nobody stopped it.
pub(in crate::imports) async fn advance(tx: &mut Tx, one: &Record, from: i64) -> Result<bool, Error> {
    let bound = values![
        one.id,
        from,
        one.resume_row,
        one.rows,
        one.bytes_done,
        json(&one.counts)?,
        json(&one.unknown)?,
        json(&one.notes)?,
        one.ran,
    ];
    Ok(tx.execute(ADVANCE, bound).await? > 0)
}

pub(in crate::imports) async fn end(tx: &mut Tx, one: &Record, now: i64) -> Result<bool, Error> {
    let problem = one.problem.as_ref().map(json).transpose()?;
    Ok(tx.execute(END, values![one.id, one.state.code(), problem, now, json(&one.counts)?]).await? > 0)
}

pub(in crate::imports) async fn cancel(tx: &mut Tx, id: i64, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(CANCEL, values![id, now]).await? > 0)
}

/// Marks an import whose job was thrown away; whether it was not over yet.
pub(in crate::imports) async fn discard(tx: &mut Tx, id: i64, why: &Note, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(DISCARD, values![id, json(why)?, now]).await? > 0)
}

/// Lets a failed import wait for its turn again, where it stands; whether it could.
pub(in crate::imports) async fn resume(tx: &mut Tx, id: i64) -> Result<bool, Error> {
    Ok(tx.execute(RESUME, values![id]).await? > 0)
}

/// Forgets where the file lay: it is gone.
pub(in crate::imports) async fn forget_file(tx: &mut Tx, id: i64) -> Result<(), Error> {
    tx.execute(FORGET_FILE, values![id]).await.map(|_| ())
}

/// Imports that were over at `before`, or stopped at any time, and whose uploaded file is still known of.
pub(in crate::imports) async fn stale(conn: &mut impl Connection, before: i64) -> Result<Vec<Record>, Error> {
    conn.all(STALE, values![before]).await?.iter().map(record).collect()
}

/// Whether an import that was brought at `before` or earlier still waits to be explained.
pub(in crate::imports) async fn forsaken(conn: &mut impl Connection, before: i64) -> Result<bool, Error> {
    Ok(conn.one(FORSAKEN, values![before]).await?.is_some())
}

/// Gives up the imports that were brought at `before` or earlier and still wait to be explained; their files are then
/// those of imports that are over.
pub(in crate::imports) async fn give_up(tx: &mut Tx, before: i64, why: &Note) -> Result<u64, Error> {
    tx.execute(GIVE_UP, values![before, json(why)?]).await
}

/// Keeps refused rows; how many were not kept before.
pub(in crate::imports) async fn refuse(tx: &mut Tx, id: i64, refusals: &[Refusal]) -> Result<u64, Error> {
    let mut rows = Vec::with_capacity(refusals.len());
    for one in refusals {
        let row = i64::try_from(one.row).map_err(Error::internal)?;
        rows.push(values![id, row, one.field.as_ref(), one.value.as_ref(), code(one)?, json(&one.cells)?]);
    }
    REFUSE.run(tx, rows).await
}

/// The stable code of a reason.
fn code(refusal: &Refusal) -> Result<String, Error> {
    match serde_json::to_value(refusal.reason).map_err(Error::internal)? {
        serde_json::Value::String(code) => Ok(code),
        other => Err(Error::internal(format!("{other} is no code"))),
    }
}

/// Refused rows after row `after`, in the order of the file.
pub(in crate::imports) async fn refused(
    conn: &mut impl Connection,
    id: i64,
    after: i64,
    limit: i64,
) -> Result<Vec<Refusal>, Error> {
    let rows = conn.all(REFUSED, values![id, after, limit]).await?;
    rows.iter()
        .map(|row| {
            let reason = serde_json::Value::String(row.at(3)?);
            Ok(Refusal {
                row: u64::try_from(row.at::<i64>(0)?).map_err(Error::internal)?,
                field: row.at(1)?,
                value: row.at(2)?,
                reason: serde_json::from_value(reason).map_err(Error::internal)?,
                cells: from(&row.at::<String>(4)?)?,
            })
        })
        .collect()
}

/// Rows of the shops of `scope` refused by imports since `since` that were meant.
pub(in crate::imports) async fn open_refused(
    conn: &mut impl Connection,
    scope: &ShopScope,
    since: i64,
) -> Result<i64, Error> {
    let (within, shops) = crate::shops::within("i.shop_id", scope, 2);
    let bound = std::iter::once(Value::Int(since)).chain(shops).collect();
    conn.one(format!("{OPEN_REFUSED}{within}"), bound).await?.map_or(Ok(0), |row| row.at(0))
}

/// Drops refused rows in which `text` stands; how many.
pub(in crate::imports) async fn drop_holding(tx: &mut Tx, text: &str) -> Result<u64, Error> {
    // As JSON writes it, so that quotes and control characters are found too.
    let written = json(&text)?;
    let inner = written.trim_matches('"').replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let rows = tx.all(HOLDING, values![format!("%{inner}%")]).await?;
    let mut gone = 0;
    for row in rows {
        gone += tx.execute(DROP_REFUSED, values![row.at::<i64>(0)?, row.at::<i64>(1)?]).await?;
    }
    Ok(gone)
}

pub(in crate::imports) async fn presets(conn: &mut impl Connection) -> Result<Vec<(i64, String, Mapping)>, Error> {
    conn.all(PRESETS, values![]).await?.iter().map(preset_row).collect()
}

pub(in crate::imports) async fn preset(
    conn: &mut impl Connection,
    id: i64,
) -> Result<Option<(i64, String, Mapping)>, Error> {
    conn.one(PRESET, values![id]).await?.as_ref().map(preset_row).transpose()
}

pub(in crate::imports) async fn save_preset(
    tx: &mut Tx,
    id: i64,
    name: &str,
    mapping: &Mapping,
    now: i64,
) -> Result<(), Error> {
    tx.execute(SAVE_PRESET, values![id, name, json(mapping)?, now]).await.map(|_| ())
}

pub(in crate::imports) async fn delete_preset(tx: &mut Tx, id: i64) -> Result<bool, Error> {
    Ok(tx.execute(DELETE_PRESET, values![id]).await? > 0)
}

fn preset_row(row: &Row) -> Result<(i64, String, Mapping), Error> {
    Ok((row.at(0)?, row.at(1)?, from(&row.at::<String>(2)?)?))
}

fn record(row: &Row) -> Result<Record, Error> {
    fn maybe<T: DeserializeOwned>(row: &Row, at: usize) -> Result<Option<T>, Error> {
        row.at::<Option<String>>(at)?.as_deref().map(from).transpose()
    }
    Ok(Record {
        id: row.at(0)?,
        file_name: row.at(1)?,
        path: row.at(2)?,
        owned: row.at(3)?,
        fingerprint: row.at(4)?,
        size: row.at(5)?,
        state: State::from_code(&row.at::<String>(6)?)?,
        format: maybe(row, 7)?,
        shop_id: row.at(8)?,
        scope: maybe(row, 9)?.map_or(ShopScope::All, ShopScope::Only),
        dry_run: row.at(10)?,
        mapping: maybe(row, 11)?,
        header: from(&row.at::<String>(12)?)?,
        resume_row: row.at(13)?,
        rows: row.at(14)?,
        bytes_done: row.at(15)?,
        counts: from(&row.at::<String>(16)?)?,
        unknown: from(&row.at::<String>(17)?)?,
        notes: from(&row.at::<String>(18)?)?,
        problem: maybe(row, 19)?,
        created_by: row.at(20)?,
        created_at: row.at(21)?,
        started_at: row.at(22)?,
        finished_at: row.at(23)?,
        ran: row.at(24)?,
        opens: maybe(row, 25)?,
    })
}
