//! The rules of points and the liability over HTTP.

use axum::extract::State;
use platform::http::{Caller, Json, Problem, Query};
use platform::{App, Error};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::points::{self, Liability, PointsRules};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get, put)).routes(routes!(owed))
}

/// The rules of points; switched off while nothing was saved.
#[utoipa::path(get, path = "/api/v1/points/rules", tag = "points", operation_id = "get_points_rules",
    responses((status = 200, body = PointsRules), (status = "4XX", body = Problem)))]
async fn get(State(app): State<App>) -> Result<Json<PointsRules>, Error> {
    points::rules(&mut app.db.read().await?).await.map(Json)
}

/// Saves the rules of points. What was earned before stays as it was.
#[utoipa::path(put, path = "/api/v1/points/rules", tag = "points", operation_id = "put_points_rules",
    request_body = PointsRules, responses((status = 200, body = PointsRules), (status = "4XX", body = Problem)))]
async fn put(
    State(app): State<App>,
    caller: Caller,
    Json(rules): Json<PointsRules>,
) -> Result<Json<PointsRules>, Error> {
    let mut tx = app.db.begin().await?;
    let saved = points::put_rules(&mut tx, &caller, rules, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Json(saved))
}

/// How far back.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct LiabilityMonths {
    /// Months back, this one included: 12 when absent, 36 at most.
    #[serde(default)]
    months: Option<i64>,
}

/// What the shop owes its members in points, how that came about, and when it expires.
#[utoipa::path(get, path = "/api/v1/points/liability", tag = "points", operation_id = "points_liability",
    params(LiabilityMonths), responses((status = 200, body = Liability), (status = "4XX", body = Problem)))]
async fn owed(State(app): State<App>, Query(query): Query<LiabilityMonths>) -> Result<Json<Liability>, Error> {
    points::liability(&app, query.months.unwrap_or(12).clamp(1, 36)).await.map(Json)
}
