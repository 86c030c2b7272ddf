//! The SQL of kept questions.

use platform::db::{Connection, Migration, Row, Tx};
use platform::http::Actor;
use platform::{Error, Id, Instant, values};

use super::SavedQuestion;

pub(super) const MIGRATION: Migration = Migration::new(
    "20261122_2000_saved_questions",
    "create table saved_questions (
        id bigint not null primary key,
        name text not null,
        question text not null,
        chart text not null,
        author text not null,
        author_id bigint,
        created_at bigint not null,
        updated_at bigint not null
    );
    create unique index saved_questions_by_name on saved_questions (name);
    ",
);

const LIST: &str =
    "select id, name, question, chart, author, author_id, updated_at from saved_questions order by name limit 1000";
const FIND: &str = "select id, name, question, chart, author, author_id, updated_at from saved_questions where id = $1";
const INSERT: &str = "insert into saved_questions (id, name, question, chart, author, author_id, created_at, updated_at) \
    values ($1, $2, $3, $4, $5, $6, $7, $7)";
const CHANGE: &str = "update saved_questions set name = $2, question = $3, chart = $4, updated_at = $5 where id = $1";
const DELETE: &str = "delete from saved_questions where id = $1";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[LIST, FIND, INSERT, CHANGE, DELETE];

/// A kept question with the number of its author.
pub(super) struct Kept {
    pub(super) question: SavedQuestion,
    pub(super) author_id: Option<i64>,
}

pub(super) async fn list(conn: &mut impl Connection) -> Result<Vec<Kept>, Error> {
    conn.all(LIST, values![]).await?.iter().map(kept).collect()
}

pub(super) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<Kept>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(kept).transpose()
}

pub(super) async fn insert(tx: &mut Tx, actor: &Actor, one: &SavedQuestion) -> Result<(), Error> {
    let chart = one.chart.to_string();
    let bound = values![one.id.0, &one.name, &one.sql, chart, &one.author, actor.id(), one.updated_at.0];
    tx.execute(INSERT, bound).await.map(|_| ())
}

pub(super) async fn change(tx: &mut Tx, one: &SavedQuestion) -> Result<(), Error> {
    let bound = values![one.id.0, &one.name, &one.sql, one.chart.to_string(), one.updated_at.0];
    tx.execute(CHANGE, bound).await.map(|_| ())
}

pub(super) async fn delete(tx: &mut Tx, id: i64) -> Result<(), Error> {
    tx.execute(DELETE, values![id]).await.map(|_| ())
}

fn kept(row: &Row) -> Result<Kept, Error> {
    let chart: String = row.get("chart")?;
    let question = SavedQuestion {
        id: Id(row.get("id")?),
        name: row.get("name")?,
        sql: row.get("question")?,
        chart: serde_json::from_str(&chart).map_err(Error::internal)?,
        author: row.get("author")?,
        mine: false,
        updated_at: Instant(row.get("updated_at")?),
    };
    Ok(Kept { question, author_id: row.get("author_id")? })
}
