//! Asking for a reckoning, watching it, and the settings, over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Caller, Json, Problem};
use platform::{App, Error, Instant, audit};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::whole;
use crate::value::records::{self, Ran};
use crate::value::run::ask;
use crate::value::settings::{self, Settings};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(state)).routes(routes!(recompute)).routes(routes!(get, put))
}

/// How far a reckoning is, and what the last one came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
struct ValueRun {
    /// `none`, `waiting`, `running`, `done`, `failed`.
    state: String,
    /// `reading`, `learning`, `scoring`, `writing`.
    step: Option<String>,
    /// How much of the step is done.
    done: i64,
    /// Of how much; 0 while that is not known.
    total: i64,
    /// When it was asked for.
    asked_at: Option<Instant>,
    /// When the last one ended.
    finished_at: Option<Instant>,
    /// As of when the figures are that are shown now.
    as_of: Option<Instant>,
    /// Customers with scores.
    customers: i64,
    /// Customers whose scores it changed.
    changed: i64,
    /// How long the last one took, milliseconds.
    took_ms: Option<i64>,
}

impl From<Ran> for ValueRun {
    fn from(ran: Ran) -> Self {
        Self {
            state: ran.state,
            step: ran.step,
            done: ran.done,
            total: ran.total,
            asked_at: ran.asked_at.map(Instant),
            finished_at: ran.finished_at.map(Instant),
            as_of: ran.as_of.map(Instant),
            customers: ran.customers,
            changed: ran.changed,
            took_ms: ran.took_ms,
        }
    }
}

/// How far a reckoning is.
#[utoipa::path(get, path = "/api/v1/insight/value/run", tag = "value", operation_id = "value_run",
    responses((status = 200, body = ValueRun), (status = "4XX", body = Problem)))]
async fn state(State(app): State<App>, caller: Caller) -> Result<Json<ValueRun>, Error> {
    whole(&caller)?;
    Ok(Json(records::ran(&mut app.db.read().await?).await?.into()))
}

/// Asks for a reckoning now. One that waits or runs already is enough. Logged.
#[utoipa::path(post, path = "/api/v1/insight/value/recompute", tag = "value", operation_id = "recompute_value",
    responses((status = 202, body = ValueRun), (status = "4XX", body = Problem)))]
async fn recompute(State(app): State<App>, caller: Caller) -> Result<(StatusCode, Json<ValueRun>), Error> {
    whole(&caller)?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    ask(&mut tx, now).await?;
    audit::record(&mut tx, &caller, "value.recompute_asked", None, None, &json!({}), now).await?;
    let ran = records::ran(&mut tx).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(ran.into())))
}

/// What is set about value and prediction.
#[utoipa::path(get, path = "/api/v1/insight/value/settings", tag = "value", operation_id = "value_settings",
    responses((status = 200, body = Settings), (status = "4XX", body = Problem)))]
async fn get(State(app): State<App>, caller: Caller) -> Result<Json<Settings>, Error> {
    whole(&caller)?;
    Ok(Json(settings::get(&mut app.db.read().await?).await?))
}

/// Sets it and asks for a reckoning. Logged.
#[utoipa::path(put, path = "/api/v1/insight/value/settings", tag = "value", operation_id = "set_value_settings",
    request_body = Settings, responses((status = 200, body = Settings), (status = "4XX", body = Problem)))]
async fn put(State(app): State<App>, caller: Caller, Json(body): Json<Settings>) -> Result<Json<Settings>, Error> {
    whole(&caller)?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let set = settings::put(&mut tx, &caller, body, now).await?;
    ask(&mut tx, now).await?;
    tx.commit().await?;
    Ok(Json(set))
}
