//! 连带购买: what is bought together, and what is bought next, by product or by category.
//!
//! A basket is a deal. Baskets of the days and shops asked for are read, and every set that enough of them hold is found as
//! somebody waits: on a thread of its own, bounded in lines, sets and time, and given up when nobody waits any more.
//!
//! Absent from here: what is recommended to whom, and bundles with a price (`promotions`).

mod model;
mod read;
mod reckon;
mod routes;
mod shown;
#[cfg(test)]
mod tests;
mod words;

pub use model::{BasketItem, BasketRule, BasketSet, BasketsPage, Level, Way};

use platform::App;
use platform::http::{Access, Need};
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::SEGMENTS_READ;

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/insight/baskets", Need::May(SEGMENTS_READ)),
    Access::new("GET", "/api/v1/insight/baskets/progress", Need::May(SEGMENTS_READ)),
];

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}
