//! Saved views of lists, and the columns that each person last chose.
//!
//! Absent from here: the lists themselves; a view is their query as text.

mod model;
mod records;
mod routes;
#[cfg(test)]
mod tests;

pub use model::{Columns, View};

use platform::App;
use platform::db::Migration;
use platform::http::Access;
use utoipa_axum::router::OpenApiRouter;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}
