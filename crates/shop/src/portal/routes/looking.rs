//! Pages that only show, over HTTP.

use axum::response::Response;
use platform::App;
use platform::Id;
use platform::http::{Path, Query};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::portal::pages;
use crate::portal::visit::Buyer;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(card))
        .routes(routes!(wallet))
        .routes(routes!(gifts))
        .routes(routes!(points))
        .routes(routes!(mall))
        .routes(routes!(draws))
        .routes(routes!(ticket))
        .routes(routes!(invite))
}

/// The card as a code for the till.
#[utoipa::path(get, path = "/my/card", tag = "portal", responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn card(buyer: Buyer) -> Response {
    buyer.visit.answer(pages::home::code(&buyer).await)
}

/// Red packets.
#[utoipa::path(get, path = "/my/wallet", tag = "portal", responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn wallet(buyer: Buyer) -> Response {
    buyer.visit.answer(pages::coupons::wallet(&buyer).await)
}

/// Gifts.
#[utoipa::path(get, path = "/my/gifts", tag = "portal", responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn gifts(buyer: Buyer) -> Response {
    buyer.visit.answer(pages::gifts::page(&buyer).await)
}

/// Where a page of moves begins.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Before {
    /// As the link to older moves says it.
    #[serde(default)]
    before: Option<String>,
}

/// Points.
#[utoipa::path(get, path = "/my/points", tag = "portal", params(Before), responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn points(buyer: Buyer, Query(query): Query<Before>) -> Response {
    buyer.visit.answer(pages::points::page(&buyer, query.before.as_deref()).await)
}

/// The points mall.
#[utoipa::path(get, path = "/my/mall", tag = "portal", responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn mall(buyer: Buyer) -> Response {
    buyer.visit.answer(pages::mall::page(&buyer).await)
}

/// Draws.
#[utoipa::path(get, path = "/my/draws", tag = "portal", responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn draws(buyer: Buyer) -> Response {
    buyer.visit.answer(pages::draws::page(&buyer).await)
}

/// Whether the wheel turns first.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Fresh {
    /// Anything: it was drawn just now.
    #[serde(default)]
    fresh: Option<String>,
}

/// What a ticket won.
#[utoipa::path(get, path = "/my/draws/{id}/tickets/{ticket}", tag = "portal",
    params(("id" = Id, Path), ("ticket" = Id, Path), Fresh), responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn ticket(buyer: Buyer, Path((id, ticket)): Path<(Id, Id)>, Query(query): Query<Fresh>) -> Response {
    buyer.visit.answer(pages::draws::ticket(&buyer, id.0, ticket.0, query.fresh.is_some()).await)
}

/// Bringing friends.
#[utoipa::path(get, path = "/my/invite", tag = "portal", responses((status = 200, body = String, content_type = "text/html"), (status = 303)))]
async fn invite(buyer: Buyer) -> Response {
    buyer.visit.answer(pages::invite::page(&buyer).await)
}
