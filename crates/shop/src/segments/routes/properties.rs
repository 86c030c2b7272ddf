//! Declared properties of events over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Caller, Json, Page, Path, Problem};
use platform::{App, Error, Id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::permissions::CUSTOMERS_REVEAL;
use crate::segments::live::Live;
use crate::segments::model::Use;
use crate::segments::properties::{self, Change, EventProperty, NewProperty, Suggested};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, declare)).routes(routes!(suggested)).routes(routes!(change, remove))
}

/// Whether rules can name a declared property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = EventPropertyState)]
enum Standing {
    /// They can.
    Ready,
    /// Past events are being read again for it; rules can name it when that is done.
    Reading,
}

/// A declared property as the settings page shows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventPropertyRow)]
struct Row {
    /// The property.
    #[serde(flatten)]
    property: EventProperty,
    /// What rules call it.
    name: String,
    /// Whether rules can name it.
    state: Standing,
    /// The segments whose rules name it.
    uses: Vec<Use>,
}

fn row(app: &App, property: EventProperty, uses: Vec<Use>) -> Row {
    let held = Live::of(app).held();
    let ready = held.is_some_and(|held| held.shape.properties.iter().any(|one| one.id == property.id));
    Row { name: property.name(), state: if ready { Standing::Ready } else { Standing::Reading }, uses, property }
}

/// The properties of events that rules may name beside the built-in ones.
#[utoipa::path(get, path = "/api/v1/events/properties", tag = "settings", operation_id = "list_event_properties",
    responses((status = 200, body = Page<Row>), (status = "4XX", body = Problem)))]
async fn list(State(app): State<App>) -> Result<Json<Page<Row>>, Error> {
    let mut session = app.db.read().await?;
    let declared = properties::list(&mut session).await?;
    let mut uses = properties::uses(&mut session, &declared).await?;
    let items = declared
        .into_iter()
        .map(|property| {
            let uses = uses.remove(&property.id.0).unwrap_or_default();
            row(&app, property, uses)
        })
        .collect();
    Ok(Json(Page { items, next_cursor: None }))
}

/// Declares a property of events. What past events said under its key counts too, as soon as it was read.
#[utoipa::path(post, path = "/api/v1/events/properties", tag = "settings", operation_id = "declare_event_property",
    request_body = NewProperty, responses((status = 201, body = Row), (status = "4XX", body = Problem)))]
async fn declare(
    State(app): State<App>,
    caller: Caller,
    Json(new): Json<NewProperty>,
) -> Result<(StatusCode, Json<Row>), Error> {
    let property = properties::declare(&app, &caller, new).await?;
    Live::of(&app).nudge();
    Ok((StatusCode::CREATED, Json(row(&app, property, Vec::new()))))
}

/// Gives a declared property another title or other choices.
#[utoipa::path(patch, path = "/api/v1/events/properties/{id}", tag = "settings", operation_id = "change_event_property",
    params(("id" = Id, Path)), request_body = Change,
    responses((status = 200, body = Row), (status = "4XX", body = Problem)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<Change>,
) -> Result<Json<Row>, Error> {
    let property = properties::change(&app, &caller, id, body).await?;
    let uses = properties::uses(&mut app.db.read().await?, std::slice::from_ref(&property)).await?.remove(&id);
    Ok(Json(row(&app, property, uses.unwrap_or_default())))
}

/// Takes a declaration away; the events keep what they said. Refused while a segment's rule names it.
#[utoipa::path(delete, path = "/api/v1/events/properties/{id}", tag = "settings",
    operation_id = "delete_event_property", params(("id" = Id, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn remove(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<StatusCode, Error> {
    properties::delete(&app, &caller, id).await?;
    Live::of(&app).nudge();
    Ok(StatusCode::NO_CONTENT)
}

/// Keys that events said lately and nobody declared, each with the type that it looks like. Examples are shown to those who
/// may see personal data.
#[utoipa::path(get, path = "/api/v1/events/properties/suggested", tag = "settings",
    operation_id = "suggested_event_properties",
    responses((status = 200, body = Page<Suggested>), (status = "4XX", body = Problem)))]
async fn suggested(State(app): State<App>, caller: Caller) -> Result<Json<Page<Suggested>>, Error> {
    let mut session = app.db.read().await?;
    let declared = properties::list(&mut session).await?;
    let whole = caller.may(CUSTOMERS_REVEAL);
    let items = properties::suggest(&mut session, &declared, &caller.shops, whole).await?;
    Ok(Json(Page { items, next_cursor: None }))
}
