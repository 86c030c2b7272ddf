//! Following the outbox: orders, merges and unmerges move levels at once; and each day its birthdays.

use std::collections::BTreeMap;
use std::time::Duration;

use platform::db::Tx;
use platform::outbox::{self, Delivered, Turn};
use platform::{App, Error};
use tokio_util::sync::CancellationToken;

use super::birthday;
use super::evaluate::evaluate;
use super::model::Cause;
use super::records;
use crate::orders::{self, Touch};

/// The consumer of the outbox, in its books.
pub const CONSUMER: &str = "members";
/// Messages taken at a time.
const MESSAGES: i64 = 10;
/// Levels whose time is over, looked at in one transaction.
const PIECE: i64 = 1_000;

/// Moves levels until `stopping` is cancelled.
pub async fn follow(app: App, stopping: CancellationToken) {
    if let Err(error) = outbox::enrol(&app, CONSUMER).await {
        tracing::warn!(%error, "the outbox may be trimmed before it was read");
    }
    outbox::follow(app, stopping, "levels could not be moved", |app| async move {
        Ok(if step(&app).await? { Turn::Rest(Duration::ZERO) } else { Turn::Idle })
    })
    .await;
}

async fn step(app: &App) -> Result<bool, Error> {
    birthday::birthdays(app).await?;
    Ok(look(app).await? | lapse(app).await?)
}

/// Acts on the next messages; whether there were any.
///
/// # Errors
/// When the database fails; then nothing of it was done.
pub async fn look(app: &App) -> Result<bool, Error> {
    if outbox::pending(&app.db, CONSUMER, 1).await?.is_empty() {
        return Ok(false);
    }
    let mut tx = app.db.begin().await?;
    records::enter(&mut tx).await?;
    // Read again now that nobody else can act on the same ones.
    let messages = outbox::pending(&app.db, CONSUMER, MESSAGES).await?;
    let Some(last) = messages.last() else { return Ok(false) };
    let programme = super::programme(&mut tx).await?;
    if programme.enabled {
        let touched = touched(&mut tx, &messages).await?;
        evaluate(&mut tx, app, &programme, &touched).await?;
    }
    outbox::advance(&mut tx, CONSUMER, last.position).await?;
    tx.commit().await?;
    Ok(true)
}

/// Looks at levels whose time is over; whether there were any.
///
/// # Errors
/// When the database fails.
pub async fn lapse(app: &App) -> Result<bool, Error> {
    let now = app.clock.now();
    if records::lapsed(&mut app.db.read().await?, now, 1).await?.is_empty() {
        return Ok(false);
    }
    let mut tx = app.db.begin().await?;
    records::enter(&mut tx).await?;
    let programme = super::programme(&mut tx).await?;
    let customers = records::lapsed(&mut tx, now, PIECE).await?;
    let touched: BTreeMap<i64, Cause> = customers.into_iter().map(|id| (id, Cause::Expiry)).collect();
    evaluate(&mut tx, app, &programme, &touched).await?;
    tx.commit().await?;
    Ok(programme.enabled && !touched.is_empty())
}

/// Whom messages touch, and why.
async fn touched(tx: &mut Tx, messages: &[Delivered]) -> Result<BTreeMap<i64, Cause>, Error> {
    let cause = |touch| match touch {
        Touch::Orders | Touch::Known => Cause::Deal,
        Touch::Merge => Cause::Merge,
        Touch::Unmerge => Cause::Unmerge,
    };
    let found = orders::touched(tx, messages).await?;
    Ok(found.into_iter().map(|(customer, touch)| (customer, cause(touch))).collect())
}
