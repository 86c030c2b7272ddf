//! Kept questions over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Access, Actor, Caller, Json, Need, Page, Path, Problem, Role};
use platform::{App, Error, Id, Instant, audit};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{SavedQuestion, records};
use crate::desk::SQL_RUN;
use crate::routes::is;

/// Most questions that are kept.
const MOST: usize = 1_000;
/// Longest text, characters.
const TEXT: usize = 100_000;
/// Longest description of a picture, bytes.
const CHART: usize = 8_192;

pub(crate) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/sql/questions", Need::May(SQL_RUN)),
    Access::new("POST", "/api/v1/sql/questions", Need::May(SQL_RUN)),
    Access::new("PUT", "/api/v1/sql/questions/{id}", Need::May(SQL_RUN)),
    Access::new("DELETE", "/api/v1/sql/questions/{id}", Need::May(SQL_RUN)),
];

pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, keep)).routes(routes!(change, drop_one))
}

/// A question to keep.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct QuestionToKeep {
    /// Its name, 80 characters at most, unique.
    name: String,
    /// Its text.
    sql: String,
    /// How to draw it, as the console likes it.
    #[serde(default)]
    #[schema(value_type = Object)]
    chart: serde_json::Value,
}

impl QuestionToKeep {
    fn checked(mut self) -> Result<Self, Error> {
        self.name = self.name.trim().to_owned();
        if self.name.is_empty() {
            return Err(Error::invalid("name", "required"));
        }
        if self.sql.trim().is_empty() {
            return Err(Error::invalid("sql", "required"));
        }
        for (field, long) in [
            ("name", self.name.chars().count() > 80),
            ("sql", self.sql.chars().count() > TEXT),
            ("chart", self.chart.to_string().len() > CHART),
        ] {
            if long {
                return Err(Error::invalid(field, "too_long"));
            }
        }
        Ok(self)
    }
}

fn may_change(actor: &Actor, author: Option<i64>) -> bool {
    matches!(actor, Actor::User { role: Role::Owner, .. }) || is(actor, author)
}

/// Every kept question, by name.
#[utoipa::path(get, path = "/api/v1/sql/questions", tag = "analysis", operation_id = "list_questions",
    responses((status = 200, body = Page<SavedQuestion>), (status = "4XX", body = Problem)))]
async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Page<SavedQuestion>>, Error> {
    let kept = records::list(&mut app.db.read().await?).await?;
    let items = kept
        .into_iter()
        .map(|one| SavedQuestion { mine: may_change(&caller.actor, one.author_id), ..one.question })
        .collect();
    Ok(Json(Page { items, next_cursor: None }))
}

/// Keeps a question.
#[utoipa::path(post, path = "/api/v1/sql/questions", tag = "analysis", operation_id = "keep_question",
    request_body = QuestionToKeep, responses((status = 201, body = SavedQuestion), (status = "4XX", body = Problem)))]
async fn keep(
    State(app): State<App>,
    caller: Caller,
    Json(asked): Json<QuestionToKeep>,
) -> Result<(StatusCode, Json<SavedQuestion>), Error> {
    let asked = asked.checked()?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let known = records::list(&mut tx).await?;
    if known.len() >= MOST {
        return Err(Error::conflict("too_many_questions"));
    }
    if known.iter().any(|one| one.question.name == asked.name) {
        return Err(Error::invalid("name", "duplicate"));
    }
    let kept = SavedQuestion {
        id: Id(app.ids.next()),
        name: asked.name,
        sql: asked.sql,
        chart: asked.chart,
        author: caller.actor.name().to_owned(),
        mine: true,
        updated_at: Instant(now),
    };
    records::insert(&mut tx, &caller.actor, &kept).await?;
    let subject = kept.id.to_string();
    audit::record(&mut tx, &caller, "sql.kept", Some("question"), Some(&subject), &json!({}), now).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(kept)))
}

/// Changes a kept question: its author and the owner may.
#[utoipa::path(put, path = "/api/v1/sql/questions/{id}", tag = "analysis", operation_id = "change_question",
    params(("id" = Id, Path)), request_body = QuestionToKeep,
    responses((status = 200, body = SavedQuestion), (status = "4XX", body = Problem)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(asked): Json<QuestionToKeep>,
) -> Result<Json<SavedQuestion>, Error> {
    let asked = asked.checked()?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let known = records::find(&mut tx, id).await?.ok_or_else(|| Error::not_found("question"))?;
    if !may_change(&caller.actor, known.author_id) {
        return Err(Error::forbidden());
    }
    let same = |one: &records::Kept| one.question.name == asked.name && one.question.id.0 != id;
    if records::list(&mut tx).await?.iter().any(same) {
        return Err(Error::invalid("name", "duplicate"));
    }
    let kept = SavedQuestion {
        name: asked.name,
        sql: asked.sql,
        chart: asked.chart,
        mine: true,
        updated_at: Instant(now),
        ..known.question
    };
    records::change(&mut tx, &kept).await?;
    audit::record(&mut tx, &caller, "sql.changed", Some("question"), Some(&id.to_string()), &json!({}), now).await?;
    tx.commit().await?;
    Ok(Json(kept))
}

/// Forgets a kept question: its author and the owner may.
#[utoipa::path(delete, path = "/api/v1/sql/questions/{id}", tag = "analysis", operation_id = "forget_question",
    params(("id" = Id, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
async fn drop_one(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<StatusCode, Error> {
    let mut tx = app.db.begin().await?;
    let known = records::find(&mut tx, id).await?.ok_or_else(|| Error::not_found("question"))?;
    if !may_change(&caller.actor, known.author_id) {
        return Err(Error::forbidden());
    }
    records::delete(&mut tx, id).await?;
    let now = app.clock.now();
    audit::record(&mut tx, &caller, "sql.forgotten", Some("question"), Some(&id.to_string()), &json!({}), now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
