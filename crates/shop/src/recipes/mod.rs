//! Ready-made crowds: three automatic ones, 24 shop-relationship tags of our own, and recipes that an operator looks for.
//!
//! Each is an ordinary rule with its windows as parameters in view; using one makes an ordinary segment. The 24 tags are
//! this program's own choice: no official list was found.
//!
//! Absent from here: the meaning of rules, and live segments.

mod kitchen;
mod make;
mod model;
mod routes;
#[cfg(test)]
mod tests;

pub use kitchen::{all, settings, usual};
pub use make::open_automatic;
pub use model::{Group, Parameter, ParameterType, Recipe, Settings};

use platform::App;
use platform::http::{Access, Need};
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::{SEGMENTS_READ, SEGMENTS_WRITE};

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/recipes", Need::May(SEGMENTS_READ)),
    Access::new("POST", "/api/v1/recipes/{key}", Need::May(SEGMENTS_WRITE)),
    Access::new("GET", "/api/v1/segments/settings", Need::May(SEGMENTS_READ)),
    Access::new("PUT", "/api/v1/segments/settings", Need::May(SEGMENTS_WRITE)),
];

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}
