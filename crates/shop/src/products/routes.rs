//! Products over HTTP.

use axum::extract::State;
use platform::http::{Caller, Json, Page, PageQuery, Path, Problem, Query};
use platform::{App, Error, Id};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Product, ProductPatch, Wanted};
use crate::shops::ShopFilter;

/// Categories listed at most.
const MOST_CATEGORIES: i64 = 500;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(categories))
        .routes(routes!(tags))
        .routes(routes!(get, change))
}

/// Tags that are offered at most.
const TAGS: usize = 500;

/// Which products.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProductQuery {
    /// The page.
    #[serde(flatten)]
    #[param(ignore)]
    pub page: PageQuery,
    /// The shops.
    #[serde(flatten)]
    #[param(ignore)]
    pub shops: ShopFilter,
    /// Part of a title, number or seller's code.
    pub q: Option<String>,
    /// A category, those below it included.
    pub category: Option<String>,
    /// A tag.
    pub tag: Option<String>,
}

fn said(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Products, those that brought in most first.
#[utoipa::path(get, path = "/api/v1/products", tag = "products", params(PageQuery, ShopFilter, ProductQuery),
    responses((status = 200, body = Page<Product>), (status = "4XX", body = Problem)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ProductQuery>,
) -> Result<Json<Page<Product>>, Error> {
    let limit = query.page.limit();
    let after = query.page.after()?;
    let scope = query.shops.scope(&caller);
    let wanted = Wanted { q: said(query.q), category: said(query.category), tag: said(query.tag) };
    let found = super::list(&mut app.db.read().await?, &scope, &wanted, after, limit + 1).await?;
    Page::cut(found, limit, |product| (product.revenue.amount, product.id.0)).map(Json)
}

/// Every category that a product has.
#[utoipa::path(get, path = "/api/v1/products/categories", tag = "products",
    responses((status = 200, body = Page<String>), (status = "4XX", body = Problem)))]
async fn categories(State(app): State<App>) -> Result<Json<Page<String>>, Error> {
    let items = super::categories(&mut app.db.read().await?, MOST_CATEGORIES).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

/// Tags that products have, in their order, 500 at most.
#[utoipa::path(get, path = "/api/v1/products/tags", tag = "products",
    responses((status = 200, body = Page<String>), (status = "4XX", body = Problem)))]
async fn tags(State(app): State<App>) -> Result<Json<Page<String>>, Error> {
    let items = super::tags(&mut app.db.read().await?).await?.into_iter().take(TAGS).collect();
    Ok(Json(Page { items, next_cursor: None }))
}

/// One product.
#[utoipa::path(get, path = "/api/v1/products/{id}", tag = "products",
    params(("id" = String, Path, description = "The product's id")),
    responses((status = 200, body = Product), (status = "4XX", body = Problem)))]
async fn get(State(app): State<App>, caller: Caller, Path(id): Path<Id>) -> Result<Json<Product>, Error> {
    Ok(Json(super::get(&mut app.db.read().await?, &caller.shops, id.0).await?))
}

/// Changes a product's cost, price, stock, category or tags.
#[utoipa::path(patch, path = "/api/v1/products/{id}", tag = "products", request_body = ProductPatch,
    params(("id" = String, Path, description = "The product's id")),
    responses((status = 200, body = Product), (status = "4XX", body = Problem)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Id>,
    Json(patch): Json<ProductPatch>,
) -> Result<Json<Product>, Error> {
    let mut tx = app.db.begin().await?;
    let product = super::patch(&mut tx, &app, &caller, id.0, &patch).await?;
    tx.commit().await?;
    Ok(Json(product))
}
