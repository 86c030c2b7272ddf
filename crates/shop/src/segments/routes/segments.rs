//! Segments themselves over HTTP: listed, made, changed, duplicated, deleted.

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Caller, Json, Page, PageQuery, Path, Problem, Query};
use platform::{App, Error, Id};
use rules::Rule;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::segments::language::Wording;
use crate::segments::live::ready;
use crate::segments::model::{Kind, Origin, Record, Segment};
use crate::segments::verbs::{self, New, Patch};
use crate::segments::{records, shown};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(get, change, delete)).routes(routes!(duplicate))
}

/// Which segments.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Characters of the name, the note or a word that staff sort by.
    q: Option<String>,
    /// `live` or `list`.
    kind: Option<Kind>,
    /// `own`, `recipe`, `automatic` or `relationship`.
    origin: Option<Origin>,
}

/// A page of the list.
#[derive(Debug, Default, Deserialize)]
struct ListPage {
    #[serde(flatten)]
    list: ListQuery,
    #[serde(flatten)]
    page: PageQuery,
}

/// Segments and lists, the last changed first.
#[utoipa::path(get, path = "/api/v1/segments", tag = "segments", operation_id = "list_segments",
    params(ListQuery, PageQuery),
    responses((status = 200, body = Page<Segment>), (status = "4XX", body = Problem)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ListPage>,
) -> Result<Json<Page<Segment>>, Error> {
    let mut session = app.db.read().await?;
    let limit = query.page.limit();
    let after: Option<(i64, i64)> = query.page.after()?;
    let q = query.list.q.unwrap_or_default().trim().to_lowercase();
    let found: Vec<Record> = records::list(&mut session)
        .await?
        .into_iter()
        .filter(|one| after.is_none_or(|after| (one.updated_at, one.id) < after))
        .filter(|one| query.list.kind.is_none_or(|kind| one.kind == kind))
        .filter(|one| query.list.origin.is_none_or(|origin| one.origin == origin))
        .filter(|one| {
            q.is_empty()
                || [&one.name, &one.note].into_iter().chain(&one.tags).any(|text| text.to_lowercase().contains(&q))
        })
        .take(usize::try_from(limit + 1).unwrap_or(usize::MAX))
        .collect();
    let page = Page::cut(found, limit, |one| (one.updated_at, one.id))?;
    let items = shown::shown(&app, &mut session, &caller, page.items).await?;
    Ok(Json(Page { items, next_cursor: page.next_cursor }))
}

/// A new segment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSegment {
    /// Its name, unique.
    name: String,
    /// What it is for.
    #[serde(default)]
    note: String,
    /// Words to sort by.
    #[serde(default)]
    tags: Vec<String>,
    /// The rule as text.
    #[serde(default)]
    text: Option<String>,
    /// The rule as a tree.
    #[serde(default)]
    rule: Option<Rule>,
}

async fn one(app: &App, caller: &Caller, record: Record) -> Result<Json<Segment>, Error> {
    let mut session = app.db.read().await?;
    let mut shown = shown::shown(app, &mut session, caller, vec![record]).await?;
    shown.pop().map(Json).ok_or_else(|| Error::not_found("segment"))
}

/// Saves a rule under a name; from now on its members are right at every instant.
#[utoipa::path(post, path = "/api/v1/segments", tag = "segments", operation_id = "create_segment",
    request_body = NewSegment, responses((status = 201, body = Segment), (status = "4XX", body = Problem)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<NewSegment>,
) -> Result<(StatusCode, Json<Segment>), Error> {
    let sound = Wording { text: body.text, rule: body.rule }.sound(&ready(&app)?.shape)?;
    let new = New { name: body.name, note: body.note, tags: body.tags, origin: Origin::Own, recipe: None };
    let record = verbs::create(&app, &caller, new, sound).await?;
    Ok((StatusCode::CREATED, one(&app, &caller, record).await?))
}

/// A segment.
#[utoipa::path(get, path = "/api/v1/segments/{id}", tag = "segments", operation_id = "get_segment",
    params(("id" = Id, Path)), responses((status = 200, body = Segment), (status = "4XX", body = Problem)))]
async fn get(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<Json<Segment>, Error> {
    let record = verbs::find(&mut app.db.read().await?, id).await?;
    one(&app, &caller, record).await
}

/// What is changed; what is absent stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SegmentPatch {
    /// Its name; written into every rule that names the old one.
    #[serde(default)]
    name: Option<String>,
    /// What it is for.
    #[serde(default)]
    note: Option<String>,
    /// Words to sort by.
    #[serde(default)]
    tags: Option<Vec<String>>,
    /// The rule as text.
    #[serde(default)]
    text: Option<String>,
    /// The rule as a tree.
    #[serde(default)]
    rule: Option<Rule>,
    /// Why the rule is changed, for the history.
    #[serde(default)]
    why: String,
}

/// Changes a segment. Whoever comes in or leaves by a new rule does so now.
#[utoipa::path(patch, path = "/api/v1/segments/{id}", tag = "segments", operation_id = "change_segment",
    params(("id" = Id, Path)), request_body = SegmentPatch,
    responses((status = 200, body = Segment), (status = "4XX", body = Problem)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<SegmentPatch>,
) -> Result<Json<Segment>, Error> {
    let rule = if body.text.is_some() || body.rule.is_some() {
        Some((Wording { text: body.text, rule: body.rule }.sound(&ready(&app)?.shape)?, body.why))
    } else {
        None
    };
    let patch = Patch { name: body.name, note: body.note, tags: body.tags, rule, parameters: None };
    let record = verbs::update(&app, &caller, id, patch).await?;
    one(&app, &caller, record).await
}

/// Deletes a segment with its history; refused while something depends on it.
#[utoipa::path(delete, path = "/api/v1/segments/{id}", tag = "segments", operation_id = "delete_segment",
    params(("id" = Id, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
async fn delete(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<StatusCode, Error> {
    verbs::delete(&app, &caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the copy is called.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Called {
    /// The name; one beside the original's when absent.
    #[serde(default)]
    pub(super) name: Option<String>,
}

/// Makes a segment with the same rule.
#[utoipa::path(post, path = "/api/v1/segments/{id}/duplicate", tag = "segments", operation_id = "duplicate_segment",
    params(("id" = Id, Path)), request_body = Called,
    responses((status = 201, body = Segment), (status = "4XX", body = Problem)))]
async fn duplicate(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<Called>,
) -> Result<(StatusCode, Json<Segment>), Error> {
    let (record, name) = {
        let mut session = app.db.read().await?;
        let record = verbs::find(&mut session, id).await?;
        let name = match body.name {
            Some(name) => name,
            None => verbs::beside(&mut session, &record.name).await?,
        };
        (record, name)
    };
    // A copy of a list is the list as a rule: it follows the list.
    let rule = match record.rule.clone() {
        Some(rule) => rule,
        None => verbs::as_rule(&mut app.db.read().await?, id).await?,
    };
    let sound = Wording { text: None, rule: Some(rule) }.sound(&ready(&app)?.shape)?;
    let new = New { name, note: record.note, tags: record.tags, origin: Origin::Own, recipe: None };
    let made = verbs::create(&app, &caller, new, sound).await?;
    Ok((StatusCode::CREATED, one(&app, &caller, made).await?))
}
