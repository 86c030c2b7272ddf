//! Exports over HTTP.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State as Shared;
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::Stream;
use platform::http::{Caller, Json, Path, Problem};
use platform::jobs::{self, New};
use platform::{App, Error, Id, audit};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{Export, Record, Shops, State, owner};
use super::run::{JOB, Payload};
use super::{files, records};
use crate::customers::FileFormat;
use crate::permissions::CUSTOMERS_REVEAL;
use crate::segments::ask::{everybody, reachable};
use crate::segments::{columns, verbs};

/// How often progress is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// Exports that are listed.
const LISTED: i64 = 50;
/// Exports of one colleague that may wait at a time.
const WAITING: i64 = 5;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(order))
        .routes(routes!(list))
        .routes(routes!(get, stop))
        .routes(routes!(progress))
        .routes(routes!(file))
}

/// Which file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SegmentExportInput)]
struct Order {
    /// `csv`, `xlsx` or `parquet`.
    format: String,
    /// The columns in order; `field:<key>` for the shop's own, `attribute:<name>` for what rules may name beside. All that a
    /// customer's own row has when absent.
    #[serde(default)]
    columns: Option<Vec<String>>,
    /// Whether values stand in it in full; for those who may see them.
    #[serde(default)]
    reveal: bool,
    /// Only those who may get marketing on this channel: `sms`, `email` or `phone`.
    #[serde(default)]
    reachable: Option<String>,
}

/// Exports, the last first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SegmentExports)]
struct Exports {
    items: Vec<Export>,
}

/// Somebody's own export. Whoever may see other shops by now than when it was asked for does not get it any more.
async fn own(app: &App, caller: &Caller, id: i64) -> Result<Record, Error> {
    let found = records::find(&mut app.db.read().await?, id).await?;
    let sound = |one: &Record| one.owner == owner(caller) && one.shops == Shops::from(&caller.shops);
    found.filter(sound).ok_or_else(|| Error::not_found("export"))
}

/// Asks for the members of a segment or list as a file. Logged. Masked unless the caller may see and asked; with
/// `reachable`, only those whose consent and black list allow marketing on that channel.
#[utoipa::path(post, path = "/api/v1/segments/{id}/exports", tag = "segments", operation_id = "order_segment_export",
    params(("id" = Id, Path)), request_body = Order,
    responses((status = 202, body = Export), (status = "4XX", body = Problem)))]
async fn order(
    Shared(app): Shared<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<Order>,
) -> Result<(StatusCode, Json<Export>), Error> {
    let format = FileFormat::from_code(&body.format).ok_or_else(|| Error::invalid("format", "unknown"))?;
    if body.reveal {
        caller.require(CUSTOMERS_REVEAL)?;
    }
    reachable(everybody(), body.reachable.as_deref())?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let names = body.columns.map(|names| names.join(","));
    let columns = columns::named(&app, &mut tx, &caller, names.as_deref()).await?;
    let segment = verbs::find(&mut tx, id).await?;
    if records::waiting(&mut tx, &owner(&caller)).await? >= WAITING {
        return Err(Error::conflict("too_many_exports").arg("limit", WAITING.to_string()));
    }
    let record = Record {
        id: app.ids.next(),
        segment: id,
        name: segment.name,
        format,
        columns,
        reveal: body.reveal,
        reachable: body.reachable,
        shops: Shops::from(&caller.shops),
        locale: caller.locale,
        state: State::Waiting,
        done: 0,
        total: 0,
        bytes: None,
        created_at: now,
        owner: owner(&caller),
        created_by: caller.actor.name().to_owned(),
        finished_at: None,
        problem: None,
    };
    records::insert(&mut tx, &record).await?;
    let detail = json!({
        "format": format.code(), "columns": record.columns, "reveal": record.reveal, "reachable": record.reachable,
    });
    audit::record(&mut tx, &caller, "segments.exported", Some("segment"), Some(&id.to_string()), &detail, now).await?;
    jobs::enqueue(&mut tx, New::now(JOB, &Payload { export: Id(record.id) })?, now).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(record.shown(&app, caller.locale))))
}

