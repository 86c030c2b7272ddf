//! Drafting: writing terms, checking and linting them, settings.

use axum::extract::State as Held;
use axum::http::StatusCode;
use platform::http::{Caller, Json, Path, Problem};
use platform::{App, Error, Id};
use pricing::{Promotion, Window};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::promotions::lint::{self, Finding, Lint};
use crate::promotions::model::{Full, Settings};
use crate::promotions::{all_shops, draft, find, full, live, settings, window};
use crate::shops;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create))
        .routes(routes!(put, delete))
        .routes(routes!(discard))
        .routes(routes!(check))
        .routes(routes!(lint_unsaved))
        .routes(routes!(lint_saved))
        .routes(routes!(get_settings, put_settings))
}

/// Terms of a promotion. With an empty key one is made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PromotionTerms)]
struct Terms {
    /// The terms.
    promotion: Promotion,
}

/// Terms of a promotion, as somebody changed them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PromotionEdit)]
struct Edit {
    /// The terms.
    promotion: Promotion,
    /// The revision that was changed.
    revision: i64,
}

/// The revision that is meant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PromotionRevision)]
struct Revision {
    /// As it was read.
    revision: i64,
}

async fn shown(app: &App, id: i64) -> Result<Json<Full>, Error> {
    let mut session = app.db.read().await?;
    let found = find(&mut session, id).await?;
    Ok(Json(full(&mut session, found, app.clock.now()).await?))
}

/// Writes a new promotion down. Buyers see nothing of it until it is published.
#[utoipa::path(post, path = "/api/v1/promotions", tag = "promotions", operation_id = "create_promotion",
    request_body = Terms, responses((status = 201, body = Full), (status = "4XX", body = Problem)))]
async fn create(
    Held(app): Held<App>,
    caller: Caller,
    Json(body): Json<Terms>,
) -> Result<(StatusCode, Json<Full>), Error> {
    let mut tx = app.db.begin().await?;
    let made = draft::create(&mut tx, &app, &caller, body.promotion, false).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, shown(&app, made.id).await?))
}

/// Writes other terms as the draft. Its key stays as it is.
#[utoipa::path(put, path = "/api/v1/promotions/{id}", tag = "promotions", operation_id = "change_promotion",
    params(("id" = Id, Path)), request_body = Edit,
    responses((status = 200, body = Full), (status = "4XX", body = Problem)))]
async fn put(
    Held(app): Held<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<Edit>,
) -> Result<Json<Full>, Error> {
    let mut tx = app.db.begin().await?;
    draft::change(&mut tx, &app, &caller, id, body.revision, body.promotion).await?;
    tx.commit().await?;
    shown(&app, id).await
}

/// Throws the draft of a published promotion away.
#[utoipa::path(post, path = "/api/v1/promotions/{id}/discard", tag = "promotions", operation_id = "discard_promotion",
    params(("id" = Id, Path)), request_body = Revision,
    responses((status = 200, body = Full), (status = "4XX", body = Problem)))]
async fn discard(
    Held(app): Held<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<Revision>,
) -> Result<Json<Full>, Error> {
    let mut tx = app.db.begin().await?;
    draft::discard(&mut tx, &app, &caller, id, body.revision).await?;
    tx.commit().await?;
    shown(&app, id).await
}

/// Deletes a draft that was never published.
#[utoipa::path(delete, path = "/api/v1/promotions/{id}", tag = "promotions", operation_id = "delete_promotion",
    params(("id" = Id, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
async fn delete(Held(app): Held<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<StatusCode, Error> {
    let mut tx = app.db.begin().await?;
    draft::delete(&mut tx, &app, &caller, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What can be said of terms while they are edited.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PromotionChecked)]
struct Checked {
    /// What cannot be computed so.
    problems: Vec<Finding>,
    /// What buyers would read.
    window: Window,
}

/// Looks at terms while they are edited, and says what buyers would read.
#[utoipa::path(post, path = "/api/v1/promotions/check", tag = "promotions", operation_id = "check_promotion",
    request_body = Terms, responses((status = 200, body = Checked), (status = "4XX", body = Problem)))]
async fn check(Held(app): Held<App>, Json(body): Json<Terms>) -> Result<Json<Checked>, Error> {
    let mut session = app.db.read().await?;
    let currency = shops::business(&mut session).await?.currency;
    let mut terms = body.promotion;
    if terms.key.is_empty() {
        "new".clone_into(&mut terms.key);
    }
    let window = window(&mut session, &terms).await?;
    Ok(Json(Checked { problems: lint::check(&terms, &currency), window }))
}

/// Looks at terms as if they were published now: below cost, free goods, never applying, overlaps, the law.
#[utoipa::path(post, path = "/api/v1/promotions/lint", tag = "promotions", operation_id = "lint_promotion_terms",
    request_body = Terms, responses((status = 200, body = Lint), (status = "4XX", body = Problem)))]
async fn lint_unsaved(Held(app): Held<App>, Json(body): Json<Terms>) -> Result<Json<Lint>, Error> {
    let mut session = app.db.read().await?;
    let currency = shops::business(&mut session).await?.currency;
    let mut terms = body.promotion;
    if terms.key.is_empty() {
        "new".clone_into(&mut terms.key);
    }
    let problems = lint::check(&terms, &currency);
    if !problems.is_empty() {
        return Ok(Json(Lint { findings: problems, goods: 0, goods_left_out: 0, against: 0 }));
    }
    Ok(Json(lint::lint(&app, &mut session, &terms).await?))
}

/// Looks at a promotion's draft, or at what is published, in the same way.
#[utoipa::path(post, path = "/api/v1/promotions/{id}/lint", tag = "promotions", operation_id = "lint_promotion",
    params(("id" = Id, Path)), responses((status = 200, body = Lint), (status = "4XX", body = Problem)))]
async fn lint_saved(Held(app): Held<App>, Path(Id(id)): Path<Id>) -> Result<Json<Lint>, Error> {
    let mut session = app.db.read().await?;
    let found = find(&mut session, id).await?;
    let terms = found.terms().ok_or_else(|| Error::internal("a promotion without terms"))?;
    Ok(Json(lint::lint(&app, &mut session, terms).await?))
}

/// The rules between promotions.
#[utoipa::path(get, path = "/api/v1/promotions/settings", tag = "promotions", operation_id = "promotion_settings",
    responses((status = 200, body = Settings), (status = "4XX", body = Problem)))]
async fn get_settings(Held(app): Held<App>) -> Result<Json<Settings>, Error> {
    Ok(Json(settings(&mut app.db.read().await?).await?))
}

/// Changes the rules between promotions.
#[utoipa::path(put, path = "/api/v1/promotions/settings", tag = "promotions", operation_id = "put_promotion_settings",
    request_body = Settings, responses((status = 200, body = Settings), (status = "4XX", body = Problem)))]
async fn put_settings(
    Held(app): Held<App>,
    caller: Caller,
    Json(body): Json<Settings>,
) -> Result<Json<Settings>, Error> {
    all_shops(&caller)?;
    let mut tx = app.db.begin().await?;
    crate::promotions::settings::put(&mut tx, &app, &caller, &body).await?;
    tx.commit().await?;
    live::refresh(&app).await?;
    Ok(Json(body))
}
