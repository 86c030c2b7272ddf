//! Telling other systems who came into live segments and who left, as the Standard Webhooks specification says.
//!
//! What crossed becomes deliveries in the transaction that moves this department's place in the outbox on; each delivery is
//! a job that is tried again with growing waits, and stays in the log.
//!
//! Absent from here: who crosses (`segments`).

mod care;
mod follow;
mod guard;
mod model;
mod records;
mod routes;
mod send;
mod sign;
#[cfg(test)]
mod tests;

pub use care::CARE;
pub use follow::{CONSUMER, follow, look};
pub use model::{Delivery, Topic, Webhook};
pub use send::{DELIVER, tell};

use futures_util::FutureExt as _;
use platform::db::Migration;
use platform::http::{Access, Need};
use platform::jobs::Worker;
use platform::{App, Error};
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::WEBHOOKS_MANAGE;
use crate::segments::Uses;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/webhooks", Need::May(WEBHOOKS_MANAGE)),
    Access::new("POST", "/api/v1/webhooks", Need::May(WEBHOOKS_MANAGE)),
    Access::new("GET", "/api/v1/webhooks/settings", Need::May(WEBHOOKS_MANAGE)),
    Access::new("PUT", "/api/v1/webhooks/settings", Need::May(WEBHOOKS_MANAGE)),
    Access::new("PATCH", "/api/v1/webhooks/{id}", Need::May(WEBHOOKS_MANAGE)),
    Access::new("DELETE", "/api/v1/webhooks/{id}", Need::May(WEBHOOKS_MANAGE)),
    Access::new("POST", "/api/v1/webhooks/{id}/test", Need::May(WEBHOOKS_MANAGE)),
    Access::new("GET", "/api/v1/webhooks/{id}/deliveries", Need::May(WEBHOOKS_MANAGE)),
    Access::new("POST", "/api/v1/webhooks/{id}/deliveries/{delivery}/replay", Need::May(WEBHOOKS_MANAGE)),
];

/// The webhooks that name a segment.
pub const USES: Uses = |session, segment| async move { records::uses(session, segment).await }.boxed();

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}

/// Says what the jobs of this department do.
pub fn register(worker: &mut Worker) {
    worker.on(DELIVER, send::run);
}

/// Whether messages may be sent to an address at all, as it is written.
///
/// # Errors
/// `invalid` when it is no web address.
pub fn check_address(url: &str) -> Result<(), Error> {
    guard::check(url).map(|_| ())
}
