//! Members of staff over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::model::{Change, NewUser};
use crate::http::{Access, Caller, Json, Need, Page, PageQuery, Path, Problem, Query, Role, ShopScope, permissions};
use crate::{App, Error, Id, Instant, Personal};

const NEED: Need = Need::May(permissions::USERS_MANAGE);

/// Who may.
pub const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/users", NEED),
    Access::new("POST", "/api/v1/users", NEED),
    Access::new("PATCH", "/api/v1/users/{id}", NEED),
];

/// The endpoints.
#[must_use]
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(change))
}

/// A member of staff.
#[derive(Debug, Serialize, ToSchema)]
struct User {
    id: Id,
    /// The name that colleagues see.
    name: String,
    /// What they sign in with.
    login: String,
    role: Role,
    /// The shops they may see; null for every shop.
    shop_ids: Option<Vec<Id>>,
    /// Whether they may not sign in.
    disabled: bool,
    last_seen_at: Option<Instant>,
    created_at: Instant,
}

impl From<super::User> for User {
    fn from(user: super::User) -> Self {
        Self {
            id: Id(user.id),
            name: user.name,
            login: user.login,
            role: user.role,
            shop_ids: match user.shops {
                ShopScope::All => None,
                ShopScope::Only(shops) => Some(shops.into_iter().map(Id).collect()),
            },
            disabled: user.disabled,
            last_seen_at: user.last_seen_at.map(Instant),
            created_at: Instant(user.created_at),
        }
    }
}

fn scope(shops: Option<Vec<Id>>) -> ShopScope {
    shops.map_or(ShopScope::All, |shops| ShopScope::Only(shops.into_iter().map(|id| id.0).collect()))
}

/// The staff, in the order in which they came.
#[utoipa::path(get, path = "/api/v1/users", tag = "settings", params(PageQuery), operation_id = "users_list",
    responses((status = 200, body = Page<User>), (status = "4XX", body = Problem)))]
async fn list(State(app): State<App>, Query(page): Query<PageQuery>) -> Result<Json<Page<User>>, Error> {
    let limit = page.limit();
    let users = super::list(&app.db, page.after()?, limit + 1).await?;
    Ok(Json(Page::cut(users, limit, |user| user.id)?.map(User::from)))
}

/// A new member of staff.
#[derive(Deserialize, ToSchema)]
struct UserInput {
    name: String,
    login: String,
    /// 10 letters at least.
    #[schema(value_type = String, format = "password")]
    password: Personal,
    role: Role,
    /// The shops they may see; null for every shop.
    #[serde(default)]
    shop_ids: Option<Vec<Id>>,
}

/// Adds a member of staff.
#[utoipa::path(post, path = "/api/v1/users", tag = "settings", request_body = UserInput, operation_id = "users_add",
    responses((status = 201, body = User), (status = "4XX", body = Problem)))]
async fn add(
    State(app): State<App>,
    caller: Caller,
    Json(input): Json<UserInput>,
) -> Result<(StatusCode, Json<User>), Error> {
    let new =
        NewUser { name: input.name, login: input.login, role: input.role, shops: scope(input.shop_ids), locale: None };
    let user = super::add(&app, &caller, &new, &input.password).await?;
    Ok((StatusCode::CREATED, Json(user.into())))
}

/// A change to a member of staff; what is absent stays.
#[derive(Deserialize, ToSchema)]
struct UserPatch {
    name: Option<String>,
    role: Option<Role>,
    /// The shops they may see; null for every shop.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<Id>>)]
    shop_ids: Option<Option<Vec<Id>>>,
    disabled: Option<bool>,
    /// A new one; it signs them out everywhere.
    #[schema(value_type = Option<String>, format = "password")]
    password: Option<Personal>,
}

/// Tells null, which means every shop, from absent, which means no change.
fn given<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<Vec<Id>>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// Changes a member of staff.
#[utoipa::path(patch, path = "/api/v1/users/{id}", tag = "settings", params(("id" = Id, Path)), request_body = UserPatch,
    operation_id = "users_change", responses((status = 200, body = User), (status = "4XX", body = Problem)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Id>,
    Json(patch): Json<UserPatch>,
) -> Result<Json<User>, Error> {
    let password = match &patch.password {
        None => None,
        Some(password) => {
            let login = super::find(&app.db, id.0).await?.login;
            Some(super::hash(&app.chance, "password", &login, password).await?)
        }
    };
    let change = Change {
        name: patch.name,
        role: patch.role,
        shops: patch.shop_ids.map(scope),
        disabled: patch.disabled,
        password,
    };
    super::change(&app, &caller, id.0, &change).await.map(User::from).map(Json)
}
