//! Promotions over HTTP.

mod drafting;
mod looking;
mod running;

use platform::App;
use platform::http::{Access, Need};
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::{PROMOTIONS_READ, PROMOTIONS_WRITE};

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/promotions", Need::May(PROMOTIONS_READ)),
    Access::new("POST", "/api/v1/promotions", Need::May(PROMOTIONS_WRITE)),
    Access::new("GET", "/api/v1/promotions/calendar", Need::May(PROMOTIONS_READ)),
    Access::new("GET", "/api/v1/promotions/settings", Need::May(PROMOTIONS_READ)),
    Access::new("PUT", "/api/v1/promotions/settings", Need::May(PROMOTIONS_WRITE)),
    Access::new("POST", "/api/v1/promotions/check", Need::May(PROMOTIONS_READ)),
    Access::new("POST", "/api/v1/promotions/lint", Need::May(PROMOTIONS_READ)),
    Access::new("GET", "/api/v1/promotions/{id}", Need::May(PROMOTIONS_READ)),
    Access::new("PUT", "/api/v1/promotions/{id}", Need::May(PROMOTIONS_WRITE)),
    Access::new("DELETE", "/api/v1/promotions/{id}", Need::May(PROMOTIONS_WRITE)),
    Access::new("POST", "/api/v1/promotions/{id}/lint", Need::May(PROMOTIONS_READ)),
    Access::new("POST", "/api/v1/promotions/{id}/publish", Need::May(PROMOTIONS_WRITE)),
    Access::new("POST", "/api/v1/promotions/{id}/discard", Need::May(PROMOTIONS_WRITE)),
    Access::new("POST", "/api/v1/promotions/{id}/pause", Need::May(PROMOTIONS_WRITE)),
    Access::new("POST", "/api/v1/promotions/{id}/resume", Need::May(PROMOTIONS_WRITE)),
    Access::new("POST", "/api/v1/promotions/{id}/end", Need::May(PROMOTIONS_WRITE)),
    Access::new("GET", "/api/v1/promotions/{id}/versions", Need::May(PROMOTIONS_READ)),
    Access::new("GET", "/api/v1/promotions/{id}/uses", Need::May(PROMOTIONS_READ)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(looking::router()).merge(drafting::router()).merge(running::router())
}
