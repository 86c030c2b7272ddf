//! Drafting, publishing and ending draws over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Caller, Json, Page, PageQuery, Path, Problem, Query};
use platform::{App, Error, Id};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::draws::model::{Draw, DrawState};
use crate::draws::terms::DrawTerms;
use crate::draws::{look, publish, records};
use crate::promotions::Finding;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(check))
        .routes(routes!(get, change, delete))
        .routes(routes!(go_live))
        .routes(routes!(end))
}

async fn one(app: &App, id: i64) -> Result<Json<Draw>, Error> {
    look::shown(&mut app.db.read().await?, id, app.clock.now()).await.map(Json)
}

/// Which draws.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DrawFilter {
    /// Where they stand.
    state: Option<DrawState>,
}

#[derive(Debug, Default, Deserialize)]
struct ListQuery {
    #[serde(flatten)]
    filter: DrawFilter,
    #[serde(flatten)]
    page: PageQuery,
}

/// Draws, the newest first.
#[utoipa::path(get, path = "/api/v1/draws", tag = "draws", operation_id = "list_draws",
    params(DrawFilter, PageQuery), responses((status = 200, body = Page<Draw>), (status = "4XX", body = Problem)))]
async fn list(State(app): State<App>, Query(query): Query<ListQuery>) -> Result<Json<Page<Draw>>, Error> {
    let (now, limit) = (app.clock.now(), query.page.limit());
    let before = query.page.after::<i64>()?.unwrap_or(i64::MAX);
    let mut session = app.db.read().await?;
    let mut items = Vec::new();
    for found in records::list(&mut session, query.filter.state, before, limit + 1, now).await? {
        items.push(look::draw(&mut session, found, now).await?);
    }
    Page::cut(items, limit, |one| one.id.0).map(Json)
}

/// A draw to be drafted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DrawToMake {
    /// What it promises.
    terms: DrawTerms,
}

/// Drafts a draw.
#[utoipa::path(post, path = "/api/v1/draws", tag = "draws", operation_id = "create_draw", request_body = DrawToMake,
    responses((status = 201, body = Draw), (status = "4XX", body = Problem)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<DrawToMake>,
) -> Result<(StatusCode, Json<Draw>), Error> {
    let mut tx = app.db.begin().await?;
    let id = publish::create(&mut tx, &app, &caller, body.terms).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, one(&app, id).await?))
}

/// What stands in a draw's way.
#[derive(Debug, Serialize, ToSchema)]
struct DrawFindings {
    /// The gravest first.
    findings: Vec<Finding>,
}

/// Looks at a draw before it is published: what the law asks for and is missing, prizes above the limit, prizes that could
/// not be given.
#[utoipa::path(post, path = "/api/v1/draws/check", tag = "draws", operation_id = "check_draw", request_body = DrawToMake,
    responses((status = 200, body = DrawFindings), (status = "4XX", body = Problem)))]
async fn check(State(app): State<App>, Json(body): Json<DrawToMake>) -> Result<Json<DrawFindings>, Error> {
    let terms = body.terms.check()?;
    let mut session = app.db.read().await?;
    Ok(Json(DrawFindings { findings: terms.lint(&app, &mut session).await? }))
}

/// A draw.
#[utoipa::path(get, path = "/api/v1/draws/{id}", tag = "draws", operation_id = "get_draw",
    params(("id" = Id, Path)), responses((status = 200, body = Draw), (status = "4XX", body = Problem)))]
async fn get(State(app): State<App>, Path(Id(id)): Path<Id>) -> Result<Json<Draw>, Error> {
    one(&app, id).await
}

/// A draft that is changed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DrawToChange {
    /// What it promises.
    terms: DrawTerms,
    /// The revision that was looked at.
    revision: i64,
}

/// Changes a draft. Nothing of a published draw changes.
#[utoipa::path(put, path = "/api/v1/draws/{id}", tag = "draws", operation_id = "change_draw",
    params(("id" = Id, Path)), request_body = DrawToChange,
    responses((status = 200, body = Draw), (status = "4XX", body = Problem)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<DrawToChange>,
) -> Result<Json<Draw>, Error> {
    let mut tx = app.db.begin().await?;
    publish::change(&mut tx, &app, &caller, id, body.terms, body.revision).await?;
    tx.commit().await?;
    one(&app, id).await
}

/// Throws a draft away. A published draw's results are kept.
#[utoipa::path(delete, path = "/api/v1/draws/{id}", tag = "draws", operation_id = "delete_draw",
    params(("id" = Id, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
async fn delete(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<StatusCode, Error> {
    let mut tx = app.db.begin().await?;
    publish::delete(&mut tx, &app, &caller, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A draft that is published.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DrawToPublish {
    /// The revision that was looked at.
    revision: i64,
    /// Warnings were read and are accepted.
    #[serde(default)]
    accept_warnings: bool,
}

/// Publishes a draft: from here on its seed's digest is promised, and nothing of it changes.
#[utoipa::path(post, path = "/api/v1/draws/{id}/publish", tag = "draws", operation_id = "publish_draw",
    params(("id" = Id, Path)), request_body = DrawToPublish,
    responses((status = 200, body = Draw), (status = "4XX", body = Problem)))]
async fn go_live(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<DrawToPublish>,
) -> Result<Json<Draw>, Error> {
    publish::publish(&app, &caller, id, body.revision, body.accept_warnings).await?;
    one(&app, id).await
}

/// Why a draw ends before its time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DrawToEnd {
    /// Why.
    reason: String,
}

/// Ends a draw before its time. Its seed is shown from then on.
#[utoipa::path(post, path = "/api/v1/draws/{id}/end", tag = "draws", operation_id = "end_draw",
    params(("id" = Id, Path)), request_body = DrawToEnd,
    responses((status = 200, body = Draw), (status = "4XX", body = Problem)))]
async fn end(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<DrawToEnd>,
) -> Result<Json<Draw>, Error> {
    let mut tx = app.db.begin().await?;
    publish::end(&mut tx, &app, &caller, id, &body.reason).await?;
    tx.commit().await?;
    one(&app, id).await
}
