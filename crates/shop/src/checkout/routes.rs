//! The till over HTTP.

use axum::extract::State;
use platform::http::{Caller, Json, Path, Problem};
use platform::{App, Error, Instant};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{PriceAnswer, PriceRequest, SimulateRequest};
use super::redemption::{Redemption, Reserve};
use super::{price, records, reserve, settle};
use crate::promotions::{self, live};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(price_cart))
        .routes(routes!(simulate))
        .routes(routes!(reserve_order))
        .routes(routes!(get_order))
        .routes(routes!(redeem_order))
        .routes(routes!(release_order))
}

/// What a cart costs now: the best allowed combination of promotions, what applied, what did not and why, and what is missing
/// to the next step.
#[utoipa::path(post, path = "/api/v1/price", tag = "checkout", operation_id = "price_cart",
    request_body = PriceRequest, responses((status = 200, body = PriceAnswer), (status = "4XX", body = Problem)))]
async fn price_cart(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<PriceRequest>,
) -> Result<Json<PriceAnswer>, Error> {
    Ok(Json(price::price(&app, &caller.shops, request).await?))
}

/// What a cart would cost any customer at any instant, with drafts in the place of what is published, or without some
/// promotions. Nothing is used up.
#[utoipa::path(post, path = "/api/v1/price/simulate", tag = "checkout", operation_id = "simulate_cart",
    request_body = SimulateRequest, responses((status = 200, body = PriceAnswer), (status = "4XX", body = Problem)))]
async fn simulate(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<SimulateRequest>,
) -> Result<Json<PriceAnswer>, Error> {
    let now = request.at.unwrap_or_else(|| Instant(app.clock.now())).0;
    let set = live::set(&app).await?;
    let mut session = app.db.read().await?;
    let mut drafts = Vec::with_capacity(request.with.len());
    for id in &request.with {
        let found = promotions::find(&mut session, id.0).await?;
        drafts.extend(found.draft.or(found.published));
    }
    let mut without = Vec::with_capacity(request.without.len());
    for id in &request.without {
        without.push(promotions::find(&mut session, id.0).await?.key);
    }
    drop(session);
    let other =
        if drafts.is_empty() && without.is_empty() { None } else { Some(live::beside(&set, drafts, &without)?) };
    let asked = price::Asked {
        cart: request.cart,
        customer: request.customer.as_ref(),
        codes: &request.codes,
        group: None,
        order: None,
        device: None,
        points: 0,
        tried: true,
    };
    let done = price::with(&app, &caller.shops, set, other, asked, now).await?;
    Ok(Json(price::answer(done, now)))
}

/// Holds for an order what its cart uses, until it is paid, given back or forgotten. The same order with the same cart is
/// answered the same; another cart takes the first one's place while it is not paid.
#[utoipa::path(post, path = "/api/v1/redemptions", tag = "checkout", operation_id = "reserve_order",
    request_body = Reserve, responses((status = 200, body = Redemption), (status = "4XX", body = Problem)))]
async fn reserve_order(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<Reserve>,
) -> Result<Json<Redemption>, Error> {
    Ok(Json(reserve::reserve(&app, &caller.shops, &request).await?))
}

/// What an order holds or used.
#[utoipa::path(get, path = "/api/v1/redemptions/{order}", tag = "checkout", operation_id = "get_redemption",
    params(("order" = String, Path)), responses((status = 200, body = Redemption), (status = "4XX", body = Problem)))]
async fn get_order(State(app): State<App>, Path(order): Path<String>) -> Result<Json<Redemption>, Error> {
    let found = records::find(&mut app.db.read().await?, &order).await?;
    Ok(Json(reserve::shown(&app, found.ok_or_else(|| Error::not_found("redemption"))?).await?))
}

/// The order was paid: what it holds is used. Again changes nothing.
#[utoipa::path(post, path = "/api/v1/redemptions/{order}/redeem", tag = "checkout", operation_id = "redeem_order",
    params(("order" = String, Path)), responses((status = 200, body = Redemption), (status = "4XX", body = Problem)))]
async fn redeem_order(State(app): State<App>, Path(order): Path<String>) -> Result<Json<Redemption>, Error> {
    Ok(Json(settle::redeem(&app, &order).await?))
}

/// How an order is given up.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReleaseOrder)]
struct Release {
    /// It was paid and its money given back: what it used is given back too.
    #[serde(default)]
    refunded: bool,
}

/// Gives back what an order holds, or used when its money was given back. Again changes nothing.
#[utoipa::path(post, path = "/api/v1/redemptions/{order}/release", tag = "checkout", operation_id = "release_order",
    params(("order" = String, Path)), request_body = Release,
    responses((status = 200, body = Redemption), (status = "4XX", body = Problem)))]
async fn release_order(
    State(app): State<App>,
    Path(order): Path<String>,
    Json(body): Json<Release>,
) -> Result<Json<Redemption>, Error> {
    Ok(Json(settle::release(&app, &order, body.refunded).await?))
}
