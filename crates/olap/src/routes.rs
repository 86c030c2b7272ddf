//! Questions over HTTP.

use axum::body::Body;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::Response;
use futures_util::TryStreamExt as _;
use platform::http::{Access, Actor, Caller, Json, Need, Path, Problem};
use platform::{App, Error, audit};
use rules::{Calendar, Label, Rule};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::ask::{Answer, Format, Question, Refused, page, stream};
use crate::desk::{Desk, SQL_RUN, sees_everything};
use crate::sql_of;
use crate::tables::TABLES;

/// Rows of a page when nothing is said.
const USUAL_ROWS: usize = 1_000;
/// Longest name of a running question.
const NAME: usize = 64;
/// How much of a question the audit log keeps, in characters.
const KEPT: usize = 4_000;

pub(crate) const ACCESS: &[Access] = &[
    Access::new("POST", "/api/v1/sql", Need::May(SQL_RUN)),
    Access::new("POST", "/api/v1/sql/export", Need::May(SQL_RUN)),
    Access::new("DELETE", "/api/v1/sql/running/{name}", Need::May(SQL_RUN)),
    Access::new("GET", "/api/v1/sql/tables", Need::May(SQL_RUN)),
    Access::new("POST", "/api/v1/sql/of-rule", Need::May(SQL_RUN)),
];

pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(run))
        .routes(routes!(export))
        .routes(routes!(stop))
        .routes(routes!(tables))
        .routes(routes!(of_rule))
}

/// A question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SqlQuestion {
    /// One SELECT, WITH or EXPLAIN.
    sql: String,
    /// Rows wanted, 1,000 when absent, 10,000 at most.
    #[serde(default)]
    limit: Option<usize>,
    /// A name of the asker's choice, under which the question can be stopped while it runs.
    #[serde(default)]
    name: Option<String>,
}

impl SqlQuestion {
    fn checked(&self) -> Result<(), Error> {
        if self.name.as_ref().is_some_and(|name| name.chars().count() > NAME) {
            return Err(Error::invalid("name", "too_long"));
        }
        Ok(())
    }
}

/// Writes down who asked what, and how it ended.
pub(crate) async fn told(
    app: &App,
    caller: &Caller,
    action: &str,
    sql: &str,
    ended: Result<usize, &Refused>,
    began: i64,
) -> Result<(), Error> {
    let now = app.clock.now();
    let detail = json!({
        "sql": sql.chars().take(KEPT).collect::<String>(),
        "rows": ended.as_ref().ok(),
        "refused": ended.as_ref().err().map(|refused| refused.code()),
        "milliseconds": now.saturating_sub(began),
    });
    let mut tx = app.db.begin().await?;
    audit::record(&mut tx, caller, action, None, None, &detail, now).await?;
    tx.commit().await
}

/// Answers a question with a page of rows.
#[utoipa::path(post, path = "/api/v1/sql", tag = "analysis", operation_id = "run_sql", request_body = SqlQuestion,
    responses((status = 200, body = Answer), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
async fn run(State(app): State<App>, caller: Caller, Json(asked): Json<SqlQuestion>) -> Result<Json<Answer>, Error> {
    sees_everything(&caller)?;
    asked.checked()?;
    let desk = Desk::of(&app);
    let began = app.clock.now();
    let held = desk.running.start(&caller.actor, asked.name.as_deref());
    let of = desk.asked(began).await?;
    let limits = of.engine.limits();
    let rows = asked.limit.unwrap_or(USUAL_ROWS).clamp(1, limits.rows);
    let question = Question { sql: asked.sql, rows, time: limits.time };
    let answering = async {
        let answering = of.engine.ask(&of.place, &of.layout, &question).await?;
        page(answering, &held).await
    };
    let answer = tokio::select! {
        answer = answering => answer,
        () = held.stopped() => Err(Refused::Cancelled),
    };
    told(&app, &caller, "sql.ran", &question.sql, answer.as_ref().map(|answer| answer.rows.len()), began).await?;
    Ok(Json(answer?))
}

/// What is wanted as a file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SqlExport {
    /// One SELECT or WITH.
    sql: String,
    /// The kind of file.
    format: Format,
    /// A name of the asker's choice, under which it can be stopped.
    #[serde(default)]
    name: Option<String>,
}

