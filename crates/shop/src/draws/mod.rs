//! Draws and scratch cards: prizes by chance, with rules that are published beforehand and outcomes that anybody can check.
//!
//! When a draw is published a seed is drawn and its digest shown; the seed itself is shown when the draw has ended. What a
//! ticket rolls follows from the seed, the ticket's number and a mark that the buyer's side chose, so that neither side
//! can steer it, and whoever has the seed can reckon every outcome again ([`fair`]). Tickets of one draw are numbered one
//! after the other, and a prize is won while there are any left: the database holds how many.
//!
//! A prize is handed over in a second step that can be repeated: a coupon, points or a red packet by itself, goods and what
//! third parties give by staff. Nothing of a published draw changes, and its results are kept.
//!
//! Absent from here: what a coupon, points or credit are (`coupons`, `points`, `wallet`).

mod care;
mod chances;
pub mod fair;
mod hand;
mod look;
mod mall;
mod model;
mod play;
mod publish;
mod records;
mod routes;
mod terms;
#[cfg(test)]
mod tests;
mod timeline;

use std::time::Duration;

use platform::App;
use platform::db::Migration;
use platform::http::Access;
use platform::outbox::{self, Turn};
use tokio_util::sync::CancellationToken;
use utoipa_axum::router::OpenApiRouter;

pub use care::CARE;
pub use chances::{Chances, chances, entitle};
pub use hand::{hand_over, keep_up, send_to};
pub use look::{open_to, shown, ticket, tickets_of};
pub use mall::{CONSUMER, look};
pub use model::{Draw, DrawState, PrizeKind, Ticket, TicketStatus};
pub use play::play;
pub use publish::{create, end, publish};
pub use terms::{DrawKind, DrawPrize, DrawRules, DrawTerms};
pub use timeline::timeline;

/// How long results are kept at least after a draw's end, days: the law asks for two years.
pub const KEPT_DAYS: i64 = 731;
/// A day, milliseconds.
const DAY: i64 = 86_400_000;
/// How often prizes that were not handed over are looked for.
const LOOK: Duration = Duration::from_secs(20);

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}

/// Hands over what is left to be handed over, and what the points mall sold, until `stopping` is cancelled.
pub async fn follow(app: App, stopping: CancellationToken) {
    if let Err(error) = outbox::enrol(&app, CONSUMER).await {
        tracing::warn!(%error, "the outbox may be trimmed before it was read");
    }
    let mall =
        outbox::follow(app.clone(), stopping.clone(), "the mall's orders could not be given", |app| async move {
            Ok(if look(&app).await? { Turn::Rest(Duration::ZERO) } else { Turn::Idle })
        });
    let prizes = outbox::follow(app, stopping, "prizes could not be handed over", |app| async move {
        Ok(Turn::Rest(if keep_up(&app).await? { Duration::ZERO } else { LOOK }))
    });
    tokio::join!(mall, prizes);
}
