//! The SQL of fields and attributes.

use platform::db::{Bulk, Connection, Migration, Row, Tx, Value, placeholders};
use platform::{Error, Id, values};
use serde_json::Value as Json;

use super::{Field, FieldType, Recorded};

pub(super) const MIGRATION: Migration = Migration::new(
    "20261121_1300_fields",
    "create table fields (
        id bigint not null primary key,
        key text not null,
        name text not null,
        type text not null,
        options text not null,
        archived boolean not null,
        created_at bigint not null
    );
    create unique index fields_by_key on fields (key);
    create table attributes (
        id bigint not null primary key,
        profile_id bigint not null,
        key text not null,
        value text,
        source_kind text not null,
        source_name text not null,
        at bigint not null
    );
    create index attributes_by_profile on attributes (profile_id, key);
    create index attributes_by_key on attributes (key);
    ",
);

pub(super) const RANK: Migration = Migration::new(
    "20261123_0610_attribute_rank",
    "alter table attributes add column rank bigint not null default 0;
    ",
);

const LIST: &str = "select id, key, name, type, options, archived from fields order by created_at, id";
const FIND: &str = "select id, key, name, type, options, archived from fields where id = $1";
const INSERT: &str = "insert into fields (id, key, name, type, options, archived, created_at) \
    values ($1, $2, $3, $4, $5, $6, $7)";
const UPDATE: &str = "update fields set name = $2, options = $3, archived = $4 where id = $1";
const DELETE: &str = "delete from fields where id = $1";
const DELETE_VALUES: &str = "delete from attributes where key = $1";
const RECORD: Bulk = Bulk {
    insert: "insert into attributes (id, profile_id, key, value, source_kind, source_name, at, rank)",
    columns: 8,
    then: "",
};
const SAY_AGAIN: Bulk = Bulk {
    insert: "with said (id, at, rank) as (",
    columns: 3,
    then: ") update attributes set at = said.at, rank = said.rank from said where attributes.id = said.id",
};
const RECORDED: &str =
    "select id, profile_id, key, value, source_kind, source_name, at, rank from attributes where profile_id in (";
const WHO_HAS: &str = "select distinct profile_id from attributes where key = $1";
const ERASE: &str = "delete from attributes where profile_id in (";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[LIST, FIND, INSERT, UPDATE, DELETE, DELETE_VALUES, WHO_HAS];

pub(super) async fn list(conn: &mut impl Connection) -> Result<Vec<Field>, Error> {
    conn.all(LIST, values![]).await?.iter().map(field).collect()
}

pub(super) async fn who_has(conn: &mut impl Connection, key: &str) -> Result<Vec<i64>, Error> {
    conn.all(WHO_HAS, values![key]).await?.iter().map(|row| row.at(0)).collect()
}

pub(super) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<Field>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(field).transpose()
}

pub(super) async fn insert(tx: &mut Tx, field: &Field, now: i64) -> Result<(), Error> {
    let options = json(&field.options)?;
    tx.execute(INSERT, values![field.id.0, &field.key, &field.name, field.r#type.code(), options, field.archived, now])
        .await
        .map(|_| ())
}

pub(super) async fn update(tx: &mut Tx, field: &Field) -> Result<(), Error> {
    let options = json(&field.options)?;
    tx.execute(UPDATE, values![field.id.0, &field.name, options, field.archived]).await.map(|_| ())
}

/// Takes the field away with every value in it, and says how many values those were.
pub(super) async fn delete(tx: &mut Tx, field: &Field) -> Result<u64, Error> {
    tx.execute(DELETE, values![field.id.0]).await?;
    tx.execute(DELETE_VALUES, values![format!("field:{}", field.key)]).await
}

pub(super) async fn record(tx: &mut Tx, rows: &[Recorded]) -> Result<u64, Error> {
    let rows = rows
        .iter()
        .map(|row| -> Vec<Value> {
            let value = (!row.value.is_null()).then(|| row.value.to_string());
            values![row.id, row.profile_id, &row.key, value, &row.source_kind, &row.source_name, row.at, row.rank]
        })
        .collect();
    RECORD.run(tx, rows).await
}

/// Writes when these values were said last.
pub(super) async fn say_again(tx: &mut Tx, rows: &[Recorded]) -> Result<(), Error> {
    SAY_AGAIN.run(tx, rows.iter().map(|row| values![row.id, row.at, row.rank]).collect()).await.map(|_| ())
}

/// Every value that these profiles ever had, newest first.
pub(super) async fn recorded(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Recorded>, Error> {
    if profiles.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("{RECORDED}{}) order by at desc, rank desc, id desc", placeholders(1, profiles.len()));
    let values = profiles.iter().map(|id| Value::from(*id)).collect();
    conn.all(sql, values).await?.iter().map(recorded_row).collect()
}

pub(super) async fn erase(tx: &mut Tx, profiles: &[i64]) -> Result<u64, Error> {
    if profiles.is_empty() {
        return Ok(0);
    }
    let sql = format!("{ERASE}{})", placeholders(1, profiles.len()));
    tx.execute(sql, profiles.iter().map(|id| Value::from(*id)).collect()).await
}

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|cause| Error::internal(cause.to_string()))
}

fn field(row: &Row) -> Result<Field, Error> {
    let options: String = row.get("options")?;
    Ok(Field {
        id: Id(row.get("id")?),
        key: row.get("key")?,
        name: row.get("name")?,
        r#type: FieldType::from_code(&row.get::<String>("type")?)?,
        options: serde_json::from_str(&options).map_err(|cause| Error::internal(cause.to_string()))?,
        archived: row.get("archived")?,
    })
}

fn recorded_row(row: &Row) -> Result<Recorded, Error> {
    let value: Option<String> = row.get("value")?;
    Ok(Recorded {
        id: row.get("id")?,
        profile_id: row.get("profile_id")?,
        key: row.get("key")?,
        value: value
            .map_or(Ok(Json::Null), |text| serde_json::from_str(&text))
            .map_err(|cause| Error::internal(cause.to_string()))?,
        source_kind: row.get("source_kind")?,
        source_name: row.get("source_name")?,
        at: row.get("at")?,
        rank: row.get("rank")?,
    })
}
