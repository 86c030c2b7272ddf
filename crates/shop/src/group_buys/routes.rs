//! Group buys over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Access, Caller, Json, Need, Page, PageQuery, Path, Problem, Query, ShopScope};
use platform::{App, Error, Id, audit};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::look::{self, Wanted};
use super::model::{GroupBuy, GroupBuyFull, GroupBuyRefund, GroupBuyStatus, GroupBuySummary};
use crate::customers;
use crate::ledger::outside;
use crate::permissions::{CHECKOUT_USE, PROMOTIONS_READ, PROMOTIONS_WRITE};
use crate::promotions;
use crate::promotions::buyer::{self, Customer};

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/group-buys", Need::May(PROMOTIONS_READ)),
    Access::new("POST", "/api/v1/group-buys", Need::May(CHECKOUT_USE)),
    Access::new("GET", "/api/v1/group-buys/summary", Need::May(PROMOTIONS_READ)),
    Access::new("GET", "/api/v1/group-buys/refunds", Need::May(CHECKOUT_USE)),
    Access::new("GET", "/api/v1/group-buys/{code}", Need::May(PROMOTIONS_READ)),
    Access::new("POST", "/api/v1/group-buys/{code}/join", Need::May(CHECKOUT_USE)),
    Access::new("POST", "/api/v1/group-buys/{code}/call-off", Need::May(PROMOTIONS_WRITE)),
    Access::new("GET", "/api/v1/customers/{id}/group-buys", Need::May(PROMOTIONS_READ)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, open))
        .routes(routes!(summary))
        .routes(routes!(refunds))
        .routes(routes!(one))
        .routes(routes!(join))
        .routes(routes!(call_off))
        .routes(routes!(of_customer))
}

/// Which groups.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct GroupBuyFilter {
    /// That stand so.
    status: Option<GroupBuyStatus>,
    /// Of the promotion with this id.
    promotion: Option<Id>,
    /// With this code.
    code: Option<String>,
    /// `true`: those in which nobody paid, too. They are left out otherwise: orders that open a group are often never paid.
    #[param(value_type = Option<bool>)]
    unpaid: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct GroupBuysQuery {
    #[serde(flatten)]
    filter: GroupBuyFilter,
    #[serde(flatten)]
    page: PageQuery,
}

async fn page(app: &App, caller: &Caller, wanted: &Wanted, page: &PageQuery) -> Result<Json<Page<GroupBuy>>, Error> {
    let before = page.after()?.unwrap_or((i64::MAX, i64::MAX));
    let limit = page.limit();
    let mut session = app.db.read().await?;
    let found = look::group_buys(&mut session, &caller.shops, wanted, before, limit + 1).await?;
    Page::cut(found, limit, |one| (one.opened_at.0, one.id.0)).map(Json)
}

/// Groups of buyers (拼团), those opened last first.
#[utoipa::path(get, path = "/api/v1/group-buys", tag = "group buys", operation_id = "list_group_buys",
    params(GroupBuyFilter, PageQuery), responses((status = 200, body = Page<GroupBuy>), (status = "4XX", body = Problem)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<GroupBuysQuery>,
) -> Result<Json<Page<GroupBuy>>, Error> {
    let GroupBuyFilter { status, promotion, code, unpaid } = query.filter;
    let code = code.map(|code| code.trim().to_ascii_uppercase()).filter(|code| !code.is_empty());
    let wanted = Wanted {
        status,
        promotion: promotion.map(|id| id.0),
        // Whoever looks for one finds it, paid or not.
        unpaid: code.is_some() || unpaid.as_deref() == Some("true"),
        code,
        profiles: None,
    };
    page(&app, &caller, &wanted, &query.page).await
}

/// How group buying goes: groups that run, were filled and failed, what was paid, and how many orders are to be refunded.
#[utoipa::path(get, path = "/api/v1/group-buys/summary", tag = "group buys", operation_id = "group_buy_summary",
    responses((status = 200, body = GroupBuySummary), (status = "4XX", body = Problem)))]
async fn summary(State(app): State<App>) -> Result<Json<GroupBuySummary>, Error> {
    look::summary(&app).await.map(Json)
}

/// Paid orders of failed groups that are still to be refunded, the oldest first. The shop's own system gives the money
/// back and says so with `POST /api/v1/redemptions/{order}/release`; the message `group_buys.failed` in the outbox names
/// the same orders.
#[utoipa::path(get, path = "/api/v1/group-buys/refunds", tag = "group buys", operation_id = "group_buy_refunds",
    params(PageQuery), responses((status = 200, body = Page<GroupBuyRefund>), (status = "4XX", body = Problem)))]
