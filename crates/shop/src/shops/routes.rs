//! Shops and the business over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Caller, Json, Many, Page, Path, Problem, ShopScope};
use platform::{App, Error, Id};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Business, BusinessPatch, NewShop, Shop, ShopPatch};

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(business, change_business)).routes(routes!(shops, open)).routes(routes!(change))
}

/// The shops that a list or a figure is asked of. Flatten it into a query.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ShopFilter {
    /// Only these shops; may be repeated. All that the caller may see when absent.
    #[serde(default)]
    #[param(value_type = Vec<String>)]
    pub shop: Many<Id>,
}

impl ShopFilter {
    /// The shops meant, none beyond those that `caller` may see.
    #[must_use]
    pub fn scope(&self, caller: &Caller) -> ShopScope {
        let asked: Vec<i64> = self.shop.0.iter().map(|id| id.0).collect();
        caller.shops.narrow(&asked)
    }
}

/// The business's settings.
#[utoipa::path(get, path = "/api/v1/business", tag = "settings",
    responses((status = 200, body = Business), (status = "4XX", body = Problem)))]
async fn business(State(app): State<App>) -> Result<Json<Business>, Error> {
    Ok(Json(super::business(&mut app.db.read().await?).await?))
}

/// Changes the business's settings.
#[utoipa::path(patch, path = "/api/v1/business", tag = "settings", request_body = BusinessPatch,
    responses((status = 200, body = Business), (status = "4XX", body = Problem)))]
async fn change_business(
    State(app): State<App>,
    caller: Caller,
    Json(patch): Json<BusinessPatch>,
) -> Result<Json<Business>, Error> {
    let mut tx = app.db.begin().await?;
    let business = super::patch_business(&mut tx, &app, &caller, patch).await?;
    tx.commit().await?;
    Ok(Json(business))
}

/// The shops that the caller may see.
#[utoipa::path(get, path = "/api/v1/shops", tag = "settings",
    responses((status = 200, body = Page<Shop>), (status = "4XX", body = Problem)))]
async fn shops(State(app): State<App>, caller: Caller) -> Result<Json<Page<Shop>>, Error> {
    let items = super::visible(&mut app.db.read().await?, &caller.shops).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

/// Opens a shop.
#[utoipa::path(post, path = "/api/v1/shops", tag = "settings", request_body = NewShop,
    responses((status = 201, body = Shop), (status = "4XX", body = Problem)))]
async fn open(
    State(app): State<App>,
    caller: Caller,
    Json(new): Json<NewShop>,
) -> Result<(StatusCode, Json<Shop>), Error> {
    let mut tx = app.db.begin().await?;
    let shop = super::create(&mut tx, &app, &caller, &new).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(shop)))
}

/// Changes a shop.
#[utoipa::path(patch, path = "/api/v1/shops/{id}", tag = "settings", request_body = ShopPatch,
    params(("id" = String, Path, description = "The shop's id")),
    responses((status = 200, body = Shop), (status = "4XX", body = Problem)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Id>,
    Json(patch): Json<ShopPatch>,
) -> Result<Json<Shop>, Error> {
    if !caller.shops.contains(id.0) {
        return Err(Error::not_found("shop"));
    }
    let mut tx = app.db.begin().await?;
    let shop = super::update(&mut tx, &app, &caller, id.0, &patch).await?;
    tx.commit().await?;
    Ok(Json(shop))
}
