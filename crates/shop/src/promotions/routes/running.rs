//! Publishing, pausing, resuming, ending.

use axum::extract::State as Held;
use platform::http::{Caller, Json, Path, Problem};
use platform::{App, Error, Id};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::promotions::model::Full;
use crate::promotions::publish::{self, Publishing, Step};
use crate::promotions::{find, full, live};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(publish)).routes(routes!(pause)).routes(routes!(resume)).routes(routes!(end))
}

/// How a draft is published.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PromotionPublish)]
struct Publish {
    /// As it was read.
    revision: i64,
    /// Somebody has looked at the linter's warnings.
    #[serde(default)]
    accept_warnings: bool,
    /// Why.
    #[serde(default)]
    note: Option<String>,
}

/// The revision that is meant; the latest when absent.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PromotionStep)]
struct Which {
    /// As it was read.
    #[serde(default)]
    revision: Option<i64>,
}

async fn shown(app: &App, id: i64) -> Result<Json<Full>, Error> {
    let mut session = app.db.read().await?;
    let found = find(&mut session, id).await?;
    Ok(Json(full(&mut session, found, app.clock.now()).await?))
}

/// Makes the draft what buyers get, when the linter has no error and its warnings were looked at.
#[utoipa::path(post, path = "/api/v1/promotions/{id}/publish", tag = "promotions", operation_id = "publish_promotion",
    params(("id" = Id, Path)), request_body = Publish,
    responses((status = 200, body = Full), (status = "4XX", body = Problem)))]
async fn publish(
    Held(app): Held<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<Publish>,
) -> Result<Json<Full>, Error> {
    let Publish { revision, accept_warnings, note } = &body;
    let how = Publishing { revision: *revision, accept_warnings: *accept_warnings, note: note.as_deref() };
    publish::publish(&app, &caller, id, how).await?;
    shown(&app, id).await
}

async fn step(app: App, caller: &Caller, id: i64, body: &Which, step: Step) -> Result<Json<Full>, Error> {
    let mut tx = app.db.begin().await?;
    publish::step(&mut tx, &app, caller, id, body.revision, step).await?;
    tx.commit().await?;
    live::refresh(&app).await?;
    shown(&app, id).await
}

/// Stops a promotion for a while.
#[utoipa::path(post, path = "/api/v1/promotions/{id}/pause", tag = "promotions", operation_id = "pause_promotion",
    params(("id" = Id, Path)), request_body = Which,
    responses((status = 200, body = Full), (status = "4XX", body = Problem)))]
async fn pause(
    Held(app): Held<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<Which>,
) -> Result<Json<Full>, Error> {
    step(app, &caller, id, &body, Step::Pause).await
}

/// Lets a paused promotion go on.
#[utoipa::path(post, path = "/api/v1/promotions/{id}/resume", tag = "promotions", operation_id = "resume_promotion",
    params(("id" = Id, Path)), request_body = Which,
    responses((status = 200, body = Full), (status = "4XX", body = Problem)))]
async fn resume(
    Held(app): Held<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<Which>,
) -> Result<Json<Full>, Error> {
    step(app, &caller, id, &body, Step::Resume).await
}

/// Ends a promotion for good.
#[utoipa::path(post, path = "/api/v1/promotions/{id}/end", tag = "promotions", operation_id = "end_promotion",
    params(("id" = Id, Path)), request_body = Which,
    responses((status = 200, body = Full), (status = "4XX", body = Problem)))]
async fn end(
    Held(app): Held<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<Which>,
) -> Result<Json<Full>, Error> {
    step(app, &caller, id, &body, Step::End).await
}