/// The caller's own exports, the last first.
#[utoipa::path(get, path = "/api/v1/segments/exports", tag = "segments", operation_id = "segment_exports",
    responses((status = 200, body = Exports), (status = "4XX", body = Problem)))]
async fn list(Shared(app): Shared<App>, caller: Caller) -> Result<Json<Exports>, Error> {
    let found = records::own(&mut app.db.read().await?, &owner(&caller), LISTED).await?;
    Ok(Json(Exports { items: found.iter().map(|one| one.shown(&app, caller.locale)).collect() }))
}

/// How far an export is.
#[utoipa::path(get, path = "/api/v1/segments/exports/{export}", tag = "segments", operation_id = "segment_export",
    params(("export" = Id, Path)), responses((status = 200, body = Export), (status = "4XX", body = Problem)))]
async fn get(Shared(app): Shared<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<Json<Export>, Error> {
    Ok(Json(own(&app, &caller, id).await?.shown(&app, caller.locale)))
}

/// Stops an export that is not over, and drops its file.
#[utoipa::path(delete, path = "/api/v1/segments/exports/{export}", tag = "segments",
    operation_id = "stop_segment_export", params(("export" = Id, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn stop(Shared(app): Shared<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<StatusCode, Error> {
    let record = own(&app, &caller, id).await?;
    let mut tx = app.db.begin().await?;
    records::end(&mut tx, id, State::Stopped, None).await?;
    tx.commit().await?;
    files::remove(&files::path(&app, id, record.format)).await;
    Ok(StatusCode::NO_CONTENT)
}

/// How an export gets on: one event with the whole export at each step, until it is over.
#[utoipa::path(get, path = "/api/v1/segments/exports/{export}/progress", tag = "segments",
    operation_id = "segment_export_progress", params(("export" = Id, Path)),
    responses((status = 200, body = Export, content_type = "text/event-stream"), (status = "4XX", body = Problem)))]
async fn progress(
    Shared(app): Shared<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Error> {
    own(&app, &caller, id).await?;
    let (to, steps) = tokio::sync::mpsc::channel(4);
    tokio::spawn(async move {
        let mut told: Option<Export> = None;
        loop {
            let Ok(record) = own(&app, &caller, id).await else { return };
            let export = record.shown(&app, caller.locale);
            if told.as_ref() != Some(&export) {
                let Ok(event) = Event::default().event("progress").json_data(&export) else { return };
                if to.send(Ok(event)).await.is_err() {
                    return;
                }
            }
            if export.state.is_over() {
                return;
            }
            told = Some(export);
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                () = to.closed() => return,
            }
        }
    });
    Ok(Sse::new(tokio_stream::wrappers::ReceiverStream::new(steps)).keep_alive(KeepAlive::default()))
}

/// The file of an export that is finished. Logged.
#[utoipa::path(get, path = "/api/v1/segments/exports/{export}/file", tag = "segments",
    operation_id = "segment_export_file", params(("export" = Id, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "text/csv"), (status = "4XX", body = Problem)))]
async fn file(Shared(app): Shared<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<Response, Error> {
    let record = own(&app, &caller, id).await?;
    if record.reveal {
        caller.require(CUSTOMERS_REVEAL)?;
    }
    if record.state != State::Finished {
        let status = if record.state.is_over() { 410 } else { 409 };
        return Err(Error::new(status, if record.state.is_over() { "export_gone" } else { "export_not_ready" }));
    }
    let path = files::path(&app, id, record.format);
    let file = tokio::fs::File::open(&path).await.map_err(|_| Error::new(410, "export_gone"))?;
    let mut tx = app.db.begin().await?;
    let (subject, detail) = (record.segment.to_string(), json!({ "export": Id(id), "reveal": record.reveal }));
    let now = app.clock.now();
    audit::record(&mut tx, &caller, "segments.export_fetched", Some("segment"), Some(&subject), &detail, now).await?;
    tx.commit().await?;
    let headers = [
        (header::CONTENT_TYPE, record.format.content_type().to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"segment-{}.{}\"", record.segment, record.format.code()),
        ),
        (header::CONTENT_LENGTH, record.bytes.unwrap_or(0).to_string()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(tokio_util::io::ReaderStream::new(file))).into_response())
}
