//! The warehouse as Parquet files, partitioned by customer, for whoever reads tables at rest: a cluster, a notebook,
//! another tool. `docs/warehouse-export.md` is the layout's document.
//!
//! ```text
//! DIR/
//!   20261111T040000.000Z/        one export, named by its instant; it appears whole or not at all
//!     manifest.json              [`Manifest`]: instant, position, columns, files with their rows
//!     customers/bucket=00/part.parquet … customers/bucket=15/part.parquet
//!     facts/…  items/…  members/…
//!     segments/part.parquet
//! ```
//!
//! The tables and columns are those of SQL ([`crate::tables`]), so what names or reaches a person stands in no file.
//!
//! Absent from here: SQL over the files; [`crate::ask`] asks it as it asks anything else.

mod files;
mod manifest;
mod open;
mod purge;
#[cfg(test)]
mod tests;
mod write;

pub use manifest::{BUCKETS, Held, LAYOUT, Manifest, TableFiles};
pub use open::Exported;
pub(crate) use open::Shelf;
pub use purge::{Purged, present, purge};
pub use write::{Wish, Written, write};

/// In which of so many buckets a customer stands: the number times 0x9E3779B97F4A7C15 modulo 2⁶⁴, times the number of
/// buckets, divided by 2⁶⁴ and rounded down. Numbers that follow one another are spread evenly, and a customer stands in
/// the same bucket in every export with as many.
#[must_use]
pub fn bucket(customer: i64, buckets: u32) -> u32 {
    let spread = customer.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15);
    u32::try_from((u128::from(spread) * u128::from(buckets)) >> 64).unwrap_or(0)
}
