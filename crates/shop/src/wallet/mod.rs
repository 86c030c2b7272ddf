//! The wallet: red packets (红包), store credit with a balance and an end, kept in a book of the ledger as points are.
//!
//! A packet is given to one customer by hand, to a crowd by a job, or as a prize; what is spent at the till comes from the
//! packets that expire first. Credit is a way to pay: it is taken off what is left after every promotion, so that prices
//! do not depend on it.
//!
//! Absent from here: prices, and what else an order holds (`checkout`).

mod batch;
mod care;
mod give;
mod look;
mod model;
mod records;
mod routes;
mod settings;
#[cfg(test)]
mod tests;
mod till;
mod timeline;
mod told;

pub use batch::{JOB, ToGive, begin, given_up};
pub use care::CARE;
pub use give::{Packet, adjust, give};
pub use look::{history, liability, wallet};
pub use model::{Batch, State, Target, Wallet, WalletMove, WalletPacket};
pub use settings::{Settings, put_settings, settings};
pub use till::{Paid, Payable, give_back, held, pay, payable};
pub use timeline::timeline;
pub use told::{Told, told};

use std::time::Duration;

use platform::db::Migration;
use platform::http::Access;
use platform::jobs::Worker;
use platform::outbox::{self, Turn};
use platform::{App, Error};
use tokio_util::sync::CancellationToken;
use utoipa_axum::router::OpenApiRouter;

use crate::ledger;

/// Where credit is kept.
const BOOK: ledger::Book = ledger::Book::Credit;
/// How often packets that expire are looked for.
const LOOK: Duration = Duration::from_secs(20);
/// A day, milliseconds.
const DAY: i64 = 86_400_000;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION, records::IN_ENGLISH];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}

/// Says what the jobs of this department do.
pub fn register(worker: &mut Worker) {
    worker.on(JOB, batch::run);
    worker.when_parked(JOB, given_up);
}

/// Lets packets go whose time is over, and tells of those that are about to; whether there were any.
///
/// # Errors
/// When the database fails.
pub async fn keep_up(app: &App) -> Result<bool, Error> {
    let days: Vec<i64> = settings(&mut app.db.read().await?).await?.remind_days.into_iter().collect();
    Ok(ledger::expire(app, BOOK).await? | ledger::announce(app, BOOK, &days).await?)
}

/// Does that until `stopping` is cancelled. Every process may: what one did another finds done.
pub async fn follow(app: App, stopping: CancellationToken) {
    outbox::follow(app, stopping, "red packets could not be looked after", |app| async move {
        Ok(Turn::Rest(if keep_up(&app).await? { Duration::ZERO } else { LOOK }))
    })
    .await;
}
