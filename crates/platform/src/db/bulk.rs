//! Many rows in one statement: `insert into … values (…), (…)`, cut so that neither database refuses the number of
//! parameters, and so that full pieces share one prepared text.

use super::connection::Connection;
use super::row::Row;
use super::value::Value;
use crate::error::Error;

/// SQLite takes 32,766 parameters; staying well below keeps statements quick to prepare on both.
const MOST_PARAMETERS: usize = 8_000;

/// An insert of many rows.
#[derive(Debug, Clone, Copy)]
pub struct Bulk {
    /// `insert into orders (id, number, …)`: everything before `values`.
    pub insert: &'static str,
    /// How many columns that names.
    pub columns: usize,
    /// Everything after the rows: `on conflict (…) do update set …`, or nothing.
    pub then: &'static str,
}

impl Bulk {
    /// Inserts `rows`, each of exactly `columns` values, and says how many rows were touched.
    ///
    /// # Errors
    /// When a row has another number of values, or the database refuses.
    pub async fn run(&self, tx: &mut impl Connection, rows: Vec<Vec<Value>>) -> Result<u64, Error> {
        let mut touched = 0;
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let (text, values) = self.statement(rows.by_ref().take(self.most()).collect())?;
            touched += tx.execute(text, values).await?;
        }
        Ok(touched)
    }

    /// Inserts `rows` by a statement whose `then` ends in `returning …`, and returns what it says.
    ///
    /// # Errors
    /// As [`Bulk::run`].
    pub async fn returning(&self, tx: &mut impl Connection, rows: Vec<Vec<Value>>) -> Result<Vec<Row>, Error> {
        let mut answer = Vec::new();
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let (text, values) = self.statement(rows.by_ref().take(self.most()).collect())?;
            answer.extend(tx.all(text, values).await?);
        }
        Ok(answer)
    }

    /// Rows of one statement.
    fn most(&self) -> usize {
        (MOST_PARAMETERS / self.columns.max(1)).max(1)
    }

    fn statement(&self, rows: Vec<Vec<Value>>) -> Result<(String, Vec<Value>), Error> {
        let mut text = String::with_capacity(self.insert.len() + rows.len() * self.columns * 6);
        text.push_str(self.insert);
        text.push_str(" values ");
        let mut values = Vec::with_capacity(rows.len() * self.columns);
        for (index, row) in rows.into_iter().enumerate() {
            if row.len() != self.columns {
                return Err(Error::internal(format!(
                    "a bulk row has {} values for {} columns: {}",
                    row.len(),
                    self.columns,
                    self.insert
                )));
            }
            text.push_str(if index == 0 { "(" } else { ", (" });
            text.push_str(&placeholders(values.len() + 1, self.columns));
            text.push(')');
            values.extend(row);
        }
        text.push(' ');
        text.push_str(self.then);
        Ok((text, values))
    }
}

/// `$3, $4, $5`: `count` placeholders from number `first`, for an `in (…)` list.
#[must_use]
pub fn placeholders(first: usize, count: usize) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(count * 6);
    for number in first..first + count {
        let comma = if number == first { "" } else { ", " };
        let _ = write!(text, "{comma}${number}");
    }
    text
}
