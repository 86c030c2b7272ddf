//! Members over HTTP.

mod card;
mod goods;
mod invitations;
mod list;
mod programme;

use platform::App;
use platform::http::{Access, Need};
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::{MEMBERS_CARE, MEMBERS_READ, MEMBERS_WRITE};

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/members/programme", Need::May(MEMBERS_READ)),
    Access::new("PUT", "/api/v1/members/programme", Need::May(MEMBERS_WRITE)),
    Access::new("POST", "/api/v1/members/programme/preview", Need::May(MEMBERS_WRITE)),
    Access::new("GET", "/api/v1/members/goods", Need::May(MEMBERS_READ)),
    Access::new("PUT", "/api/v1/members/goods", Need::May(MEMBERS_WRITE)),
    Access::new("GET", "/api/v1/members/presets", Need::May(MEMBERS_READ)),
    Access::new("GET", "/api/v1/members/recompute", Need::May(MEMBERS_READ)),
    Access::new("POST", "/api/v1/members/recompute", Need::May(MEMBERS_WRITE)),
    Access::new("GET", "/api/v1/members", Need::May(MEMBERS_READ)),
    Access::new("POST", "/api/v1/members", Need::May(MEMBERS_CARE)),
    Access::new("GET", "/api/v1/members/pyramid", Need::May(MEMBERS_READ)),
    Access::new("GET", "/api/v1/members/budget", Need::May(MEMBERS_READ)),
    Access::new("GET", "/api/v1/members/invitations", Need::May(MEMBERS_READ)),
    Access::new("POST", "/api/v1/members/invitations", Need::May(MEMBERS_WRITE)),
    Access::new("DELETE", "/api/v1/members/invitations/{code}", Need::May(MEMBERS_WRITE)),
    Access::new("GET", "/api/v1/customers/{id}/membership", Need::May(MEMBERS_READ)),
    Access::new("GET", "/api/v1/customers/{id}/membership/history", Need::May(MEMBERS_READ)),
    Access::new("PUT", "/api/v1/customers/{id}/membership/level", Need::May(MEMBERS_CARE)),
    Access::new("DELETE", "/api/v1/customers/{id}/membership", Need::May(MEMBERS_CARE)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(programme::router())
        .merge(goods::router())
        .merge(list::router())
        .merge(invitations::router())
        .merge(card::router())
}
