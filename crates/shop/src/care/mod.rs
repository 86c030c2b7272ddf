//! Care for personal data: consent, black list, personalisation switch, logged reveal, export and erasure of one person.
//!
//! Absent from here: other departments' tables; each registers its own export and erasure.

mod registry;

pub use registry::{Erase, Export, Person, Registered};

use platform::App;
use platform::db::Migration;
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
