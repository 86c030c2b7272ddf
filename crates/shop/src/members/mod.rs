//! Members: who joined, which level each has and why, what it gives, and which goods are sold to members only.
//!
//! What is true is kept by profile: who joined (`memberships`) and what changed and counts (`level_changes`). Where a
//! customer stands (`members`) follows from that and from her deals, and is derived again by whoever touches her: the
//! follower of the outbox, a hand, the job after the programme was changed. So a merge adds up what both sides have, and
//! taking it back restores both.
//!
//! Absent from here: points, prices, messages.

mod birthday;
pub mod budget;
mod care;
mod evaluate;
mod follow;
mod goods;
mod hand;
mod invite;
mod join;
mod model;
mod preview;
mod programme;
mod pyramid;
pub mod recompute;
mod records;
mod routes;
mod save;
mod show;
mod standing;
#[cfg(test)]
pub(crate) mod tests;
mod timeline;
mod told;

use platform::db::{Migration, Tx};
use platform::http::Access;
use platform::jobs::Worker;
use platform::{App, Error};
use utoipa_axum::router::OpenApiRouter;

pub use birthday::birthdays;
pub use care::CARE;
pub use follow::{CONSUMER, follow, lapse, look};
pub use goods::{Goods, GoodsRule, goods, towards};
pub use hand::{said, set_level};
pub use invite::{Invitation, NewInvitation, invite};
pub use join::{join, leave};
pub use model::{Cause, ChangeKind, JoinSource, LevelChange, LevelRef, MemberRow, Membership, NextLevel};
pub use preview::{Move, Preview, preview};
pub use programme::{Benefits, Budgets, Level, Measure, Programme, Refunds, Ways, programme};
pub use pyramid::{Pyramid, pyramid};
pub use recompute::{JOB, discarded};
pub use save::save;
pub use show::membership;
pub use timeline::timeline;
pub use told::{Standing, Told, joined, levels, multipliers, standings, standings_today, told};

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}

/// Says what the jobs of this department do.
pub fn register(worker: &mut Worker) {
    worker.on(JOB, recompute::run);
}

/// Lets one transaction at a time decide over memberships and what follows from them, such as points.
///
/// # Errors
/// When the database refuses.
pub async fn enter(tx: &mut Tx) -> Result<(), Error> {
    records::enter(tx).await
}
