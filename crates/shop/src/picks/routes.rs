//! The potential of products over HTTP.

use axum::extract::State;
use platform::http::{Caller, Json, Problem, Query, ShopScope};
use platform::{App, Error};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::PicksPage;
use super::read::read;
use super::settings::{self, Settings};
use super::shown::Given;
use crate::analysis::{PeriodQuery, behind};
use crate::segments::ask::off;
use crate::shops::{self, ShopFilter};

/// Days that are looked at when nothing is asked.
const USUAL: i64 = 30;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(picks)).routes(routes!(put))
}

/// What is asked.
#[derive(Debug, Clone, Default, Deserialize)]
struct PicksQuery {
    #[serde(flatten)]
    shops: ShopFilter,
    #[serde(flatten)]
    period: PeriodQuery,
}

/// Which products are worth pushing, in the shops that the caller may see.
#[utoipa::path(get, path = "/api/v1/insight/picks", tag = "value", operation_id = "picks_page",
    params(ShopFilter, PeriodQuery), responses((status = 200, body = PicksPage), (status = "4XX", body = Problem)))]
async fn picks(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PicksQuery>,
) -> Result<Json<PicksPage>, Error> {
    let scope = query.shops.scope(&caller);
    let mut session = app.db.read().await?;
    let business = shops::business(&mut session).await?;
    let settings = settings::get(&mut session).await?;
    drop(session);
    let period = query.period.period(USUAL, &business, app.clock.now())?;
    let before = period.before(&business)?;
    let read = read(&app, &scope, (&period, &before)).await?;
    let catalogue = behind::words(&app).await?;
    off(move |_| Ok(Given { business: &business, period: &period, catalogue: &catalogue, settings }.page(&read)))
        .await
        .map(Json)
}

/// Sets what each part weighs, for the whole business. Logged.
#[utoipa::path(put, path = "/api/v1/insight/picks/settings", tag = "value", operation_id = "set_pick_settings",
    request_body = Settings, responses((status = 200, body = Settings), (status = "4XX", body = Problem)))]
async fn put(State(app): State<App>, caller: Caller, Json(body): Json<Settings>) -> Result<Json<Settings>, Error> {
    if caller.shops != ShopScope::All {
        return Err(Error::new(403, "all_shops_needed"));
    }
    let mut tx = app.db.begin().await?;
    let set = settings::put(&mut tx, &caller, body, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Json(set))
}
