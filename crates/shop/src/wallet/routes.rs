//! The wallet over HTTP.

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

use super::look::{WalletLiability, moved};
use super::model::{Batch, Target, Wallet, WalletMove};
use super::{Settings, batch, records};
use crate::customers;
use crate::ledger::{Order, outside};
use crate::permissions::{COUPONS_WRITE, MEMBERS_CARE, MEMBERS_READ};

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/customers/{id}/wallet", Need::May(MEMBERS_READ)),
    Access::new("GET", "/api/v1/customers/{id}/wallet/history", Need::May(MEMBERS_READ)),
    Access::new("POST", "/api/v1/customers/{id}/wallet/adjust", Need::May(MEMBERS_CARE)),
    Access::new("GET", "/api/v1/wallet/settings", Need::May(MEMBERS_READ)),
    Access::new("PUT", "/api/v1/wallet/settings", Need::May(COUPONS_WRITE)),
    Access::new("GET", "/api/v1/wallet/liability", Need::May(MEMBERS_READ)),
    Access::new("GET", "/api/v1/wallet/batches", Need::May(MEMBERS_READ)),
    Access::new("POST", "/api/v1/wallet/batches", Need::May(COUPONS_WRITE)),
    Access::new("GET", "/api/v1/wallet/batches/{id}", Need::May(MEMBERS_READ)),
    Access::new("POST", "/api/v1/wallet/batches/{id}/stop", Need::May(COUPONS_WRITE)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get))
        .routes(routes!(history))
        .routes(routes!(adjust))
        .routes(routes!(settings, put_settings))
        .routes(routes!(liability))
        .routes(routes!(batches, begin))
        .routes(routes!(one_batch))
        .routes(routes!(stop))
}

/// A customer's red packets, and what can be spent of them.
#[utoipa::path(get, path = "/api/v1/customers/{id}/wallet", tag = "wallet", operation_id = "get_wallet",
    params(("id" = Id, Path)), responses((status = 200, body = Wallet), (status = "4XX", body = Problem)))]
async fn get(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<Json<Wallet>, Error> {
    let mut session = app.db.read().await?;
    let reached = customers::reach(&mut session, &caller.shops, id).await?;
    super::wallet(&mut session, &reached.profile_ids, app.clock.now()).await.map(Json)
}

/// What moved a customer's credit, newest first.
#[utoipa::path(get, path = "/api/v1/customers/{id}/wallet/history", tag = "wallet", operation_id = "wallet_history",
    params(("id" = Id, Path), PageQuery),
    responses((status = 200, body = Page<WalletMove>), (status = "4XX", body = Problem)))]
async fn history(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<WalletMove>>, Error> {
    let mut session = app.db.read().await?;
    let reached = customers::reach(&mut session, &caller.shops, id).await?;
    let before = page.after()?.unwrap_or((i64::MAX, i64::MAX));
    let limit = page.limit();
    let found = super::history(&mut session, &reached.profile_ids, before, limit + 1).await?;
    Page::cut(found, limit, |one| (one.at.0, one.id.0)).map(Json)
}

/// Credit to be given or taken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WalletToAdjust {
    /// How much, minor units; below 0 to take it.
    amount: i64,
    /// Why; the buyer reads it.
    reason: String,
    /// The same key is done once.
    #[serde(default)]
    key: Option<String>,
    /// Days that what is given can be spent; as the settings say when it is left out.
    #[serde(default)]
    expires_days: Option<i64>,
}

/// Gives a customer a red packet by hand, or takes credit. Agents have a budget for what they give.
#[utoipa::path(post, path = "/api/v1/customers/{id}/wallet/adjust", tag = "wallet", operation_id = "adjust_wallet",
    params(("id" = Id, Path)), request_body = WalletToAdjust,
    responses((status = 200, body = WalletMove), (status = "4XX", body = Problem)))]
async fn adjust(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<WalletToAdjust>,
) -> Result<Json<WalletMove>, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, id).await?;
    let key = match &body.key {
        Some(key) => outside(key)?,
        None => format!("adjust:{}", app.ids.next()),
    };
    let order =
        Order { key: key.clone(), points: body.amount, reason: Some(Words::from(body.reason)), actor: &caller.actor };
    super::adjust(&mut tx, &app, &reached, &order, body.expires_days).await?;
    let subject = reached.customer_id.to_string();
    let detail = json!({ "amount": body.amount });
    audit::record(&mut tx, &caller, "wallet.adjusted", Some("customer"), Some(&subject), &detail, now).await?;
    let moved = moved(&mut tx, &key).await?;
    tx.commit().await?;
    Ok(Json(moved))
}

