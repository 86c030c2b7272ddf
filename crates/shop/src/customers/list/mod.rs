//! The customer list: tabs, search, filters and orders, for the shops in view.

pub(super) mod filter;
pub(super) mod find;
pub(super) mod records;
pub(super) mod row;
mod statement;

pub use filter::{Filter, ListQuery, PageOfList, Sort, Tab};
#[cfg(test)]
pub(in crate::customers) use find::{Bounds, find_within};
pub use find::{Place, find};
pub use row::{CustomerRow, rows};
