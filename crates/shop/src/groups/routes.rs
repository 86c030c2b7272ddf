//! Groups, tags and notes over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Access, Caller, Json, Need, Page, Path, Problem};
use platform::outbox::Message;
use platform::{App, Error, Id, Instant, audit};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::make::checked;
use super::{Action, Group, Note, records};
use crate::customers;
use crate::naming::Named;
use crate::permissions::{CUSTOMERS_READ, CUSTOMERS_WRITE};

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/groups", Need::May(CUSTOMERS_READ)),
    Access::new("POST", "/api/v1/groups", Need::May(CUSTOMERS_WRITE)),
    Access::new("PATCH", "/api/v1/groups/{id}", Need::May(CUSTOMERS_WRITE)),
    Access::new("DELETE", "/api/v1/groups/{id}", Need::May(CUSTOMERS_WRITE)),
    Access::new("POST", "/api/v1/customers/{id}/notes", Need::May(CUSTOMERS_WRITE)),
    Access::new("DELETE", "/api/v1/customers/{id}/notes/{note}", Need::May(CUSTOMERS_WRITE)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(rename, delete))
        .routes(routes!(add_note))
        .routes(routes!(delete_note))
}

/// A group's name.
#[derive(Debug, Deserialize, ToSchema)]
struct GroupName {
    name: String,
}

/// Every group with its size.
#[utoipa::path(get, path = "/api/v1/groups", tag = "customers", operation_id = "list_groups",
    responses((status = 200, body = Page<Group>), (status = "4XX", body = Problem)))]
async fn list(State(app): State<App>) -> Result<Json<Page<Group>>, Error> {
    let items = records::list(&mut app.db.read().await?).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

/// Makes a group.
#[utoipa::path(post, path = "/api/v1/groups", tag = "customers", operation_id = "create_group", request_body = GroupName,
    responses((status = 201, body = Group), (status = "4XX", body = Problem)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(name): Json<GroupName>,
) -> Result<(StatusCode, Json<Group>), Error> {
    let mut tx = app.db.begin().await?;
    let group = super::create(&mut tx, &app, &caller, &name.name).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(group)))
}

/// Renames a group.
#[utoipa::path(patch, path = "/api/v1/groups/{id}", tag = "customers", operation_id = "rename_group",
    params(("id" = Id, Path)), request_body = GroupName,
    responses((status = 200, body = Group), (status = "4XX", body = Problem)))]
async fn rename(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(name): Json<GroupName>,
) -> Result<Json<Group>, Error> {
    let name = checked(&name.name)?;
    let now = app.clock.now();
    let _turn = (crate::NAMING.turn)(&app).await;
    let mut tx = app.db.begin().await?;
    let mut group = records::find(&mut tx, id).await?.ok_or_else(|| Error::not_found("group"))?;
    if records::list(&mut tx).await?.iter().any(|other| other.name == name && other.id != group.id) {
        return Err(Error::invalid("name", "duplicate"));
    }
    (crate::NAMING.regroup)(&mut tx, &app, &group.name, &name).await?;
    records::rename(&mut tx, id, &name).await?;
    audit::record(&mut tx, &caller, "groups.renamed", Some("group"), Some(&id.to_string()), &json!({}), now).await?;
    tx.commit().await?;
    group.name = name;
    Ok(Json(group))
}

/// Takes a group away; its members stay customers.
#[utoipa::path(delete, path = "/api/v1/groups/{id}", tag = "customers", operation_id = "delete_group",
    params(("id" = Id, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
async fn delete(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<StatusCode, Error> {
    let now = app.clock.now();
    let _turn = (crate::NAMING.turn)(&app).await;
    let mut tx = app.db.begin().await?;
    let group = records::find(&mut tx, id).await?.ok_or_else(|| Error::not_found("group"))?;
    (crate::NAMING.free)(&mut tx, Named::Group(&group.name)).await?;
    let members = records::delete(&mut tx, id).await?;
    let detail = json!({ "members": members });
    audit::record(&mut tx, &caller, "groups.deleted", Some("group"), Some(&id.to_string()), &detail, now).await?;
    tx.emit(Message::new("groups.deleted", now, &json!({ "group": Id(id) }))?);
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A note to be written.
#[derive(Debug, Deserialize, ToSchema)]
struct NewNote {
    /// What it says, 4,000 characters at most.
    text: String,
    /// Whether it stays on top.
    #[serde(default)]
    pinned: bool,
}

/// Writes a note on a customer.
#[utoipa::path(post, path = "/api/v1/customers/{id}/notes", tag = "customers", operation_id = "add_note",
    params(("id" = Id, Path)), request_body = NewNote,
    responses((status = 201, body = Note), (status = "4XX", body = Problem)))]
async fn add_note(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(new): Json<NewNote>,
) -> Result<(StatusCode, Json<Note>), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, id).await?;
    let Action::Note(text) =
        Action::Note(new.text).check(&mut tx).await.map_err(|_| Error::invalid("text", "required"))?
    else {
        return Err(Error::internal("a checked note is a note"));
    };
    let note = Note {
        id: Id(app.ids.next()),
        text,
        author: caller.actor.name().to_owned(),
        at: Instant(now),
        pinned: new.pinned,
        profile_id: reached.anchor,
    };
    records::note(&mut tx, &caller.actor, std::slice::from_ref(&note)).await?;
    let subject = reached.customer_id.to_string();
    audit::record(
        &mut tx,
        &caller,
        "customers.noted",
        Some("customer"),
        Some(&subject),
        &json!({ "note": note.id }),
        now,
    )
    .await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(note)))
}

/// Takes a note away.
#[utoipa::path(delete, path = "/api/v1/customers/{id}/notes/{note}", tag = "customers", operation_id = "delete_note",
    params(("id" = Id, Path), ("note" = Id, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
async fn delete_note(State(app): State<App>, caller: Caller, Path(ids): Path<(Id, Id)>) -> Result<StatusCode, Error> {
    let (Id(id), Id(note)) = ids;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, id).await?;
    if !records::delete_note(&mut tx, note, &reached.profile_ids).await? {
        return Err(Error::not_found("note"));
    }
    let subject = reached.customer_id.to_string();
    let detail = json!({ "note": Id(note) });
    audit::record(&mut tx, &caller, "customers.note_deleted", Some("customer"), Some(&subject), &detail, now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
