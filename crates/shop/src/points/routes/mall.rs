//! The points mall over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Caller, Json, Page, PageQuery, Path, Problem, Query};
use platform::{App, Error, Id, audit};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::customers;
use crate::deliveries::NewDelivery;
use crate::points::mall::{self, MallItem, MallOrder, MallStatus, NewMallItem, Wanted};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(orders))
        .routes(routes!(change))
        .routes(routes!(redeem))
        .routes(routes!(fulfil))
        .routes(routes!(cancel))
}

/// Everything that is or was offered for points, the newest first.
#[utoipa::path(get, path = "/api/v1/points/mall", tag = "points", operation_id = "list_mall_items",
    responses((status = 200, body = Page<MallItem>), (status = "4XX", body = Problem)))]
async fn list(State(app): State<App>) -> Result<Json<Page<MallItem>>, Error> {
    let items = mall::items(&mut app.db.read().await?).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

/// Offers something for points.
#[utoipa::path(post, path = "/api/v1/points/mall", tag = "points", operation_id = "create_mall_item",
    request_body = NewMallItem, responses((status = 201, body = MallItem), (status = "4XX", body = Problem)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(new): Json<NewMallItem>,
) -> Result<(StatusCode, Json<MallItem>), Error> {
    let mut tx = app.db.begin().await?;
    let made = mall::create(&mut tx, &app, new).await?;
    let (now, subject) = (app.clock.now(), made.id.to_string());
    audit::record(&mut tx, &caller, "mall.offered", Some("mall_item"), Some(&subject), &json!({}), now).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Changes what is offered.
#[utoipa::path(patch, path = "/api/v1/points/mall/{id}", tag = "points", operation_id = "change_mall_item",
    params(("id" = Id, Path)), request_body = NewMallItem,
    responses((status = 200, body = MallItem), (status = "4XX", body = Problem)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(new): Json<NewMallItem>,
) -> Result<Json<MallItem>, Error> {
    let mut tx = app.db.begin().await?;
    let changed = mall::update(&mut tx, id, new).await?;
    let (now, subject) = (app.clock.now(), id.to_string());
    audit::record(&mut tx, &caller, "mall.changed", Some("mall_item"), Some(&subject), &json!({}), now).await?;
    tx.commit().await?;
    Ok(Json(changed))
}

/// Who takes how many.
#[derive(Debug, Deserialize, ToSchema)]
struct MallRedemption {
    /// Who.
    customer_id: Id,
    /// How many; one when it is left out.
    #[serde(default)]
    quantity: Option<i64>,
    /// The same key is done once and answered the same.
    key: String,
    /// Where goods are sent. The same key again leaves what was said before as it is.
    #[serde(default)]
    deliver_to: Option<NewDelivery>,
}

/// Takes something for points. The same key again is answered the same.
#[utoipa::path(post, path = "/api/v1/points/mall/{id}/redeem", tag = "points", operation_id = "redeem_mall_item",
    params(("id" = Id, Path)), request_body = MallRedemption,
    responses((status = 200, body = MallOrder), (status = "4XX", body = Problem)))]
async fn redeem(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<MallRedemption>,
) -> Result<Json<MallOrder>, Error> {
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, body.customer_id.0).await?;
    let quantity = body.quantity.unwrap_or(1);
    let taken = mall::redeem(&mut tx, &app, &caller.actor, &reached, id, quantity, &body.key).await?;
    if let Some(said) = body.deliver_to.as_ref().filter(|_| taken.new) {
        mall::send_to(&mut tx, &app, &reached, taken.id, said).await?;
    }
    tx.commit().await?;
    one(&app, &caller, taken.id).await
}

async fn one(app: &App, caller: &Caller, order: i64) -> Result<Json<MallOrder>, Error> {
    mall::order(&mut app.db.read().await?, &caller.shops, order).await.map(Json)
}

/// Which of them.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MallFilter {
    /// As far as this.
    status: Option<MallStatus>,
    /// Of this item.
    item: Option<Id>,
    /// Of this customer.
    customer_id: Option<Id>,
}

#[derive(Debug, Default, Deserialize)]
struct OrdersQuery {
    #[serde(flatten)]
    filter: MallFilter,
    #[serde(flatten)]
    page: PageQuery,
}

/// What was taken for points, newest first.
#[utoipa::path(get, path = "/api/v1/points/mall/orders", tag = "points", operation_id = "list_mall_orders",
    params(MallFilter, PageQuery), responses((status = 200, body = Page<MallOrder>), (status = "4XX", body = Problem)))]
async fn orders(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<OrdersQuery>,
) -> Result<Json<Page<MallOrder>>, Error> {
    let mut session = app.db.read().await?;
    let profiles = match query.filter.customer_id {
        Some(Id(id)) => Some(customers::reach(&mut session, &caller.shops, id).await?.profile_ids),
        None => None,
    };
    let wanted = Wanted { status: query.filter.status, item: query.filter.item.map(|id| id.0), profiles, id: None };
    let before = query.page.after()?.unwrap_or((i64::MAX, i64::MAX));
    let limit = query.page.limit();
    let found = mall::orders(&mut session, &caller.shops, &wanted, before, limit + 1).await?;
    Page::cut(found, limit, |one| (one.at.0, one.id.0)).map(Json)
}

/// That it was handed over.
#[derive(Debug, Deserialize, ToSchema)]
struct MallFulfilment {
    /// A note: a parcel's number.
    #[serde(default)]
    note: Option<String>,
}

/// Says that it was handed over.
#[utoipa::path(post, path = "/api/v1/points/mall/orders/{id}/fulfil", tag = "points", operation_id = "fulfil_mall_order",
    params(("id" = Id, Path)), request_body = MallFulfilment,
    responses((status = 200, body = MallOrder), (status = "4XX", body = Problem)))]
async fn fulfil(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<MallFulfilment>,
) -> Result<Json<MallOrder>, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    mall::fulfil(&mut tx, id, body.note.as_deref(), now).await?;
    let subject = id.to_string();
    audit::record(&mut tx, &caller, "mall.fulfilled", Some("mall_order"), Some(&subject), &json!({}), now).await?;
    tx.commit().await?;
    one(&app, &caller, id).await
}

/// Why it is given back.
#[derive(Debug, Deserialize, ToSchema)]
struct MallCancellation {
    /// Why.
    reason: String,
}

/// Gives it back: points and stock return.
#[utoipa::path(post, path = "/api/v1/points/mall/orders/{id}/cancel", tag = "points", operation_id = "cancel_mall_order",
    params(("id" = Id, Path)), request_body = MallCancellation,
    responses((status = 200, body = MallOrder), (status = "4XX", body = Problem)))]
async fn cancel(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<MallCancellation>,
) -> Result<Json<MallOrder>, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    mall::cancel(&mut tx, &app, &caller.actor, id, &body.reason).await?;
    let subject = id.to_string();
    audit::record(&mut tx, &caller, "mall.cancelled", Some("mall_order"), Some(&subject), &json!({}), now).await?;
    tx.commit().await?;
    one(&app, &caller, id).await
}
