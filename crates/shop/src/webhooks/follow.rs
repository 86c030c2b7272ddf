//! What crossed becomes deliveries.

use std::collections::BTreeMap;
use std::time::Duration;

use platform::jobs::{self, New};
use platform::outbox::{self, Turn};
use platform::{App, Error, Id, Instant};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::model::{Topic, Webhook};
use super::{DELIVER, records};
use crate::segments::{self, Crossed};

/// The consumer of the outbox, in its books.
pub const CONSUMER: &str = "webhooks";
/// Messages taken at a time.
const MESSAGES: i64 = 50;
/// Crossings read at a time.
const PIECE: i64 = 5_000;
/// Customers of one delivery at most.
const CUSTOMERS: usize = 200;
/// How long a delivery stays in the log, milliseconds.
const KEEP: i64 = 30 * 86_400_000;

/// Makes deliveries of what crosses until `stopping` is cancelled.
pub async fn follow(app: App, stopping: CancellationToken) {
    let begun = async {
        outbox::enrol(&app, CONSUMER).await?;
        let mut tx = app.db.begin().await?;
        records::trim(&mut tx, app.clock.now() - KEEP).await?;
        tx.commit().await
    };
    if let Err(error) = begun.await {
        tracing::warn!(%error, "the outbox may be trimmed before it was read");
    }
    outbox::follow(app, stopping, "deliveries could not be made", |app| async move {
        Ok(if look(&app).await? { Turn::Rest(Duration::ZERO) } else { Turn::Idle })
    })
    .await;
}

/// Makes deliveries of the next messages; whether there were any.
///
/// # Errors
/// When the database fails; then nothing of it was made.
pub async fn look(app: &App) -> Result<bool, Error> {
    let messages = outbox::pending(&app.db, CONSUMER, MESSAGES).await?;
    let Some(last) = messages.last() else { return Ok(false) };
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let hooks: Vec<Webhook> = records::list(&mut tx).await?.into_iter().filter(|hook| hook.active).collect();
    for message in messages.iter().filter(|message| message.kind == "segments.crossed" && !hooks.is_empty()) {
        let number = |key: &str| message.payload.get(key).and_then(serde_json::Value::as_i64);
        let (Some(mut first), Some(end)) = (number("first"), number("last")) else { continue };
        while first <= end {
            let to = end.min(first + PIECE - 1);
            let crossed = segments::crossed_between(&mut tx, first, to).await?;
            first = to + 1;
            tell(&mut tx, app, &hooks, &crossed, now).await?;
        }
    }
    outbox::advance(&mut tx, CONSUMER, last.position).await?;
    tx.commit().await?;
    Ok(true)
}

async fn tell(
    tx: &mut platform::db::Tx,
    app: &App,
    hooks: &[Webhook],
    crossed: &[Crossed],
    now: i64,
) -> Result<(), Error> {
    let mut groups: BTreeMap<(i64, Topic), Vec<&Crossed>> = BTreeMap::new();
    for one in crossed {
        let topic = if one.entered { Topic::Entered } else { Topic::Left };
        groups.entry((one.segment, topic)).or_default().push(one);
    }
    let ids = groups.keys().map(|(segment, _)| *segment);
    let names: BTreeMap<i64, String> = segments::names(tx, ids).await?.into_iter().collect();
    let mut rows = Vec::new();
    for ((segment, topic), people) in groups {
        // A segment that was deleted since has nobody to tell of.
        let Some(name) = names.get(&segment) else { continue };
        for hook in hooks {
            let wanted = hook.segments.as_ref().is_none_or(|ids| ids.contains(&Id(segment)));
            if !wanted || !hook.topics.contains(&topic) {
                continue;
            }
            for piece in people.chunks(CUSTOMERS) {
                let customers: Vec<_> = piece
                    .iter()
                    .map(|one| json!({ "id": Id(one.customer), "at": Instant(one.at), "cause": one.cause.code() }))
                    .collect();
                let body = json!({
                    "type": topic.code(),
                    "timestamp": Instant(now),
                    "data": { "segment": { "id": Id(segment), "name": name }, "customers": customers },
                });
                rows.push((app.ids.next(), hook.id.0, topic, now, body.to_string()));
            }
        }
    }
    let made: Vec<i64> = rows.iter().map(|row| row.0).collect();
    records::add(tx, rows).await?;
    for id in made {
        jobs::enqueue(tx, New::now(DELIVER, &super::send::Payload { delivery: Id(id) })?, now).await?;
    }
    Ok(())
}
