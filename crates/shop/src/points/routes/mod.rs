//! Points over HTTP.

mod ledger;
mod mall;
mod rules;

use platform::App;
use platform::http::{Access, Need};
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::{MEMBERS_CARE, MEMBERS_READ, MEMBERS_WRITE, POINTS_SPEND};

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/points/rules", Need::May(MEMBERS_READ)),
    Access::new("PUT", "/api/v1/points/rules", Need::May(MEMBERS_WRITE)),
    Access::new("GET", "/api/v1/points/liability", Need::May(MEMBERS_READ)),
    Access::new("GET", "/api/v1/customers/{id}/points", Need::May(MEMBERS_READ)),
    Access::new("GET", "/api/v1/customers/{id}/points/history", Need::May(MEMBERS_READ)),
    Access::new("POST", "/api/v1/customers/{id}/points/adjust", Need::May(MEMBERS_CARE)),
    Access::new("POST", "/api/v1/points/spend", Need::May(POINTS_SPEND)),
    Access::new("POST", "/api/v1/points/reverse", Need::May(POINTS_SPEND)),
    Access::new("GET", "/api/v1/points/mall", Need::May(MEMBERS_READ)),
    Access::new("POST", "/api/v1/points/mall", Need::May(MEMBERS_WRITE)),
    Access::new("PATCH", "/api/v1/points/mall/{id}", Need::May(MEMBERS_WRITE)),
    Access::new("POST", "/api/v1/points/mall/{id}/redeem", Need::May(POINTS_SPEND)),
    Access::new("GET", "/api/v1/points/mall/orders", Need::May(MEMBERS_READ)),
    Access::new("POST", "/api/v1/points/mall/orders/{id}/fulfil", Need::May(MEMBERS_CARE)),
    Access::new("POST", "/api/v1/points/mall/orders/{id}/cancel", Need::May(MEMBERS_CARE)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(rules::router()).merge(ledger::router()).merge(mall::router())
}
