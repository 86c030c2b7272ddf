//! What the pages of analysis that answer as they are asked have in common: the days and shops that a question is about, and
//! the customers behind a figure as a rule.
//!
//! Absent from here: any figure, and the pages that a nightly reckoning makes (`value`).

pub mod behind;
mod period;
mod progress;

pub use period::{Period, PeriodQuery};
pub use progress::{Progress, QuestionProgress, progress};

use platform::Error;

/// There is more to read than an answer as one waits may take.
pub fn too_large(limit: usize) -> Error {
    Error::new(422, "answer_too_large").arg("limit", limit.to_string())
}
