//! The audit log over HTTP.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Entry, Filter};
use crate::http::{Access, Json as Answer, Need, Page, PageQuery, Problem, Query, permissions};
use crate::{App, Error, Id, Instant};

/// Who may.
pub const ACCESS: &[Access] = &[Access::new("GET", "/api/v1/audit", Need::May(permissions::AUDIT_READ))];

/// The endpoints.
#[must_use]
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(audit))
}

/// Who acted.
#[derive(Debug, Serialize, ToSchema)]
struct AuditActor {
    /// `user`, `key` or `system`.
    kind: String,
    /// The account or key.
    id: Option<Id>,
    /// The name it had then.
    name: String,
}

/// Something that somebody saw or changed.
#[derive(Debug, Serialize, ToSchema)]
struct AuditEntry {
    id: Id,
    /// When.
    at: Instant,
    actor: AuditActor,
    /// What: `customers.merged`.
    action: String,
    /// To what: `customer`.
    subject_kind: Option<String>,
    subject_id: Option<String>,
    /// Fields, counts and ids; no personal values.
    #[schema(value_type = Object)]
    detail: Json,
    /// The network address that the request came from.
    address: Option<String>,
}

impl From<Entry> for AuditEntry {
    fn from(entry: Entry) -> Self {
        Self {
            id: Id(entry.id),
            at: Instant(entry.at),
            actor: AuditActor { kind: entry.actor_kind, id: entry.actor_id.map(Id), name: entry.actor_name },
            action: entry.action,
            subject_kind: entry.subject_kind,
            subject_id: entry.subject_id,
            detail: entry.detail,
            address: entry.address,
        }
    }
}

/// Which entries.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AuditQuery {
    #[serde(flatten)]
    #[param(ignore)]
    page: PageQuery,
    /// The account or key.
    #[param(value_type = Option<String>)]
    actor: Option<Id>,
    /// The action, or its beginning when it ends in a point: `customers.`.
    action: Option<String>,
    /// The subject's id, or `kind:id`.
    subject: Option<String>,
}

/// Who saw or changed what, newest first.
#[utoipa::path(get, path = "/api/v1/audit", tag = "settings", params(PageQuery, AuditQuery),
    responses((status = 200, body = Page<AuditEntry>), (status = "4XX", body = Problem)))]
async fn audit(State(app): State<App>, Query(query): Query<AuditQuery>) -> Result<Answer<Page<AuditEntry>>, Error> {
    let filter = Filter { actor: query.actor.map(|id| id.0), action: query.action, subject: query.subject };
    let limit = query.page.limit();
    let entries = super::list(&app.db, &filter, query.page.after()?, limit + 1).await?;
    let page = Page::cut(entries, limit, |entry| entry.id)?;
    Ok(Answer(page.map(AuditEntry::from)))
}
