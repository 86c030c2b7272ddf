//! The first page over HTTP.

use axum::Extension;
use axum::extract::State;
use platform::http::{Caller, Json, Problem, Query};
use platform::{App, Error};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Overview;
use super::calendar::MOST;
use super::page::{Board, page};
use crate::shops::ShopFilter;

/// Days of a period when nothing is asked.
const USUAL: i64 = 30;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(overview)).layer(Extension(Board::default()))
}

/// Over which days and shops.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OverviewQuery {
    /// The shops.
    #[serde(flatten)]
    #[param(ignore)]
    pub shops: ShopFilter,
    /// Days, today included; 30 when absent.
    #[param(minimum = 1, maximum = 36525)]
    #[serde(default, deserialize_with = "platform::http::number")]
    pub days: Option<i64>,
    /// `true` for all days since the first order, with nothing before them to compare with; `days` is then left out.
    pub all: Option<String>,
}

/// What happened lately, and what needs doing.
#[utoipa::path(get, path = "/api/v1/overview", tag = "overview", params(ShopFilter, OverviewQuery),
    responses((status = 200, body = Overview), (status = "4XX", body = Problem)))]
async fn overview(
    State(app): State<App>,
    caller: Caller,
    Extension(board): Extension<Board>,
    Query(query): Query<OverviewQuery>,
) -> Result<Json<Overview>, Error> {
    let days = match (query.all.as_deref(), query.days) {
        (Some("true"), None) => None,
        (Some("true"), Some(_)) => return Err(Error::invalid("days", "not_with_all")),
        (None | Some("" | "false"), days) => Some(within(days.unwrap_or(USUAL))?),
        (Some(_), _) => return Err(Error::invalid("all", "malformed")),
    };
    let scope = query.shops.scope(&caller);
    page(&app, &board, &caller, &scope, days).await.map(Json)
}

/// So many days, when there may be so many.
fn within(days: i64) -> Result<usize, Error> {
    let wrong = || Error::invalid("days", "not_between").arg("least", "1").arg("most", MOST.to_string());
    usize::try_from(days).ok().filter(|days| (1..=MOST).contains(days)).ok_or_else(wrong)
}
