//! 提升: what an action added for one group over another: two segments or lists side by side, with how sure that is.
//!
//! Groups that were drawn by lot are checked for their sizes before anything is read, and may be read at any time. Groups that
//! were not are labelled observational and shown with how they differed before: a difference between them is no effect.
//!
//! Absent from here: drawing lots, keeping a group out of an action (campaigns will), and rankings by a foretold uplift, which the
//! toolbox on the command line judges.

mod model;
mod read;
mod routes;
mod shown;
#[cfg(test)]
mod tests;
mod words;

pub use model::{LiftBefore, LiftEstimate, LiftGroup, LiftMeasure, LiftPage, LiftRatio};

use platform::App;
use platform::http::{Access, Need};
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::SEGMENTS_READ;

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[Access::new("GET", "/api/v1/insight/lift", Need::May(SEGMENTS_READ))];

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}
