//! Behaviours: the tracking endpoints that existing SDKs speak, and the facts they become.
//!
//! A behaviour attaches to the profile that its source named and is kept once by its source's key. What arrives over
//! HTTP goes through one writer that commits for all who wait, and is answered when it is durable.
//!
//! Absent from here: what a behaviour means to a segment.

mod care;
mod collect;
mod model;
mod people;
mod record;
mod records;
mod routes;
mod said;
mod store;
#[cfg(test)]
mod tests;
mod timeline;
mod told;
mod trade;
mod writer;

use std::collections::HashMap;

use connectors::drafts::EventDraft;
use platform::db::{Connection, Migration, Tx};
use platform::http::{Access, Caller, Need, ShopScope};
use platform::i18n::{I18n, Locale};
use platform::{App, Error, Id, Instant, Money};
use serde_json::Value as Json;

pub use care::CARE;
pub use collect::Taken;
pub use model::{Event, EventInput, EventName, INQUIRED, Recorded, RefusedCount, RefusedInput, RefusedMessage, Who};
pub use record::record;
pub use records::Deed;
pub use routes::{EventQuery, router};
pub use timeline::timeline;
pub use told::{Done, is_trade, said_lately, told, told_between, who_said};

use crate::card::Before;
use crate::customers::{self, Source};
use crate::permissions::{EVENTS_READ, EVENTS_WRITE};
use crate::shops;
use records::Kept;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION];

/// What each endpoint of this department asks of its caller; the tracking endpoints ask for a write key.
pub const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/events", Need::May(EVENTS_READ)),
    Access::new("POST", "/api/v1/events", Need::May(EVENTS_WRITE)),
    Access::new("GET", "/api/v1/events/names", Need::May(EVENTS_READ)),
    Access::new("GET", "/api/v1/events/refused", Need::May(EVENTS_READ)),
    Access::new("GET", "/api/v1/events/refused/counts", Need::May(EVENTS_READ)),
];

/// What each tracking endpoint asks of its caller.
pub const TRACKING: &[Access] = collect::ACCESS;

/// Keeps behaviours of a shop for an API caller.
///
/// # Errors
/// `not_found` when there is no such shop or the caller may not see it.
pub async fn add(
    tx: &mut Tx,
    app: &App,
    caller: &Caller,
    shop_id: i64,
    drafts: Vec<EventDraft>,
) -> Result<Recorded, Error> {
    if !caller.shops.contains(shop_id) {
        return Err(Error::not_found("shop"));
    }
    let shop = shops::get(tx, shop_id).await?;
    record(tx, app, &Source { shop_id: Some(shop_id), channel: shop.channel }, drafts).await
}

/// The behaviours of a customer in `scope`, newest first, before `before`; of one name when it is given.
///
/// # Errors
/// `not_found` when there never was such a customer.
pub async fn of_customer(
    conn: &mut impl Connection,
    customer_id: i64,
    scope: &ShopScope,
    name: Option<&str>,
    before: Before,
    limit: i64,
) -> Result<Vec<Event>, Error> {
    let customer = customers::surviving(conn, customer_id).await?;
    let profiles = customers::profiles_of(conn, customer).await?;
    let rows = records::of_profiles(conn, &profiles, scope, name, before, limit).await?;
    Ok(rows.into_iter().map(|row| shown(row, Some(customer))).collect())
}

/// Behaviours in `scope` in the order in which they came, the last first, before id `before`; of one name when it is
/// given.
///
/// # Errors
/// When the database cannot be read.
pub async fn latest(
    conn: &mut impl Connection,
    scope: &ShopScope,
    name: Option<&str>,
    before: i64,
    limit: i64,
) -> Result<Vec<Event>, Error> {
    let rows = records::latest(conn, scope, name, before, limit).await?;
    let mut profiles: Vec<i64> = rows.iter().map(|row| row.profile_id).collect();
    profiles.sort_unstable();
    profiles.dedup();
    let customers: HashMap<i64, i64> = customers::customers_of(conn, &profiles).await?.into_iter().collect();
    Ok(rows
        .into_iter()
        .map(|row| {
            let customer = customers.get(&row.profile_id).copied();
            shown(row, customer)
        })
        .collect())
}

