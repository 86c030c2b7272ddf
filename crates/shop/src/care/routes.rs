//! Consent, switches, export and erasure over HTTP.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use platform::http::{Access, Caller, Json, Need, Path, Problem};
use platform::{App, Error, Id, Instant, audit};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Consent, ConsentChannel, ConsentState, Purpose, erasure};
use crate::customers;
use crate::permissions::{CUSTOMERS_ERASE, CUSTOMERS_EXPORT, CUSTOMERS_REVEAL, CUSTOMERS_WRITE};

/// Longest evidence or reason, characters.
const MOST_TEXT: usize = 1_000;

pub(super) const ACCESS: &[Access] = &[
    Access::new("PUT", "/api/v1/customers/{id}/consents", Need::May(CUSTOMERS_WRITE)),
    Access::new("PUT", "/api/v1/customers/{id}/personalisation", Need::May(CUSTOMERS_WRITE)),
    Access::new("PUT", "/api/v1/customers/{id}/blacklist", Need::May(CUSTOMERS_WRITE)),
    Access::new("GET", "/api/v1/customers/{id}/export", Need::May(CUSTOMERS_EXPORT)),
    Access::new("POST", "/api/v1/customers/{id}/erase", Need::May(CUSTOMERS_ERASE)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(consent))
        .routes(routes!(personalisation))
        .routes(routes!(blacklist))
        .routes(routes!(export))
        .routes(routes!(erase))
}

/// What a customer said.
#[derive(Debug, Deserialize, ToSchema)]
struct NewConsent {
    purpose: Purpose,
    channel: ConsentChannel,
    state: ConsentState,
    /// How it is known; needed for a yes.
    evidence: Option<String>,
    /// When it was said; now when absent.
    at: Option<Instant>,
}

/// What is on file after a change.
#[derive(Debug, Serialize, ToSchema)]
struct Consents {
    /// The newest word on each purpose and channel.
    items: Vec<Consent>,
}

/// Writes down what a customer said about a purpose on a channel.
#[utoipa::path(put, path = "/api/v1/customers/{id}/consents", tag = "care", operation_id = "set_consent",
    params(("id" = Id, Path)), request_body = NewConsent,
    responses((status = 200, body = Consents), (status = "4XX", body = Problem)))]
async fn consent(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(new): Json<NewConsent>,
) -> Result<Json<Consents>, Error> {
    let now = app.clock.now();
    let evidence = text("evidence", new.evidence)?;
    if new.state == ConsentState::Granted && evidence.is_none() {
        return Err(Error::invalid("evidence", "required"));
    }
    if new.at.is_some_and(|at| at.0 > now) {
        return Err(Error::invalid("at", "out_of_range"));
    }
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, id).await?;
    let consent = Consent {
        purpose: new.purpose,
        channel: new.channel,
        state: new.state,
        evidence,
        source: Some(caller.actor.name().to_owned()),
        at: Some(new.at.unwrap_or(Instant(now))),
    };
    super::record_consent(&mut tx, &app, reached.anchor, &consent, now).await?;
    let detail = json!({ "purpose": consent.purpose, "channel": consent.channel, "state": consent.state });
    audited(&mut tx, &caller, "customers.consent", reached.customer_id, &detail, now).await?;
    let items = super::consents(&mut tx, &reached.profile_ids).await?;
    customers::say_changed(&mut tx, &[reached.customer_id], now)?;
    tx.commit().await?;
    Ok(Json(Consents { items }))
}

/// A switch.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct Switch {
    on: bool,
}

/// Turns what a customer is shown personally on or off.
#[utoipa::path(put, path = "/api/v1/customers/{id}/personalisation", tag = "care", operation_id = "set_personalisation",
    params(("id" = Id, Path)), request_body = Switch,
    responses((status = 200, body = Switch), (status = "4XX", body = Problem)))]
async fn personalisation(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(switch): Json<Switch>,
) -> Result<Json<Switch>, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, id).await?;
    customers::set_personalisation(&mut tx, &app, &reached, switch.on).await?;
    turned(&mut tx, &app, &caller, &reached, "personalisation", switch.on, None, now).await?;
    tx.commit().await?;
    Ok(Json(switch))
}

