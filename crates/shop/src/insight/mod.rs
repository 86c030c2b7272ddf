//! 人群透视: how a crowd differs from everybody, or from another crowd.
//!
//! Absent from here: who is in a crowd (`segments`), and the statistics (`science`).

mod behind;
mod book;
mod dimensions;
mod model;
mod reckon;
mod routes;
#[cfg(test)]
mod tests;

pub(crate) use dimensions::{band, weekday};
pub use model::{Bar, Figure, Insight, ShownDimension, Strong};
pub use reckon::{Crowds, insight};

use platform::App;
use platform::http::{Access, Need};
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::SEGMENTS_READ;

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/insight/dimensions", Need::May(SEGMENTS_READ)),
    Access::new("POST", "/api/v1/insight", Need::May(SEGMENTS_READ)),
    Access::new("POST", "/api/v1/insight/export", Need::May(SEGMENTS_READ)),
];

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}
