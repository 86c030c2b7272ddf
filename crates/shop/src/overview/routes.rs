//! The first page over HTTP.

use axum::Extension;
use axum::extract::State;
use platform::http::{Caller, Json, Problem, Query};
use platform::{App, Error};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Overview;
use super::page::{Board, page};
use crate::shops::ShopFilter;

/// Days of a period when nothing is asked.
const USUAL: i64 = 30;
/// Days of a period at most.
const MOST: i64 = 366;

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
    #[param(minimum = 1, maximum = 366)]
    #[serde(default, deserialize_with = "platform::http::number")]
    pub days: Option<i64>,
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
    let days = query.days.unwrap_or(USUAL);
    if !(1..=MOST).contains(&days) {
        return Err(Error::invalid("days", "out_of_range"));
    }
    let scope = query.shops.scope(&caller);
    let days = usize::try_from(days).unwrap_or(1);
    page(&app, &board, &caller, &scope, days).await.map(Json)
}