async fn refunds(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<Json<Page<GroupBuyRefund>>, Error> {
    let (after, limit) = (query.after()?.unwrap_or(0), query.limit());
    let found = look::refunds(&mut app.db.read().await?, &caller.shops, after, limit + 1).await?;
    Page::cut(found, limit, |one| one.id.0).map(Json)
}

/// A group and who is in it.
#[utoipa::path(get, path = "/api/v1/group-buys/{code}", tag = "group buys", operation_id = "get_group_buy",
    params(("code" = String, Path)), responses((status = 200, body = GroupBuyFull), (status = "4XX", body = Problem)))]
async fn one(State(app): State<App>, caller: Caller, Path(code): Path<String>) -> Result<Json<GroupBuyFull>, Error> {
    look::found(&mut app.db.read().await?, &caller.shops, &code).await.map(Json)
}

/// A group to be opened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OpenGroupBuy {
    /// The key of a live promotion with a group price.
    promotion: String,
    /// Who opens it.
    customer: Customer,
    /// The same key opens one group.
    #[serde(default)]
    key: Option<String>,
}

/// Opens a group: the customer leads it and holds its first place, for as long as an order would hold it. An order that
/// names the group (`"group": {"join": code}`) then pays for the place. A cart may as well open a group itself
/// (`"group": {"open": promotion}`).
#[utoipa::path(post, path = "/api/v1/group-buys", tag = "group buys", operation_id = "open_group_buy",
    request_body = OpenGroupBuy, responses((status = 201, body = GroupBuyFull), (status = "4XX", body = Problem)))]
async fn open(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<OpenGroupBuy>,
) -> Result<(StatusCode, Json<GroupBuyFull>), Error> {
    let who = buyer::who(&mut app.db.read().await?, &caller.shops, &body.customer).await?;
    let key = match &body.key {
        Some(key) => outside(key)?,
        None => format!("open:{}", app.ids.next()),
    };
    let opened = super::open(&app, &who, &body.promotion, &key).await?;
    let group = look::by_id(&mut app.db.read().await?, &caller.shops, opened).await?;
    Ok((StatusCode::CREATED, Json(group)))
}

/// Who joins.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct JoinGroupBuy {
    /// The customer.
    customer: Customer,
}

/// Joins a group: a place in it is held for as long as an order would hold it. Whoever is in it already is answered the
/// same.
#[utoipa::path(post, path = "/api/v1/group-buys/{code}/join", tag = "group buys", operation_id = "join_group_buy",
    params(("code" = String, Path)), request_body = JoinGroupBuy,
    responses((status = 200, body = GroupBuyFull), (status = "4XX", body = Problem)))]
async fn join(
    State(app): State<App>,
    caller: Caller,
    Path(code): Path<String>,
    Json(body): Json<JoinGroupBuy>,
) -> Result<Json<GroupBuyFull>, Error> {
    let who = buyer::who(&mut app.db.read().await?, &caller.shops, &body.customer).await?;
    let joined = super::join(&app, &who, &code).await?;
    look::by_id(&mut app.db.read().await?, &caller.shops, joined).await.map(Json)
}

/// Why a group is called off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CallOffGroupBuy {
    /// Why; staff reads it.
    reason: String,
}

/// Calls an open group off. Its paid orders are to be refunded. Again it changes nothing and is answered the same.
#[utoipa::path(post, path = "/api/v1/group-buys/{code}/call-off", tag = "group buys", operation_id = "call_off_group_buy",
    params(("code" = String, Path)), request_body = CallOffGroupBuy,
    responses((status = 200, body = GroupBuyFull), (status = "4XX", body = Problem)))]
async fn call_off(
    State(app): State<App>,
    caller: Caller,
    Path(code): Path<String>,
    Json(body): Json<CallOffGroupBuy>,
) -> Result<Json<GroupBuyFull>, Error> {
    promotions::all_shops(&caller)?;
    let mut tx = app.db.begin().await?;
    let (group, fresh) = super::call_off(&mut tx, &app, &code, &body.reason, caller.actor.name()).await?;
    if fresh {
        let (subject, detail) = (Id(group).to_string(), json!({ "code": code, "reason": body.reason.trim() }));
        let now = app.clock.now();
        audit::record(&mut tx, &caller, "group_buy.called_off", Some("group_buy"), Some(&subject), &detail, now)
            .await?;
    }
    tx.commit().await?;
    look::by_id(&mut app.db.read().await?, &ShopScope::All, group).await.map(Json)
}

/// The groups that a customer is or was in, those opened last first.
#[utoipa::path(get, path = "/api/v1/customers/{id}/group-buys", tag = "group buys", operation_id = "customer_group_buys",
    params(("id" = Id, Path), PageQuery),
    responses((status = 200, body = Page<GroupBuy>), (status = "4XX", body = Problem)))]
async fn of_customer(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Query(query): Query<PageQuery>,
) -> Result<Json<Page<GroupBuy>>, Error> {
    let reached = customers::reach(&mut app.db.read().await?, &caller.shops, id).await?;
    let wanted = Wanted { profiles: Some(reached.profile_ids), ..Wanted::default() };
    page(&app, &caller, &wanted, &query).await
}
