//! Lists of customers by their scores, and the card's part, over HTTP.

use axum::extract::State;
use platform::http::{Caller, Json, Page, PageQuery, Path, Problem, Query};
use platform::{App, Error, Id};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::whole;
use crate::value::card::{self, CustomerValue};
use crate::value::lists;
use crate::value::model::{DueCustomer, ScoredCustomer};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(top)).routes(routes!(due)).routes(routes!(of_customer))
}

/// In which order.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TopQuery {
    /// `realised` (when absent), `potential`, `influence`, `churn_risk`, `expected_purchases`.
    #[serde(default)]
    order: Option<String>,
    /// Where and how much.
    #[serde(flatten)]
    #[param(ignore)]
    page: PageQuery,
}

/// Customers with their scores, the greatest first. Masked.
#[utoipa::path(get, path = "/api/v1/insight/value/customers", tag = "value", operation_id = "value_customers",
    params(TopQuery, PageQuery),
    responses((status = 200, body = Page<ScoredCustomer>), (status = "4XX", body = Problem)))]
async fn top(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<TopQuery>,
) -> Result<Json<Page<ScoredCustomer>>, Error> {
    whole(&caller)?;
    let by = lists::order(query.order.as_deref())?;
    lists::top(&app, by, &query.page).await.map(Json)
}

/// Who is due.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DueQuery {
    /// `week` (when absent), `due`, `overdue`.
    #[serde(default)]
    when: Option<String>,
    /// Of which category of goods; of everything when absent.
    #[serde(default)]
    family: Option<String>,
    /// Where and how much.
    #[serde(flatten)]
    #[param(ignore)]
    page: PageQuery,
}

/// Customers whose next purchase is near, due or overdue, the earliest first. Masked.
#[utoipa::path(get, path = "/api/v1/insight/next/due", tag = "value", operation_id = "due_customers",
    params(DueQuery, PageQuery),
    responses((status = 200, body = Page<DueCustomer>), (status = "4XX", body = Problem)))]
async fn due(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<DueQuery>,
) -> Result<Json<Page<DueCustomer>>, Error> {
    whole(&caller)?;
    let when = query.when.as_deref().unwrap_or("week");
    lists::due(&app, when, query.family.as_deref(), &query.page).await.map(Json)
}

/// A customer's values with their parts, the chance of being alive over time, the next purchase, and why the customer may be
/// lost. Figures are of the whole business.
#[utoipa::path(get, path = "/api/v1/customers/{id}/value", tag = "value", operation_id = "customer_value",
    params(("id" = Id, Path)), responses((status = 200, body = CustomerValue), (status = "4XX", body = Problem)))]
async fn of_customer(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
) -> Result<Json<CustomerValue>, Error> {
    card::of(&app, &caller.shops, id).await.map(Json)
}