/// The black list, with the reason.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct Listing {
    on: bool,
    /// Why; needed to put somebody on it.
    reason: Option<String>,
}

/// Puts a customer on the black list or takes them off it.
#[utoipa::path(put, path = "/api/v1/customers/{id}/blacklist", tag = "care", operation_id = "set_blacklist",
    params(("id" = Id, Path)), request_body = Listing,
    responses((status = 200, body = Listing), (status = "4XX", body = Problem)))]
async fn blacklist(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(listing): Json<Listing>,
) -> Result<Json<Listing>, Error> {
    let now = app.clock.now();
    let reason = text("reason", listing.reason)?;
    if listing.on && reason.is_none() {
        return Err(Error::invalid("reason", "required"));
    }
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, id).await?;
    customers::set_blacklisted(&mut tx, &app, &reached, listing.on).await?;
    turned(&mut tx, &app, &caller, &reached, "blacklist", listing.on, reason.clone(), now).await?;
    tx.commit().await?;
    Ok(Json(Listing { on: listing.on, reason }))
}

#[allow(clippy::too_many_arguments, reason = "one row has these parts")]
async fn turned(
    tx: &mut platform::db::Tx,
    app: &App,
    caller: &Caller,
    reached: &customers::Reached,
    kind: &str,
    on: bool,
    evidence: Option<String>,
    now: i64,
) -> Result<(), Error> {
    super::record_switch(tx, app, reached.anchor, (kind, on), evidence, caller.actor.name()).await?;
    audited(tx, caller, &format!("customers.{kind}"), reached.customer_id, &json!({ "on": on }), now).await
}

async fn audited(
    tx: &mut platform::db::Tx,
    caller: &Caller,
    action: &str,
    customer: i64,
    detail: &serde_json::Value,
    now: i64,
) -> Result<(), Error> {
    audit::record(tx, caller, action, Some("customer"), Some(&customer.to_string()), detail, now).await
}

fn text(field: &'static str, text: Option<String>) -> Result<Option<String>, Error> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| text.chars().count() > MOST_TEXT) {
        return Err(Error::invalid(field, "too_long"));
    }
    Ok(text)
}

/// Everything that is held of one person, in full, as a JSON file. Logged.
#[utoipa::path(get, path = "/api/v1/customers/{id}/export", tag = "care", operation_id = "export_person",
    params(("id" = Id, Path)),
    responses((status = 200, body = Object, content_type = "application/json"), (status = "4XX", body = Problem)))]
async fn export(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<Response, Error> {
    caller.require(CUSTOMERS_REVEAL)?;
    let now = app.clock.now();
    let whole = erasure::export(&mut app.db.read().await?, crate::CARE, &caller, id, now).await?;
    let mut tx = app.db.begin().await?;
    audited(&mut tx, &caller, "customers.person_exported", id, &json!({}), now).await?;
    tx.commit().await?;
    let mut answer = axum::Json(whole).into_response();
    let name =
        HeaderValue::from_str(&format!("attachment; filename=\"customer-{id}.json\"")).map_err(Error::internal)?;
    answer.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// Whom to erase, once more.
#[derive(Debug, Deserialize, ToSchema)]
struct Confirmation {
    /// The customer's id, nick or name.
    confirm: String,
}

/// What was erased.
#[derive(Debug, Serialize, ToSchema)]
struct Erased {
    /// Rows touched, by table.
    erased: BTreeMap<String, u64>,
}

/// Erases one person from every department. Cannot be undone.
#[utoipa::path(post, path = "/api/v1/customers/{id}/erase", tag = "care", operation_id = "erase_person",
    params(("id" = Id, Path)), request_body = Confirmation,
    responses((status = 200, body = Erased), (status = "4XX", body = Problem)))]
async fn erase(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<Confirmation>,
) -> Result<Json<Erased>, Error> {
    let erased = erasure::erase(&app, crate::CARE, &caller, id, &body.confirm, app.clock.now()).await?;
    Ok(Json(Erased { erased }))
}
