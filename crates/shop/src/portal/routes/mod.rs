//! The portal over HTTP: pages for buyers, settings for staff.

mod desk;
mod door;
mod giving;
mod looking;

use platform::App;
use platform::http::{Access, Need};
use serde::{Deserialize, Deserializer};
use utoipa_axum::router::OpenApiRouter;

use super::DOOR;
use crate::permissions::{MEMBERS_READ, MEMBERS_WRITE};

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/my/sign-in", Need::Public),
    Access::new("POST", "/my/sign-in", Need::Public),
    Access::new("GET", "/my/code", Need::Public),
    Access::new("POST", "/my/code", Need::Public),
    Access::new("POST", "/my/sign-out", Need::Public),
    Access::new("GET", "/my/language/{code}", Need::Public),
    Access::new("GET", "/my/r/{code}", Need::Public),
    Access::new("GET", "/my/style/{name}", Need::Public),
    Access::new("GET", "/my/g/{code}", Need::Public),
    Access::new("POST", "/my/g/{code}", Need::Door(DOOR)),
    Access::new("GET", "/my/groups", Need::Door(DOOR)),
    Access::new("POST", "/my/groups", Need::Door(DOOR)),
    Access::new("GET", "/my", Need::Door(DOOR)),
    Access::new("POST", "/my/join", Need::Door(DOOR)),
    Access::new("POST", "/my/which", Need::Door(DOOR)),
    Access::new("GET", "/my/card", Need::Door(DOOR)),
    Access::new("GET", "/my/coupons", Need::Door(DOOR)),
    Access::new("POST", "/my/coupons", Need::Door(DOOR)),
    Access::new("GET", "/my/coupons/{id}", Need::Door(DOOR)),
    Access::new("POST", "/my/coupons/{id}", Need::Door(DOOR)),
    Access::new("GET", "/my/wallet", Need::Door(DOOR)),
    Access::new("GET", "/my/gifts", Need::Door(DOOR)),
    Access::new("GET", "/my/points", Need::Door(DOOR)),
    Access::new("GET", "/my/mall", Need::Door(DOOR)),
    Access::new("GET", "/my/mall/{id}", Need::Door(DOOR)),
    Access::new("POST", "/my/mall/{id}", Need::Door(DOOR)),
    Access::new("GET", "/my/deliveries/{of}/{id}", Need::Door(DOOR)),
    Access::new("POST", "/my/deliveries/{of}/{id}", Need::Door(DOOR)),
    Access::new("GET", "/my/draws", Need::Door(DOOR)),
    Access::new("GET", "/my/draws/{id}", Need::Door(DOOR)),
    Access::new("POST", "/my/draws/{id}", Need::Door(DOOR)),
    Access::new("GET", "/my/draws/{id}/tickets/{ticket}", Need::Door(DOOR)),
    Access::new("GET", "/my/invite", Need::Door(DOOR)),
    Access::new("GET", "/my/profile", Need::Door(DOOR)),
    Access::new("POST", "/my/profile", Need::Door(DOOR)),
    Access::new("POST", "/my/consents", Need::Door(DOOR)),
    Access::new("GET", "/api/v1/portal/settings", Need::May(MEMBERS_READ)),
    Access::new("PUT", "/api/v1/portal/settings", Need::May(MEMBERS_WRITE)),
    Access::new("GET", "/api/v1/customers/{id}/referrals", Need::May(MEMBERS_READ)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(door::router()).merge(looking::router()).merge(giving::router()).merge(desk::router())
}

/// A box that was ticked, or not.
fn ticked<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    Ok(Option::<String>::deserialize(from)?.is_some_and(|text| !text.is_empty()))
}
