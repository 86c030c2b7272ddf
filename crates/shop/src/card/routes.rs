//! The card over HTTP.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use platform::http::{Access, Caller, Json, Need, Page, PageQuery, Path, Problem, Query};
use platform::{App, Error, Id, audit};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::CustomerCard;
use super::{Before, TimelineItem, assemble, reveal as revealing, streams};
use crate::orders::{self, Order};
use crate::permissions::{CUSTOMERS_READ, CUSTOMERS_REVEAL, CUSTOMERS_WRITE, ORDERS_READ};
use crate::{customers, fields};

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/customers/{id}", Need::May(CUSTOMERS_READ)),
    Access::new("PATCH", "/api/v1/customers/{id}", Need::May(CUSTOMERS_WRITE)),
    Access::new("GET", "/api/v1/customers/{id}/timeline", Need::May(CUSTOMERS_READ)),
    Access::new("GET", "/api/v1/customers/{id}/orders", Need::May(ORDERS_READ)),
    Access::new("POST", "/api/v1/customers/{id}/reveal", Need::May(CUSTOMERS_REVEAL)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get, change))
        .routes(routes!(timeline))
        .routes(routes!(bought))
        .routes(routes!(reveal))
}

/// Everything about one customer. An id that was merged away answers with the customer that it went into.
#[utoipa::path(get, path = "/api/v1/customers/{id}", tag = "customers", params(("id" = Id, Path)),
    responses((status = 200, body = CustomerCard), (status = "4XX", body = Problem)))]
async fn get(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<Json<CustomerCard>, Error> {
    assemble::card(&app, &caller, id).await.map(Json)
}

/// What is typed in.
#[derive(Debug, Deserialize, ToSchema)]
struct AttributeChanges {
    /// New values by attribute; null clears one. The shop's own fields are `field:<key>`.
    #[schema(value_type = BTreeMap<String, Object>)]
    attributes: Map<String, Value>,
}

/// Types attributes in, over what sources say; what was there before stays as history.
#[utoipa::path(patch, path = "/api/v1/customers/{id}", tag = "customers", params(("id" = Id, Path)),
    request_body = AttributeChanges, responses((status = 200, body = CustomerCard), (status = "4XX", body = Problem)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(changes): Json<AttributeChanges>,
) -> Result<Json<CustomerCard>, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, id).await?;
    let changed = fields::edit(&mut tx, &app, &caller.actor, reached.anchor, &changes.attributes, now).await?;
    customers::edit(&mut tx, &app, &reached, &changed).await?;
    let keys: Vec<&String> = changed.iter().map(|(key, _)| key).collect();
    let subject = reached.customer_id.to_string();
    let detail = json!({ "attributes": keys });
    audit::record(&mut tx, &caller, "customers.changed", Some("customer"), Some(&subject), &detail, now).await?;
    tx.commit().await?;
    assemble::card(&app, &caller, id).await.map(Json)
}

/// Which entries.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Kinds {
    /// Kinds with commas between them: `order,refund,shipment,event,note,merge,consent,attribute,member,points`. All when absent.
    kinds: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct TimelineQuery {
    #[serde(flatten)]
    kinds: Kinds,
    #[serde(flatten)]
    page: PageQuery,
}

/// What happened with a customer, over all departments and channels, newest first.
#[utoipa::path(get, path = "/api/v1/customers/{id}/timeline", tag = "customers",
    params(("id" = Id, Path), Kinds, PageQuery),
    responses((status = 200, body = Page<TimelineItem>), (status = "4XX", body = Problem)))]
async fn timeline(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Query(query): Query<TimelineQuery>,
) -> Result<Json<Page<TimelineItem>>, Error> {
    let reached = customers::reach(&mut app.db.read().await?, &caller.shops, id).await?;
    let kinds = query.kinds.kinds.unwrap_or_default();
    let kinds: Vec<String> =
        kinds.split(',').map(|kind| kind.trim().to_owned()).filter(|kind| !kind.is_empty()).collect();
    let before = query.page.after::<Before>()?.unwrap_or(Before::NEWEST);
    streams::page(&app, &caller, &reached, &kinds, before, query.page.limit()).await.map(Json)
}

/// A customer's orders with lines, refunds and parcels, newest placed first.
#[utoipa::path(get, path = "/api/v1/customers/{id}/orders", tag = "customers", params(("id" = Id, Path), PageQuery),
    responses((status = 200, body = Page<Order>), (status = "4XX", body = Problem)))]
async fn bought(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Order>>, Error> {
    let mut session = app.db.read().await?;
    let reached = customers::reach(&mut session, &caller.shops, id).await?;
    let wanted =
        orders::Wanted { scope: caller.shops.clone(), profiles: Some(reached.seen), ..orders::Wanted::default() };
    let limit = page.limit();
    let found = orders::list(&mut session, &wanted, page.after()?, limit + 1).await?;
    let mut page = Page::cut(found, limit, |order| (order.sort_at, order.id.0))?;
    orders::with_parts(&mut session, &mut page.items).await?;
    Ok(Json(page))
}

/// What is to be shown.
#[derive(Debug, Deserialize, ToSchema)]
struct RevealRequest {
    /// `name`, `mobile`, `email`, `street`, `birthday` or `identifier:<id>`.
    fields: Vec<String>,
    /// Why, for the log.
    reason: Option<String>,
}

/// Values in full.
#[derive(Serialize, ToSchema)]
struct Revealed {
    values: BTreeMap<String, Option<String>>,
}

/// Shows values in full. Logged.
#[utoipa::path(post, path = "/api/v1/customers/{id}/reveal", tag = "care", params(("id" = Id, Path)),
    request_body = RevealRequest, responses((status = 200, body = Revealed), (status = "4XX", body = Problem)))]
async fn reveal(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<RevealRequest>,
) -> Result<Response, Error> {
    if body.fields.is_empty() || body.fields.len() > 50 {
        return Err(Error::invalid("fields", "required"));
    }
    let reason = body.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    if reason.is_some_and(|reason| reason.chars().count() > 500) {
        return Err(Error::invalid("reason", "too_long"));
    }
    let values = revealing::reveal(&app, &caller, id, &body.fields, reason).await?;
    let mut answer = Json(Revealed { values }).into_response();
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}
