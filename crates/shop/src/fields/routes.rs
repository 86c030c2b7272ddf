//! The fields of the settings page over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::db::Tx;
use platform::http::{Access, Caller, Json, Need, Page, Path, Problem};
use platform::outbox::Message;
use platform::{App, Error, Id, audit};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Field, FieldType, records};
use crate::permissions::{CUSTOMERS_READ, SETTINGS_WRITE};

/// Told when a field was made, changed or taken away; `fields.changed` is told of values.
const DECLARED: &str = "fields.declared";

/// Most fields that a business may have.
const MOST: usize = 200;

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/fields", Need::May(CUSTOMERS_READ)),
    Access::new("POST", "/api/v1/fields", Need::May(SETTINGS_WRITE)),
    Access::new("PATCH", "/api/v1/fields/{id}", Need::May(SETTINGS_WRITE)),
    Access::new("DELETE", "/api/v1/fields/{id}", Need::May(SETTINGS_WRITE)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(update, delete))
}

/// A field to be made.
#[derive(Debug, Deserialize, ToSchema)]
struct NewField {
    /// Small letters, digits and `_`, beginning with a letter; made up when absent.
    key: Option<String>,
    /// What people call it.
    name: String,
    r#type: FieldType,
    /// The choices of a `one_of` field.
    #[serde(default)]
    options: Vec<String>,
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
    let now = app.clock.now();
    let id = app.ids.next();
    let key = new.key.unwrap_or_else(|| format!("f{id}"));
    let mut letters = key.chars();
    let well_formed = letters.next().is_some_and(|c| c.is_ascii_lowercase())
        && letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !well_formed || key.len() > 40 {
        return Err(Error::invalid("key", "malformed"));
    }
    let name = named(&new.name)?;
    let options = chosen(new.r#type, new.options)?;
    let field = Field { id: Id(id), key, name, r#type: new.r#type, options, archived: false };
    let mut tx = app.db.begin().await?;
    let known = records::list(&mut tx).await?;
    if known.len() >= MOST {
        return Err(Error::conflict("too_many_fields"));
    }
    if known.iter().any(|other| other.key == field.key) {
        return Err(Error::invalid("key", "duplicate"));
    }
    records::insert(&mut tx, &field, now).await?;
    tell(&mut tx, &caller, "fields.created", &field, &json!({ "key": field.key }), now).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(field)))
}

/// Renames a field, changes its choices, puts it away or takes it out again.
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
    let mut tx = app.db.begin().await?;
    let mut field = records::find(&mut tx, id).await?.ok_or_else(|| Error::not_found("field"))?;
    if let Some(name) = change.name {
        field.name = named(&name)?;
    }
    if let Some(options) = change.options {
        field.options = chosen(field.r#type, options)?;
    }
    field.archived = change.archived.unwrap_or(field.archived);
    records::update(&mut tx, &field).await?;
    tell(&mut tx, &caller, "fields.changed", &field, &json!({ "key": field.key }), now).await?;
    tx.commit().await?;
    Ok(Json(field))
}

/// Takes a field away, with every value in it. To keep the values, put it away instead.
#[utoipa::path(delete, path = "/api/v1/fields/{id}", tag = "settings", operation_id = "delete_field",
    params(("id" = Id, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
async fn delete(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<StatusCode, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let field = records::find(&mut tx, id).await?.ok_or_else(|| Error::not_found("field"))?;
    let values = records::delete(&mut tx, &field).await?;
    let detail = json!({ "key": field.key, "values": values });
    tell(&mut tx, &caller, "fields.deleted", &field, &detail, now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes a deed down, and lets those look who follow what customers are asked by.
async fn tell(
    tx: &mut Tx,
    caller: &Caller,
    what: &'static str,
    field: &Field,
    detail: &serde_json::Value,
    now: i64,
) -> Result<(), Error> {
    audit::record(tx, caller, what, Some("field"), Some(&field.id.0.to_string()), detail, now).await?;
    tx.emit(Message::new(DECLARED, now, &json!({ "key": field.key }))?);
    Ok(())
}

fn named(name: &str) -> Result<String, Error> {
    match name.trim() {
        "" => Err(Error::invalid("name", "required")),
        name if name.chars().count() > 60 => Err(Error::invalid("name", "too_long")),
        name => Ok(name.to_owned()),
    }
}

fn chosen(kind: FieldType, options: Vec<String>) -> Result<Vec<String>, Error> {
    let mut kept: Vec<String> = Vec::with_capacity(options.len());
    for option in options {
        let option = option.trim().to_owned();
        if option.is_empty() || option.chars().count() > 100 {
            return Err(Error::invalid("options", "malformed"));
        }
        if !kept.contains(&option) {
            kept.push(option);
        }
    }
    match kind {
        FieldType::OneOf if kept.is_empty() => Err(Error::invalid("options", "required")),
        FieldType::OneOf => Ok(kept),
        _ => Ok(Vec::new()),
    }
}
