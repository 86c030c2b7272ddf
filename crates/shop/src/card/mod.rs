//! The 360 card of one customer: one timeline over all departments, charts, what may be sent.
//!
//! Absent from here: any table of its own.

mod timeline;

pub use timeline::{Before, TimelineItem};

use platform::App;
use platform::db::Migration;
use platform::http::Access;
use utoipa_axum::router::OpenApiRouter;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[];

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
