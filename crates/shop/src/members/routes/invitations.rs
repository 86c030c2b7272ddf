//! Invitations over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Caller, Json, Page, Path, Problem};
use platform::{App, Error, audit};
use serde_json::json;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::members::{self, Invitation, NewInvitation, records};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(delete))
}

/// Every invitation, the newest first.
#[utoipa::path(get, path = "/api/v1/members/invitations", tag = "members", operation_id = "list_invitations",
    responses((status = 200, body = Page<Invitation>), (status = "4XX", body = Problem)))]
async fn list(State(app): State<App>) -> Result<Json<Page<Invitation>>, Error> {
    let items = records::invitations(&mut app.db.read().await?).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

/// Makes an invitation.
#[utoipa::path(post, path = "/api/v1/members/invitations", tag = "members", operation_id = "create_invitation",
    request_body = NewInvitation, responses((status = 201, body = Invitation), (status = "4XX", body = Problem)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(new): Json<NewInvitation>,
) -> Result<(StatusCode, Json<Invitation>), Error> {
    let mut tx = app.db.begin().await?;
    let made = members::invite(&mut tx, &app, new).await?;
    let (now, subject) = (app.clock.now(), made.code.clone());
    let detail = json!({ "cap": made.cap });
    audit::record(&mut tx, &caller, "members.invited", Some("invitation"), Some(&subject), &detail, now).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Takes an invitation away; who joined by it stays.
#[utoipa::path(delete, path = "/api/v1/members/invitations/{code}", tag = "members", operation_id = "delete_invitation",
    params(("code" = String, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
async fn delete(State(app): State<App>, caller: Caller, Path(code): Path<String>) -> Result<StatusCode, Error> {
    let mut tx = app.db.begin().await?;
    if !records::delete_invitation(&mut tx, &code).await? {
        return Err(Error::not_found("invitation"));
    }
    let now = app.clock.now();
    audit::record(&mut tx, &caller, "members.uninvited", Some("invitation"), Some(&code), &json!({}), now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
