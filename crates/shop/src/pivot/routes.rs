//! The pivot over HTTP.

use std::sync::Arc;

use axum::extract::State;
use platform::http::{Caller, Json, Problem};
use platform::{App, Error};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::catalogue::{Offered, offered};
use super::figures::{elsewhere, here, there};
use super::lay::lay;
use super::model::{Answer, Question};
use super::reckon::Given;
use crate::segments::ask::{ask, everybody, off, within};
use crate::segments::catalogue;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(offer, pivot))
}

/// What a pivot may count, along what, and how.
#[utoipa::path(get, path = "/api/v1/pivot", tag = "segments", operation_id = "pivot_catalogue",
    responses((status = 200, body = Offered), (status = "4XX", body = Problem)))]
async fn offer(State(app): State<App>) -> Result<Json<Offered>, Error> {
    let shape = catalogue::offered(&app, &mut app.db.read().await?).await?;
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
    let now = app.clock.now();
    let ground = elsewhere(&app, now).await?;
    let (figures, plan, shape) = match ground {
        None => {
            let asked = ask(&app, &caller.shops, slice.clone()).await?;
            let shape = asked.shape();
            let plan = lay(&question, &shape, &asked.warehouse().schema(), &caller.shops)?;
            let at = question.at.map_or(now, |at| at.0);
            (here(asked, plan.clone(), at).await?, plan, shape)
        }
        Some(ground) => {
            let shape = Arc::new(catalogue::shape(&app, &mut app.db.read().await?).await?);
            let plan = lay(&question, &shape, &ground.schema(), &caller.shops)?;
            let at = question.at.map_or_else(|| ground.at(), |at| at.0);
            let rule = within(slice.clone(), &caller.shops);
            (there(ground.as_ref(), &rule, &plan, at).await?, plan, shape)
        }
    };
    let answer = off(move |cancel| {
        let given = Given { figures: &figures, catalogue: &shape.catalogue, slice: &slice };
        given.answer(&plan, cancel)
    })
    .await?;
    Ok(Json(answer))
}
