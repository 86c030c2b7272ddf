//! Saved views of lists, and the columns that each person last chose.
//!
//! Absent from here: the lists themselves; a view is their query as text.

mod erase;
mod model;
mod records;
mod routes;
#[cfg(test)]
mod tests;

pub use model::{Columns, View};

use futures_util::FutureExt as _;
use platform::App;
use platform::db::Migration;
use platform::http::Access;
use serde_json::json;
use utoipa_axum::router::OpenApiRouter;

use crate::care::Registered;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// What this department holds of people: searches that somebody saved by a name, a mobile or a nick. They are not given
/// out, since they are the words of staff.
pub const CARE: Registered = Registered {
    department: "views",
    tables: &["views"],
    export: |_, _| async { Ok(json!({})) }.boxed(),
    erase: |tx, _, person| async move { Ok(vec![("views", erase::erase(tx, person).await?)]) }.boxed(),
};

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}
