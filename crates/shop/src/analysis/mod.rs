//! What the pages of analysis that answer as they are asked have in common: the days and shops that a question is about, and
//! the customers behind a figure as a rule, or as a list where no rule can name them.
//!
//! Absent from here: any figure, and the pages that a nightly reckoning makes (`value`).

pub mod behind;
mod period;
mod progress;
mod routes;

pub use period::{Period, PeriodQuery};
pub use progress::{Progress, QuestionProgress, progress};

use platform::http::{Access, Need};
use platform::{App, Error};
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::SEGMENTS_WRITE;

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[Access::new("POST", "/api/v1/insight/value/lists", Need::May(SEGMENTS_WRITE))];

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}

/// There is more to read than an answer as one waits may take.
pub fn too_large(limit: usize) -> Error {
    Error::new(422, "answer_too_large").arg("limit", limit.to_string())
}
