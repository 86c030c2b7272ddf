//! Goods for members only over HTTP.

use axum::extract::State;
use platform::http::{Caller, Json, Problem};
use platform::{App, Error};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::members::{self, Goods, goods};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get, put))
}

/// The goods that are sold to members only.
#[utoipa::path(get, path = "/api/v1/members/goods", tag = "members", operation_id = "get_member_goods",
    responses((status = 200, body = Goods), (status = "4XX", body = Problem)))]
async fn get(State(app): State<App>) -> Result<Json<Goods>, Error> {
    members::goods(&mut app.db.read().await?).await.map(Json)
}

/// Says which goods are sold to members only, and from which level on. A cart with such goods of anybody else is priced
/// without them, and not reserved.
#[utoipa::path(put, path = "/api/v1/members/goods", tag = "members", operation_id = "put_member_goods",
    request_body = Goods, responses((status = 200, body = Goods), (status = "4XX", body = Problem)))]
async fn put(State(app): State<App>, caller: Caller, Json(next): Json<Goods>) -> Result<Json<Goods>, Error> {
    let mut tx = app.db.begin().await?;
    let saved = goods::put(&mut tx, &caller, next, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Json(saved))
}
