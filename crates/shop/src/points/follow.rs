//! Following the outbox: orders and behaviours earn points, and what expires goes.

use std::collections::BTreeSet;
use std::time::Duration;

use platform::outbox::{self, Delivered, Turn};
use platform::{App, Error};
use serde_json::Value as Json;
use tokio_util::sync::CancellationToken;

use super::rules::rules;
use super::{BOOK, earn, expire};
use crate::{customers, events, members};

/// The consumer of the outbox, in its books.
pub const CONSUMER: &str = "points";
/// Messages taken at a time.
const MESSAGES: i64 = 10;
/// Profiles looked at with one set of statements.
const PIECE: usize = 1_000;

/// Books points until `stopping` is cancelled.
pub async fn follow(app: App, stopping: CancellationToken) {
    if let Err(error) = outbox::enrol(&app, CONSUMER).await {
        tracing::warn!(%error, "the outbox may be trimmed before it was read");
    }
    outbox::follow(app, stopping, "points could not be booked", |app| async move {
        Ok(if step(&app).await? { Turn::Rest(Duration::ZERO) } else { Turn::Idle })
    })
    .await;
}

async fn step(app: &App) -> Result<bool, Error> {
    Ok(look(app).await? | expire::expire(app).await? | expire::announce(app).await?)
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
    members::enter(&mut tx).await?;
    // Read again now that nobody else can act on the same ones.
    let messages = outbox::pending(&app.db, CONSUMER, MESSAGES).await?;
    let Some(last) = messages.last() else { return Ok(false) };
    let programme = members::programme(&mut tx).await?;
    if programme.enabled {
        let rules = rules(&mut tx).await?;
        let touched: Vec<i64> = touched(&mut tx, &messages).await?.into_iter().collect();
        let mut moved = BTreeSet::new();
        for piece in touched.chunks(PIECE) {
            moved.extend(earn::orders(&mut tx, app, &rules, &programme, piece).await?);
        }
        for message in messages.iter().filter(|message| message.kind == "events.recorded") {
            let one = |key: &str| message.payload.get(key).and_then(id);
            if let (Some(first), Some(last), true) = (one("first_id"), one("last_id"), rules.enabled) {
                let done = events::told_between(&mut tx, first, last).await?;
                moved.extend(earn::behaviours(&mut tx, app, &rules, &done).await?);
            }
        }
        for message in messages.iter().filter(|message| message.kind == "members.birthday" && rules.enabled) {
            earn::birthdays(&mut tx, app, message.position, &ids(&message.payload, "customers")).await?;
        }
        if !moved.is_empty() {
            BOOK.tell(&mut tx, &moved.into_iter().collect::<Vec<_>>(), app.clock.now())?;
        }
    }
    outbox::advance(&mut tx, CONSUMER, last.position).await?;
    tx.commit().await?;
    Ok(true)
}

fn id(value: &Json) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn ids(value: &Json, key: &str) -> Vec<i64> {
    value.get(key).and_then(Json::as_array).into_iter().flatten().filter_map(id).collect()
}

/// The profiles whose orders may be worth something else: those of orders, and those of who joined.
async fn touched(tx: &mut platform::db::Tx, messages: &[Delivered]) -> Result<BTreeSet<i64>, Error> {
    let mut profiles = BTreeSet::new();
    let mut joined = Vec::new();
    for message in messages {
        let list = |key: &str| message.payload.get(key).and_then(Json::as_array).into_iter().flatten();
        match message.kind.as_str() {
            "orders.imported" => profiles.extend(list("profiles").filter_map(id)),
            "members.joined" => joined.extend(list("customers").filter_map(id)),
            _ => {}
        }
    }
    profiles.extend(customers::placed(tx, &joined).await?.into_iter().map(|(profile, ..)| profile));
    Ok(profiles)
}
