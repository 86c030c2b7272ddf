//! What each role may do, as the program holds it: the settings page shows this and nothing of its own.

use platform::App;
use platform::Error;
use platform::http::{Access, Json, Need, Problem, Role};
use serde::Serialize;
use shop::permissions::{ALL, GRANTS, SETTINGS_READ};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Who may.
pub(super) const ACCESS: &[Access] = &[Access::new("GET", "/api/v1/roles", Need::May(SETTINGS_READ))];

/// The endpoints.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(roles))
}

/// What each role may do.
#[derive(Debug, Serialize, ToSchema)]
struct Roles {
    /// Every permission there is, in the order of the settings page.
    permissions: Vec<String>,
    /// The roles, the one that may most first.
    roles: Vec<RoleGrants>,
}

/// What a role may do.
#[derive(Debug, Serialize, ToSchema)]
struct RoleGrants {
    role: Role,
    /// Its permissions.
    permissions: Vec<String>,
}

/// What each role may do.
#[utoipa::path(get, path = "/api/v1/roles", tag = "settings", operation_id = "roles",
    responses((status = 200, body = Roles), (status = "4XX", body = Problem)))]
async fn roles() -> Result<Json<Roles>, Error> {
    let codes = |held: &[platform::http::Permission]| held.iter().map(|one| one.0.to_owned()).collect();
    let roles = GRANTS.iter().map(|grants| RoleGrants { role: grants.role, permissions: codes(grants.permissions) });
    Ok(Json(Roles { permissions: codes(ALL), roles: roles.collect() }))
}
