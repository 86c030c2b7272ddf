//! The buyer's portal: her card, coupons, red packets, points, draws, her own data, and bringing friends along.
//!
//! Pages are made here as HTML, need no script, and carry the shop's name and colour. A buyer comes in with a one-time
//! code; the session belongs to the profile that has the confirmed mobile or address. The portal is the business's, not a
//! storefront's, since customers, levels and points are.
//!
//! Absent from here: whatever other departments decide (what a level gives, what a coupon takes off, who wins), and who
//! brings codes to people: that is plugged in ([`Sender`]).

mod back;
mod care;
mod code;
mod colour;
mod own;
mod pages;
mod records;
mod referral;
mod routes;
mod sender;
mod session;
mod settings;
#[cfg(test)]
mod tests;
mod visit;
mod words;

use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;
use platform::db::Migration;
use platform::http::Access;
use platform::outbox::{self, Turn};
use platform::{App, Error};
use tokio_util::sync::CancellationToken;
use utoipa_axum::router::OpenApiRouter;

use self::visit::Visit;

pub use care::CARE;
pub use code::{Contact, Recipient};
pub use referral::{CONSUMER, Referred, State, Why, all_brought, look, settle};
pub use sender::{Console, Outgoing, Sender, Webhook, known_as, plug};
pub use settings::{Referral, Settings, put_settings, settings};

/// The name of this department's door: its endpoints ask for a buyer's session.
pub const DOOR: &str = "portal";

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}

/// The address is one of the portal's, whether or not a page is there.
#[must_use]
pub fn holds(path: &str) -> bool {
    path.strip_prefix(visit::PATH).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The answer for an address of the portal where there is no page: the portal's own page says so.
pub async fn missing(app: &App, parts: &mut Parts) -> Response {
    match Visit::from_request_parts(parts, app).await {
        Ok(visit) => visit.refuse(&Error::not_found("page")),
        Err(refused) => refused,
    }
}

/// Hears who bought for the first time, and gives what is due for bringing them, until `stopping` is cancelled.
pub async fn follow(app: App, stopping: CancellationToken) {
    if let Err(error) = outbox::enrol(&app, CONSUMER).await {
        tracing::warn!(%error, "the outbox may be trimmed before it was read");
    }
    let deals = outbox::follow(app.clone(), stopping.clone(), "first deals could not be heard of", |app| async move {
        Ok(if look(&app).await? { Turn::Rest(Duration::ZERO) } else { Turn::Idle })
    });
    let rewards = outbox::follow(app, stopping, "referrals could not be rewarded", |app| async move {
        Ok(Turn::Rest(if settle(&app).await? { Duration::ZERO } else { referral::LOOK }))
    });
    tokio::join!(deals, rewards);
}

/// Drops sessions that have ended and codes that are over.
///
/// # Errors
/// When the database refuses.
pub async fn tidy(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    session::trim(&mut tx, now).await?;
    records::codes::trim(&mut tx, now).await?;
    tx.commit().await
}
