//! Making the table as a server starts, and keeping it up with the outbox. Every process follows for itself.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use platform::outbox::{self, Delivered, Turn};
use platform::{App, Error};
use serde_json::Value as Json;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use super::Names;
use super::table::{Table, text};
use crate::customers::list::records::words;
use crate::customers::records;

/// Messages taken at a time.
const MESSAGES: i64 = 50;
/// Customers read at a time.
const PIECE: usize = 5_000;
/// How long to wait for what other processes say.
const PATIENCE: Duration = Duration::from_secs(2);

/// Keeps the table until `stopping` is cancelled.
pub async fn follow_names(app: App, stopping: CancellationToken) {
    let place = Arc::new(Mutex::new(None));
    outbox::follow(app, stopping, "the table of names could not be kept", |app| {
        let place = Arc::clone(&place);
        async move {
            let mut place = place.lock().await;
            Ok(if look(&app, &mut place).await? { Turn::Rest(Duration::ZERO) } else { Turn::Listen(PATIENCE) })
        }
    })
    .await;
}

/// Takes the next messages in, or makes the table when there is no `place` yet; whether there was anything to do.
///
/// # Errors
/// When the database cannot be read; then the same messages are looked at again.
pub(in crate::customers) async fn look(app: &App, place: &mut Option<i64>) -> Result<bool, Error> {
    let Some(at) = *place else {
        *place = Some(read_names(app).await?);
        return Ok(true);
    };
    let messages = outbox::after(&mut app.db.read().await?, at, MESSAGES).await?;
    let (Some(first), Some(last)) = (messages.first(), messages.last()) else { return Ok(false) };
    if first.position > at + 1 {
        // Messages that were dropped before this process saw them may have said anything.
        *place = None;
        return Ok(true);
    }
    let touched = touched(app, &messages).await?;
    for piece in touched.chunks(PIECE) {
        let found = words::called(&mut app.db.read().await?, piece).await?;
        let mut left: BTreeSet<i64> = piece.iter().copied().collect();
        let mut rows = Vec::with_capacity(piece.len());
        for (id, nick, name) in found {
            left.remove(&id);
            rows.push((id, text(nick.as_deref(), name.as_deref())));
        }
        rows.extend(left.into_iter().map(|id| (id, String::new())));
        Names::of(app).put(&rows);
    }
    *place = Some(last.position);
    Ok(true)
}

/// Makes the table, and answers the place in the outbox from which on it is to be followed.
///
/// # Errors
/// When the database cannot be read.
pub async fn read_names(app: &App) -> Result<i64, Error> {
    // What happens while the table is made is looked at again.
    let head = outbox::head(&mut app.db.read().await?).await?;
    Names::of(app).set(whole(app).await?);
    Ok(head)
}

async fn whole(app: &App) -> Result<Table, Error> {
    let mut table = Table::default();
    let mut after = i64::MIN;
    loop {
        let rows = words::called_after(&mut app.db.read().await?, after, PIECE).await?;
        for (id, nick, name) in &rows {
            table.put(*id, &text(nick.as_deref(), name.as_deref()));
            after = *id;
        }
        if rows.len() < PIECE {
            tracing::debug!(customers = table.len(), "the table of names stands");
            return Ok(table);
        }
    }
}

/// The customers whom these messages are about, rising.
async fn touched(app: &App, messages: &[Delivered]) -> Result<Vec<i64>, Error> {
    let id = |value: &Json| value.as_i64().or_else(|| value.as_str()?.parse().ok());
    let ids = |of: &Json, key: &str| -> Vec<i64> {
        of.get(key).and_then(Json::as_array).into_iter().flatten().filter_map(id).collect()
    };
    let (mut customers, mut profiles) = (BTreeSet::new(), BTreeSet::new());
    for message in messages {
        match message.kind.as_str() {
            "customers.changed" => customers.extend(ids(&message.payload, "customers")),
            "customers.erased" => customers.extend(message.payload.get("customer_id").and_then(id)),
            "customers.merged" | "customers.unmerged" => {
                for entry in ["merges", "unmerges"]
                    .into_iter()
                    .filter_map(|key| message.payload.get(key).and_then(Json::as_array))
                    .flatten()
                {
                    customers.extend(["from", "to"].into_iter().filter_map(|side| entry.get(side).and_then(id)));
                    profiles.extend(ids(entry, "profiles"));
                }
            }
            _ => {}
        }
    }
    let profiles: Vec<i64> = profiles.into_iter().collect();
    if !profiles.is_empty() {
        let owners = records::customers_of_profiles(&mut app.db.read().await?, &profiles).await?;
        customers.extend(owners.into_iter().map(|(_, customer)| customer));
    }
    Ok(customers.into_iter().collect())
}
