//! Segments over HTTP.

mod files;
mod history;
mod language;
mod lists;
mod properties;
mod questions;
mod segments;

use platform::App;
use platform::http::{Access, Need};
use utoipa_axum::router::OpenApiRouter;

pub use questions::CrowdInput;

use crate::permissions::{CUSTOMERS_EXPORT, EVENTS_READ, SEGMENTS_READ, SEGMENTS_WRITE, SETTINGS_WRITE};

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/rules/catalogue", Need::May(SEGMENTS_READ)),
    Access::new("GET", "/api/v1/rules/values", Need::May(SEGMENTS_READ)),
    Access::new("POST", "/api/v1/rules/read", Need::May(SEGMENTS_READ)),
    Access::new("GET", "/api/v1/segments", Need::May(SEGMENTS_READ)),
    Access::new("POST", "/api/v1/segments", Need::May(SEGMENTS_WRITE)),
    Access::new("GET", "/api/v1/segments/status", Need::May(SEGMENTS_READ)),
    Access::new("POST", "/api/v1/segments/count", Need::May(SEGMENTS_READ)),
    Access::new("POST", "/api/v1/segments/members", Need::May(SEGMENTS_READ)),
    Access::new("POST", "/api/v1/segments/sample", Need::May(SEGMENTS_READ)),
    Access::new("POST", "/api/v1/segments/cross", Need::May(SEGMENTS_READ)),
    Access::new("GET", "/api/v1/segments/live", Need::May(SEGMENTS_READ)),
    Access::new("POST", "/api/v1/segments/lists", Need::May(SEGMENTS_WRITE)),
    Access::new("GET", "/api/v1/segments/columns", Need::May(CUSTOMERS_EXPORT)),
    Access::new("GET", "/api/v1/segments/{id}", Need::May(SEGMENTS_READ)),
    Access::new("PATCH", "/api/v1/segments/{id}", Need::May(SEGMENTS_WRITE)),
    Access::new("DELETE", "/api/v1/segments/{id}", Need::May(SEGMENTS_WRITE)),
    Access::new("POST", "/api/v1/segments/{id}/duplicate", Need::May(SEGMENTS_WRITE)),
    Access::new("POST", "/api/v1/segments/{id}/preview", Need::May(SEGMENTS_READ)),
    Access::new("GET", "/api/v1/segments/{id}/versions", Need::May(SEGMENTS_READ)),
    Access::new("POST", "/api/v1/segments/{id}/versions/{version}/restore", Need::May(SEGMENTS_WRITE)),
    Access::new("GET", "/api/v1/segments/{id}/sizes", Need::May(SEGMENTS_READ)),
    Access::new("GET", "/api/v1/segments/{id}/crossings", Need::May(SEGMENTS_READ)),
    Access::new("GET", "/api/v1/segments/{id}/members", Need::May(SEGMENTS_READ)),
    Access::new("POST", "/api/v1/segments/{id}/freeze", Need::May(SEGMENTS_WRITE)),
    Access::new("GET", "/api/v1/segments/{id}/export", Need::May(CUSTOMERS_EXPORT)),
    Access::new("GET", "/api/v1/customers/{id}/segments", Need::May(SEGMENTS_READ)),
    Access::new("GET", "/api/v1/events/properties", Need::May(EVENTS_READ)),
    Access::new("POST", "/api/v1/events/properties", Need::May(SETTINGS_WRITE)),
    Access::new("GET", "/api/v1/events/properties/suggested", Need::May(SETTINGS_WRITE)),
    Access::new("PATCH", "/api/v1/events/properties/{id}", Need::May(SETTINGS_WRITE)),
    Access::new("DELETE", "/api/v1/events/properties/{id}", Need::May(SETTINGS_WRITE)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(language::router())
        .merge(questions::router())
        .merge(segments::router())
        .merge(history::router())
        .merge(lists::router())
        .merge(files::router())
        .merge(properties::router())
}
