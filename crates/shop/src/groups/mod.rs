//! Groups, tags and notes: what staff put on customers by hand.
//!
//! Everything is kept on a profile (the customer's oldest at that time), so an unmerge takes it back to where it came
//! from. Absent from here: rules and live segments.

mod apply;
mod make;
mod model;
mod records;
mod routes;
mod tags;
#[cfg(test)]
mod tests;

pub use apply::{Action, Target, apply};
pub use make::create;
pub use model::{Group, GroupRef, Labels, Note, Tag};

use futures_util::FutureExt as _;
use platform::db::{Connection, Migration, Value};
use platform::http::Access;
use platform::{App, Error};
use serde_json::json;
use utoipa_axum::router::OpenApiRouter;

use crate::care::Registered;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// What the endpoints of tags as a whole ask of their caller.
pub const TAG_ACCESS: &[Access] = tags::ACCESS;

/// What this department holds of people.
pub const CARE: Registered = Registered {
    department: "groups",
    tables: &["group_members", "profile_tags", "notes"],
    export: |session, person| {
        async move {
            let labels = records::labels(session, &person.profile_ids).await?;
            let notes = records::notes(session, &person.profile_ids, (i64::MAX, i64::MAX), i64::MAX).await?;
            Ok(json!({
                "groups": labels.groups.into_iter().map(|(_, group)| group.name).collect::<Vec<_>>(),
                "tags": labels.tags.into_iter().map(|(_, tag)| tag).collect::<Vec<_>>(),
                "notes": notes,
            }))
        }
        .boxed()
    },
    erase: |tx, _, person| async move { records::erase(tx, &person.profile_ids).await }.boxed(),
};

/// What was put on these profiles.
///
/// # Errors
/// When the database cannot be read.
pub async fn labels(conn: &mut impl Connection, profiles: &[i64]) -> Result<Labels, Error> {
    records::labels(conn, profiles).await
}

/// Every group: (id, name).
///
/// # Errors
/// When the database cannot be read.
pub async fn names(conn: &mut impl Connection) -> Result<Vec<(i64, String)>, Error> {
    records::names(conn).await
}

/// The notes on these profiles before `(instant, id)`, newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn notes(
    conn: &mut impl Connection,
    profiles: &[i64],
    before: (i64, i64),
    limit: i64,
) -> Result<Vec<Note>, Error> {
    records::notes(conn, profiles, before, limit).await
}

/// A subselect of the profiles in a group, with its one value as `$1`.
#[must_use]
pub fn in_group(id: i64) -> (&'static str, Value) {
    (records::IN_GROUP, id.into())
}

/// A subselect of the profiles with a tag, with its one value as `$1`.
#[must_use]
pub fn with_tag(tag: &str) -> (&'static str, Value) {
    (records::WITH_TAG, tag.into())
}

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router().merge(tags::router())
}
