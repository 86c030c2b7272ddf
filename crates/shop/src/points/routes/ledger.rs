//! One customer's points over HTTP.

use axum::extract::State;
use platform::http::{Caller, Json, Page, PageQuery, Path, Problem, Query};
use platform::{App, Error, Id, audit};
use pricing::Words;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::customers;
use crate::points::{self, Order, PointsBalance, PointsMove};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(balance))
        .routes(routes!(history))
        .routes(routes!(adjust))
        .routes(routes!(spend))
        .routes(routes!(reverse))
}

/// What a customer has: available, pending, expiring.
#[utoipa::path(get, path = "/api/v1/customers/{id}/points", tag = "points", operation_id = "get_points",
    params(("id" = Id, Path)), responses((status = 200, body = PointsBalance), (status = "4XX", body = Problem)))]
async fn balance(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<Json<PointsBalance>, Error> {
    let mut session = app.db.read().await?;
    let reached = customers::reach(&mut session, &caller.shops, id).await?;
    points::balance(&mut session, &reached.profile_ids, app.clock.now()).await.map(Json)
}

/// What moved a customer's points, newest first.
#[utoipa::path(get, path = "/api/v1/customers/{id}/points/history", tag = "points", operation_id = "points_history",
    params(("id" = Id, Path), PageQuery),
    responses((status = 200, body = Page<PointsMove>), (status = "4XX", body = Problem)))]
async fn history(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<PointsMove>>, Error> {
    let mut session = app.db.read().await?;
    let reached = customers::reach(&mut session, &caller.shops, id).await?;
    let before = page.after()?.unwrap_or((i64::MAX, i64::MAX));
    let limit = page.limit();
    let found = points::history(&mut session, &reached.profile_ids, before, limit + 1).await?;
    Page::cut(found, limit, |one| (one.at.0, one.id.0)).map(Json)
}

/// Points to be given or taken.
#[derive(Debug, Deserialize, ToSchema)]
struct PointsToAdjust {
    /// How many; below 0 to take them.
    points: i64,
    /// Why.
    reason: String,
    /// The same key is done once.
    #[serde(default)]
    key: Option<String>,
    /// Days that given points stand; as the rules say when it is left out.
    #[serde(default)]
    expires_days: Option<i64>,
}

/// Gives a member points by hand, or takes them. Agents have a budget for what they give.
#[utoipa::path(post, path = "/api/v1/customers/{id}/points/adjust", tag = "points", operation_id = "adjust_points",
    params(("id" = Id, Path)), request_body = PointsToAdjust,
    responses((status = 200, body = PointsMove), (status = "4XX", body = Problem)))]
async fn adjust(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<PointsToAdjust>,
) -> Result<Json<PointsMove>, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, id).await?;
    let key = match &body.key {
        Some(key) => points::outside(key)?,
        None => format!("adjust:{}", app.ids.next()),
    };
    let order =
        Order { key: key.clone(), points: body.points, reason: Some(Words::from(body.reason)), actor: &caller.actor };
    points::adjust(&mut tx, &app, &reached, &order, body.expires_days).await?;
    let subject = reached.customer_id.to_string();
    let detail = json!({ "points": body.points });
    audit::record(&mut tx, &caller, "points.adjusted", Some("customer"), Some(&subject), &detail, now).await?;
    let moved = points::moved(&mut tx, &key).await?;
    tx.commit().await?;
    Ok(Json(moved))
}

/// Points to be spent.
#[derive(Debug, Deserialize, ToSchema)]
struct PointsToSpend {
    /// Whose.
    customer_id: Id,
    /// How many.
    points: i64,
    /// The same key is done once and answered the same: an order's number.
    key: String,
    /// For what.
    #[serde(default)]
    reason: Option<String>,
}

/// Spends points, those first that expire first. The same key again is answered the same.
#[utoipa::path(post, path = "/api/v1/points/spend", tag = "points", operation_id = "spend_points",
    request_body = PointsToSpend, responses((status = 200, body = PointsMove), (status = "4XX", body = Problem)))]
async fn spend(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<PointsToSpend>,
) -> Result<Json<PointsMove>, Error> {
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, body.customer_id.0).await?;
    let key = points::outside(&body.key)?;
    if body.reason.as_ref().is_some_and(|reason| reason.chars().count() > 200) {
        return Err(Error::invalid("reason", "too_long"));
    }
    let order =
        Order { key: key.clone(), points: body.points, reason: body.reason.map(Words::from), actor: &caller.actor };
    points::spend(&mut tx, &app, &reached, &order).await?;
    let moved = points::moved(&mut tx, &key).await?;
    tx.commit().await?;
    Ok(Json(moved))
}

/// A move to be taken back.
#[derive(Debug, Deserialize, ToSchema)]
struct PointsToReverse {
    /// The key of the move.
    key: String,
    /// Why.
    #[serde(default)]
    reason: Option<String>,
}

/// Takes a move back: spent points return to where they came from. The same again is answered the same.
#[utoipa::path(post, path = "/api/v1/points/reverse", tag = "points", operation_id = "reverse_points",
    request_body = PointsToReverse, responses((status = 200, body = PointsMove), (status = "4XX", body = Problem)))]
async fn reverse(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<PointsToReverse>,
) -> Result<Json<PointsMove>, Error> {
    let mut tx = app.db.begin().await?;
    if body.reason.as_ref().is_some_and(|reason| reason.chars().count() > 200) {
        return Err(Error::invalid("reason", "too_long"));
    }
    let key = points::outside(&body.key)?;
    let back = points::reverse(&mut tx, &app, &key, body.reason.as_deref(), &caller.actor).await?;
    let moved = points::moved(&mut tx, &back).await?;
    tx.commit().await?;
    Ok(Json(moved))
}
