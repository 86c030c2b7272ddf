//! Imports over HTTP.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Multipart, State as Shared};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use connectors::table::Mapping;
use futures_util::Stream;
use platform::http::{Caller, Json, Page, PageQuery, Path, Problem, Query};
use platform::{App, Error, Id};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::model::MappingShape;
use super::{Import, Preset, RefusedRow, Start, bring, presets, shown, upload, with_preview};

/// How often a watched import is looked at when nobody said that it moved: another process may run it.
const LOOK: Duration = Duration::from_secs(1);
/// Least time between two looks.
const CALM: Duration = Duration::from_millis(200);

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    let uploads = OpenApiRouter::new().routes(routes!(bring_in)).layer(DefaultBodyLimit::disable());
    OpenApiRouter::new()
        .merge(uploads)
        .routes(routes!(list))
        .routes(routes!(get))
        .routes(routes!(events))
        .routes(routes!(start))
        .routes(routes!(cancel))
        .routes(routes!(refused))
        .routes(routes!(refused_csv))
        .routes(routes!(preset_list, preset_save))
        .routes(routes!(preset_delete))
}

/// An upload.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it is written down only")]
struct ImportUpload {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: String,
    /// The shop for rows that name none.
    shop_id: Option<String>,
    /// A preset that says what the columns mean.
    preset_id: Option<String>,
    /// What the columns mean, as JSON.
    mapping: Option<String>,
    /// `true` to change nothing and only hear what would happen.
    dry_run: Option<String>,
    /// Of a dry run, a shop that is not there, as JSON: what would happen were it opened for rows that name none.
    open_shop: Option<String>,
}

/// Brings a file in. It is recognised by its content; when it is a table that is not known, the import waits for its
/// columns to be explained. A file whose import is not finished goes on where that stands: the answer is that import, with 200.
#[utoipa::path(post, path = "/api/v1/imports", tag = "imports", operation_id = "imports_bring",
    request_body(content = ImportUpload, content_type = "multipart/form-data"),
    responses((status = 201, body = Import), (status = 200, body = Import), (status = "4XX", body = Problem)))]
async fn bring_in(
    Shared(app): Shared<App>,
    caller: Caller,
    parts: Multipart,
) -> Result<(StatusCode, Json<Import>), Error> {
    let (record, begun) = upload::upload(&app, &caller, parts).await?;
    let status = if begun { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(with_preview(&app, record, caller.locale).await?)))
}

/// Imports, newest first.
#[utoipa::path(get, path = "/api/v1/imports", tag = "imports", params(PageQuery), operation_id = "imports_list",
    responses((status = 200, body = Page<Import>), (status = "4XX", body = Problem)))]
async fn list(
    Shared(app): Shared<App>,
    caller: Caller,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Import>>, Error> {
    let limit = page.limit();
    let found = super::list(&app, &caller, page.after()?, limit + 1).await?;
    Page::cut(found, limit, |import| import.id.0).map(Json)
}

/// One import.
#[utoipa::path(get, path = "/api/v1/imports/{id}", tag = "imports", params(("id" = Id, Path)),
    operation_id = "imports_get", responses((status = 200, body = Import), (status = "4XX", body = Problem)))]
async fn get(Shared(app): Shared<App>, caller: Caller, Path(id): Path<Id>) -> Result<Json<Import>, Error> {
    super::get(&app, &caller, id.0).await.map(Json)
}

/// How an import gets on: one event with the whole import at each step, until it is over.
#[utoipa::path(get, path = "/api/v1/imports/{id}/events", tag = "imports", params(("id" = Id, Path)),
    operation_id = "imports_events",
    responses((status = 200, body = Import, content_type = "text/event-stream"), (status = "4XX", body = Problem)))]
async fn events(
    Shared(app): Shared<App>,
    caller: Caller,
    Path(id): Path<Id>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Error> {
    super::visible(&mut app.db.read().await?, &caller, id.0).await?;
    let (to, steps) = tokio::sync::mpsc::channel(4);
    tokio::spawn(async move { watch(app, caller, id.0, to).await });
    Ok(Sse::new(tokio_stream::wrappers::ReceiverStream::new(steps)).keep_alive(KeepAlive::default()))
}

async fn watch(app: App, caller: Caller, id: i64, to: tokio::sync::mpsc::Sender<Result<Event, Infallible>>) {
    let mut news = app.db.outbox().news();
    let mut told: Option<Import> = None;
    loop {
        let looked = async { super::record(&mut app.db.read().await?, id).await };
        let Ok(record) = looked.await else { return };
        let import = shown(&app, &record, caller.locale);
        if told.as_ref() != Some(&import) {
            let Ok(event) = Event::default().event("import").json_data(&import) else { return };
            if to.send(Ok(event)).await.is_err() {
                return;
            }
        }
        if import.state.is_over() {
            return;
        }
        told = Some(import);
        tokio::time::sleep(CALM).await;
        tokio::select! {
            changed = news.changed() => if changed.is_err() { return },
            () = tokio::time::sleep(LOOK) => {}
            () = to.closed() => return,
        }
    }
}

/// What is said when an import is started.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StartInput {
    /// What the columns mean.
    #[schema(value_type = Option<MappingShape>)]
    mapping: Option<Mapping>,
    /// A preset that says it.
    preset_id: Option<String>,
    /// The shop for rows that name none.
    shop_id: Option<Id>,
    /// Whether nothing is to be changed.
    dry_run: Option<bool>,
    /// Keeps the mapping under this name.
    save_preset_as: Option<String>,
}

