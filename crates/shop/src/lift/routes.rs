//! Lift over HTTP.

use axum::extract::State;
use platform::http::{Caller, Json, Problem, Query};
use platform::{App, Error, Id};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{LiftMeasure, LiftPage};
use super::read::read;
use super::shown::Given;
use crate::analysis::PeriodQuery;
use crate::shops::{self, ShopFilter};

/// Days that are looked at when nothing is asked.
const USUAL: i64 = 30;
/// What a group may weigh in a lot.
const MOST: i64 = 1_000;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(lift))
}

/// What is asked.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct LiftQuery {
    /// The shops.
    #[serde(flatten)]
    #[param(ignore)]
    shops: ShopFilter,
    /// The days.
    #[serde(flatten)]
    #[param(ignore)]
    period: PeriodQuery,
    /// The segment or list of those who were left alone.
    control: Id,
    /// The segment or list of those for whom something was done.
    treated: Id,
    /// What is measured; revenue when absent.
    #[serde(default)]
    measure: LiftMeasure,
    /// `lot`: the groups were drawn by lot. Else they are read as observational.
    #[serde(default)]
    drawn: Option<String>,
    /// How much the control group weighed in the lot; 1 when absent.
    #[serde(default, deserialize_with = "platform::http::number")]
    #[param(minimum = 1, maximum = 1000)]
    control_weight: Option<i64>,
    /// How much the treated weighed; 1 when absent.
    #[serde(default, deserialize_with = "platform::http::number")]
    #[param(minimum = 1, maximum = 1000)]
    treated_weight: Option<i64>,
}

fn weight(field: &'static str, said: Option<i64>) -> Result<u32, Error> {
    let found = said.unwrap_or(1);
    if !(1..=MOST).contains(&found) {
        return Err(Error::invalid(field, "out_of_range"));
    }
    u32::try_from(found).map_err(Error::internal)
}

/// Two segments or lists side by side in some days and the shops that the caller may see: how much more the treated had than
/// those left alone, how sure that is, and how they differed before.
#[utoipa::path(get, path = "/api/v1/insight/lift", tag = "value", operation_id = "lift_page",
    params(ShopFilter, PeriodQuery, LiftQuery),
    responses((status = 200, body = LiftPage), (status = "4XX", body = Problem)))]
async fn lift(State(app): State<App>, caller: Caller, Query(query): Query<LiftQuery>) -> Result<Json<LiftPage>, Error> {
    let weights = (weight("control_weight", query.control_weight)?, weight("treated_weight", query.treated_weight)?);
    if query.control == query.treated {
        return Err(Error::invalid("treated", "same_group"));
    }
    let scope = query.shops.scope(&caller);
    let business = shops::business(&mut app.db.read().await?).await?;
    let period = query.period.period(USUAL, &business, app.clock.now())?;
    let before = period.before(&business)?;
    let groups = (query.control.0, query.treated.0);
    let sides = read(&app, &business, &scope, groups, (&period, &before), query.measure).await?;
    let drawn = (query.drawn.as_deref() == Some("lot")).then_some(weights);
    let measure = query.measure;
    let task = tokio::task::spawn_blocking(move || {
        Given { business: &business, period: &period, before: &before, measure, drawn }.page(sides)
    });
    task.await.map_err(Error::internal).map(Json)
}
