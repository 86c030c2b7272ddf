//! The pages over HTTP, as the last reckoning made them.

use axum::extract::State;
use platform::http::{Caller, Json, Problem, Query};
use platform::{App, Error};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{not_reckoned, whole};
use crate::value::pages::{
    self, CohortsBy, CohortsPage, ConcentrationOf, ConcentrationPage, LifecyclePage, NextPage, RfmPage, ValuePage,
};
use crate::value::records;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(value))
        .routes(routes!(rfm))
        .routes(routes!(lifecycle))
        .routes(routes!(cohorts))
        .routes(routes!(next))
        .routes(routes!(concentration))
}

async fn page<T: DeserializeOwned>(app: &App, caller: &Caller, name: &str) -> Result<Json<T>, Error> {
    whole(caller)?;
    let body = records::page(&mut app.db.read().await?, name).await?.ok_or_else(not_reckoned)?;
    serde_json::from_str(&body).map(Json).map_err(|cause| Error::internal(cause).context(format_args!("page {name}")))
}

/// Realised, potential and influence value of everybody, with the model in use and how it was chosen.
#[utoipa::path(get, path = "/api/v1/insight/value", tag = "value", operation_id = "value_page",
    responses((status = 200, body = ValuePage), (status = "4XX", body = Problem)))]
async fn value(State(app): State<App>, caller: Caller) -> Result<Json<ValuePage>, Error> {
    page(&app, &caller, pages::VALUE).await
}

/// RFM: the eight groups, the cells, and movement between groups.
#[utoipa::path(get, path = "/api/v1/insight/rfm", tag = "value", operation_id = "rfm_page",
    responses((status = 200, body = RfmPage), (status = "4XX", body = Problem)))]
async fn rfm(State(app): State<App>, caller: Caller) -> Result<Json<RfmPage>, Error> {
    page(&app, &caller, pages::RFM).await
}

/// The stages of customers' lives, and movement between them.
#[utoipa::path(get, path = "/api/v1/insight/lifecycle", tag = "value", operation_id = "lifecycle_page",
    responses((status = 200, body = LifecyclePage), (status = "4XX", body = Problem)))]
async fn lifecycle(State(app): State<App>, caller: Caller) -> Result<Json<LifecyclePage>, Error> {
    page(&app, &caller, pages::LIFECYCLE).await
}

/// Of customers who have what in common.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CohortsQuery {
    /// Months when absent.
    #[serde(default)]
    by: Option<CohortsBy>,
}

/// Customers by the month or week of their first purchase, or by what brought it: how many came back since, and for how much.
#[utoipa::path(get, path = "/api/v1/insight/cohorts", tag = "value", operation_id = "cohorts_page",
    params(CohortsQuery), responses((status = 200, body = CohortsPage), (status = "4XX", body = Problem)))]
async fn cohorts(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<CohortsQuery>,
) -> Result<Json<CohortsPage>, Error> {
    let name = match query.by {
        None | Some(CohortsBy::Month) => pages::COHORTS_MONTH,
        Some(CohortsBy::Week) => pages::COHORTS_WEEK,
        Some(CohortsBy::Campaign) => pages::COHORTS_CAMPAIGN,
    };
    page(&app, &caller, name).await
}

/// When customers are to be expected next, and how far such forecasts are off.
#[utoipa::path(get, path = "/api/v1/insight/next", tag = "value", operation_id = "next_page",
    responses((status = 200, body = NextPage), (status = "4XX", body = Problem)))]
async fn next(State(app): State<App>, caller: Caller) -> Result<Json<NextPage>, Error> {
    page(&app, &caller, pages::NEXT).await
}

/// Of what.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ConcentrationQuery {
    /// Realised value when absent.
    #[serde(default)]
    of: Option<ConcentrationOf>,
}

/// 80/20: how unevenly value is spread.
#[utoipa::path(get, path = "/api/v1/insight/concentration", tag = "value", operation_id = "concentration_page",
    params(ConcentrationQuery), responses((status = 200, body = ConcentrationPage), (status = "4XX", body = Problem)))]
async fn concentration(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ConcentrationQuery>,
) -> Result<Json<ConcentrationPage>, Error> {
    let name = match query.of {
        None | Some(ConcentrationOf::Realised) => pages::BY_REALISED,
        Some(ConcentrationOf::Potential) => pages::BY_POTENTIAL,
    };
    page(&app, &caller, name).await
}
