//! 透视表: figures over customers or over what they did, laid out by any dimensions.
//!
//! A question names a subject (customers, or a kind of fact), dimensions for rows and columns, and measures; the answer comes
//! from the warehouse's columns, or from another place that holds the same (`Elsewhere`). Every cell says its customers as a rule where the language can, so that it can be listed or
//! saved as a segment.
//!
//! Absent from here: who is in a crowd (`segments`), how figures are put together (`warehouse`).

mod align;
mod catalogue;
mod figures;
mod lay;
mod measures;
mod model;
mod reckon;
mod routes;
mod say;
#[cfg(test)]
mod tests;
mod words;

pub use figures::{Elsewhere, Ground, answer_from};
pub use model::{Answer, Cell, Header, Question};

use platform::App;
use platform::http::{Access, Need};
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::SEGMENTS_READ;

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/pivot", Need::May(SEGMENTS_READ)),
    Access::new("POST", "/api/v1/pivot", Need::May(SEGMENTS_READ)),
];

/// Rows, columns and measures of one question at most.
pub const MOST: (usize, usize, usize) = (3, 2, 6);
/// Cells of one answer at most.
pub const CELLS: usize = 10_000;
/// Groups that are looked at before the values with the least are left out.
const GROUPS: usize = 200_000;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}
