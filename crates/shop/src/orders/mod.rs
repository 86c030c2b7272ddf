//! Orders, lines, refunds and shipments as the source platform states them, with our status beside its own.
//!
//! A deal is an order whose status says that money changed hands and was not given back whole, with something paid. Its
//! amount is what was paid less what was given back.
//!
//! Absent from here: prices, promotions, and who the buyer really is (customers::resolve says that).

mod counts;
mod facts;
mod figures;
mod import;
mod items;
mod lines;
mod merge;
mod records;
mod refunds;
mod revenue;
mod shipments;
mod statuses;
#[cfg(test)]
mod tests;

pub use counts::{ImportCounts, Tally};
pub use figures::{COUNT_SALES, count_sales, count_sales_job};
pub use import::{Outcome, import};
pub use items::import_lines;
pub use refunds::import_refunds;
pub use statuses::{StatusCount, statuses, teach, unknown_statuses};

use platform::App;
use platform::db::Migration;
use platform::http::Access;
use utoipa_axum::router::OpenApiRouter;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::schema::MIGRATION];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[];

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
