//! Insight over HTTP.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use platform::http::{Caller, Json, Problem};
use platform::{App, Error, Id, Instant, audit};
use rules::{Label, Rule};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::book;
use super::model::Insight;
use super::reckon::{self, Crowds};
use crate::segments::ask::{ask, everybody, off};
use crate::segments::{self, CrowdInput};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(dimensions)).routes(routes!(look)).routes(routes!(export))
}

/// A dimension.
#[derive(Debug, Serialize, ToSchema)]
struct Named {
    /// Its name.
    key: String,
    /// In words.
    label: Label,
}

/// The dimensions.
#[derive(Debug, Serialize, ToSchema)]
struct Dimensions {
    items: Vec<Named>,
}

/// Along what crowds can be compared.
#[utoipa::path(get, path = "/api/v1/insight/dimensions", tag = "segments", operation_id = "insight_dimensions",
    responses((status = 200, body = Dimensions), (status = "4XX", body = Problem)))]
async fn dimensions() -> Json<Dimensions> {
    let items = reckon::dimensions().into_iter().map(|(key, label)| Named { key: key.to_owned(), label }).collect();
    Json(Dimensions { items })
}

/// Which crowd, against what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct InsightInput {
    /// The crowd as a rule's text.
    #[serde(default)]
    text: Option<String>,
    /// The crowd as a rule's tree.
    #[serde(default)]
    rule: Option<Rule>,
    /// The crowd as a segment.
    #[serde(default)]
    segment: Option<Id>,
    /// What it is compared with; everybody when absent.
    #[serde(default)]
    base: Option<CrowdInput>,
    /// Along which dimensions; all when absent.
    #[serde(default)]
    dimensions: Option<Vec<String>>,
    /// At which instant; now when absent.
    #[serde(default)]
    at: Option<Instant>,
}

async fn reckoned(app: &App, caller: &Caller, body: InsightInput) -> Result<Insight, Error> {
    let chosen = reckon::chosen(body.dimensions.as_deref())?;
    let rule = CrowdInput { text: body.text, rule: body.rule, segment: body.segment }.rule(app).await?;
    let base = match body.base {
        Some(base) => base.rule(app).await?,
        None => everybody(),
    };
    let names = segments::asked(&mut app.db.read().await?, &rule).await?;
    let crowd = ask(app, &caller.shops, rule.clone()).await?;
    let base = ask(app, &caller.shops, base).await?;
    let now = body.at.map_or_else(|| app.clock.now(), |at| at.0);
    let (warehouse, shape) = (crowd.warehouse(), crowd.shape());
    off(move |cancel| {
        let crowds = Crowds {
            crowd: warehouse.crowd(&crowd.question, now, cancel)?,
            base: warehouse.crowd(&base.question, now, cancel)?,
        };
        reckon::insight(&warehouse, &shape.catalogue, (&rule, &names, &crowds), &chosen, now, cancel)
    })
    .await
}

/// How a crowd differs from everybody or from another crowd.
#[utoipa::path(post, path = "/api/v1/insight", tag = "segments", operation_id = "insight", request_body = InsightInput,
    responses((status = 200, body = Insight), (status = "4XX", body = Problem)))]
async fn look(State(app): State<App>, caller: Caller, Json(body): Json<InsightInput>) -> Result<Json<Insight>, Error> {
    Ok(Json(reckoned(&app, &caller, body).await?))
}

/// The same as a workbook. Logged.
#[utoipa::path(post, path = "/api/v1/insight/export", tag = "segments", operation_id = "export_insight",
    request_body = InsightInput, responses(
        (status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = "4XX", body = Problem)))]
async fn export(State(app): State<App>, caller: Caller, Json(body): Json<InsightInput>) -> Result<Response, Error> {
    let insight = reckoned(&app, &caller, body).await?;
    let mut tx = app.db.begin().await?;
    let detail = json!({ "customers": insight.segment.customers });
    audit::record(&mut tx, &caller, "insight.exported", None, None, &detail, app.clock.now()).await?;
    tx.commit().await?;
    let locale = caller.locale;
    let bytes =
        tokio::task::spawn_blocking(move || book::xlsx(&app, &insight, locale)).await.map_err(Error::internal)??;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"insight.xlsx\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, bytes).into_response())
}
