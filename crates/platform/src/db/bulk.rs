//! Many rows in one statement: `insert into … values (…), (…)`, cut so that neither database refuses the number of
//! parameters, and into pieces of few sizes, so that each piece finds its prepared text again.

use super::Dialect;
use super::connection::Connection;
use super::row::Row;
use super::value::Value;
use crate::error::Error;

/// SQLite takes 32,766 parameters. Beyond some thousand a statement gains nothing, and a prepared one of eight thousand
/// weighs a megabyte.
const MOST_PARAMETERS: usize = 4_096;

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
    /// When a row has another number of values, or the database refuses; then nothing of the transaction may be
    /// committed.
    pub async fn run(&self, tx: &mut impl Connection, rows: Vec<Vec<Value>>) -> Result<u64, Error> {
        let mut touched = 0;
        for (text, values) in self.statements(tx.dialect(), rows) {
            touched += tx.execute(text, values?).await?;
        }
        Ok(touched)
    }

    /// Inserts `rows` by a statement whose `then` ends in `returning …`, and returns what it says.
    ///
    /// # Errors
    /// As [`Bulk::run`].
    pub async fn returning(&self, tx: &mut impl Connection, rows: Vec<Vec<Value>>) -> Result<Vec<Row>, Error> {
        let mut answer = Vec::new();
        for (text, values) in self.statements(tx.dialect(), rows) {
            answer.extend(tx.all(text, values?).await?);
        }
        Ok(answer)
    }

    /// The statements for `rows`: as many full ones as go, then ever smaller ones by halves.
    fn statements(
        &self,
        dialect: Dialect,
        rows: Vec<Vec<Value>>,
    ) -> impl Iterator<Item = (String, Result<Vec<Value>, Error>)> + Send {
        let mut left = rows.len();
        let mut size = self.most();
        let mut rows = rows.into_iter();
        let mut text = String::new();
        let bulk = *self;
        std::iter::from_fn(move || {
            if left == 0 {
                return None;
            }
            if left < size || text.is_empty() {
                while left < size {
                    size /= 2;
                }
                text = bulk.text(dialect, size);
            }
            left -= size;
            Some((text.clone(), bulk.values(rows.by_ref().take(size), size)))
        })
    }

    /// Rows of a full statement: a power of two.
    fn most(&self) -> usize {
        let most = (MOST_PARAMETERS / self.columns.max(1)).max(1);
        1 << most.ilog2()
    }

    fn text(&self, dialect: Dialect, rows: usize) -> String {
        let mut text = String::with_capacity(self.insert.len() + self.then.len() + rows * self.columns * 7);
        match (dialect, self.insert.strip_prefix("insert into ")) {
            // To be able to take one statement back, SQLite would keep every page as it was before it. A transaction
            // in which a statement failed is never committed, so nobody asks for that.
            (Dialect::Sqlite, Some(rest)) => {
                text.push_str("insert or fail into ");
                text.push_str(rest);
            }
            _ => text.push_str(self.insert),
        }
        text.push_str(" values ");
        let places = vec!["?"; self.columns].join(", ");
        for row in 0..rows {
            text.push_str(if row == 0 { "(" } else { ", (" });
            match dialect {
                // By place: SQLite looks each named parameter up in the list of all.
                Dialect::Sqlite => text.push_str(&places),
                Dialect::Postgres => text.push_str(&placeholders(row * self.columns + 1, self.columns)),
            }
            text.push(')');
        }
        text.push(' ');
        text.push_str(self.then);
        text
    }

    fn values(&self, rows: impl Iterator<Item = Vec<Value>>, count: usize) -> Result<Vec<Value>, Error> {
        let mut values = Vec::with_capacity(count * self.columns);
        for row in rows {
            if row.len() != self.columns {
                return Err(Error::internal(format!(
                    "a bulk row has {} values for {} columns: {}",
                    row.len(),
                    self.columns,
                    self.insert
                )));
            }
            values.extend(row);
        }
        Ok(values)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values;

    #[test]
    fn rows_are_cut_into_few_sizes_and_keep_their_order() {
        let bulk = Bulk { insert: "insert into t (a, b)", columns: 2, then: "" };
        for (count, sizes) in
            [(0, vec![]), (1, vec![1]), (7, vec![4, 2, 1]), (2_048, vec![2_048]), (4_099, vec![2_048, 2_048, 2, 1])]
        {
            let rows: Vec<Vec<Value>> = (0..count).map(|n| values![n, "x"]).collect();
            let expected: Vec<Value> = rows.iter().flatten().cloned().collect();
            let found: Vec<_> = bulk.statements(Dialect::Sqlite, rows).collect();
            let lengths: Vec<usize> = found.iter().map(|(_, values)| values.as_ref().unwrap().len() / 2).collect();
            assert_eq!(lengths, sizes, "{count}");
            for (text, values) in &found {
                assert_eq!(text.matches('?').count(), values.as_ref().unwrap().len());
                assert!(text.starts_with("insert or fail into t (a, b) values (?, ?)"), "{text}");
            }
            assert_eq!(found.into_iter().flat_map(|(_, values)| values.unwrap()).collect::<Vec<_>>(), expected);
        }
        let postgres = bulk.statements(Dialect::Postgres, vec![values![1_i64, "x"]]).next().unwrap();
        assert_eq!(postgres.0, "insert into t (a, b) values ($1, $2) ");
    }

    #[test]
    fn a_row_of_another_width_is_refused() {
        let bulk = Bulk { insert: "insert into t (a, b)", columns: 2, then: "" };
        let (_, values) = bulk.statements(Dialect::Sqlite, vec![values![1_i64]]).next().unwrap();
        assert!(values.is_err());
    }
}
