//! Following the outbox: what levels give on birthdays comes to be due.

use std::time::Duration;

use platform::outbox::{self, Turn};
use platform::{App, Error};
use serde_json::Value as Json;
use tokio_util::sync::CancellationToken;

use super::give::birthdays;
use crate::members;

/// The consumer of the outbox, in its books.
pub const CONSUMER: &str = "gifts";
/// Messages taken at a time.
const MESSAGES: i64 = 50;
/// An older birthday is over: whoever had this kept elsewhere until now does not hand its gifts over twice; milliseconds.
const OVER: i64 = 14 * 86_400_000;

/// Makes gifts due until `stopping` is cancelled.
pub async fn follow(app: App, stopping: CancellationToken) {
    if let Err(error) = outbox::enrol(&app, CONSUMER).await {
        tracing::warn!(%error, "the outbox may be trimmed before it was read");
    }
    outbox::follow(app, stopping, "gifts could not be made due", |app| async move {
        Ok(if look(&app).await? { Turn::Rest(Duration::ZERO) } else { Turn::Idle })
    })
    .await;
}

/// Acts on the next messages; whether there were any.
///
/// # Errors
/// When the database fails; then nothing of it was done.
pub async fn look(app: &App) -> Result<bool, Error> {
    let messages = outbox::pending(&app.db, CONSUMER, MESSAGES).await?;
    let Some(last) = messages.last() else { return Ok(false) };
    let mut tx = app.db.begin().await?;
    let programme = members::programme(&mut tx).await?;
    let since = app.clock.now().saturating_sub(OVER);
    for message in messages.iter().filter(|message| message.kind == "members.birthday" && message.at >= since) {
        if programme.enabled {
            birthdays(&mut tx, app, message.position, &ids(&message.payload)).await?;
        }
    }
    outbox::advance(&mut tx, CONSUMER, last.position).await?;
    tx.commit().await?;
    Ok(true)
}

fn ids(payload: &Json) -> Vec<i64> {
    let listed = payload.get("customers").and_then(Json::as_array).into_iter().flatten();
    listed.filter_map(|id| id.as_i64().or_else(|| id.as_str()?.parse().ok())).collect()
}
