//! The programme over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Caller, Json, Problem};
use platform::{App, Error, audit};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::members::recompute::{self, Recompute};
use crate::members::{self, Preview, Programme};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get, put))
        .routes(routes!(preview))
        .routes(routes!(presets))
        .routes(routes!(progress, again))
}

/// The membership programme; switched off, with Taobao's levels, while nothing was saved.
#[utoipa::path(get, path = "/api/v1/members/programme", tag = "members", operation_id = "get_programme",
    responses((status = 200, body = Programme), (status = "4XX", body = Problem)))]
async fn get(State(app): State<App>) -> Result<Json<Programme>, Error> {
    Ok(Json(members::programme(&mut app.db.read().await?).await?.shown()))
}

/// A saved programme.
#[derive(Serialize, ToSchema)]
struct SavedProgramme {
    /// The programme, with the ids of new levels.
    programme: Programme,
    /// How far looking at every member is, when that became necessary.
    recompute: Option<Recompute>,
}

/// Saves the programme. When thresholds changed, every member is looked at again; nobody loses a level by it.
#[utoipa::path(put, path = "/api/v1/members/programme", tag = "members", operation_id = "put_programme",
    request_body = Programme, responses((status = 200, body = SavedProgramme), (status = "4XX", body = Problem)))]
async fn put(
    State(app): State<App>,
    caller: Caller,
    Json(next): Json<Programme>,
) -> Result<Json<SavedProgramme>, Error> {
    let mut tx = app.db.begin().await?;
    let (programme, again) = members::save(&mut tx, &app, &caller, next).await?;
    let recompute = if again { Some(recompute::progress(&mut tx).await?) } else { None };
    tx.commit().await?;
    Ok(Json(SavedProgramme { programme: programme.shown(), recompute }))
}

/// Says who would move to which level if this programme were saved.
#[utoipa::path(post, path = "/api/v1/members/programme/preview", tag = "members", operation_id = "preview_programme",
    request_body = Programme, responses((status = 200, body = Preview), (status = "4XX", body = Problem)))]
async fn preview(State(app): State<App>, Json(next): Json<Programme>) -> Result<Json<Preview>, Error> {
    members::preview(&app, &next.check()?).await.map(Json)
}

/// A programme to begin with.
#[derive(Serialize, ToSchema)]
struct ProgrammePreset {
    /// `taobao` or `simple`.
    key: &'static str,
    /// What it is called.
    name: String,
    /// The programme.
    programme: Programme,
}

/// Programmes to begin with.
#[derive(Serialize, ToSchema)]
struct ProgrammePresets {
    /// All of them.
    items: Vec<ProgrammePreset>,
}

/// Programmes to begin with: Taobao's four levels, and one level for everybody.
#[utoipa::path(get, path = "/api/v1/members/presets", tag = "members", operation_id = "programme_presets",
    responses((status = 200, body = ProgrammePresets), (status = "4XX", body = Problem)))]
async fn presets(State(app): State<App>, caller: Caller) -> Result<Json<ProgrammePresets>, Error> {
    let preset = |key: &'static str, programme| ProgrammePreset {
        key,
        name: app.i18n.text(caller.locale, &format!("members-preset-{key}"), &[]),
        programme,
    };
    Ok(Json(ProgrammePresets {
        items: vec![preset("taobao", Programme::default()), preset("simple", Programme::simple())],
    }))
}

/// How far looking at every member is.
#[utoipa::path(get, path = "/api/v1/members/recompute", tag = "members", operation_id = "recompute_progress",
    responses((status = 200, body = Recompute), (status = "4XX", body = Problem)))]
async fn progress(State(app): State<App>) -> Result<Json<Recompute>, Error> {
    recompute::progress(&mut app.db.read().await?).await.map(Json)
}

/// Looks at every member again, and at every customer who may join by a deal.
#[utoipa::path(post, path = "/api/v1/members/recompute", tag = "members", operation_id = "recompute_members",
    responses((status = 202, body = Recompute), (status = "4XX", body = Problem)))]
async fn again(State(app): State<App>, caller: Caller) -> Result<(StatusCode, Json<Recompute>), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let programme = members::programme(&mut tx).await?;
    if !programme.enabled {
        return Err(Error::conflict("programme_off"));
    }
    recompute::start(&mut tx, programme.ways.automatic, now).await?;
    audit::record(&mut tx, &caller, "members.recomputed", None, None, &json!({}), now).await?;
    let progress = recompute::progress(&mut tx).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(progress)))
}

impl Programme {
    /// As the API shows it: without the memory of levels that are gone.
    fn shown(mut self) -> Self {
        self.retired.clear();
        self
    }
}