fn shown(row: Kept, customer: Option<i64>) -> Event {
    Event {
        id: Id(row.id),
        at: Instant(row.at),
        received_at: Instant(row.received_at),
        name: row.name,
        shop_id: row.shop_id.map(Id),
        profile_id: Id(row.profile_id),
        customer_id: customer.map(Id),
        product: row.product,
        amount: row.amount.zip(row.currency).map(|(amount, currency)| Money { amount, currency }),
        properties: row
            .properties
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_else(|| Json::Object(serde_json::Map::new())),
    }
}

/// The names that behaviours in `scope` have had, the most frequent first.
///
/// # Errors
/// When the database cannot be read.
pub async fn names(conn: &mut impl Connection, scope: &ShopScope) -> Result<Vec<EventName>, Error> {
    records::names(conn, scope).await
}

/// Messages in `scope` that were not kept, the last first, before id `before`; with their texts when `whole`.
///
/// # Errors
/// When the database cannot be read.
pub async fn refused(
    conn: &mut impl Connection,
    i18n: &I18n,
    locale: Locale,
    scope: &ShopScope,
    whole: bool,
    before: i64,
    limit: i64,
) -> Result<Vec<RefusedMessage>, Error> {
    let rows = records::refused(conn, scope, before, limit).await?;
    Ok(rows
        .into_iter()
        .map(|row| RefusedMessage {
            id: Id(row.id),
            received_at: Instant(row.received_at),
            shop_id: Id(row.shop_id),
            reason: i18n.text(locale, &format!("events-refused-{}", row.code), &[]),
            cure: i18n.text(locale, &format!("events-cure-{}", row.code), &[]),
            code: row.code,
            index: row.place,
            text: whole.then_some(row.body),
        })
        .collect())
}

/// How many messages in `scope` were refused, ever, by reason, the most frequent first.
///
/// # Errors
/// When the database cannot be read.
pub async fn refused_counts(conn: &mut impl Connection, scope: &ShopScope) -> Result<Vec<RefusedCount>, Error> {
    records::refused_counts(conn, scope).await
}

/// Hands over how often each profile did what is called `name`: (profile, times).
///
/// # Errors
/// When the database cannot be read.
pub async fn counted(conn: &mut impl Connection, name: &str, each: impl FnMut(i64, i64) + Send) -> Result<(), Error> {
    records::counted(conn, name, each).await
}

/// Hands over the behaviours in `scope` from `from` to before `to` (milliseconds UTC), of one name when it is given, in no
/// order.
///
/// # Errors
/// When the database cannot be read, or `each` refuses: nothing more is read then.
pub async fn deeds(
    conn: &mut impl Connection,
    scope: &ShopScope,
    name: Option<&str>,
    days: (i64, i64),
    each: impl FnMut(Deed) -> Result<(), Error> + Send,
) -> Result<(), Error> {
    records::deeds(conn, scope, name, days, each).await
}

/// What these profiles did that is called `name`, until `until` (milliseconds UTC, included), the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn deeds_of(
    conn: &mut impl Connection,
    profiles: &[i64],
    name: &str,
    until: i64,
) -> Result<Vec<Deed>, Error> {
    let before = Before { at: until.saturating_add(1), id: 0 };
    let rows = records::of_profiles(conn, profiles, &ShopScope::All, Some(name), before, i64::MAX).await?;
    Ok(rows.into_iter().map(Deed::from).collect())
}

/// Whether any behaviour is kept.
///
/// # Errors
/// When the database cannot be read.
pub async fn any(conn: &mut impl Connection) -> Result<bool, Error> {
    records::any(conn).await
}
