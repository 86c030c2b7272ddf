//! Running statements on a connection of either database.

use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use futures_util::{FutureExt as _, StreamExt as _};
use sqlx::Arguments as _;
use sqlx::postgres::{PgArguments, PgConnection};
use sqlx::sqlite::{SqliteArguments, SqliteConnection};
use sqlx::{AssertSqlSafe, SqlStr};

use super::row::{Inner, Row};
use super::value::{Kind, Value};
use super::{Dialect, Session, Tx};
use crate::error::Error;

/// SQL text. A literal is taken as it is; text put together at run time must come from literals only, never from
/// input: values go through `$1`.
pub struct Sql(SqlStr);

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self(sqlx::SqlSafeStr::into_sql_str(text))
    }
}

impl From<String> for Sql {
    fn from(text: String) -> Self {
        Self(sqlx::SqlSafeStr::into_sql_str(AssertSqlSafe(text)))
    }
}

/// From so many parameters on, SQLite is given `?` for `$1`.
const MANY: usize = 32;

impl Sql {
    /// The same statement with `?` for `$1`, `$2`, …, when there are many and they stand in that order. SQLite walks the
    /// list of all named parameters for each of them, so eight thousand names cost half a second; places cost nothing.
    fn by_place(self, count: usize) -> Self {
        if count < MANY {
            return self;
        }
        let mut text = String::with_capacity(self.0.as_str().len());
        let mut pieces = self.0.as_str().split('$');
        text.push_str(pieces.next().unwrap_or_default());
        let mut last = 0;
        for piece in pieces {
            let rest = piece.trim_start_matches(|c: char| c.is_ascii_digit());
            let digits = piece.strip_suffix(rest).unwrap_or_default();
            if digits.parse() != Ok(last + 1) {
                return self;
            }
            last += 1;
            text.push('?');
            text.push_str(rest);
        }
        if last == count { Self::from(text) } else { self }
    }
}

/// A borrowed connection.
pub(super) enum Wire<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// What can run statements: a reading [`Session`] or a writing [`Tx`].
///
/// The futures are boxed so that their types do not carry that of the statement's text: the compiler cannot see that a
/// future which does is `Send` for every lifetime, and handlers and jobs must be.
pub trait Connection: Send {
    /// Which database it is, for the few statements that differ.
    fn dialect(&self) -> Dialect;

    /// Runs a statement and says how many rows it touched.
    fn execute<'c>(&'c mut self, sql: impl Into<Sql>, values: Vec<Value>) -> BoxFuture<'c, Result<u64, Error>>;

    /// Runs a statement and returns all its rows.
    fn all<'c>(&'c mut self, sql: impl Into<Sql>, values: Vec<Value>) -> BoxFuture<'c, Result<Vec<Row>, Error>>;

    /// Runs a statement and returns its first row.
    fn one<'c>(&'c mut self, sql: impl Into<Sql>, values: Vec<Value>) -> BoxFuture<'c, Result<Option<Row>, Error>>;

    /// Runs a statement and hands its rows over one by one, for answers too large to hold.
    ///
    /// # Errors
    /// When a value cannot be bound.
    fn stream<'c>(
        &'c mut self,
        sql: impl Into<Sql>,
        values: Vec<Value>,
    ) -> Result<BoxStream<'c, Result<Row, Error>>, Error>;

    /// Prepares a statement without running it: the check that stands in for compile-time SQL.
    fn prepare<'c>(&'c mut self, sql: impl Into<Sql>) -> BoxFuture<'c, Result<(), Error>>;
}

macro_rules! connection {
    ($($type:ident),*) => {$(
        impl Connection for $type {
            fn dialect(&self) -> Dialect {
                self.kind()
            }
            fn execute<'c>(&'c mut self, sql: impl Into<Sql>, values: Vec<Value>) -> BoxFuture<'c, Result<u64, Error>> {
                execute(self.wire(), sql.into(), values).boxed()
            }
            fn all<'c>(&'c mut self, sql: impl Into<Sql>, values: Vec<Value>) -> BoxFuture<'c, Result<Vec<Row>, Error>> {
                all(self.wire(), sql.into(), values).boxed()
            }
            fn one<'c>(&'c mut self, sql: impl Into<Sql>, values: Vec<Value>) -> BoxFuture<'c, Result<Option<Row>, Error>> {
                one(self.wire(), sql.into(), values).boxed()
            }
            fn stream<'c>(
                &'c mut self,
                sql: impl Into<Sql>,
                values: Vec<Value>,
            ) -> Result<BoxStream<'c, Result<Row, Error>>, Error> {
                stream(self.wire(), sql.into(), values)
            }
            fn prepare<'c>(&'c mut self, sql: impl Into<Sql>) -> BoxFuture<'c, Result<(), Error>> {
                prepare(self.wire(), sql.into()).boxed()
            }
        }
    )*};
}
connection!(Session, Tx);

async fn execute(wire: Wire<'_>, sql: Sql, values: Vec<Value>) -> Result<u64, Error> {
    match wire {
        Wire::Sqlite(conn) => sqlx::query_with(sql.by_place(values.len()).0, sqlite(values)?)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()),
        Wire::Postgres(conn) => {
            sqlx::query_with(sql.0, postgres(values)?).execute(conn).await.map(|done| done.rows_affected())
        }
    }
    .map_err(Error::database)
}

