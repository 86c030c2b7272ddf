//! Steps that bring a database to the schema of this program. Forward only: expand, then contract in a later release.
//!
//! A step is written once, in PostgreSQL's words for types (`text`, `bigint`, `double precision`, `boolean`, `bytea`);
//! SQLite gets the same text with its own words and STRICT tables. What differs by nature stands in `sqlite_only` or
//! `postgres_only`. A test compares the two schemas that come out.

use super::connection::Connection;
use super::{Database, Dialect, shelf};
use crate::error::Error;
use crate::values;

/// One step.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// A sortable, unique name: `20261121_0100_outbox`. Steps run in the order of their names.
    pub name: &'static str,
    /// Statements for both, separated by `;` at the end of a line.
    pub sql: &'static str,
    /// Statements for SQLite alone, after `sql`.
    pub sqlite_only: &'static str,
    /// Statements for PostgreSQL alone, after `sql`.
    pub postgres_only: &'static str,
}

impl Migration {
    /// A step that both databases take alike.
    #[must_use]
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self { name, sql, sqlite_only: "", postgres_only: "" }
    }
}

const LEDGER: &str =
    "create table if not exists migrations (name text not null primary key, applied_at bigint not null)";

/// Runs every step that has not run yet, each in its own transaction, and returns the names of those that ran. Before
/// that, indexes that a process set aside and did not live to put back are made again: a step may name them.
///
/// # Errors
/// `newer_schema`, with nothing changed, when a program that is newer than this one has been here: what this one would
/// write might not be what the newer one relies on. When a step fails; the steps before it stay.
pub async fn migrate(db: &Database, steps: &[Migration], now: i64) -> Result<Vec<&'static str>, Error> {
    let mut tx = db.begin().await?;
    let ledger = in_dialect(LEDGER, tx.dialect());
    tx.execute(ledger, values![]).await?;
    tx.commit().await?;

    let done = applied(db).await?;
    let unknown: Vec<&str> =
        done.iter().map(String::as_str).filter(|name| steps.iter().all(|step| step.name != *name)).collect();
    if !unknown.is_empty() {
        return Err(Error::new(500, "newer_schema").inside(format!(
            "a newer program has changed this database, and this older one must not write to it (steps that it does \
             not know: {}). Start the newer program, or restore the backup from before the upgrade",
            unknown.join(", ")
        )));
    }
    if done.iter().any(|name| name == shelf::MIGRATION.name) {
        let made = shelf::put_back(db).await?;
        if made > 0 {
            tracing::info!(made, "indexes that an import had set aside are back");
        }
    }
    let mut steps = steps.to_vec();
    steps.sort_by_key(|step| step.name);
    let mut ran = Vec::new();
    for step in steps {
        if done.iter().any(|name| name == step.name) {
            continue;
        }
        run(db, step, now).await?;
        ran.push(step.name);
    }
    Ok(ran)
}

/// The names of the steps that have run, in their order.
///
/// # Errors
/// When the database has no ledger of steps, or cannot be read.
pub async fn applied(db: &Database) -> Result<Vec<String>, Error> {
    let rows = db.read().await?.all("select name from migrations order by name", values![]).await?;
    rows.iter().map(|row| row.get("name")).collect()
}

async fn run(db: &Database, step: Migration, now: i64) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    let dialect = tx.dialect();
    let own = match dialect {
        Dialect::Sqlite => step.sqlite_only,
        Dialect::Postgres => step.postgres_only,
    };
    for statement in
        statements(step.sql).map(|text| in_dialect(text, dialect)).chain(statements(own).map(str::to_owned))
    {
        tx.execute(statement, values![]).await.map_err(|error| error.context(step.name))?;
    }
    tx.execute("insert into migrations (name, applied_at) values ($1, $2)", values![step.name, now]).await?;
    tx.commit().await
}

fn statements(sql: &str) -> impl Iterator<Item = &str> {
    sql.split(";\n").map(|text| text.trim().trim_end_matches(';')).filter(|text| !text.is_empty())
}

/// The statement in the words of `dialect`.
fn in_dialect(sql: &str, dialect: Dialect) -> String {
    if dialect == Dialect::Postgres {
        return sql.to_owned();
    }
    let mut text = String::with_capacity(sql.len() + 8);
    for (index, word) in split_words(sql).enumerate() {
        let _ = index;
        text.push_str(match word {
            "bigint" | "boolean" => "integer",
            "bytea" => "blob",
            other => other,
        });
    }
    let text = text.replace("double precision", "real");
    if text.trim_start().to_ascii_lowercase().starts_with("create table") { format!("{text} strict") } else { text }
}

/// Words and what stands between them, alternately, so that joining them gives the text again.
fn split_words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let wordy = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = rest.find(|c| wordy(c) != wordy(first)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_translated_for_sqlite() {
        let check = |sql: &str, expected: &str| assert_eq!(in_dialect(sql, Dialect::Sqlite), expected);
        check(
            "create table t (id bigint not null, on_hand boolean, rate double precision, raw bytea, name text)",
            "create table t (id integer not null, on_hand integer, rate real, raw blob, name text) strict",
        );
        check("create index t_bigint_x on t (id)", "create index t_bigint_x on t (id)");
    }

    #[tokio::test]
    async fn an_older_program_leaves_a_newer_database_alone() {
        let folder = tempfile::tempdir().unwrap();
        let db = Database::sqlite(&folder.path().join("regulars.db")).await.unwrap();
        let [first, second, third] = ["1_first", "2_second", "3_third"].map(|name| Migration::new(name, ""));
        assert_eq!(migrate(&db, &[first, second], 0).await.unwrap(), ["1_first", "2_second"]);
        let refused = migrate(&db, &[first, third], 0).await.unwrap_err();
        assert_eq!(refused.code(), "newer_schema");
        assert!(refused.to_string().contains("2_second"), "{refused}");
        assert_eq!(applied(&db).await.unwrap(), ["1_first", "2_second"]);
        assert_eq!(migrate(&db, &[first, second, third], 0).await.unwrap(), ["3_third"]);
    }

    #[test]
    fn statements_are_cut_at_line_ends() {
        let found: Vec<&str> = statements("create table a (x text);\n\ncreate index b on a (x);\n").collect();
        assert_eq!(found, ["create table a (x text)", "create index b on a (x)"]);
    }
}
