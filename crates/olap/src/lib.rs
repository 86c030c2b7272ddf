//! SQL over the warehouse, and Parquet: the only crate that names DataFusion.
//!
//! * [`tables`]: which tables there are, and how they answer from a [`source`].
//! * [`ask`]: questions in SQL, read-only, bounded, cancelable; answers as pages and files.
//! * [`sql_of`]: a rule as SQL.
//!
//! Absent from here: any other department's routes, and anything that writes to a customer.

pub mod ask;
mod rule;
pub mod source;
pub mod tables;

pub use rule::{Untold, sql_of};
