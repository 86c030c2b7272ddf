//! The SQL of orders, lines, shipments, refunds and statuses.

pub(super) mod care;
pub(super) mod figures;
pub(super) mod lines;
pub(super) mod lowest;
pub(super) mod orders;
pub(super) mod read;
pub(super) mod refunds;
pub(super) mod sales;
pub(super) mod schema;
pub(super) mod shipments;
pub(super) mod statuses;
pub mod sums;
pub(super) mod timeline;

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) fn statements() -> Vec<&'static str> {
    [
        orders::STATEMENTS,
        read::STATEMENTS,
        lines::STATEMENTS,
        lowest::STATEMENTS,
        shipments::STATEMENTS,
        refunds::STATEMENTS,
        sales::STATEMENTS,
        statuses::STATEMENTS,
    ]
    .concat()
}
