//! The fields of the settings page over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Access, Caller, Json, Need, Page, Path, Problem};
use platform::{App, Error, Id};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::make::{chosen, named, tell};
use super::{Field, NewField, records};
use crate::naming::Named;
use crate::permissions::{CUSTOMERS_READ, SETTINGS_WRITE};

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/fields", Need::May(CUSTOMERS_READ)),
    Access::new("POST", "/api/v1/fields", Need::May(SETTINGS_WRITE)),
    Access::new("PATCH", "/api/v1/fields/{id}", Need::May(SETTINGS_WRITE)),
    Access::new("DELETE", "/api/v1/fields/{id}", Need::May(SETTINGS_WRITE)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(update, delete))
}

/// What of a field is to change.
#[derive(Debug, Deserialize, ToSchema)]
struct FieldChange {
    name: Option<String>,
    options: Option<Vec<String>>,
    archived: Option<bool>,
}

/// The shop's own fields.
#[utoipa::path(get, path = "/api/v1/fields", tag = "settings", operation_id = "list_fields",
    responses((status = 200, body = Page<Field>), (status = "4XX", body = Problem)))]
async fn list(State(app): State<App>) -> Result<Json<Page<Field>>, Error> {
    let items = records::list(&mut app.db.read().await?).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

/// Makes a field.
#[utoipa::path(post, path = "/api/v1/fields", tag = "settings", operation_id = "create_field", request_body = NewField,
    responses((status = 201, body = Field), (status = "4XX", body = Problem)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(new): Json<NewField>,
) -> Result<(StatusCode, Json<Field>), Error> {
    let mut tx = app.db.begin().await?;
    let field = super::create(&mut tx, &app, &caller, new).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(field)))
}

/// Renames a field, changes its choices, puts it away or takes it out again. Neither it nor a choice of it goes while
/// rules ask for it (`named_by_segments`).
#[utoipa::path(patch, path = "/api/v1/fields/{id}", tag = "settings", operation_id = "change_field",
    params(("id" = Id, Path)), request_body = FieldChange,
    responses((status = 200, body = Field), (status = "4XX", body = Problem)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(change): Json<FieldChange>,
) -> Result<Json<Field>, Error> {
    let now = app.clock.now();
    let _turn = (crate::NAMING.turn)(&app).await;
    let mut tx = app.db.begin().await?;
    let mut field = records::find(&mut tx, id).await?.ok_or_else(|| Error::not_found("field"))?;
    if let Some(name) = change.name {
        field.name = named(&name)?;
    }
    if let Some(options) = change.options {
        let options = chosen(field.r#type, options)?;
        for gone in field.options.iter().filter(|option| !options.contains(option)) {
            (crate::NAMING.free)(&mut tx, Named::Choice(&field.key, gone)).await?;
        }
        field.options = options;
    }
    if change.archived == Some(true) && !field.archived {
        (crate::NAMING.free)(&mut tx, Named::Field(&field.key)).await?;
    }
    field.archived = change.archived.unwrap_or(field.archived);
    records::update(&mut tx, &field).await?;
    tell(&mut tx, &caller, "fields.changed", &field, &json!({ "key": field.key }), now).await?;
    tx.commit().await?;
    Ok(Json(field))
}

/// Takes a field away, with every value in it. To keep the values, put it away instead. Refused while rules ask for it
/// (`named_by_segments`).
#[utoipa::path(delete, path = "/api/v1/fields/{id}", tag = "settings", operation_id = "delete_field",
    params(("id" = Id, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
async fn delete(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<StatusCode, Error> {
    let now = app.clock.now();
    let _turn = (crate::NAMING.turn)(&app).await;
    let mut tx = app.db.begin().await?;
    let field = records::find(&mut tx, id).await?.ok_or_else(|| Error::not_found("field"))?;
    (crate::NAMING.free)(&mut tx, Named::Field(&field.key)).await?;
    let values = records::delete(&mut tx, &field).await?;
    let detail = json!({ "key": field.key, "values": values });
    tell(&mut tx, &caller, "fields.deleted", &field, &detail, now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
