//! What a database really holds: read back from its own catalogue, in words that are the same for both, so that the
//! two schemas can be compared and the erasure test can find every table.

use std::collections::BTreeMap;

use super::connection::Connection;
use super::{Database, Dialect};
use crate::error::Error;
use crate::values;

/// A table: its columns with their types, in alphabetical order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Column name to `text`, `int`, `double` or `bytes` (SQLite has no boolean, so a boolean is an `int` here), with
    /// ` not null` behind it where that holds.
    pub columns: BTreeMap<String, String>,
    /// Names of its indexes, those of keys left out.
    pub indexes: Vec<String>,
}

/// Every table by name.
///
/// # Errors
/// When the catalogue cannot be read.
pub async fn describe(db: &Database) -> Result<BTreeMap<String, Table>, Error> {
    let mut session = db.read().await?;
    let (columns, indexes) = match db.dialect() {
        Dialect::Sqlite => (SQLITE_COLUMNS, SQLITE_INDEXES),
        Dialect::Postgres => (POSTGRES_COLUMNS, POSTGRES_INDEXES),
    };
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in session.all(columns, values![]).await? {
        let kind: String = row.get("kind")?;
        let required: i64 = row.get("required")?;
        let kind = match kind.to_ascii_lowercase().as_str() {
            "integer" | "bigint" | "boolean" => "int",
            "real" | "double precision" => "double",
            "blob" | "bytea" => "bytes",
            "text" => "text",
            _ => "other",
        };
        let kind = if required == 1 { format!("{kind} not null") } else { kind.to_owned() };
        tables.entry(row.get("table_name")?).or_default().columns.insert(row.get("column_name")?, kind);
    }
    for row in session.all(indexes, values![]).await? {
        if let Some(table) = tables.get_mut(&row.get::<String>("table_name")?) {
            table.indexes.push(row.get("index_name")?);
        }
    }
    Ok(tables)
}

const SQLITE_COLUMNS: &str = "select m.name as table_name, c.name as column_name, c.type as kind, \
    case when c.\"notnull\" = 1 then 1 else 0 end as required \
    from sqlite_master m join pragma_table_info(m.name) c \
    where m.type = 'table' and m.name not like 'sqlite!_%' escape '!' and m.name not like '%!_fts%' escape '!'";
const POSTGRES_COLUMNS: &str = "select table_name::text as table_name, column_name::text as column_name, \
    data_type::text as kind, (case when is_nullable = 'NO' then 1 else 0 end)::bigint as required \
    from information_schema.columns where table_schema = current_schema()";
const SQLITE_INDEXES: &str = "select tbl_name as table_name, name as index_name from sqlite_master \
    where type = 'index' and name not like 'sqlite!_autoindex%' escape '!' order by name";
const POSTGRES_INDEXES: &str = "select tablename::text as table_name, indexname::text as index_name from pg_indexes \
    where schemaname = current_schema() and indexname not like '%!_pkey' escape '!' \
    and indexname not like '%!_key' escape '!' order by indexname";
