//! Orders over HTTP.

use std::collections::BTreeMap;

use axum::extract::State;
use connectors::drafts::OrderDraft;
use platform::http::{Caller, Json, Page, PageQuery, Path, Problem, Query};
use platform::{App, Error, Id, Instant, audit};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::input::OrderInput;
use super::{ImportCounts, Order, Outcome, Wanted};
use crate::customers;
use crate::shops::{self, ShopFilter};

/// Orders in one request.
const MOST: usize = 1_000;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, state)).routes(routes!(statuses, teach)).routes(routes!(get))
}

/// Which orders.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OrderQuery {
    #[serde(flatten)]
    #[param(ignore)]
    page: PageQuery,
    #[serde(flatten)]
    #[param(ignore)]
    shops: ShopFilter,
    /// The number of the order, of a parcel or of a refund, in full.
    q: Option<String>,
    /// Our status.
    status: Option<String>,
    /// One customer's.
    #[param(value_type = Option<String>)]
    customer: Option<Id>,
    /// Placed at this instant or later.
    #[param(value_type = Option<String>, format = "date-time")]
    placed_from: Option<Instant>,
    /// Placed before this instant.
    #[param(value_type = Option<String>, format = "date-time")]
    placed_to: Option<Instant>,
    /// At least so many minor units.
    #[serde(default, deserialize_with = "platform::http::number")]
    min_amount: Option<i64>,
}

fn said(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Orders, newest placed first, without lines, refunds and parcels.
#[utoipa::path(get, path = "/api/v1/orders", tag = "orders", params(PageQuery, ShopFilter, OrderQuery),
    operation_id = "orders_list", responses((status = 200, body = Page<Order>), (status = "4XX", body = Problem)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<OrderQuery>,
) -> Result<Json<Page<Order>>, Error> {
    let limit = query.page.limit();
    let after = query.page.after()?;
    let mut conn = app.db.read().await?;
    let profiles = match query.customer {
        Some(customer) => {
            let customer = customers::surviving(&mut conn, customer.0).await?;
            Some(customers::profiles_of(&mut conn, customer).await?)
        }
        None => None,
    };
    let wanted = Wanted {
        scope: query.shops.scope(&caller),
        q: said(query.q),
        status: said(query.status),
        profiles,
        placed_from: query.placed_from.map(|at| at.0),
        placed_to: query.placed_to.map(|at| at.0),
        min_amount: query.min_amount,
        ids: None,
    };
    let found = super::list(&mut conn, &wanted, after, limit + 1).await?;
    Page::cut(found, limit, |order| (order.sort_at, order.id.0)).map(Json)
}

/// One order with its lines, refunds and parcels.
#[utoipa::path(get, path = "/api/v1/orders/{id}", tag = "orders", params(("id" = Id, Path)), operation_id = "orders_get",
    responses((status = 200, body = Order), (status = "4XX", body = Problem)))]
async fn get(State(app): State<App>, caller: Caller, Path(id): Path<Id>) -> Result<Json<Order>, Error> {
    Ok(Json(super::get(&mut app.db.read().await?, &caller.shops, id.0).await?))
}

/// Orders to be written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OrdersInput {
    /// At most 1,000.
    orders: Vec<OrderInput>,
}

/// Writes orders: new ones are made, known ones brought up to date, by shop and number. Sending them again changes
/// nothing.
#[utoipa::path(post, path = "/api/v1/orders", tag = "orders", request_body = OrdersInput, operation_id = "orders_write",
    responses((status = 200, body = ImportCounts), (status = "4XX", body = Problem)))]
async fn state(
    State(app): State<App>,
    caller: Caller,
    Json(input): Json<OrdersInput>,
) -> Result<Json<ImportCounts>, Error> {
    if input.orders.is_empty() || input.orders.len() > MOST {
        return Err(Error::invalid("orders", "out_of_range"));
    }
    let mut tx = app.db.begin().await?;
    let known = shops::by_id(&mut tx).await?;
    let mut drafts: BTreeMap<i64, Vec<OrderDraft>> = BTreeMap::new();
    for (place, order) in input.orders.into_iter().enumerate() {
        let id = order.shop_id.0;
        let shop = known
            .get(&id)
            .filter(|_| caller.shops.contains(id))
            .ok_or_else(|| Error::invalid(format!("orders[{place}].shop_id"), "unknown"))?;
        drafts.entry(id).or_default().push(order.draft(shop, place)?);
    }
    let mut outcome = Outcome::default();
    for (id, drafts) in drafts {
        if let Some(shop) = known.get(&id) {
            outcome.add(super::import(&mut tx, &app, shop, drafts).await?);
        }
    }
    let counts = outcome.counts;
    let detail = json!({ "created": counts.orders.created, "changed": counts.orders.changed });
    audit::record(&mut tx, &caller, "orders.written", None, None, &detail, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Json(counts))
}

/// How many orders have a status.
#[derive(Debug, Serialize, ToSchema)]
struct StatusRow {
    /// Our status.
    status: String,
    /// The source's text.
    status_raw: String,
    shop_id: Id,
    count: i64,
}

/// Statuses.
#[derive(Debug, Serialize, ToSchema)]
struct StatusList {
    items: Vec<StatusRow>,
}

/// Which statuses orders have, with the source's texts beside ours.
#[utoipa::path(get, path = "/api/v1/orders/statuses", tag = "orders", params(ShopFilter), operation_id = "orders_statuses",
    responses((status = 200, body = StatusList), (status = "4XX", body = Problem)))]
async fn statuses(
    State(app): State<App>,
    caller: Caller,
    Query(filter): Query<ShopFilter>,
) -> Result<Json<StatusList>, Error> {
    let found = super::statuses(&mut app.db.read().await?, &filter.scope(&caller)).await?;
    let items = found
        .into_iter()
        .map(|one| StatusRow { status: one.status, status_raw: one.raw, shop_id: Id(one.shop_id), count: one.orders })
        .collect();
    Ok(Json(StatusList { items }))
}

/// What a status text means.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Lesson {
    /// The source's text.
    status_raw: String,
    /// Our status.
    status: String,
}

/// How many orders a lesson changed.
#[derive(Debug, Serialize, ToSchema)]
struct Learned {
    changed: i64,
}

/// Teaches what an unknown status text means, for orders that wait for it and for those to come.
#[utoipa::path(put, path = "/api/v1/orders/statuses", tag = "orders", request_body = Lesson,
    operation_id = "orders_teach_status", responses((status = 200, body = Learned), (status = "4XX", body = Problem)))]
async fn teach(State(app): State<App>, caller: Caller, Json(lesson): Json<Lesson>) -> Result<Json<Learned>, Error> {
    let changed = super::teach(&app, &caller, &lesson.status_raw, &lesson.status).await?;
    Ok(Json(Learned { changed }))
}
