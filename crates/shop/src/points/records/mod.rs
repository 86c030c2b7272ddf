//! The SQL of points.

mod lots;
mod mall;
mod moves;
mod schema;
mod sums;

pub(super) use lots::*;
pub(super) use mall::*;
pub(super) use moves::*;
pub(super) use schema::MIGRATION;
pub(super) use sums::*;

/// Every statement of fixed text, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) fn statements() -> Vec<&'static str> {
    [lots::STATEMENTS, mall::STATEMENTS, moves::STATEMENTS, sums::STATEMENTS].concat()
}
