//! The search box over HTTP.

use axum::extract::State;
use platform::http::{Access, Caller, Json, Need, Problem, Query};
use platform::{App, Error};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Found;

pub(super) const ACCESS: &[Access] = &[Access::new("GET", "/api/v1/search", Need::SignedIn)];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(find))
}

/// What is looked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Words {
    /// Part of a nick or name, a mobile or its last four digits, e-mail, order number, or part of a product's title.
    #[serde(default)]
    q: String,
}

/// Customers, orders and products by a few words; of each what the caller may see.
#[utoipa::path(get, path = "/api/v1/search", tag = "search", params(Words),
    responses((status = 200, body = Found), (status = "4XX", body = Problem)))]
async fn find(State(app): State<App>, caller: Caller, Query(words): Query<Words>) -> Result<Json<Found>, Error> {
    super::search(&app, &caller, &words.q).await.map(Json)
}