async fn all(wire: Wire<'_>, sql: Sql, values: Vec<Value>) -> Result<Vec<Row>, Error> {
    match wire {
        Wire::Sqlite(conn) => sqlx::query_with(sql.by_place(values.len()).0, sqlite(values)?)
            .fetch_all(conn)
            .await
            .map(|rows| rows.into_iter().map(|row| Row(Inner::Sqlite(row))).collect()),
        Wire::Postgres(conn) => sqlx::query_with(sql.0, postgres(values)?)
            .fetch_all(conn)
            .await
            .map(|rows| rows.into_iter().map(|row| Row(Inner::Postgres(row))).collect()),
    }
    .map_err(Error::database)
}

async fn one(wire: Wire<'_>, sql: Sql, values: Vec<Value>) -> Result<Option<Row>, Error> {
    match wire {
        Wire::Sqlite(conn) => sqlx::query_with(sql.by_place(values.len()).0, sqlite(values)?)
            .fetch_optional(conn)
            .await
            .map(|row| row.map(|row| Row(Inner::Sqlite(row)))),
        Wire::Postgres(conn) => sqlx::query_with(sql.0, postgres(values)?)
            .fetch_optional(conn)
            .await
            .map(|row| row.map(|row| Row(Inner::Postgres(row)))),
    }
    .map_err(Error::database)
}

fn stream<'c>(wire: Wire<'c>, sql: Sql, values: Vec<Value>) -> Result<BoxStream<'c, Result<Row, Error>>, Error> {
    Ok(match wire {
        Wire::Sqlite(conn) => sqlx::query_with(sql.by_place(values.len()).0, sqlite(values)?)
            .fetch(conn)
            .map(|row| row.map(|row| Row(Inner::Sqlite(row))).map_err(Error::database))
            .boxed(),
        Wire::Postgres(conn) => sqlx::query_with(sql.0, postgres(values)?)
            .fetch(conn)
            .map(|row| row.map(|row| Row(Inner::Postgres(row))).map_err(Error::database))
            .boxed(),
    })
}

async fn prepare(wire: Wire<'_>, sql: Sql) -> Result<(), Error> {
    use sqlx::Executor as _;
    match wire {
        Wire::Sqlite(conn) => conn.prepare(sql.0).await.map(|_| ()),
        Wire::Postgres(conn) => conn.prepare(sql.0).await.map(|_| ()),
    }
    .map_err(Error::database)
}

macro_rules! bind {
    ($arguments:ty, $values:expr) => {{
        let values = $values;
        let mut arguments = <$arguments>::default();
        arguments.reserve(values.len(), values.len() * 16);
        for value in values {
            match value {
                Value::Null(Kind::Text) => arguments.add(Option::<String>::None),
                Value::Null(Kind::Int) => arguments.add(Option::<i64>::None),
                Value::Null(Kind::Double) => arguments.add(Option::<f64>::None),
                Value::Null(Kind::Bool) => arguments.add(Option::<bool>::None),
                Value::Null(Kind::Bytes) => arguments.add(Option::<Vec<u8>>::None),
                Value::Text(text) => arguments.add(text),
                Value::Int(number) => arguments.add(number),
                Value::Double(number) => arguments.add(number),
                Value::Bool(flag) => arguments.add(flag),
                Value::Bytes(bytes) => arguments.add(bytes),
            }
            .map_err(|cause| Error::internal(cause.to_string()))?;
        }
        Ok(arguments)
    }};
}

fn sqlite(values: Vec<Value>) -> Result<SqliteArguments, Error> {
    bind!(SqliteArguments, values)
}

/// PostgreSQL text cannot hold NUL; SQLite's can. One meaning on both: NUL is taken out.
fn postgres(mut values: Vec<Value>) -> Result<PgArguments, Error> {
    for value in &mut values {
        if let Value::Text(text) = value
            && text.contains('\0')
        {
            text.retain(|c| c != '\0');
        }
    }
    bind!(PgArguments, values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_parameters_in_order_are_taken_by_place_and_others_stay() {
        let numbers = |from: usize, to: usize| (from..=to).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
        let cases = [
            (format!("values ({})", numbers(1, 40)), 40, format!("values ({})", vec!["?"; 40].join(", "))),
            (format!("values ({})", numbers(1, 9)), 9, format!("values ({})", numbers(1, 9))),
            (format!("a = $2 or b in ({})", numbers(1, 40)), 40, format!("a = $2 or b in ({})", numbers(1, 40))),
            (format!("a = '$' or b in ({})", numbers(1, 40)), 40, format!("a = '$' or b in ({})", numbers(1, 40))),
            (format!("b in ({}) and c = $1", numbers(1, 40)), 40, format!("b in ({}) and c = $1", numbers(1, 40))),
        ];
        for (text, count, expected) in cases {
            assert_eq!(Sql::from(text).by_place(count).0.as_str(), expected);
        }
    }
}
