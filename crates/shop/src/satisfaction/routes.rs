//! Satisfaction over HTTP.

use std::collections::BTreeMap;

use axum::extract::State;
use platform::http::{Caller, Json, Problem, Query};
use platform::{App, Error};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{SatisfactionPage, SatisfactionPeriod};
use super::read::{Read, read};
use super::shown::Given;
use crate::analysis::{PeriodQuery, behind};
use crate::products::{self, Product};
use crate::shops::{self, ShopFilter};

/// Days that are looked at when nothing is asked.
const USUAL: i64 = 365;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(satisfaction))
}

/// What is asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SatisfactionQuery {
    /// The shops.
    #[serde(flatten)]
    #[param(ignore)]
    shops: ShopFilter,
    /// The days.
    #[serde(flatten)]
    #[param(ignore)]
    period: PeriodQuery,
    /// Months when absent.
    #[serde(default)]
    by: SatisfactionPeriod,
}

/// How content customers say they are, in the shops that the caller may see.
#[utoipa::path(get, path = "/api/v1/insight/satisfaction", tag = "value", operation_id = "satisfaction_page",
    params(ShopFilter, PeriodQuery, SatisfactionQuery),
    responses((status = 200, body = SatisfactionPage), (status = "4XX", body = Problem)))]
async fn satisfaction(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<SatisfactionQuery>,
) -> Result<Json<SatisfactionPage>, Error> {
    let scope = query.shops.scope(&caller);
    let business = shops::business(&mut app.db.read().await?).await?;
    let period = query.period.period(USUAL, &business, app.clock.now())?;
    let read = read(&app, &scope, &period).await?;
    let products = reviewed(&app, &read).await?;
    let catalogue = behind::words(&app).await?;
    let by = query.by;
    let task = tokio::task::spawn_blocking(move || {
        let given = Given {
            business: &business,
            period: &period,
            by,
            scope: &scope,
            catalogue: &catalogue,
            products: &products,
        };
        given.page(&read)
    });
    task.await.map_err(Error::internal)?.map(Json)
}

/// The products that were reviewed, by shop and number.
async fn reviewed(app: &App, read: &Read) -> Result<BTreeMap<(i64, String), Product>, Error> {
    let mut by_shop: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
    for (shop, number) in read.ratings.keys() {
        by_shop.entry(*shop).or_default().push(number);
    }
    let mut session = app.db.read().await?;
    let mut found = BTreeMap::new();
    for (shop, numbers) in by_shop {
        for product in products::by_numbers(&mut session, shop, numbers).await? {
            found.insert((shop, product.number.clone()), product);
        }
    }
    Ok(found)
}
