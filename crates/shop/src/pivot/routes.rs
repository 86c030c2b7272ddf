//! The pivot over HTTP.

use axum::extract::State;
use platform::http::{Caller, Json, Problem};
use platform::{App, Error};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::catalogue::{Offered, offered};
use super::lay::lay;
use super::model::{Answer, Question};
use super::reckon::Ground;
use crate::segments::ask::{ask, everybody, off};
use crate::segments::catalogue;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(offer, pivot))
}

/// What a pivot may count, along what, and how.
#[utoipa::path(get, path = "/api/v1/pivot", tag = "segments", operation_id = "pivot_catalogue",
    responses((status = 200, body = Offered), (status = "4XX", body = Problem)))]
async fn offer(State(app): State<App>) -> Result<Json<Offered>, Error> {
    let shape = catalogue::shape(&app, &mut app.db.read().await?).await?;
    Ok(Json(offered(&shape.catalogue, &shape.business.time_zone)))
}

/// Figures laid out by dimensions. To somebody limited to some shops it answers of the customers and facts of those shops.
/// Whoever hangs up stops the reckoning.
#[utoipa::path(post, path = "/api/v1/pivot", tag = "segments", operation_id = "pivot", request_body = Question,
    responses((status = 200, body = Answer), (status = "4XX", body = Problem)))]
async fn pivot(
    State(app): State<App>,
    caller: Caller,
    Json(mut question): Json<Question>,
) -> Result<Json<Answer>, Error> {
    let slice = match question.slice.take() {
        Some(slice) => slice.rule(&app).await?,
        None => everybody(),
    };
    let asked = ask(&app, &caller.shops, slice.clone()).await?;
    let (warehouse, shape) = (asked.warehouse(), asked.shape());
    let plan = lay(&question, &shape, &warehouse.schema(), &caller.shops)?;
    let now = question.at.map_or_else(|| app.clock.now(), |at| at.0);
    let answer = off(move |cancel| {
        let crowd = warehouse.crowd(&asked.question, now, cancel)?;
        let ground = Ground { warehouse: &warehouse, catalogue: &shape.catalogue, crowd: &crowd, slice: &slice };
        ground.answer(&plan, cancel)
    })
    .await?;
    Ok(Json(answer))
}
