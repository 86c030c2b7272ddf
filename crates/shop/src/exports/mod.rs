//! Segments as files that are made in the background: asked for, watched, fetched within a day.
//!
//! A file is full of people, so it lives shortly. It is deleted a day after it was made, when whoever asked for it drops it,
//! and as soon as anybody is erased, for nobody knows who stands in it after merges; one that is being made then is begun
//! anew. The streamed export of `segments` stays for programs that read as it comes.
//!
//! Absent from here: who is in a segment (`segments`), and what a row of the file says (`customers`).

mod care;
mod files;
mod model;
mod records;
mod routes;
mod run;
#[cfg(test)]
mod tests;

pub use care::CARE;
pub use files::sweep;
pub use model::{Export, State};
pub use run::{JOB, discarded, given_up, run_job};

use platform::App;
use platform::db::Migration;
use platform::http::{Access, Need};
use platform::jobs::Worker;
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::CUSTOMERS_EXPORT;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[
    Access::new("POST", "/api/v1/segments/{id}/exports", Need::May(CUSTOMERS_EXPORT)),
    Access::new("GET", "/api/v1/segments/exports", Need::May(CUSTOMERS_EXPORT)),
    Access::new("GET", "/api/v1/segments/exports/{export}", Need::May(CUSTOMERS_EXPORT)),
    Access::new("DELETE", "/api/v1/segments/exports/{export}", Need::May(CUSTOMERS_EXPORT)),
    Access::new("GET", "/api/v1/segments/exports/{export}/progress", Need::May(CUSTOMERS_EXPORT)),
    Access::new("GET", "/api/v1/segments/exports/{export}/file", Need::May(CUSTOMERS_EXPORT)),
];

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}

/// Says what the jobs of this department do.
pub fn register(worker: &mut Worker) {
    worker.on(JOB, run_job);
    worker.when_parked(JOB, given_up);
}
