//! The SQL of draws.

mod draws;
mod schema;
mod tickets;

pub(super) use draws::*;
pub(super) use schema::MIGRATION;
pub(super) use tickets::*;

/// Every statement of fixed text, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) fn statements() -> Vec<&'static str> {
    [draws::STATEMENTS, tickets::STATEMENTS].concat()
}
