//! One box over customers, orders and products.
//!
//! Absent from here: any table; each department finds its own.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use platform::{App, Error};
use platform::db::{Migration, Session};
use platform::http::Access;
use utoipa_axum::router::OpenApiRouter;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[];

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}

/// The customers with an order of this number, for the customer list.
pub fn customers_by_order<'a>(_: &'a mut Session, _: &'a str) -> BoxFuture<'a, Result<Vec<i64>, Error>> {
    async { Ok(Vec::new()) }.boxed()
}
