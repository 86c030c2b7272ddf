//! Notices over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use fluent_bundle::FluentValue;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::records;
use crate::http::{Access, Caller, Json, Need, Page, PageQuery, Problem, Query};
use crate::i18n::{I18n, Locale};
use crate::{App, Error, Id, Instant};

/// Unread notices that one "mark all as read" reaches.
const ALL: i64 = 1_000;

/// Who may.
pub const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/notifications", Need::SignedIn),
    Access::new("POST", "/api/v1/notifications/read", Need::SignedIn),
];

/// The endpoints.
#[must_use]
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read))
}

/// Something to know.
#[derive(Debug, Serialize, ToSchema)]
struct Notification {
    id: Id,
    at: Instant,
    /// Which: `import_done`.
    kind: String,
    title: String,
    detail: String,
    /// Where in the console to look.
    link: Option<String>,
    read: bool,
}

impl Notification {
    fn new(kept: records::Kept, i18n: &I18n, locale: Locale) -> Self {
        let args: Vec<(&str, FluentValue<'_>)> =
            kept.args.iter().map(|(name, value)| (name.as_str(), FluentValue::try_number(value))).collect();
        let id = format!("notice-{}", kept.kind);
        Self {
            id: Id(kept.id),
            at: Instant(kept.at),
            title: i18n.text(locale, &id, &args),
            detail: i18n.find(locale, &format!("{id}-detail"), &args).unwrap_or_default(),
            kind: kept.kind,
            link: kept.link,
            read: kept.read,
        }
    }
}

/// What the caller should know, newest first.
#[utoipa::path(get, path = "/api/v1/notifications", tag = "session", params(PageQuery), operation_id = "notifications_list",
    responses((status = 200, body = Page<Notification>), (status = "4XX", body = Problem)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Notification>>, Error> {
    let limit = page.limit();
    let kept = records::list(&mut app.db.read().await?, &caller, page.after()?, limit + 1, false).await?;
    let page = Page::cut(kept, limit, |kept| kept.id)?;
    Ok(Json(page.map(|kept| Notification::new(kept, &app.i18n, caller.locale))))
}

/// What was read: some, or all.
#[derive(Debug, Deserialize, ToSchema)]
struct NotificationsRead {
    /// These.
    #[serde(default)]
    ids: Vec<Id>,
    /// Or all.
    #[serde(default)]
    all: bool,
}

/// Marks notices as read by the caller.
#[utoipa::path(post, path = "/api/v1/notifications/read", tag = "session", request_body = NotificationsRead,
    operation_id = "notifications_read", responses((status = 204), (status = "4XX", body = Problem)))]
async fn read(
    State(app): State<App>,
    caller: Caller,
    Json(asked): Json<NotificationsRead>,
) -> Result<StatusCode, Error> {
    let mut session = app.db.read().await?;
    // Only what the caller may read can be marked, so nothing is learned about other notices.
    let visible = records::list(&mut session, &caller, None, ALL, true).await?;
    drop(session);
    let ids: Vec<i64> =
        visible.iter().map(|kept| kept.id).filter(|id| asked.all || asked.ids.contains(&Id(*id))).collect();
    let Some(account) = caller.actor.id() else { return Ok(StatusCode::NO_CONTENT) };
    let mut tx = app.db.begin().await?;
    records::read(&mut tx, account, &ids).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
