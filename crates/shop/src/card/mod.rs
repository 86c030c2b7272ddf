//! The 360 card of one customer: one timeline over all departments, charts, what may be sent.
//!
//! Absent from here: any table of its own.

mod timeline;

pub use timeline::{Before, TimelineItem};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use platform::db::{Migration, Session};
use platform::{App, Error};
use platform::http::Access;
use utoipa_axum::router::OpenApiRouter;

use crate::proposals;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[];

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}

/// Open proposals of these customers, for the customer list.
pub fn open_proposals<'a>(session: &'a mut Session, customers: &'a [i64]) -> BoxFuture<'a, Result<Vec<(i64, i64)>, Error>> {
    async move { proposals::open_counts(session, customers).await }.boxed()
}
