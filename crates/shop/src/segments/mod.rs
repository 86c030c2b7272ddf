//! Segments: crowds that a rule or a list names, kept right at every instant.
//!
//! A live segment is a rule; the warehouse says at once who comes in and who leaves, and that is written down as
//! crossings with their instants. A static list is kept as it was uploaded or frozen.
//!
//! Beside them stand the properties of events that the shop declared for its rules ([`properties`]).
//!
//! Absent from here: what a rule means (`rules`), how it is asked (`warehouse`), what a crossing sets off.

pub mod ask;
mod care;
pub mod catalogue;
pub mod columns;
pub mod feed;
mod foresee;
pub mod language;
pub mod lists;
pub mod live;
mod members;
mod model;
mod naming;
pub mod properties;
mod records;
mod routes;
mod shown;
#[cfg(test)]
pub(crate) mod tests;
mod timeline;
mod upload;
pub mod verbs;
mod within;

pub use care::CARE;
pub(crate) use members::segments_of;
pub use model::{Crossed, Kind, Origin, Record, Segment, State, Use, Version};
pub use naming::{NAMING, asked};
pub use routes::CrowdInput;
pub use shown::shown;
pub(crate) use timeline::timeline;

use futures_util::future::BoxFuture;
use platform::db::{Connection, Migration, Session};
use platform::http::Access;
use platform::{App, Error};
use utoipa_axum::router::OpenApiRouter;

/// Who else depends on a segment: asked of departments that segments may not know, through `crate::SEGMENT_USES`.
pub type Uses = for<'a> fn(&'a mut Session, i64) -> BoxFuture<'a, Result<Vec<Use>, Error>>;

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION, records::EVENT_PROPERTIES];

/// The crossings from one to another, both included, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn crossed_between(conn: &mut impl Connection, first: i64, last: i64) -> Result<Vec<Crossed>, Error> {
    records::crossings_between(conn, first, last).await
}

/// What these segments are called: (id, name).
///
/// # Errors
/// When the database cannot be read.
pub async fn names(
    conn: &mut impl Connection,
    ids: impl IntoIterator<Item = i64>,
) -> Result<Vec<(i64, String)>, Error> {
    Ok(records::names_of(conn, ids).await?.into_iter().map(|(id, name, _)| (id, name)).collect())
}
