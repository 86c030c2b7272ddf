//! 商品潜力: which products are worth pushing in a campaign, by how people look at them, what they sell, and what they bring.
//!
//! Behaviours and deals of the days and shops asked for are read, visits are told apart by half an hour of silence, and each
//! product is scored by eight parts that are shown with it (`science::picks`). The shop sets what each part weighs.
//!
//! Absent from here: campaigns, and who is to hear of them.

mod model;
mod read;
mod routes;
mod settings;
mod shown;
#[cfg(test)]
mod tests;
mod visits;
mod words;

pub use model::{Pick, PickPart, PickShare, PicksPage};
pub use settings::{PickWeights, Settings};

use platform::App;
use platform::http::{Access, Need};
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::{SEGMENTS_READ, SEGMENTS_WRITE};

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/insight/picks", Need::May(SEGMENTS_READ)),
    Access::new("PUT", "/api/v1/insight/picks/settings", Need::May(SEGMENTS_WRITE)),
];

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}
