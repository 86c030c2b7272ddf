//! What a segment was and will be, over HTTP: preview, versions, sizes over time, crossings, members, live sizes.

use std::convert::Infallible;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use platform::http::{Caller, Json, PageQuery, Path, Problem, Query, ShopScope};
use platform::{App, Error, Id, Instant};
use rules::Label;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::questions::{Members, page};
use crate::customers;
use crate::segments::foresee::{Foreseen, foresee};
use crate::segments::language::{self, Wording};
use crate::segments::live::ready;
use crate::segments::model::Segment;
use crate::segments::verbs::{self, Patch};
use crate::segments::{catalogue, members, records, shown, within};

/// Points of a curve at most.
const POINTS: usize = 5_000;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(preview))
        .routes(routes!(versions))
        .routes(routes!(restore))
        .routes(routes!(sizes))
        .routes(routes!(crossings))
        .routes(routes!(segment_members))
        .routes(routes!(live))
}

/// Who would come in and leave if the segment had this rule, and what that would do to the segments that name it. Nothing
/// changes. Somebody limited to some shops is told of the customers of those shops.
#[utoipa::path(post, path = "/api/v1/segments/{id}/preview", tag = "segments", operation_id = "preview_segment",
    params(("id" = Id, Path)), request_body = Wording,
    responses((status = 200, body = Foreseen), (status = "4XX", body = Problem)))]
async fn preview(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<Wording>,
) -> Result<Json<Foreseen>, Error> {
    let sound = body.sound(&ready(&app)?.shape)?;
    Ok(Json(foresee(&app, &caller.shops, id, sound.rule).await?))
}

/// A rule that a segment has or had.
#[derive(Debug, Serialize, ToSchema)]
struct ShownVersion {
    /// From 1.
    version: i64,
    /// The rule as text.
    text: String,
    /// The rule as a sentence.
    sentence: Label,
    /// Since when.
    at: Instant,
    /// Who wrote it.
    by: String,
    /// Why.
    note: String,
}

/// Versions, the last first.
#[derive(Debug, Serialize, ToSchema)]
struct Versions {
    items: Vec<ShownVersion>,
}

/// Every rule that a segment has had, the last first.
#[utoipa::path(get, path = "/api/v1/segments/{id}/versions", tag = "segments", operation_id = "segment_versions",
    params(("id" = Id, Path)), responses((status = 200, body = Versions), (status = "4XX", body = Problem)))]
async fn versions(State(app): State<App>, Path(Id(id)): Path<Id>) -> Result<Json<Versions>, Error> {
    let mut session = app.db.read().await?;
    verbs::find(&mut session, id).await?;
    let shape = catalogue::shape(&app, &mut session).await?;
    let items = records::versions(&mut session, id)
        .await?
        .into_iter()
        .map(|one| ShownVersion {
            version: one.version,
            sentence: language::sentence(&one.rule, &shape),
            // As what it names is called by now.
            text: rules::print(&one.rule, &shape.catalogue),
            at: Instant(one.at),
            by: one.actor,
            note: one.note,
        })
        .collect();
    Ok(Json(Versions { items }))
}

/// Gives a segment a rule that it had before, as a new version.
#[utoipa::path(post, path = "/api/v1/segments/{id}/versions/{version}/restore", tag = "segments",
    operation_id = "restore_segment_version", params(("id" = Id, Path), ("version" = i64, Path)),
    responses((status = 200, body = Segment), (status = "4XX", body = Problem)))]
async fn restore(State(app): State<App>, caller: Caller, Path(ids): Path<(Id, i64)>) -> Result<Json<Segment>, Error> {
    let (Id(id), number) = ids;
    let found = records::versions(&mut app.db.read().await?, id).await?;
    let version = found.into_iter().find(|one| one.version == number).ok_or_else(|| Error::not_found("version"))?;
    let sound = Wording { text: None, rule: Some(version.rule) }.sound(&ready(&app)?.shape)?;
    let note = app.i18n.text(caller.locale, "segments-restored", &[("version", number.to_string().into())]);
    let record = verbs::update(&app, &caller, id, Patch { rule: Some((sound, note)), ..Patch::default() }).await?;
    let mut session = app.db.read().await?;
    let mut items = shown::shown(&app, &mut session, &caller, vec![record]).await?;
    items.pop().map(Json).ok_or_else(|| Error::not_found("segment"))
}

/// From when to when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Span {
    /// From this instant; 30 days ago when absent.
    from: Option<Instant>,
    /// Until before this instant; now when absent.
    to: Option<Instant>,
}

/// A size at the end of a quarter of an hour in which somebody crossed.
#[derive(Debug, Serialize, ToSchema)]
struct Point {
    /// The quarter's beginning.
    at: Instant,
    /// How many were in it at its end.
    size: i64,
    /// How many came in.
    entered: i64,
    /// How many left.
    left: i64,
}

/// A curve.
#[derive(Debug, Serialize, ToSchema)]
struct Curve {
    /// The oldest first, at most 5,000: then the newest ones.
    points: Vec<Point>,
}

/// How a segment's size went. Between two points it stayed as it was. Somebody limited to some shops is told of the
/// customers that are those shops' now.
#[utoipa::path(get, path = "/api/v1/segments/{id}/sizes", tag = "segments", operation_id = "segment_sizes",
    params(("id" = Id, Path), Span), responses((status = 200, body = Curve), (status = "4XX", body = Problem)))]
