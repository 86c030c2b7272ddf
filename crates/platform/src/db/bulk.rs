//! Many rows in one statement: `insert into … values (…), (…)`, cut so that neither database refuses the number of
//! parameters, and so that full pieces share one prepared text.

use super::connection::Connection;
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
        let most = (MOST_PARAMETERS / self.columns.max(1)).max(1);
        let mut touched = 0;
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let piece: Vec<Vec<Value>> = rows.by_ref().take(most).collect();
            touched += self.piece(tx, piece).await?;
        }
        Ok(touched)
    }

    async fn piece(&self, tx: &mut impl Connection, rows: Vec<Vec<Value>>) -> Result<u64, Error> {
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
        tx.execute(text, values).await
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
