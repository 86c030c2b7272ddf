//! Keys over HTTP.

use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Key, Kind, New};
use crate::http::{Access, Caller, Json, Need, Page, PageQuery, Path, Permission, Problem, Query, permissions};
use crate::{App, Error, Id, Instant};

const NEED: Need = Need::May(permissions::KEYS_MANAGE);

/// Who may.
pub const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/keys", NEED),
    Access::new("POST", "/api/v1/keys", NEED),
    Access::new("DELETE", "/api/v1/keys/{id}", NEED),
];

/// The endpoints.
#[must_use]
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(revoke))
}

/// A key for a program.
#[derive(Debug, Serialize, ToSchema)]
struct ApiKey {
    id: Id,
    name: String,
    kind: Kind,
    /// The first letters of its secret.
    prefix: String,
    /// What it may do.
    scopes: Vec<String>,
    /// The shop it is for.
    shop_id: Option<Id>,
    created_at: Instant,
    last_used_at: Option<Instant>,
    revoked: bool,
}

impl From<Key> for ApiKey {
    fn from(key: Key) -> Self {
        Self {
            id: Id(key.id),
            name: key.name,
            kind: key.kind,
            prefix: key.prefix,
            scopes: key.scopes,
            shop_id: key.shop.map(Id),
            created_at: Instant(key.created_at),
            last_used_at: key.last_used_at.map(Instant),
            revoked: key.revoked,
        }
    }
}

/// A key with its secret.
#[derive(Debug, Serialize, ToSchema)]
struct NewKey {
    #[serde(flatten)]
    key: ApiKey,
    /// Shown this once and nowhere kept.
    secret: String,
}

/// Keys, newest first.
#[utoipa::path(get, path = "/api/v1/keys", tag = "settings", params(PageQuery), operation_id = "keys_list",
    responses((status = 200, body = Page<ApiKey>), (status = "4XX", body = Problem)))]
async fn list(State(app): State<App>, Query(page): Query<PageQuery>) -> Result<Json<Page<ApiKey>>, Error> {
    let limit = page.limit();
    let keys = super::list(&app.db, page.after()?, limit + 1).await?;
    Ok(Json(Page::cut(keys, limit, |key| key.id)?.map(ApiKey::from)))
}

/// A new key.
#[derive(Debug, Deserialize, ToSchema)]
struct KeyInput {
    name: String,
    kind: Kind,
    /// What an API key may do: permissions, none that you lack yourself.
    #[serde(default)]
    scopes: Vec<String>,
    /// Needed for a write key; limits an API key to one shop.
    #[serde(default)]
    shop_id: Option<Id>,
}

/// Makes a key. Its secret is in this answer and nowhere else.
#[utoipa::path(post, path = "/api/v1/keys", tag = "settings", request_body = KeyInput, operation_id = "keys_add",
    responses((status = 201, body = NewKey), (status = "4XX", body = Problem)))]
async fn add(
    State(app): State<App>,
    caller: Caller,
    Json(input): Json<KeyInput>,
) -> Result<(StatusCode, [(HeaderName, &'static str); 1], Json<NewKey>), Error> {
    let known = |scope: &String| -> Result<Permission, Error> {
        let held = caller.permissions.iter().find(|held| held.0 == scope.as_str());
        held.copied().ok_or_else(|| Error::invalid("scopes", "unknown"))
    };
    let scopes = input.scopes.iter().map(known).collect::<Result<Vec<_>, _>>()?;
    if let Some(shop) = input.shop_id
        && !caller.shops.contains(shop.0)
    {
        return Err(Error::invalid("shop_id", "unknown"));
    }
    let new = New { name: input.name, kind: input.kind, scopes, shop: input.shop_id.map(|id| id.0) };
    let (key, secret) = super::add(&app, &caller, &new).await?;
    let answer = NewKey { key: key.into(), secret };
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(answer)))
}

/// Revokes a key for good.
#[utoipa::path(delete, path = "/api/v1/keys/{id}", tag = "settings", params(("id" = Id, Path)), operation_id = "keys_revoke",
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn revoke(State(app): State<App>, caller: Caller, Path(id): Path<Id>) -> Result<StatusCode, Error> {
    super::revoke(&app, &caller, id.0).await?;
    Ok(StatusCode::NO_CONTENT)
}
