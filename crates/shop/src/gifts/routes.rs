//! Gifts over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Access, Caller, Json, Need, Page, PageQuery, Path, Problem, Query};
use platform::{App, Error, Id, audit};
use pricing::Words;
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::give::ToGive;
use super::look::{self, Wanted};
use super::model::{Gift, GiftKind, GiftSource, GiftStatus, GiftSummary, GiftsSettled};
use crate::customers;
use crate::ledger::outside;
use crate::permissions::{MEMBERS_CARE, MEMBERS_READ};

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/gifts", Need::May(MEMBERS_READ)),
    Access::new("GET", "/api/v1/gifts/summary", Need::May(MEMBERS_READ)),
    Access::new("POST", "/api/v1/gifts/settle", Need::May(MEMBERS_CARE)),
    Access::new("GET", "/api/v1/customers/{id}/gifts", Need::May(MEMBERS_READ)),
    Access::new("POST", "/api/v1/customers/{id}/gifts", Need::May(MEMBERS_CARE)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(summary))
        .routes(routes!(settle))
        .routes(routes!(of_customer, give))
}

/// Which gifts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct GiftFilter {
    /// As far as this.
    status: Option<GiftStatus>,
    /// That reach customers so.
    kind: Option<GiftKind>,
    /// Given for this.
    source: Option<GiftSource>,
}

#[derive(Debug, Default, Deserialize)]
struct GiftsQuery {
    #[serde(flatten)]
    filter: GiftFilter,
    #[serde(flatten)]
    page: PageQuery,
}

async fn page(
    app: &App,
    caller: &Caller,
    filter: GiftFilter,
    page: &PageQuery,
    customer: Option<i64>,
) -> Result<Json<Page<Gift>>, Error> {
    let mut session = app.db.read().await?;
    let profiles = match customer {
        Some(id) => Some(customers::reach(&mut session, &caller.shops, id).await?.profile_ids),
        None => None,
    };
    let wanted = Wanted { status: filter.status, kind: filter.kind, source: filter.source, profiles };
    let before = page.after()?.unwrap_or((i64::MAX, i64::MAX));
    let limit = page.limit();
    let found = look::gifts(&mut session, &caller.shops, &wanted, before, limit + 1).await?;
    Page::cut(found, limit, |one| (one.at.0, one.id.0)).map(Json)
}

/// Gifts, newest first. Whoever delivers them reads those that are due.
#[utoipa::path(get, path = "/api/v1/gifts", tag = "gifts", operation_id = "list_gifts",
    params(GiftFilter, PageQuery), responses((status = 200, body = Page<Gift>), (status = "4XX", body = Problem)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<GiftsQuery>,
) -> Result<Json<Page<Gift>>, Error> {
    page(&app, &caller, query.filter, &query.page, None).await
}

/// How gifts stand, and how many were given in each of the last twelve months.
#[utoipa::path(get, path = "/api/v1/gifts/summary", tag = "gifts", operation_id = "gift_summary",
    responses((status = 200, body = GiftSummary), (status = "4XX", body = Problem)))]
async fn summary(State(app): State<App>) -> Result<Json<GiftSummary>, Error> {
    look::summary(&app).await.map(Json)
}

/// What became of gifts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SettleGifts {
    /// Which, 500 at most.
    ids: Vec<Id>,
    /// `sent`; `failed` when it could not be; `due` to try a failed one again; `cancelled` to call it off.
    status: GiftStatus,
    /// A parcel's or a booking's number; why it failed or is called off, which must be said.
    #[serde(default)]
    note: Option<String>,
}

/// Says what became of gifts. Saying it again changes nothing and is answered the same; those that cannot be changed are
/// named, and the others are done.
#[utoipa::path(post, path = "/api/v1/gifts/settle", tag = "gifts", operation_id = "settle_gifts",
    request_body = SettleGifts, responses((status = 200, body = GiftsSettled), (status = "4XX", body = Problem)))]
async fn settle(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<SettleGifts>,
) -> Result<Json<GiftsSettled>, Error> {
    let mut tx = app.db.begin().await?;
    let done = super::settle(&mut tx, &app, &caller, &body.ids, body.status, body.note.as_deref()).await?;
    let now = app.clock.now();
    for id in &done.changed {
        let (subject, detail) = (id.to_string(), json!({ "status": body.status }));
        audit::record(&mut tx, &caller, "gift.settled", Some("gift"), Some(&subject), &detail, now).await?;
    }
    tx.commit().await?;
    let settled = look::by_ids(&mut app.db.read().await?, &caller.shops, &done.done).await?;
    Ok(Json(GiftsSettled { settled, refused: done.refused }))
}

/// A customer's gifts, newest first.
#[utoipa::path(get, path = "/api/v1/customers/{id}/gifts", tag = "gifts", operation_id = "customer_gifts",
    params(("id" = Id, Path), PageQuery),
    responses((status = 200, body = Page<Gift>), (status = "4XX", body = Problem)))]
async fn of_customer(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Query(query): Query<PageQuery>,
) -> Result<Json<Page<Gift>>, Error> {
    page(&app, &caller, GiftFilter::default(), &query, Some(id)).await
}

/// A gift to be given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GiveGift {
    /// What it is; the buyer reads it.
    name: Words,
    /// How it reaches her.
    kind: GiftKind,
    /// What it is worth to the shop, minor units.
    #[serde(default)]
    worth: i64,
    /// Why.
    reason: String,
    /// The same key is done once.
    #[serde(default)]
    key: Option<String>,
}

/// Gives a customer a gift, with a reason; it is due until somebody says that it was sent. Agents have a budget for what
/// they give.
#[utoipa::path(post, path = "/api/v1/customers/{id}/gifts", tag = "gifts", operation_id = "give_gift",
    params(("id" = Id, Path)), request_body = GiveGift,
    responses((status = 201, body = Gift), (status = "4XX", body = Problem)))]
async fn give(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<GiveGift>,
) -> Result<(StatusCode, Json<Gift>), Error> {
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, id).await?;
    let key = match &body.key {
        Some(key) => outside(key)?,
        None => format!("hand:{}", app.ids.next()),
    };
    let wanted = ToGive { name: &body.name, kind: body.kind, worth: body.worth, reason: &body.reason, key: &key };
    let (given, new) = super::give(&mut tx, &app, &caller.actor, &reached, wanted).await?;
    if new {
        let detail = json!({ "gift": Id(given), "worth": body.worth });
        let (subject, now) = (reached.customer_id.to_string(), app.clock.now());
        audit::record(&mut tx, &caller, "gift.given", Some("customer"), Some(&subject), &detail, now).await?;
    }
    tx.commit().await?;
    let gift = look::by_ids(&mut app.db.read().await?, &caller.shops, &[given]).await?.pop();
    Ok((StatusCode::CREATED, Json(gift.ok_or_else(|| Error::not_found("gift"))?)))
}
