//! Tags as a whole over HTTP: which there are, another name for one, its end.

use axum::extract::State;
use axum::http::StatusCode;
use platform::db::Tx;
use platform::http::{Access, Caller, Json, Need, Path, Problem, ShopScope};
use platform::outbox::Message;
use platform::{App, Error, audit};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Action, Tag, records};
use crate::naming::Named;
use crate::permissions::{CUSTOMERS_READ, CUSTOMERS_WRITE};

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/tags", Need::May(CUSTOMERS_READ)),
    Access::new("PATCH", "/api/v1/tags/{name}", Need::May(CUSTOMERS_WRITE)),
    Access::new("DELETE", "/api/v1/tags/{name}", Need::May(CUSTOMERS_WRITE)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(rename, remove))
}

/// The tags in use.
#[derive(Debug, Serialize, ToSchema)]
struct Tags {
    /// Most worn first, 1,000 at most.
    items: Vec<Tag>,
}

/// The tags in use, most worn first.
#[utoipa::path(get, path = "/api/v1/tags", tag = "customers", operation_id = "list_tags",
    responses((status = 200, body = Tags), (status = "4XX", body = Problem)))]
async fn list(State(app): State<App>) -> Result<Json<Tags>, Error> {
    Ok(Json(Tags { items: records::tags(&mut app.db.read().await?).await? }))
}

/// Another name for a tag.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TagName {
    /// The new name; one that is in use takes the old one's customers over.
    name: String,
}

/// Gives a tag another name, on everybody who wears it. With the name of another tag the two become one. Refused while rules
/// ask for it (`named_by_segments`).
#[utoipa::path(patch, path = "/api/v1/tags/{name}", tag = "customers", operation_id = "rename_tag",
    params(("name" = String, Path, description = "The tag")), request_body = TagName,
    responses((status = 200, body = Tag), (status = "4XX", body = Problem)))]
async fn rename(
    State(app): State<App>,
    caller: Caller,
    Path(tag): Path<String>,
    Json(to): Json<TagName>,
) -> Result<Json<Tag>, Error> {
    let _turn = (crate::NAMING.turn)(&app).await;
    let mut tx = begin(&app, &caller, &tag).await?;
    (crate::NAMING.free)(&mut tx, Named::Tag(&tag)).await?;
    let Action::TagAdd(name) = Action::TagAdd(to.name).check(&mut tx).await.map_err(named)? else {
        return Err(Error::internal("a checked tag is a tag"));
    };
    let customers = if name == tag { 0 } else { records::retag(&mut tx, &tag, &name).await? };
    let size = records::wearers(&mut tx, &name).await?;
    told(tx, &app, &caller, "tags.renamed", json!({ "tag": tag, "to": name, "profiles": customers })).await?;
    Ok(Json(Tag { name, size }))
}

/// Takes a tag off everybody. Refused while rules ask for it (`named_by_segments`).
#[utoipa::path(delete, path = "/api/v1/tags/{name}", tag = "customers", operation_id = "remove_tag",
    params(("name" = String, Path, description = "The tag")),
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn remove(State(app): State<App>, caller: Caller, Path(tag): Path<String>) -> Result<StatusCode, Error> {
    let _turn = (crate::NAMING.turn)(&app).await;
    let mut tx = begin(&app, &caller, &tag).await?;
    (crate::NAMING.free)(&mut tx, Named::Tag(&tag)).await?;
    let customers = records::drop_tag(&mut tx, &tag).await?;
    told(tx, &app, &caller, "tags.removed", json!({ "tag": tag, "profiles": customers })).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A tag is worn by customers of every shop, so only somebody who sees all of them may change it for all.
async fn begin(app: &App, caller: &Caller, tag: &str) -> Result<Tx, Error> {
    if caller.shops != ShopScope::All {
        return Err(Error::forbidden());
    }
    let mut tx = app.db.begin().await?;
    if records::wearers(&mut tx, tag).await? == 0 {
        return Err(Error::not_found("tag"));
    }
    Ok(tx)
}

async fn told(
    mut tx: Tx,
    app: &App,
    caller: &Caller,
    action: &'static str,
    detail: serde_json::Value,
) -> Result<(), Error> {
    let now = app.clock.now();
    audit::record(&mut tx, caller, action, Some("tag"), None, &detail, now).await?;
    tx.emit(Message::new(action, now, &detail)?);
    tx.commit().await
}

/// The request calls it `name`.
fn named(error: Error) -> Error {
    match error.outside().faults.first() {
        Some(fault) => Error::invalid("name", fault.code),
        None => error,
    }
}
