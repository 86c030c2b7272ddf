//! What behaviours hold of a person: all they did, and messages that were refused and name them.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use platform::db::{Session, Tx};
use platform::{App, Error, Instant};
use serde_json::{Value as Json, json};

use super::records;
use crate::care::{Person, Registered};

/// This department's part in the care for personal data.
pub const CARE: Registered = Registered { department: "events", tables: &["events", "event_refusals"], export, erase };

fn export<'a>(conn: &'a mut Session, person: &'a Person) -> BoxFuture<'a, Result<Json, Error>> {
    async move {
        let mut events = Vec::new();
        for profile in &person.profile_ids {
            for row in records::all_of(conn, *profile).await? {
                let properties: Json =
                    row.properties.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Json::Null);
                events.push(json!({
                    "id": row.id.to_string(),
                    "profile_id": row.profile_id.to_string(),
                    "shop_id": row.shop_id.map(|id| id.to_string()),
                    "name": row.name,
                    "at": Instant(row.at),
                    "received_at": Instant(row.received_at),
                    "product": row.product,
                    "amount": row.amount,
                    "currency": row.currency,
                    "properties": properties,
                }));
            }
        }
        Ok(json!({ "events": events }))
    }
    .boxed()
}

fn erase<'a>(
    tx: &'a mut Tx,
    _app: &'a App,
    person: &'a Person,
) -> BoxFuture<'a, Result<Vec<(&'static str, u64)>, Error>> {
    async move {
        let (mut events, mut refusals) = (0, 0);
        for profile in &person.profile_ids {
            events += records::erase(tx, *profile).await?;
        }
        for value in &person.values {
            refusals += records::erase_refused(tx, value.expose()).await?;
        }
        Ok(vec![("events", events), ("event_refusals", refusals)])
    }
    .boxed()
}
