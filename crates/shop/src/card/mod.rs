//! The card: everything about one customer on one page, and one timeline over all departments.
//!
//! Absent from here: any table; each department answers for its own.

mod assemble;
mod attributes;
mod graph;
mod model;
mod reveal;
mod routes;
mod streams;
#[cfg(test)]
mod tests;
mod timeline;

pub use assemble::card;
pub use attributes::{Attribute, AttributeSource, Earlier};
pub use model::{CustomerCard, Graph, IdentifierShown, Link, MonthShown, Node, ProfileShown};
pub use timeline::{Before, TimelineItem};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use platform::db::{Migration, Session};
use platform::http::Access;
use platform::{App, Error};
use utoipa_axum::router::OpenApiRouter;

use crate::proposals;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}

/// Open proposals of these customers, for the customer list.
pub fn open_proposals<'a>(
    session: &'a mut Session,
    customers: &'a [i64],
) -> BoxFuture<'a, Result<Vec<(i64, i64)>, Error>> {
    async move { proposals::open_counts(session, customers).await }.boxed()
}
