//! Jobs over HTTP: seeing them, sending parked ones back, throwing them away.

use axum::extract::State as Given;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Row, State};
use crate::http::{Access, Caller, Json, Need, Page, PageQuery, Path, Problem, Query, permissions};
use crate::{App, Error, Id, Instant, audit};

const NEED: Need = Need::May(permissions::JOBS_MANAGE);

/// Who may.
pub const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/jobs", NEED),
    Access::new("GET", "/api/v1/jobs/{id}", NEED),
    Access::new("POST", "/api/v1/jobs/{id}/retry", NEED),
    Access::new("POST", "/api/v1/jobs/{id}/discard", NEED),
];

/// The endpoints.
#[must_use]
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one)).routes(routes!(retry)).routes(routes!(discard))
}

/// Work done after the answer.
#[derive(Debug, Serialize, ToSchema)]
struct Job {
    id: Id,
    /// What is to be done: `imports.run`.
    kind: String,
    state: State,
    /// Attempts so far, the running one included.
    attempts: i64,
    /// Not before this instant.
    run_at: Instant,
    /// Why the last attempt failed.
    last_error: Option<String>,
    created_at: Instant,
}

impl From<Row> for Job {
    fn from(row: Row) -> Self {
        Self {
            id: Id(row.id),
            kind: row.kind,
            state: row.state,
            attempts: row.attempts,
            run_at: Instant(row.run_at),
            last_error: row.last_error,
            created_at: Instant(row.created_at),
        }
    }
}

/// Which jobs.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct JobQuery {
    #[serde(flatten)]
    #[param(ignore)]
    page: PageQuery,
    /// Only those that stand so.
    state: Option<State>,
}

/// Jobs, newest first.
#[utoipa::path(get, path = "/api/v1/jobs", tag = "settings", params(PageQuery, JobQuery), operation_id = "jobs_list",
    responses((status = 200, body = Page<Job>), (status = "4XX", body = Problem)))]
async fn list(Given(app): Given<App>, Query(query): Query<JobQuery>) -> Result<Json<Page<Job>>, Error> {
    let limit = query.page.limit();
    let rows = super::list(&app.db, query.state, query.page.after()?, limit + 1).await?;
    Ok(Json(Page::cut(rows, limit, |row| row.id)?.map(Job::from)))
}

/// One job.
#[utoipa::path(get, path = "/api/v1/jobs/{id}", tag = "settings", params(("id" = Id, Path)), operation_id = "jobs_find",
    responses((status = 200, body = Job), (status = "4XX", body = Problem)))]
async fn one(Given(app): Given<App>, Path(id): Path<Id>) -> Result<Json<Job>, Error> {
    super::find(&app.db, id.0).await.map(Job::from).map(Json)
}

/// Sends a parked job back into the queue.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/retry", tag = "settings", params(("id" = Id, Path)), operation_id = "jobs_retry",
    responses((status = 200, body = Job), (status = "4XX", body = Problem)))]
async fn retry(Given(app): Given<App>, caller: Caller, Path(id): Path<Id>) -> Result<Json<Job>, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    super::retry(&mut tx, id.0, now).await?;
    audit::record(&mut tx, &caller, "jobs.retried", Some("job"), Some(&id.to_string()), &json!({}), now).await?;
    tx.commit().await?;
    super::find(&app.db, id.0).await.map(Job::from).map(Json)
}

/// Throws a parked or waiting job away.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/discard", tag = "settings", params(("id" = Id, Path)), operation_id = "jobs_discard",
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn discard(Given(app): Given<App>, caller: Caller, Path(id): Path<Id>) -> Result<StatusCode, Error> {
    let job = super::find(&app.db, id.0).await?;
    let mut tx = app.db.begin().await?;
    super::discard(&mut tx, id.0).await?;
    (app.job_discarded)(&mut tx, &app, &job.kind, &job.payload).await?;
    let detail = json!({ "kind": job.kind });
    audit::record(&mut tx, &caller, "jobs.discarded", Some("job"), Some(&id.to_string()), &detail, app.clock.now())
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
