//! Deliveries over HTTP: where something is sent, in full, for whoever packs it.

use axum::extract::State;
use platform::http::{Access, Caller, Json, Need, Path, Problem};
use platform::{App, Error, Id};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{DeliveryOf, WholeDelivery};
use crate::permissions::CUSTOMERS_REVEAL;

pub(super) const ACCESS: &[Access] =
    &[Access::new("POST", "/api/v1/deliveries/{of}/{id}/reveal", Need::May(CUSTOMERS_REVEAL))];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(reveal))
}

/// Where something is sent, in full: an order of the points mall, the prize of a draw's ticket, or a gift. Each time is logged.
#[utoipa::path(post, path = "/api/v1/deliveries/{of}/{id}/reveal", tag = "deliveries", operation_id = "reveal_delivery",
    params(("of" = String, Path, description = "`mall`, `draw` or `gift`"), ("id" = Id, Path)),
    responses((status = 200, body = WholeDelivery), (status = "4XX", body = Problem)))]
async fn reveal(
    State(app): State<App>,
    caller: Caller,
    Path((of, id)): Path<(DeliveryOf, Id)>,
) -> Result<Json<WholeDelivery>, Error> {
    super::reveal(&app, &caller, of, id.0).await.map(Json)
}