async fn sizes(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Query(span): Query<Span>,
) -> Result<Json<Curve>, Error> {
    let now = app.clock.now();
    let to = span.to.map_or(now + 1, |at| at.0);
    let from = span.from.map_or(to - 30 * 86_400_000, |at| at.0);
    let mut session = app.db.read().await?;
    verbs::find(&mut session, id).await?;
    let found = if caller.shops == ShopScope::All {
        records::sizes(&mut session, id, from, to).await?
    } else {
        within::sizes(&app, &mut session, &caller.shops, id, from, to).await?
    };
    let skip = found.len().saturating_sub(POINTS);
    let points = found
        .into_iter()
        .skip(skip)
        .map(|one| Point { at: Instant(one.at), size: one.size, entered: one.entered, left: one.left })
        .collect();
    Ok(Json(Curve { points }))
}

/// Somebody who came in or left, masked.
#[derive(Debug, Serialize, ToSchema)]
struct Someone {
    id: Id,
    /// Nick, as the source prints it.
    nick: Option<String>,
    /// Name, masked.
    name: Option<String>,
}

/// Somebody came in or left.
#[derive(Debug, Serialize, ToSchema)]
struct ShownCrossing {
    customer: Someone,
    /// Came in, or left.
    entered: bool,
    /// When.
    at: Instant,
    /// `change`: something about the customer changed; `expiry`: an instant passed at which the rule's answer changes by
    /// itself; `edit`: the rule was changed.
    cause: String,
}

/// A page of crossings.
#[derive(Debug, Serialize, ToSchema)]
struct Crossings {
    /// The last first.
    items: Vec<ShownCrossing>,
    /// What to send as `cursor` for the next page; null on the last one.
    next: Option<String>,
}

/// Who came into a live segment and who left it, the last first.
#[utoipa::path(get, path = "/api/v1/segments/{id}/crossings", tag = "segments", operation_id = "segment_crossings",
    params(("id" = Id, Path), PageQuery),
    responses((status = 200, body = Crossings), (status = "4XX", body = Problem)))]
async fn crossings(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Query(query): Query<PageQuery>,
) -> Result<Json<Crossings>, Error> {
    let mut session = app.db.read().await?;
    verbs::find(&mut session, id).await?;
    let before: i64 = query.after()?.unwrap_or(i64::MAX);
    let limit = query.limit();
    let found = records::crossings_before(&mut session, id, before, limit).await?;
    let full = found.len() == usize::try_from(limit).unwrap_or(usize::MAX);
    let next = if full { found.last().map(|last| platform::http::Cursor::write(&last.id)).transpose()? } else { None };
    let mut ids: Vec<i64> = found.iter().map(|one| one.customer).collect();
    ids.sort_unstable();
    ids.dedup();
    let visible = customers::visible(&mut session, &caller.shops, &ids).await?;
    let rows = members::rows(&mut session, &caller.shops, &ids).await?;
    let items = found
        .into_iter()
        .filter(|one| caller.shops == ShopScope::All || visible.contains(&one.customer))
        .map(|one| {
            let row = rows.iter().find(|row| row.id.0 == one.customer);
            ShownCrossing {
                customer: Someone {
                    id: Id(one.customer),
                    nick: row.and_then(|row| row.nick.clone()),
                    name: row.and_then(|row| row.name.clone()),
                },
                entered: one.entered,
                at: Instant(one.at),
                cause: one.cause.code().to_owned(),
            }
        })
        .collect();
    Ok(Json(Crossings { items, next }))
}

/// Which members, in which order.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MembersQuery {
    /// An attribute to order by, with `-` before it for the greatest first; the latest deal first when absent.
    order: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows wanted, 50 when absent, 200 at most.
    limit: Option<String>,
}

/// The members of a segment or list, a page at a time.
#[utoipa::path(get, path = "/api/v1/segments/{id}/members", tag = "segments", operation_id = "segment_members",
    params(("id" = Id, Path), MembersQuery),
    responses((status = 200, body = Members), (status = "4XX", body = Problem)))]
async fn segment_members(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Query(query): Query<MembersQuery>,
) -> Result<Json<Members>, Error> {
    let rule = verbs::as_rule(&mut app.db.read().await?, id).await?;
    let limit = query.limit.as_deref().and_then(|text| text.parse().ok());
    let wanted = (query.order.as_deref(), query.after.as_deref(), limit);
    Ok(Json(page(&app, &caller, rule, None, wanted, None).await?))
}

/// A size that changed.
#[derive(Debug, Serialize, ToSchema)]
struct LiveSize {
    /// The segment.
    id: Id,
    /// How many are in it.
    size: u64,
    /// As of when.
    at: Instant,
}

/// Sizes of live segments as they change, as server-sent events named `size`. Somebody limited to some shops is told of the
/// customers of those shops.
#[utoipa::path(get, path = "/api/v1/segments/live", tag = "segments", operation_id = "live_sizes",
    responses((status = 200, body = LiveSize, content_type = "text/event-stream"), (status = "4XX", body = Problem)))]
async fn live(
    State(app): State<App>,
    caller: Caller,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Error> {
    let mut news = within::news(&app, caller.shops);
    let (to, from) = tokio::sync::mpsc::channel(64);
    tokio::spawn(async move {
        loop {
            let told = tokio::select! {
                told = news.recv() => told,
                () = to.closed() => return,
            };
            let Some(one) = told else { return };
            let told = LiveSize { id: Id(one.segment), size: one.size, at: Instant(one.at) };
            let Ok(event) = Event::default().event("size").json_data(&told) else { return };
            if to.send(Ok(event)).await.is_err() {
                return;
            }
        }
    });
    Ok(Sse::new(tokio_stream::wrappers::ReceiverStream::new(from)).keep_alive(KeepAlive::default()))
}
