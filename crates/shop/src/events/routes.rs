//! Behaviours by our own API.

use axum::extract::State;
use platform::http::{Caller, Json, Page, PageQuery, Problem, Query, ShopScope};
use platform::i18n::Locale;
use platform::{App, Error, Id};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::model::{Event, EventInput, EventName, Recorded, RefusedCount, RefusedInput, RefusedMessage};
use crate::card::Before;
use crate::permissions::CUSTOMERS_REVEAL;
use crate::shops::ShopFilter;

/// Behaviours of one call.
const MOST: usize = 1_000;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(names))
        .routes(routes!(refused))
        .routes(routes!(refused_counts))
        .merge(super::collect::router())
}

/// Which behaviours.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventQuery {
    /// The page.
    #[serde(flatten)]
    #[param(ignore)]
    pub page: PageQuery,
    /// The shops.
    #[serde(flatten)]
    #[param(ignore)]
    pub shops: ShopFilter,
    /// Only those of this customer, newest first. Without it, those of everybody in the order in which they came.
    #[param(value_type = Option<String>)]
    pub customer: Option<Id>,
    /// Only those of this name.
    pub name: Option<String>,
}

/// Shops and a page.
#[derive(Debug, Clone, Default, Deserialize)]
struct ShopPage {
    #[serde(flatten)]
    page: PageQuery,
    #[serde(flatten)]
    shops: ShopFilter,
}

/// Behaviours to keep.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EventsInput {
    /// The shop where they happened.
    shop_id: Id,
    /// The behaviours, at most 1,000.
    #[schema(value_type = Vec<EventInput>)]
    events: Vec<serde_json::Value>,
}

/// What became of them.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct EventsTaken {
    /// How many.
    counts: Recorded,
    /// Those that were not kept, and why.
    refused: Vec<RefusedInput>,
}

/// Behaviours, newest first.
#[utoipa::path(get, path = "/api/v1/events", tag = "events", params(PageQuery, ShopFilter, EventQuery),
    responses((status = 200, body = Page<Event>), (status = "4XX", body = Problem)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<EventQuery>,
) -> Result<Json<Page<Event>>, Error> {
    let limit = query.page.limit();
    let scope = query.shops.scope(&caller);
    let name = query.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let mut conn = app.db.read().await?;
    let page = match query.customer {
        Some(customer) => {
            let before: Before = query.page.after()?.unwrap_or(Before::NEWEST);
            let found = super::of_customer(&mut conn, customer.0, &scope, name, before, limit + 1).await?;
            Page::cut(found, limit, |event| Before { at: event.at.0, id: event.id.0 })?
        }
        None => {
            let before: i64 = query.page.after()?.unwrap_or(i64::MAX);
            let found = super::latest(&mut conn, &scope, name, before, limit + 1).await?;
            Page::cut(found, limit, |event| event.id.0)?
        }
    };
    Ok(Json(page))
}

/// Keeps behaviours, each once by its key. The good ones of a call are kept even when others are refused.
#[utoipa::path(post, path = "/api/v1/events", tag = "events", request_body = EventsInput,
    responses((status = 200, body = EventsTaken), (status = "4XX", body = Problem)))]
async fn add(
    State(app): State<App>,
    caller: Caller,
    Json(input): Json<EventsInput>,
) -> Result<Json<EventsTaken>, Error> {
    if input.events.len() > MOST {
        return Err(Error::invalid("events", "too_long"));
    }
    let now = app.clock.now();
    let mut good = Vec::with_capacity(input.events.len());
    let mut refused = Vec::new();
    for (index, event) in input.events.into_iter().enumerate() {
        let read = platform::http::read_json::<EventInput>(event.to_string().as_bytes());
        match read.and_then(|event| event.draft(now)) {
            Ok(draft) => good.push(draft),
            Err(error) => refused.push(fault(&app, caller.locale, index, &error)),
        }
    }
    let mut tx = app.db.begin().await?;
    let mut counts = super::add(&mut tx, &app, &caller, input.shop_id.0, good).await?;
    tx.commit().await?;
    counts.refused += i64::try_from(refused.len()).unwrap_or(i64::MAX);
    Ok(Json(EventsTaken { counts, refused }))
}

fn fault(app: &App, locale: Locale, index: usize, error: &Error) -> RefusedInput {
    let outside = error.outside();
    let code = outside.faults.first().map_or(outside.code, |fault| fault.code);
    RefusedInput {
        index,
        field: outside.field.clone(),
        code: code.to_owned(),
        detail: app.i18n.text(locale, &format!("fault-{code}"), &[]),
    }
}

/// The names that behaviours have had, the most frequent first.
#[utoipa::path(get, path = "/api/v1/events/names", tag = "events", params(ShopFilter),
    responses((status = 200, body = Page<EventName>), (status = "4XX", body = Problem)))]
async fn names(
    State(app): State<App>,
    caller: Caller,
    Query(shops): Query<ShopFilter>,
) -> Result<Json<Page<EventName>>, Error> {
    let items = super::names(&mut app.db.read().await?, &shops.scope(&caller)).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

/// Messages of the tracking endpoints that were not kept, the last first. Their texts are shown to those who may see
/// personal data.
#[utoipa::path(get, path = "/api/v1/events/refused", tag = "events", params(PageQuery, ShopFilter),
    responses((status = 200, body = Page<RefusedMessage>), (status = "4XX", body = Problem)))]
async fn refused(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ShopPage>,
) -> Result<Json<Page<RefusedMessage>>, Error> {
    let limit = query.page.limit();
    let before: i64 = query.page.after()?.unwrap_or(i64::MAX);
    let scope: ShopScope = query.shops.scope(&caller);
    let whole = caller.may(CUSTOMERS_REVEAL);
    let mut conn = app.db.read().await?;
    let found = super::refused(&mut conn, &app.i18n, caller.locale, &scope, whole, before, limit + 1).await?;
    Page::cut(found, limit, |message| message.id.0).map(Json)
}

/// How many messages were refused, ever, by reason.
#[utoipa::path(get, path = "/api/v1/events/refused/counts", tag = "events", params(ShopFilter),
    responses((status = 200, body = Page<RefusedCount>), (status = "4XX", body = Problem)))]
async fn refused_counts(
    State(app): State<App>,
    caller: Caller,
    Query(shops): Query<ShopFilter>,
) -> Result<Json<Page<RefusedCount>>, Error> {
    let items = super::refused_counts(&mut app.db.read().await?, &shops.scope(&caller)).await?;
    Ok(Json(Page { items, next_cursor: None }))
}
