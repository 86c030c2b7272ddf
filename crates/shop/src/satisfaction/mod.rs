//! 满意度: how content customers say they are, from reviews of orders and answers to surveys: CSAT, NPS and CES with how sure
//! they are, whether they move, and whether a period is more than chance.
//!
//! A review is the behaviour `reviewed` with a `rating` from 1 to 5. An answer is `survey_answered` with a `measure`, `csat`,
//! `nps` or `ces`, and a `score` on its scale. Both come by the tracking API, by import, or by the API of events.
//!
//! Absent from here: asking people, and what is done about those who are not content.

mod model;
mod read;
mod routes;
mod shown;
#[cfg(test)]
mod tests;
mod words;

pub use model::{
    ControlLimits, SatisfactionChange, SatisfactionPage, SatisfactionPeriod, SatisfactionPoint, SatisfactionProduct,
    SatisfactionSeries, SatisfactionSlope,
};

use platform::App;
use platform::http::{Access, Need};
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::SEGMENTS_READ;

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[Access::new("GET", "/api/v1/insight/satisfaction", Need::May(SEGMENTS_READ))];

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}