/// Starts an import that waits, was tried or failed. One that the program gave up goes on where it stands.
#[utoipa::path(post, path = "/api/v1/imports/{id}/start", tag = "imports", params(("id" = Id, Path)),
    request_body = StartInput, operation_id = "imports_start",
    responses((status = 200, body = Import), (status = "4XX", body = Problem)))]
async fn start(
    Shared(app): Shared<App>,
    caller: Caller,
    Path(id): Path<Id>,
    Json(input): Json<StartInput>,
) -> Result<Json<Import>, Error> {
    let mapping = match (input.mapping, &input.preset_id) {
        (Some(mapping), _) => Some(mapping),
        (None, Some(preset)) => Some(presets::find(&app, preset).await?),
        (None, None) => None,
    };
    let keep = input.save_preset_as.filter(|name| !name.trim().is_empty()).zip(mapping.clone());
    let said = Start { mapping, shop_id: input.shop_id.map(|id| id.0), dry_run: input.dry_run };
    let record = bring::start(&app, &caller, id.0, said).await?;
    if let Some((name, mapping)) = keep {
        presets::save(&app, &caller, &name, mapping).await?;
    }
    Ok(Json(shown(&app, &record, caller.locale)))
}

/// Stops an import and deletes its file; what was in stays in.
#[utoipa::path(post, path = "/api/v1/imports/{id}/cancel", tag = "imports", params(("id" = Id, Path)),
    operation_id = "imports_cancel", responses((status = 200, body = Import), (status = "4XX", body = Problem)))]
async fn cancel(Shared(app): Shared<App>, caller: Caller, Path(id): Path<Id>) -> Result<Json<Import>, Error> {
    let record = bring::cancel(&app, &caller, id.0).await?;
    Ok(Json(shown(&app, &record, caller.locale)))
}

/// Rows that were refused, in the order of the file.
#[utoipa::path(get, path = "/api/v1/imports/{id}/refused", tag = "imports", params(("id" = Id, Path), PageQuery),
    operation_id = "imports_refused", responses((status = 200, body = Page<RefusedRow>), (status = "4XX", body = Problem)))]
async fn refused(
    Shared(app): Shared<App>,
    caller: Caller,
    Path(id): Path<Id>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<RefusedRow>>, Error> {
    let limit = page.limit();
    let after: Option<i64> = page.after()?;
    let found = super::refused(&app, &caller, id.0, after.unwrap_or(-1), limit + 1).await?;
    Page::cut(found, limit, |row| row.row).map(Json)
}

/// The refused rows as a file that can be mended and brought in again.
#[utoipa::path(get, path = "/api/v1/imports/{id}/refused.csv", tag = "imports", params(("id" = Id, Path)),
    operation_id = "imports_refused_csv",
    responses((status = 200, body = String, content_type = "text/csv"), (status = "4XX", body = Problem)))]
async fn refused_csv(Shared(app): Shared<App>, caller: Caller, Path(id): Path<Id>) -> Result<Response, Error> {
    let (name, pieces) = super::refused_file(&app, &caller, id.0).await?;
    let mut response = Body::from_stream(pieces).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    let encoded: String = name.bytes().map(percent).collect();
    let disposition = format!("attachment; filename=\"refused.csv\"; filename*=UTF-8''{encoded}");
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).map_err(Error::internal)?);
    Ok(response)
}

/// A byte of a file's name as RFC 8187 writes it.
fn percent(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

/// Mappings with names, those that come with the program first.
#[utoipa::path(get, path = "/api/v1/presets", tag = "imports", operation_id = "presets_list",
    responses((status = 200, body = Page<Preset>), (status = "4XX", body = Problem)))]
async fn preset_list(Shared(app): Shared<App>, caller: Caller) -> Result<Json<Page<Preset>>, Error> {
    Ok(Json(Page { items: presets::list(&app, caller.locale).await?, next_cursor: None }))
}

/// A mapping to be kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PresetInput {
    /// Its name; one that exists is replaced.
    name: String,
    /// What it says.
    #[schema(value_type = MappingShape)]
    mapping: Mapping,
}

/// Keeps a mapping under a name.
#[utoipa::path(post, path = "/api/v1/presets", tag = "imports", request_body = PresetInput,
    operation_id = "presets_save", responses((status = 201, body = Preset), (status = "4XX", body = Problem)))]
async fn preset_save(
    Shared(app): Shared<App>,
    caller: Caller,
    Json(input): Json<PresetInput>,
) -> Result<(StatusCode, Json<Preset>), Error> {
    let preset = presets::save(&app, &caller, &input.name, input.mapping).await?;
    Ok((StatusCode::CREATED, Json(preset)))
}

/// Forgets a preset that staff kept.
#[utoipa::path(delete, path = "/api/v1/presets/{id}", tag = "imports", params(("id" = Id, Path)),
    operation_id = "presets_delete", responses((status = 204), (status = "4XX", body = Problem)))]
async fn preset_delete(Shared(app): Shared<App>, caller: Caller, Path(id): Path<Id>) -> Result<StatusCode, Error> {
    presets::delete(&app, &caller, id.0).await?;
    Ok(StatusCode::NO_CONTENT)
}
