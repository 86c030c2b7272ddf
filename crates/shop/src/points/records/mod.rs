//! The SQL of points.

mod mall;
mod schema;

pub(super) use mall::*;
pub(super) use schema::{IN_ENGLISH, MIGRATION};

/// Every statement of fixed text, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) fn statements() -> Vec<&'static str> {
    mall::STATEMENTS.to_vec()
}
