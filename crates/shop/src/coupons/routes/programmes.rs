//! Programmes over HTTP. Their terms are published, paused and ended as any promotion's.

use axum::extract::State as Held;
use axum::http::StatusCode;
use platform::http::{Caller, Json, Page, PageQuery, Path, Problem, Query};
use platform::{App, Error, Id};
use pricing::Promotion;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::coupons::model::{How, Programme};
use crate::coupons::programme;
use crate::promotions::{self, State};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(get, put))
}

/// Which programmes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Where their terms stand.
    state: Option<State>,
    /// Part of a name or key.
    q: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Rows wanted, 50 when absent, 200 at most.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// Coupon programmes with what came of them, those that changed last first.
#[utoipa::path(get, path = "/api/v1/coupons/programmes", tag = "coupons", operation_id = "list_coupon_programmes",
    params(ListQuery), responses((status = 200, body = Page<Programme>), (status = "4XX", body = Problem)))]
async fn list(Held(app): Held<App>, Query(query): Query<ListQuery>) -> Result<Json<Page<Programme>>, Error> {
    let page = PageQuery { cursor: query.cursor, limit: query.limit };
    let before = page.after::<(i64, i64)>()?;
    let (limit, now) = (page.limit(), app.clock.now());
    let mut session = app.db.read().await?;
    let q = query.q.unwrap_or_default();
    let found = promotions::list_held(&mut session, query.state, &q, before, limit + 1, now).await?;
    let items = programme::shown(&mut session, found, now).await?;
    Ok(Json(Page::cut(items, limit, |one| (one.promotion.updated_at.0, one.id.0))?))
}

/// A new programme: its terms, and how its coupons are handed out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCouponProgramme)]
struct New {
    /// The terms. With an empty key one is made.
    promotion: Promotion,
    /// How coupons are handed out.
    how: How,
}

async fn shown(app: &App, id: i64) -> Result<Json<Programme>, Error> {
    let mut session = app.db.read().await?;
    programme::find(&mut session, id).await?;
    let terms = promotions::find(&mut session, id).await?;
    let found = programme::shown(&mut session, vec![terms], app.clock.now()).await?;
    found.into_iter().next().map(Json).ok_or_else(|| Error::not_found("coupon_programme"))
}

/// Makes a programme, as a draft. It is published as any promotion is.
#[utoipa::path(post, path = "/api/v1/coupons/programmes", tag = "coupons", operation_id = "create_coupon_programme",
    request_body = New, responses((status = 201, body = Programme), (status = "4XX", body = Problem)))]
async fn create(
    Held(app): Held<App>,
    caller: Caller,
    Json(body): Json<New>,
) -> Result<(StatusCode, Json<Programme>), Error> {
    let mut tx = app.db.begin().await?;
    let id = programme::create(&mut tx, &app, &caller, body.promotion, body.how).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, shown(&app, id).await?))
}

/// A programme with its terms and what came of it.
#[utoipa::path(get, path = "/api/v1/coupons/programmes/{id}", tag = "coupons", operation_id = "get_coupon_programme",
    params(("id" = Id, Path)), responses((status = 200, body = Programme), (status = "4XX", body = Problem)))]
async fn get(Held(app): Held<App>, Path(Id(id)): Path<Id>) -> Result<Json<Programme>, Error> {
    shown(&app, id).await
}

/// Hands its coupons out in another way from now on.
#[utoipa::path(put, path = "/api/v1/coupons/programmes/{id}", tag = "coupons", operation_id = "change_coupon_programme",
    params(("id" = Id, Path)), request_body = How,
    responses((status = 200, body = Programme), (status = "4XX", body = Problem)))]
async fn put(
    Held(app): Held<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<How>,
) -> Result<Json<Programme>, Error> {
    let mut tx = app.db.begin().await?;
    programme::change(&mut tx, &app, &caller, id, body).await?;
    tx.commit().await?;
    shown(&app, id).await
}
