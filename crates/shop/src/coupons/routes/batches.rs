//! Issuing over HTTP, and the file of codes.

use axum::body::Body;
use axum::extract::State as Held;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use platform::http::{Caller, Json, Page, Path, Problem, Query};
use platform::{App, Error, Id, audit};
use serde::Deserialize;
use serde_json::json;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::coupons::model::{Batch, CouponCodes, Target};
use crate::coupons::{export, issue, programme, records};
use crate::promotions::all_shops;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(begin))
        .routes(routes!(list))
        .routes(routes!(get))
        .routes(routes!(stop))
        .routes(routes!(codes))
}

/// Coupons to be issued.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = IssueCoupons)]
struct Issue {
    /// So many codes, everybody in a segment or list, or these customers.
    to: Target,
    /// What it is for.
    #[serde(default)]
    note: Option<String>,
}

/// Issues coupons as a job.
#[utoipa::path(post, path = "/api/v1/coupons/programmes/{id}/issue", tag = "coupons", operation_id = "issue_coupons",
    params(("id" = Id, Path)), request_body = Issue,
    responses((status = 202, body = Batch), (status = "4XX", body = Problem)))]
async fn begin(
    Held(app): Held<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<Issue>,
) -> Result<(StatusCode, Json<Batch>), Error> {
    Ok((StatusCode::ACCEPTED, Json(issue::begin(&app, &caller, id, body.to, body.note).await?)))
}

/// The batches of a programme, the last first.
#[utoipa::path(get, path = "/api/v1/coupons/programmes/{id}/batches", tag = "coupons", operation_id = "coupon_batches",
    params(("id" = Id, Path)), responses((status = 200, body = Page<Batch>), (status = "4XX", body = Problem)))]
async fn list(Held(app): Held<App>, Path(Id(id)): Path<Id>) -> Result<Json<Page<Batch>>, Error> {
    let mut session = app.db.read().await?;
    programme::find(&mut session, id).await?;
    Ok(Json(Page { items: records::batches::list(&mut session, id).await?, next_cursor: None }))
}

/// How far a batch is.
#[utoipa::path(get, path = "/api/v1/coupons/batches/{id}", tag = "coupons", operation_id = "get_coupon_batch",
    params(("id" = Id, Path)), responses((status = 200, body = Batch), (status = "4XX", body = Problem)))]
async fn get(Held(app): Held<App>, Path(Id(id)): Path<Id>) -> Result<Json<Batch>, Error> {
    Ok(Json(issue::find(&mut app.db.read().await?, id).await?))
}

/// Stops a batch; what it issued stays.
#[utoipa::path(post, path = "/api/v1/coupons/batches/{id}/stop", tag = "coupons", operation_id = "stop_coupon_batch",
    params(("id" = Id, Path)), responses((status = 200, body = Batch), (status = "4XX", body = Problem)))]
async fn stop(Held(app): Held<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<Json<Batch>, Error> {
    let mut tx = app.db.begin().await?;
    let batch = issue::stop(&mut tx, &app, &caller, id).await?;
    tx.commit().await?;
    Ok(Json(batch))
}

/// Which codes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CodesQuery {
    /// Those of this batch alone.
    batch: Option<Id>,
}

/// The codes of a programme as CSV.
#[utoipa::path(get, path = "/api/v1/coupons/programmes/{id}/codes.csv", tag = "coupons", operation_id = "coupon_codes",
    params(("id" = Id, Path), CodesQuery),
    responses((status = 200, content_type = "text/csv", body = String), (status = "4XX", body = Problem)))]
async fn codes(
    Held(app): Held<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Query(query): Query<CodesQuery>,
) -> Result<Response, Error> {
    all_shops(&caller)?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let programme = programme::find(&mut tx, id).await?;
    if programme.how.codes != CouponCodes::Unique {
        return Err(Error::conflict("no_codes"));
    }
    let detail = json!({ "batch": query.batch });
    audit::record(&mut tx, &caller, "coupons.exported", Some("promotion"), Some(&id.to_string()), &detail, now).await?;
    tx.commit().await?;
    let (to, from) = tokio::sync::mpsc::channel(4);
    let batch = query.batch.map(|batch| batch.0);
    tokio::spawn(async move {
        if let Err(error) = export::write(&app, id, batch, &to).await {
            tracing::error!(%error, "an export of codes stopped");
            let _ = to.send(Err(error)).await;
        }
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"codes.csv\"".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(ReceiverStream::new(from))).into_response())
}
