//! Saved views over HTTP.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Access, Actor, Caller, Json, Need, Page, Path, Problem, Query, Role};
use platform::{App, Error, Id};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Columns, View, records};

/// The lists that have views.
const LISTS: [&str; 5] = ["customers", "orders", "products", "proposals", "imports"];
/// Most views of one person.
const MOST: i64 = 200;
/// Most columns and most parts of a query.
const MOST_PARTS: usize = 60;
/// Longest part of a query, characters.
const MOST_TEXT: usize = 500;

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/views", Need::SignedIn),
    Access::new("POST", "/api/v1/views", Need::SignedIn),
    Access::new("PATCH", "/api/v1/views/{id}", Need::SignedIn),
    Access::new("DELETE", "/api/v1/views/{id}", Need::SignedIn),
    Access::new("GET", "/api/v1/columns", Need::SignedIn),
    Access::new("PUT", "/api/v1/columns", Need::SignedIn),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(update, delete))
        .routes(routes!(columns, remember))
}

/// Which list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// `customers`, `orders`, `products`, `proposals` or `imports`.
    list: String,
}

/// A view to be saved.
#[derive(Debug, Deserialize, ToSchema)]
struct NewView {
    list: String,
    name: String,
    #[serde(default)]
    query: BTreeMap<String, String>,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    shared: bool,
}

/// What of a view is to change.
#[derive(Debug, Deserialize, ToSchema)]
struct ViewChange {
    name: Option<String>,
    query: Option<BTreeMap<String, String>>,
    columns: Option<Vec<String>>,
    shared: Option<bool>,
}

/// One's own views of a list, and those that colleagues share.
#[utoipa::path(get, path = "/api/v1/views", tag = "views", operation_id = "list_views", params(Which),
    responses((status = 200, body = Page<View>), (status = "4XX", body = Problem)))]
async fn list(State(app): State<App>, caller: Caller, Query(which): Query<Which>) -> Result<Json<Page<View>>, Error> {
    let items = records::list(&mut app.db.read().await?, &which.list, caller.actor.id()).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

/// Saves a view.
#[utoipa::path(post, path = "/api/v1/views", tag = "views", operation_id = "create_view", request_body = NewView,
    responses((status = 201, body = View), (status = "4XX", body = Problem)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(new): Json<NewView>,
) -> Result<(StatusCode, Json<View>), Error> {
    let view = View {
        id: Id(app.ids.next()),
        list: new.list,
        name: new.name.trim().to_owned(),
        query: new.query,
        columns: new.columns,
        shared: new.shared,
        owner_id: caller.actor.id(),
    };
    check(&view)?;
    let mut tx = app.db.begin().await?;
    if records::count(&mut tx, view.owner_id).await? >= MOST {
        return Err(Error::conflict("too_many_views"));
    }
    records::insert(&mut tx, &view, app.clock.now()).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Changes a view of one's own; the owner of the business may change any shared one.
#[utoipa::path(patch, path = "/api/v1/views/{id}", tag = "views", operation_id = "change_view",
    params(("id" = Id, Path)), request_body = ViewChange,
    responses((status = 200, body = View), (status = "4XX", body = Problem)))]
async fn update(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(change): Json<ViewChange>,
) -> Result<Json<View>, Error> {
    let mut tx = app.db.begin().await?;
    let mut view = may_change(&mut tx, &caller, id).await?;
    if let Some(name) = change.name {
        view.name = name.trim().to_owned();
    }
    view.query = change.query.unwrap_or(view.query);
    view.columns = change.columns.unwrap_or(view.columns);
    view.shared = change.shared.unwrap_or(view.shared);
    check(&view)?;
    records::update(&mut tx, &view).await?;
    tx.commit().await?;
    Ok(Json(view))
}

/// Takes a view away.
#[utoipa::path(delete, path = "/api/v1/views/{id}", tag = "views", operation_id = "delete_view",
    params(("id" = Id, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
async fn delete(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<StatusCode, Error> {
    let mut tx = app.db.begin().await?;
    may_change(&mut tx, &caller, id).await?;
    records::delete(&mut tx, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The columns that one last chose for a list.
#[utoipa::path(get, path = "/api/v1/columns", tag = "views", operation_id = "get_columns", params(Which),
    responses((status = 200, body = Columns), (status = "4XX", body = Problem)))]
async fn columns(State(app): State<App>, caller: Caller, Query(which): Query<Which>) -> Result<Json<Columns>, Error> {
    let columns = match caller.actor {
        Actor::User { id, .. } => records::columns(&mut app.db.read().await?, id, &which.list).await?,
        _ => Vec::new(),
    };
    Ok(Json(Columns { list: which.list, columns }))
}

/// Remembers the columns that one chose for a list.
#[utoipa::path(put, path = "/api/v1/columns", tag = "views", operation_id = "set_columns", request_body = Columns,
    responses((status = 200, body = Columns), (status = "4XX", body = Problem)))]
async fn remember(State(app): State<App>, caller: Caller, Json(chosen): Json<Columns>) -> Result<Json<Columns>, Error> {
    let Actor::User { id, .. } = caller.actor else { return Err(Error::forbidden()) };
    check_list(&chosen.list)?;
    check_columns(&chosen.columns)?;
    let mut tx = app.db.begin().await?;
    records::remember(&mut tx, id, &chosen.list, &chosen.columns).await?;
    tx.commit().await?;
    Ok(Json(chosen))
}

async fn may_change(tx: &mut platform::db::Tx, caller: &Caller, id: i64) -> Result<View, Error> {
    let view = records::find(tx, id).await?.ok_or_else(|| Error::not_found("view"))?;
    let own = view.owner_id.is_some() && view.owner_id == caller.actor.id();
    let rules = matches!(caller.actor, Actor::User { role: Role::Owner, .. } | Actor::System);
    match (own, view.shared, rules) {
        (true, _, _) | (_, true, true) => Ok(view),
        (_, true, _) => Err(Error::forbidden()),
        _ => Err(Error::not_found("view")),
    }
}

fn check(view: &View) -> Result<(), Error> {
    check_list(&view.list)?;
    check_columns(&view.columns)?;
    if view.name.is_empty() {
        return Err(Error::invalid("name", "required"));
    }
    if view.name.chars().count() > 60 {
        return Err(Error::invalid("name", "too_long"));
    }
    let long = |text: &String| text.chars().count() > MOST_TEXT;
    if view.query.len() > MOST_PARTS || view.query.iter().any(|(key, value)| long(key) || long(value)) {
        return Err(Error::invalid("query", "too_long"));
    }
    Ok(())
}

fn check_list(list: &str) -> Result<(), Error> {
    if LISTS.contains(&list) { Ok(()) } else { Err(Error::invalid("list", "unknown")) }
}

fn check_columns(columns: &[String]) -> Result<(), Error> {
    if columns.len() > MOST_PARTS || columns.iter().any(|name| name.chars().count() > 100) {
        return Err(Error::invalid("columns", "too_long"));
    }
    Ok(())
}
