//! Draws over HTTP.

mod draws;
mod public;
mod tickets;

use platform::App;
use platform::http::{Access, Need};
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::{CHECKOUT_USE, COUPONS_READ, COUPONS_WRITE, MEMBERS_CARE};

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/draws", Need::May(COUPONS_READ)),
    Access::new("POST", "/api/v1/draws", Need::May(COUPONS_WRITE)),
    Access::new("POST", "/api/v1/draws/check", Need::May(COUPONS_READ)),
    Access::new("GET", "/api/v1/draws/{id}", Need::May(COUPONS_READ)),
    Access::new("PUT", "/api/v1/draws/{id}", Need::May(COUPONS_WRITE)),
    Access::new("DELETE", "/api/v1/draws/{id}", Need::May(COUPONS_WRITE)),
    Access::new("POST", "/api/v1/draws/{id}/publish", Need::May(COUPONS_WRITE)),
    Access::new("POST", "/api/v1/draws/{id}/end", Need::May(COUPONS_WRITE)),
    Access::new("POST", "/api/v1/draws/{id}/play", Need::May(CHECKOUT_USE)),
    Access::new("GET", "/api/v1/draws/{id}/chances", Need::May(COUPONS_READ)),
    Access::new("POST", "/api/v1/draws/{id}/chances", Need::May(MEMBERS_CARE)),
    Access::new("GET", "/api/v1/draws/{id}/tickets", Need::May(COUPONS_READ)),
    Access::new("POST", "/api/v1/draws/tickets/{id}/give", Need::May(MEMBERS_CARE)),
    Access::new("POST", "/api/v1/draws/tickets/{id}/forfeit", Need::May(MEMBERS_CARE)),
    Access::new("GET", "/api/v1/draws/{id}/proof", Need::Public),
    Access::new("POST", "/api/v1/draws/verify", Need::Public),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(draws::router()).merge(tickets::router()).merge(public::router())
}