/// How credit is given and spent.
#[utoipa::path(get, path = "/api/v1/wallet/settings", tag = "wallet", operation_id = "get_wallet_settings",
    responses((status = 200, body = Settings), (status = "4XX", body = Problem)))]
async fn settings(State(app): State<App>) -> Result<Json<Settings>, Error> {
    super::settings(&mut app.db.read().await?).await.map(Json)
}

/// Changes how credit is given and spent. What was given before stays as it was.
#[utoipa::path(put, path = "/api/v1/wallet/settings", tag = "wallet", operation_id = "put_wallet_settings",
    request_body = Settings, responses((status = 200, body = Settings), (status = "4XX", body = Problem)))]
async fn put_settings(
    State(app): State<App>,
    caller: Caller,
    Json(settings): Json<Settings>,
) -> Result<Json<Settings>, Error> {
    let mut tx = app.db.begin().await?;
    let saved = super::put_settings(&mut tx, &caller, settings, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Json(saved))
}

/// How far back.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct WalletMonths {
    /// Months back, this one included: 12 when absent, 36 at most.
    #[serde(default)]
    months: Option<i64>,
}

/// What the shop owes its customers in credit, how that came about, and when it expires.
#[utoipa::path(get, path = "/api/v1/wallet/liability", tag = "wallet", operation_id = "wallet_liability",
    params(WalletMonths), responses((status = 200, body = WalletLiability), (status = "4XX", body = Problem)))]
async fn liability(State(app): State<App>, Query(query): Query<WalletMonths>) -> Result<Json<WalletLiability>, Error> {
    super::liability(&app, query.months.unwrap_or(12).clamp(1, 36)).await.map(Json)
}

/// Packets to be given to many.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GiveWallets {
    /// Everybody in a segment or list, or these customers.
    to: Target,
    /// What is in each packet, minor units.
    amount: i64,
    /// Days that they can be spent; as the settings say when it is left out.
    #[serde(default)]
    valid_days: Option<i64>,
    /// What buyers read.
    name: Words,
}

/// Gives many customers a packet each, as a job.
#[utoipa::path(post, path = "/api/v1/wallet/batches", tag = "wallet", operation_id = "give_wallets",
    request_body = GiveWallets, responses((status = 202, body = Batch), (status = "4XX", body = Problem)))]
async fn begin(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<GiveWallets>,
) -> Result<(StatusCode, Json<Batch>), Error> {
    let wanted = batch::ToGive { to: body.to, amount: body.amount, valid_days: body.valid_days, name: body.name };
    Ok((StatusCode::ACCEPTED, Json(batch::begin(&app, &caller, wanted).await?)))
}

/// The last batches, newest first.
#[utoipa::path(get, path = "/api/v1/wallet/batches", tag = "wallet", operation_id = "list_wallet_batches",
    responses((status = 200, body = Page<Batch>), (status = "4XX", body = Problem)))]
async fn batches(State(app): State<App>) -> Result<Json<Page<Batch>>, Error> {
    Ok(Json(Page { items: records::list(&mut app.db.read().await?).await?, next_cursor: None }))
}

/// How far a batch is.
#[utoipa::path(get, path = "/api/v1/wallet/batches/{id}", tag = "wallet", operation_id = "get_wallet_batch",
    params(("id" = Id, Path)), responses((status = 200, body = Batch), (status = "4XX", body = Problem)))]
async fn one_batch(State(app): State<App>, Path(Id(id)): Path<Id>) -> Result<Json<Batch>, Error> {
    Ok(Json(batch::find(&mut app.db.read().await?, id).await?))
}

/// Stops a batch; what it gave stays.
#[utoipa::path(post, path = "/api/v1/wallet/batches/{id}/stop", tag = "wallet", operation_id = "stop_wallet_batch",
    params(("id" = Id, Path)), responses((status = 200, body = Batch), (status = "4XX", body = Problem)))]
async fn stop(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<Json<Batch>, Error> {
    let mut tx = app.db.begin().await?;
    let batch = batch::stop(&mut tx, &app, &caller, id).await?;
    tx.commit().await?;
    Ok(Json(batch))
}
