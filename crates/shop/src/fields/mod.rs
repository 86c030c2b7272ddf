//! The shop's own fields of customers, typed, and every attribute value with where and when it came from.
//!
//! A value is kept by profile, so a merge shows the values of all profiles and an unmerge takes each back to its own.
//! Nothing is overwritten: the newest row of a key stands, the others are its history.
//!
//! Absent from here: what sources print about people (names, addresses); profiles hold that.

mod attributes;
mod make;
mod model;
mod records;
mod routes;
#[cfg(test)]
mod tests;

pub use attributes::{BUILT_IN, SENSITIVE, Said, edit, recorded, take_in};
pub use make::{NewField, create};
pub use model::{Field, FieldType, Recorded};

use futures_util::FutureExt as _;
use platform::db::{Connection, Migration};
use platform::http::Access;
use platform::{App, Error};
use utoipa_axum::router::OpenApiRouter;

use crate::care::Registered;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION, records::RANK];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// What this department holds of people.
pub const CARE: Registered = Registered {
    department: "fields",
    tables: &["attributes"],
    export: |session, person| {
        async move {
            let rows = records::recorded(session, &person.profile_ids).await?;
            let rows: Vec<_> = rows
                .into_iter()
                .map(|row| {
                    serde_json::json!({
                        "attribute": row.key, "value": row.value, "source": row.source_name,
                        "at": platform::Instant(row.at), "profile_id": platform::Id(row.profile_id),
                    })
                })
                .collect();
            Ok(serde_json::json!({ "attributes": rows }))
        }
        .boxed()
    },
    erase: |tx, _, person| {
        async move { Ok(vec![("attributes", records::erase(tx, &person.profile_ids).await?)]) }.boxed()
    },
};

/// The profiles of which anything was ever said under a field's key, in no order.
///
/// # Errors
/// When the database cannot be read.
pub async fn who_has(conn: &mut impl Connection, field: &str) -> Result<Vec<i64>, Error> {
    records::who_has(conn, &format!("field:{field}")).await
}

/// The shop's own fields, in the order in which they were made.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(conn: &mut impl Connection) -> Result<Vec<Field>, Error> {
    records::list(conn).await
}

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}
