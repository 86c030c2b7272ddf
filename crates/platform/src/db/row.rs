//! Rows that come back. One accessor for both databases.

use sqlx::Row as _;

use crate::error::Error;

/// One row of an answer.
pub struct Row(pub(super) Inner);

pub(super) enum Inner {
    Sqlite(sqlx::sqlite::SqliteRow),
    Postgres(sqlx::postgres::PgRow),
}

/// A type that a column can be read as.
pub trait Read: Sized {
    /// Reads column `name` of `row`.
    ///
    /// # Errors
    /// When there is no such column or it holds another type.
    fn read(row: &Row, name: &str) -> Result<Self, Error>;
    /// Reads column number `index` (from 0) of `row`.
    ///
    /// # Errors
    /// When there is no such column or it holds another type.
    fn read_at(row: &Row, index: usize) -> Result<Self, Error>;
}

macro_rules! read {
    ($($type:ty),*) => {$(
        impl Read for $type {
            fn read(row: &Row, name: &str) -> Result<Self, Error> {
                match &row.0 {
                    // SQLite types values, not columns: an expression has no declared type to check.
                    Inner::Sqlite(row) => row.try_get_unchecked::<$type, _>(name),
                    Inner::Postgres(row) => row.try_get::<$type, _>(name),
                }
                .map_err(Error::database)
            }
            fn read_at(row: &Row, index: usize) -> Result<Self, Error> {
                match &row.0 {
                    Inner::Sqlite(row) => row.try_get_unchecked::<$type, _>(index),
                    Inner::Postgres(row) => row.try_get::<$type, _>(index),
                }
                .map_err(Error::database)
            }
        }
        impl Read for Option<$type> {
            fn read(row: &Row, name: &str) -> Result<Self, Error> {
                match &row.0 {
                    Inner::Sqlite(row) => row.try_get_unchecked::<Option<$type>, _>(name),
                    Inner::Postgres(row) => row.try_get::<Option<$type>, _>(name),
                }
                .map_err(Error::database)
            }
            fn read_at(row: &Row, index: usize) -> Result<Self, Error> {
                match &row.0 {
                    Inner::Sqlite(row) => row.try_get_unchecked::<Option<$type>, _>(index),
                    Inner::Postgres(row) => row.try_get::<Option<$type>, _>(index),
                }
                .map_err(Error::database)
            }
        }
    )*};
}

read!(String, i64, f64, bool, Vec<u8>);

impl Row {
    /// The value of column `name`. `Option<T>` for a column that may be NULL.
    ///
    /// # Errors
    /// When there is no such column, it holds another type, or NULL where `T` is not an `Option`.
    pub fn get<T: Read>(&self, name: &str) -> Result<T, Error> {
        T::read(self, name)
    }

    /// The value of column number `index`, from 0: quicker than by name, for bulk reads.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn at<T: Read>(&self, index: usize) -> Result<T, Error> {
        T::read_at(self, index)
    }
}
