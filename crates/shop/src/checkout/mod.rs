//! The till: what a cart costs this buyer now, and what an order holds until it is paid.
//!
//! Absent from here: what promotions give (`pricing`), how limits are held (`promotions::uses`), who holds which coupon
//! (`coupons`).

mod access;
mod care;
mod model;
mod price;
mod records;
mod redemption;
mod reserve;
mod routes;
mod settle;
#[cfg(test)]
mod tests;

pub use care::CARE;
pub use model::{PriceAnswer, PriceRequest};
pub use price::price;
pub use redemption::{Redemption, Reserve, State};
pub use reserve::reserve;
pub use settle::{follow, redeem, release, sweep};

use platform::App;
use platform::db::Migration;
use platform::http::{Access, Need};
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::{CHECKOUT_USE, PROMOTIONS_READ};

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[
    Access::new("POST", "/api/v1/price", Need::May(CHECKOUT_USE)),
    Access::new("POST", "/api/v1/price/simulate", Need::May(PROMOTIONS_READ)),
    Access::new("POST", "/api/v1/redemptions", Need::May(CHECKOUT_USE)),
    Access::new("GET", "/api/v1/redemptions/{order}", Need::May(CHECKOUT_USE)),
    Access::new("POST", "/api/v1/redemptions/{order}/redeem", Need::May(CHECKOUT_USE)),
    Access::new("POST", "/api/v1/redemptions/{order}/release", Need::May(CHECKOUT_USE)),
];

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}
