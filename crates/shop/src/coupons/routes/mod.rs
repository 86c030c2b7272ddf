//! Coupons over HTTP.

mod batches;
mod hands;
mod programmes;

pub use hands::of_customer;

use platform::App;
use platform::http::{Access, Need};
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::{CHECKOUT_USE, COUPONS_EXPORT, COUPONS_READ, COUPONS_WRITE, MEMBERS_CARE};

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/coupons", Need::May(COUPONS_READ)),
    Access::new("POST", "/api/v1/coupons/grant", Need::May(MEMBERS_CARE)),
    Access::new("POST", "/api/v1/coupons/claim", Need::May(CHECKOUT_USE)),
    Access::new("GET", "/api/v1/coupons/offered", Need::May(CHECKOUT_USE)),
    Access::new("GET", "/api/v1/coupons/{id}", Need::May(COUPONS_READ)),
    Access::new("POST", "/api/v1/coupons/{id}/void", Need::May(COUPONS_WRITE)),
    Access::new("POST", "/api/v1/coupons/{id}/transfer", Need::May(CHECKOUT_USE)),
    Access::new("GET", "/api/v1/coupons/programmes", Need::May(COUPONS_READ)),
    Access::new("POST", "/api/v1/coupons/programmes", Need::May(COUPONS_WRITE)),
    Access::new("GET", "/api/v1/coupons/programmes/{id}", Need::May(COUPONS_READ)),
    Access::new("PUT", "/api/v1/coupons/programmes/{id}", Need::May(COUPONS_WRITE)),
    Access::new("POST", "/api/v1/coupons/programmes/{id}/issue", Need::May(COUPONS_WRITE)),
    Access::new("GET", "/api/v1/coupons/programmes/{id}/batches", Need::May(COUPONS_READ)),
    Access::new("GET", "/api/v1/coupons/programmes/{id}/codes.csv", Need::May(COUPONS_EXPORT)),
    Access::new("GET", "/api/v1/coupons/batches/{id}", Need::May(COUPONS_READ)),
    Access::new("POST", "/api/v1/coupons/batches/{id}/stop", Need::May(COUPONS_WRITE)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(programmes::router()).merge(batches::router()).merge(hands::router())
}
