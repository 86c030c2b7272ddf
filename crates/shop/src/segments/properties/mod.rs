//! Properties of events that the shop declared: what its own pages and tables say of a behaviour, by their own keys, made
//! nameable in rules as `properties.<key>`.
//!
//! Values stand in the events, and nowhere else: declaring a key makes what was said before count too.
//!
//! Absent from here: the events (`events`), how a value becomes a fact's (`feed`), when past events have been read again
//! (`live`).

mod model;
mod suggest;
#[cfg(test)]
mod tests;

pub use model::{Change, EventProperty, NewProperty, OWN};
pub use suggest::{Suggested, suggest};

use std::collections::BTreeMap;

use platform::db::{Connection, Tx};
use platform::http::Caller;
use platform::outbox::Message;
use platform::{App, Error, Id, audit};
use rules::Names;
use serde_json::json;

use super::catalogue::kinds_of;
use super::model::{Record, Use};
use super::records;
use crate::events;

/// Declared properties that a business may have.
const MOST: usize = 200;
/// What the outbox calls a change of what is declared: the warehouse then looks at the catalogue again.
const CHANGED: &str = "event_properties.changed";

/// Everything that is declared, in the order in which it was.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(conn: &mut impl Connection) -> Result<Vec<EventProperty>, Error> {
    records::event_properties(conn).await
}

/// The segments whose rules name each of `declared`, by its id.
///
/// # Errors
/// When the database cannot be read.
pub async fn uses(conn: &mut impl Connection, declared: &[EventProperty]) -> Result<BTreeMap<i64, Vec<Use>>, Error> {
    let named: Vec<(Record, Names)> = records::list(conn)
        .await?
        .into_iter()
        .filter_map(|record| {
            let names = rules::names(record.rule.as_ref()?);
            Some((record, names))
        })
        .collect();
    let by = |property: &EventProperty| {
        let (name, kinds) = (property.name(), kinds_of(property.event.as_deref()));
        named
            .iter()
            .filter(|(_, names)| {
                kinds.iter().any(|kind| names.kinds.get(*kind).is_some_and(|asked| asked.contains(&name)))
            })
            .map(|(record, _)| Use { kind: "segment".to_owned(), id: Id(record.id), name: record.name.clone() })
            .collect()
    };
    Ok(declared.iter().map(|property| (property.id.0, by(property))).collect())
}

/// Those that only one of two states of the catalogue has: what their events said is to be read again.
pub(super) fn differing(one: &[EventProperty], other: &[EventProperty]) -> Vec<EventProperty> {
    let only = |of: &[EventProperty], not_in: &[EventProperty]| {
        of.iter().filter(|property| !not_in.iter().any(|same| same.reads_as(property))).cloned().collect::<Vec<_>>()
    };
    [only(one, other), only(other, one)].concat()
}

/// Declares a property.
///
/// # Errors
/// `invalid` naming the field; `event_property_type` when the key is declared with another type; `event_told_by_orders`
/// when orders say it and no event does; `too_many_event_properties`.
pub async fn declare(app: &App, caller: &Caller, new: NewProperty) -> Result<EventProperty, Error> {
    let now = app.clock.now();
    let property = new.read(Id(app.ids.next()))?;
    if let Some(event) = property.event.as_deref().filter(|event| events::is_trade(event)) {
        return Err(Error::conflict("event_told_by_orders").arg("event", event));
    }
    let mut tx = app.db.begin().await?;
    let known = list(&mut tx).await?;
    if known.len() >= MOST {
        return Err(Error::conflict("too_many_event_properties"));
    }
    let same_key = || known.iter().filter(|other| other.key == property.key);
    if same_key().any(|other| other.event.is_none() || other.event == property.event) {
        return Err(Error::invalid("key", "duplicate"));
    }
    if let Some(other) = same_key().find(|other| other.r#type != property.r#type) {
        return Err(Error::conflict("event_property_type").arg("title", other.title.clone()));
    }
    records::insert_event_property(&mut tx, &property, now).await?;
    tell(&mut tx, app, caller, "event_properties.created", &property).await?;
    tx.commit().await?;
    Ok(property)
}

/// Gives a property another title or other choices.
///
/// # Errors
/// `not_found`; `invalid` naming the field.
pub async fn change(app: &App, caller: &Caller, id: i64, change: Change) -> Result<EventProperty, Error> {
    let mut tx = app.db.begin().await?;
    let property = change.apply(find(&mut tx, id).await?)?;
    records::update_event_property(&mut tx, &property).await?;
    tell(&mut tx, app, caller, "event_properties.changed", &property).await?;
    tx.commit().await?;
    Ok(property)
}

/// Takes a declaration away; what events said stays with them.
///
/// # Errors
/// `not_found`; `event_property_in_use` naming the segments whose rules ask for it.
pub async fn delete(app: &App, caller: &Caller, id: i64) -> Result<(), Error> {
    // Nobody saves a segment between the look and the deed.
    let live = super::live::Live::of(app);
    let _books = live.turn().await;
    let mut tx = app.db.begin().await?;
    let property = find(&mut tx, id).await?;
    let uses = uses(&mut tx, std::slice::from_ref(&property)).await?.remove(&id).unwrap_or_default();
    if !uses.is_empty() {
        let by: Vec<String> = uses.into_iter().map(|one| one.name).collect();
        return Err(Error::conflict("event_property_in_use").arg("by", by.join("、")));
    }
    records::delete_event_property(&mut tx, id).await?;
    tell(&mut tx, app, caller, "event_properties.deleted", &property).await?;
    tx.commit().await
}

async fn find(tx: &mut Tx, id: i64) -> Result<EventProperty, Error> {
    let found = list(tx).await?.into_iter().find(|one| one.id.0 == id);
    found.ok_or_else(|| Error::not_found("event_property"))
}

/// Writes a deed down, and lets the warehouse look.
async fn tell(
    tx: &mut Tx,
    app: &App,
    caller: &Caller,
    what: &'static str,
    property: &EventProperty,
) -> Result<(), Error> {
    let now = app.clock.now();
    let detail = json!({ "key": property.key, "event": property.event, "title": property.title });
    audit::record(tx, caller, what, Some("event_property"), Some(&property.id.0.to_string()), &detail, now).await?;
    tx.emit(Message::new(CHANGED, now, &json!({ "key": property.key, "event": property.event }))?);
    Ok(())
}
