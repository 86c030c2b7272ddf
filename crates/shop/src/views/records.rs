//! The SQL of saved views.

use platform::db::{Connection, Migration, Row, Tx};
use platform::{Error, Id, values};

use super::View;

pub(super) const MIGRATION: Migration = Migration::new(
    "20261121_1500_views",
    "create table views (
        id bigint not null primary key,
        list text not null,
        name text not null,
        query text not null,
        columns text not null,
        shared boolean not null,
        owner_id bigint,
        created_at bigint not null
    );
    create index views_by_list on views (list, name);
    create table list_columns (
        user_id bigint not null,
        list text not null,
        columns text not null,
        primary key (user_id, list)
    );
    ",
);

const LIST: &str = "select id, list, name, query, columns, shared, owner_id from views \
    where list = $1 and (shared or owner_id = $2) order by name, id";
const FIND: &str = "select id, list, name, query, columns, shared, owner_id from views where id = $1";
const ALL: &str = "select id, list, name, query, columns, shared, owner_id from views order by id";
const INSERT: &str = "insert into views (id, list, name, query, columns, shared, owner_id, created_at) \
    values ($1, $2, $3, $4, $5, $6, $7, $8)";
const UPDATE: &str = "update views set name = $2, query = $3, columns = $4, shared = $5 where id = $1";
const DELETE: &str = "delete from views where id = $1";
const COUNT: &str = "select count(*) as n from views where owner_id = $1";
const COLUMNS: &str = "select columns from list_columns where user_id = $1 and list = $2";
const REMEMBER: &str = "insert into list_columns (user_id, list, columns) values ($1, $2, $3) \
    on conflict (user_id, list) do update set columns = excluded.columns";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[LIST, FIND, ALL, INSERT, UPDATE, DELETE, COUNT, COLUMNS, REMEMBER];

pub(super) async fn list(conn: &mut impl Connection, list: &str, user: Option<i64>) -> Result<Vec<View>, Error> {
    conn.all(LIST, values![list, user]).await?.iter().map(view).collect()
}

pub(super) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<View>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(view).transpose()
}

pub(super) async fn all(conn: &mut impl Connection) -> Result<Vec<View>, Error> {
    conn.all(ALL, values![]).await?.iter().map(view).collect()
}

pub(super) async fn count(conn: &mut impl Connection, user: Option<i64>) -> Result<i64, Error> {
    conn.one(COUNT, values![user]).await?.map_or(Ok(0), |row| row.get("n"))
}

pub(super) async fn insert(tx: &mut Tx, view: &View, now: i64) -> Result<(), Error> {
    let (query, columns) = (json(&view.query)?, json(&view.columns)?);
    tx.execute(INSERT, values![view.id.0, &view.list, &view.name, query, columns, view.shared, view.owner_id, now])
        .await
        .map(|_| ())
}

pub(super) async fn update(tx: &mut Tx, view: &View) -> Result<(), Error> {
    let (query, columns) = (json(&view.query)?, json(&view.columns)?);
    tx.execute(UPDATE, values![view.id.0, &view.name, query, columns, view.shared]).await.map(|_| ())
}

pub(super) async fn delete(tx: &mut Tx, id: i64) -> Result<(), Error> {
    tx.execute(DELETE, values![id]).await.map(|_| ())
}

pub(super) async fn columns(conn: &mut impl Connection, user: i64, list: &str) -> Result<Vec<String>, Error> {
    match conn.one(COLUMNS, values![user, list]).await? {
        None => Ok(Vec::new()),
        Some(row) => read(&row.get::<String>("columns")?),
    }
}

pub(super) async fn remember(tx: &mut Tx, user: i64, list: &str, columns: &[String]) -> Result<(), Error> {
    tx.execute(REMEMBER, values![user, list, json(&columns)?]).await.map(|_| ())
}

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|cause| Error::internal(cause.to_string()))
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|cause| Error::internal(cause.to_string()))
}

fn view(row: &Row) -> Result<View, Error> {
    Ok(View {
        id: Id(row.get("id")?),
        list: row.get("list")?,
        name: row.get("name")?,
        query: read(&row.get::<String>("query")?)?,
        columns: read(&row.get::<String>("columns")?)?,
        shared: row.get("shared")?,
        owner_id: row.get("owner_id")?,
    })
}