/// Answers a question with a file that is written while it is read.
#[utoipa::path(post, path = "/api/v1/sql/export", tag = "analysis", operation_id = "export_sql", request_body = SqlExport,
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
async fn export(State(app): State<App>, caller: Caller, Json(asked): Json<SqlExport>) -> Result<Response, Error> {
    sees_everything(&caller)?;
    let desk = Desk::of(&app);
    let began = app.clock.now();
    let held = desk.running.start(&caller.actor, asked.name.as_deref());
    let of = desk.asked(began).await?;
    let limits = of.engine.limits();
    let question = Question { sql: asked.sql, rows: limits.file_rows, time: limits.file_time };
    let answering = of.engine.ask(&of.place, &of.layout, &question).await;
    told(&app, &caller, "sql.exported", &question.sql, answering.as_ref().map(|_| 0), began).await?;
    let pieces = stream(answering?, asked.format, held)?;
    let name = format!("attachment; filename=\"answer.{}\"", asked.format.ending());
    Response::builder()
        .header(header::CONTENT_TYPE, asked.format.media_type())
        .header(header::CONTENT_DISPOSITION, name)
        .header(header::CACHE_CONTROL, "no-store")
        .body(Body::from_stream(
            pieces.inspect_err(|refused| tracing::warn!(%refused, "a file of an answer broke off")),
        ))
        .map_err(Error::internal)
}

/// Stops a question of one's own that runs.
#[utoipa::path(delete, path = "/api/v1/sql/running/{name}", tag = "analysis", operation_id = "stop_sql",
    params(("name" = String, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
async fn stop(State(app): State<App>, caller: Caller, Path(name): Path<String>) -> Result<StatusCode, Error> {
    if Desk::of(&app).running.stop(&caller.actor, &name) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Error::not_found("question"))
    }
}

/// A table as the schema browser shows it.
#[derive(Debug, Serialize, ToSchema)]
struct SqlTable {
    name: String,
    label: Label,
    columns: Vec<SqlColumn>,
}

/// A column of it.
#[derive(Debug, Serialize, ToSchema)]
struct SqlColumn {
    name: String,
    /// The engine's word for its type.
    r#type: String,
    label: Label,
    /// What else to know of it.
    note: Label,
}

/// The tables and what their columns mean.
#[derive(Debug, Serialize, ToSchema)]
struct SqlTables {
    tables: Vec<SqlTable>,
    /// The time zone in which instants are shown.
    time_zone: String,
}

/// The tables that may be asked, with what each column means. Names, mobiles and addresses of people stand in none.
#[utoipa::path(get, path = "/api/v1/sql/tables", tag = "analysis", operation_id = "sql_tables",
    responses((status = 200, body = SqlTables), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
async fn tables(State(app): State<App>) -> Result<Json<SqlTables>, Error> {
    let of = Desk::of(&app).asked(app.clock.now()).await?;
    let tables = TABLES.map(|table| SqlTable {
        name: table.name().to_owned(),
        label: table.label(),
        columns: of
            .layout
            .columns(table)
            .iter()
            .map(|one| SqlColumn {
                name: one.name.clone(),
                r#type: one.data.to_string(),
                label: one.label.clone(),
                note: one.note.clone(),
            })
            .collect(),
    });
    Ok(Json(SqlTables { tables: tables.into(), time_zone: of.layout.zone().to_string() }))
}

/// A rule.
#[derive(Debug, Deserialize, ToSchema)]
struct RuleToTell {
    rule: Rule,
}

/// The same in SQL.
#[derive(Debug, Serialize, ToSchema)]
struct RuleAsSql {
    sql: String,
}

/// A rule as SQL, with its windows worked out as of the instant of which answers are true.
#[utoipa::path(post, path = "/api/v1/sql/of-rule", tag = "analysis", operation_id = "sql_of_rule",
    request_body = RuleToTell,
    responses((status = 200, body = RuleAsSql), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
async fn of_rule(State(app): State<App>, Json(asked): Json<RuleToTell>) -> Result<Json<RuleAsSql>, Error> {
    let of = Desk::of(&app).asked(app.clock.now()).await?;
    let now = of.place.at();
    let calendar = Calendar::new(of.layout.schema().zone().clone());
    Ok(Json(RuleAsSql { sql: sql_of(&asked.rule, &of.layout, now, &calendar)? }))
}

/// Whether an actor is the one with this number, or plays no part of the staff.
pub(crate) fn is(actor: &Actor, id: Option<i64>) -> bool {
    matches!(actor, Actor::System) || (actor.id().is_some() && actor.id() == id)
}
