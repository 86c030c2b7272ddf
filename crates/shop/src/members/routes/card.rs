//! One customer's membership over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Caller, Json, Page, PageQuery, Path, Problem, Query};
use platform::{App, Error, Id, audit};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::customers;
use crate::members::{self, LevelChange, Membership, records};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get, leave)).routes(routes!(history)).routes(routes!(set_level))
}

/// A customer's membership: number, level, what is missing to the next, benefits.
#[utoipa::path(get, path = "/api/v1/customers/{id}/membership", tag = "members", operation_id = "get_membership",
    params(("id" = Id, Path)), responses((status = 200, body = Membership), (status = "4XX", body = Problem)))]
async fn get(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<Json<Membership>, Error> {
    let mut session = app.db.read().await?;
    let reached = customers::reach(&mut session, &caller.shops, id).await?;
    members::membership(&mut session, &reached).await.map(Json)
}

/// What changed about a customer's membership, and why; newest first.
#[utoipa::path(get, path = "/api/v1/customers/{id}/membership/history", tag = "members",
    operation_id = "membership_history", params(("id" = Id, Path), PageQuery),
    responses((status = 200, body = Page<LevelChange>), (status = "4XX", body = Problem)))]
async fn history(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<LevelChange>>, Error> {
    let mut session = app.db.read().await?;
    let reached = customers::reach(&mut session, &caller.shops, id).await?;
    let programme = members::programme(&mut session).await?;
    let before = page.after()?.unwrap_or((i64::MAX, i64::MAX));
    let limit = page.limit();
    let found = records::newest_changes(&mut session, &reached.profile_ids, before, limit + 1).await?;
    let page = Page::cut(found, limit, |row| (row.at, row.id))?;
    Ok(Json(page.map(|row| LevelChange::of(&programme, row))))
}

/// A level to be set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LevelToSet {
    /// The level's id; null for none. It has to be said: a level is not taken away by leaving it out.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required)]
    level: Option<Id>,
    /// Why.
    reason: String,
    /// Whether nothing but a hand changes it from now on.
    #[serde(default)]
    lock: bool,
}

/// Sets a member's level by hand. Agents have a budget for this.
#[utoipa::path(put, path = "/api/v1/customers/{id}/membership/level", tag = "members", operation_id = "set_level",
    params(("id" = Id, Path)), request_body = LevelToSet,
    responses((status = 200, body = Membership), (status = "4XX", body = Problem)))]
async fn set_level(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<LevelToSet>,
) -> Result<Json<Membership>, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, id).await?;
    let level = body.level.map(|id| id.0);
    members::set_level(&mut tx, &app, &caller.actor, &reached, level, &body.reason, body.lock).await?;
    let subject = reached.customer_id.to_string();
    let detail = json!({ "level": body.level, "lock": body.lock });
    audit::record(&mut tx, &caller, "members.level_set", Some("customer"), Some(&subject), &detail, now).await?;
    let membership = members::membership(&mut tx, &reached).await?;
    tx.commit().await?;
    Ok(Json(membership))
}

/// Why somebody leaves.
#[derive(Debug, Deserialize, ToSchema)]
struct Leaving {
    /// Why.
    reason: String,
}

/// Ends a customer's membership. Her number and history stay, for when she comes back.
#[utoipa::path(delete, path = "/api/v1/customers/{id}/membership", tag = "members", operation_id = "leave_members",
    params(("id" = Id, Path)), request_body = Leaving, responses((status = 204), (status = "4XX", body = Problem)))]
async fn leave(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<Leaving>,
) -> Result<StatusCode, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, id).await?;
    members::leave(&mut tx, &app, &caller.actor, &reached, &body.reason).await?;
    let subject = reached.customer_id.to_string();
    audit::record(&mut tx, &caller, "members.left", Some("customer"), Some(&subject), &json!({}), now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
