//! Webhooks over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::db::Connection;
use platform::http::{Caller, Json, Page, PageQuery, Path, Problem, Query};
use platform::jobs::{self, New};
use platform::{App, Error, Id, Instant, audit};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{Delivery, Settings, Status, Topic, Webhook};
use super::send::{KEY, Payload};
use super::{DELIVER, guard, records, send, sign};

/// Webhooks that a business may have.
const MOST: usize = 50;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(settings, put_settings))
        .routes(routes!(change, delete))
        .routes(routes!(test))
        .routes(routes!(deliveries))
        .routes(routes!(replay))
}

/// Every webhook, the oldest first.
#[utoipa::path(get, path = "/api/v1/webhooks", tag = "webhooks", operation_id = "list_webhooks",
    responses((status = 200, body = Page<Webhook>), (status = "4XX", body = Problem)))]
async fn list(State(app): State<App>) -> Result<Json<Page<Webhook>>, Error> {
    let items = records::list(&mut app.db.read().await?).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

fn yes() -> bool {
    true
}

/// A new webhook.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewWebhook {
    /// The address: `https://…`.
    url: String,
    /// What is told there.
    topics: Vec<Topic>,
    /// Of which segments; null for all.
    #[serde(default)]
    segments: Option<Vec<Id>>,
    /// Whether anything is told there now.
    #[serde(default = "yes")]
    active: bool,
}

/// A webhook with its secret.
#[derive(Debug, Serialize, ToSchema)]
struct Made {
    /// The webhook.
    #[serde(flatten)]
    webhook: Webhook,
    /// What signs the messages. Shown this once.
    secret: String,
}

fn topics(mut topics: Vec<Topic>) -> Result<Vec<Topic>, Error> {
    topics.sort();
    topics.dedup();
    if topics.is_empty() || topics.contains(&Topic::Test) {
        return Err(Error::invalid("topics", "required"));
    }
    Ok(topics)
}

/// Makes a webhook. Its secret is shown once.
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "webhooks", operation_id = "create_webhook",
    request_body = NewWebhook, responses((status = 201, body = Made), (status = "4XX", body = Problem)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<NewWebhook>,
) -> Result<(StatusCode, Json<Made>), Error> {
    let now = app.clock.now();
    let mut bytes = [0_u8; 24];
    app.chance.fill(&mut bytes)?;
    let secret = sign::secret(&bytes);
    let webhook = Webhook {
        id: Id(app.ids.next()),
        url: admitted(&mut app.db.read().await?, &body.url).await?,
        topics: topics(body.topics)?,
        segments: body.segments,
        active: body.active,
        created_at: Instant(now),
        created_by: caller.actor.name().to_owned(),
        secret: secret.clone().into(),
    };
    let mut tx = app.db.begin().await?;
    if records::list(&mut tx).await?.len() >= MOST {
        return Err(Error::conflict("too_many_webhooks"));
    }
    records::insert(&mut tx, &webhook).await?;
    audited(&mut tx, &app, &caller, "webhooks.created", webhook.id.0).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(Made { webhook, secret })))
}

async fn audited(
    tx: &mut platform::db::Tx,
    app: &App,
    caller: &Caller,
    what: &'static str,
    id: i64,
) -> Result<(), Error> {
    audit::record(tx, caller, what, Some("webhook"), Some(&id.to_string()), &json!({}), app.clock.now()).await
}

/// What is changed of a webhook; what is absent stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WebhookPatch {
    /// The address.
    #[serde(default)]
    url: Option<String>,
    /// What is told there.
    #[serde(default)]
    topics: Option<Vec<Topic>>,
    /// Of which segments; null for all.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<Vec<Id>>)]
    segments: Option<Option<Vec<Id>>>,
    /// Whether anything is told there now.
    #[serde(default)]
    active: Option<bool>,
}

/// Tells a null from an absent field.
fn said<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<Vec<Id>>>, D::Error> {
    Option::<Vec<Id>>::deserialize(from).map(Some)
}

/// Changes a webhook.
#[utoipa::path(patch, path = "/api/v1/webhooks/{id}", tag = "webhooks", operation_id = "change_webhook",
    params(("id" = Id, Path)), request_body = WebhookPatch,
    responses((status = 200, body = Webhook), (status = "4XX", body = Problem)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<WebhookPatch>,
) -> Result<Json<Webhook>, Error> {
    let mut tx = app.db.begin().await?;
    let mut webhook = records::find(&mut tx, id).await?.ok_or_else(|| Error::not_found("webhook"))?;
    if let Some(url) = body.url {
        webhook.url = admitted(&mut tx, &url).await?;
    }
    if let Some(said) = body.topics {
        webhook.topics = topics(said)?;
    }
    if let Some(segments) = body.segments {
        webhook.segments = segments;
    }
    webhook.active = body.active.unwrap_or(webhook.active);
    records::update(&mut tx, &webhook).await?;
    audited(&mut tx, &app, &caller, "webhooks.changed", id).await?;
    tx.commit().await?;
    Ok(Json(webhook))
}

/// Deletes a webhook with its log.
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", tag = "webhooks", operation_id = "delete_webhook",
    params(("id" = Id, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
async fn delete(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<StatusCode, Error> {
    let mut tx = app.db.begin().await?;
    if !records::delete(&mut tx, id).await? {
        return Err(Error::not_found("webhook"));
    }
    audited(&mut tx, &app, &caller, "webhooks.deleted", id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was sent to an address, the last first. Kept for 30 days.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/deliveries", tag = "webhooks", operation_id = "webhook_deliveries",
    params(("id" = Id, Path), PageQuery),
    responses((status = 200, body = Page<Delivery>), (status = "4XX", body = Problem)))]
async fn deliveries(
    State(app): State<App>,
    Path(Id(id)): Path<Id>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Delivery>>, Error> {
    let mut session = app.db.read().await?;
    records::find(&mut session, id).await?.ok_or_else(|| Error::not_found("webhook"))?;
    let before = page.after::<i64>()?.unwrap_or(i64::MAX);
    let limit = page.limit();
    let found = records::deliveries(&mut session, id, before, limit + 1).await?;
    Ok(Json(Page::cut(found, limit, |one| one.id.0)?))
}

/// Sends a delivery again, with the same id.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/deliveries/{delivery}/replay", tag = "webhooks",
    operation_id = "replay_delivery", params(("id" = Id, Path), ("delivery" = Id, Path)),
    responses((status = 200, body = Delivery), (status = "4XX", body = Problem)))]
async fn replay(State(app): State<App>, caller: Caller, Path(ids): Path<(Id, Id)>) -> Result<Json<Delivery>, Error> {
    let (Id(id), Id(number)) = ids;
    let mut session = app.db.read().await?;
    let found = records::find_delivery(&mut session, number).await?.filter(|one| one.webhook == id);
    let delivery = found.ok_or_else(|| Error::not_found("delivery"))?;
    drop(session);
    let mut tx = app.db.begin().await?;
    audited(&mut tx, &app, &caller, "webhooks.replayed", id).await?;
    tx.commit().await?;
    once(&app, id, &delivery).await
}

/// An address as it is kept, when the shop's settings let it be told.
async fn admitted(conn: &mut impl Connection, url: &str) -> Result<String, Error> {
    let settings: Settings = platform::settings::get(conn, KEY).await?.unwrap_or_default();
    Ok(guard::admit(url, settings.private_addresses)?.to_string())
}

/// Tries a delivery now, and answers with what came of it. When the receiver does not take it, it is tried again later.
async fn once(app: &App, id: i64, delivery: &Delivery) -> Result<Json<Delivery>, Error> {
    let mut session = app.db.read().await?;
    let hook = records::find(&mut session, id).await?.ok_or_else(|| Error::not_found("webhook"))?;
    let settings: Settings = platform::settings::get(&mut session, KEY).await?.unwrap_or_default();
    drop(session);
    let tried = send::send(app, &hook, delivery, settings.private_addresses).await?;
    let status = if tried.taken() { Status::Delivered } else { Status::Failed };
    let number = delivery.id.0;
    let mut tx = app.db.begin().await?;
    records::tried(&mut tx, number, status, tried.code, tried.took_ms, &tried.response).await?;
    if !tried.taken() && delivery.topic != Topic::Test {
        let now = app.clock.now();
        let job = New::now(DELIVER, &Payload { delivery: delivery.id })?;
        jobs::enqueue(&mut tx, job.unique(format!("{DELIVER}.{number}")), now).await?;
    }
    tx.commit().await?;
    let found = records::find_delivery(&mut app.db.read().await?, number).await?;
    found.map(Json).ok_or_else(|| Error::not_found("delivery"))
}

/// Sends a message that says it is a test, and answers with what came of it.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/test", tag = "webhooks", operation_id = "test_webhook",
    params(("id" = Id, Path)), responses((status = 200, body = Delivery), (status = "4XX", body = Problem)))]
async fn test(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<Json<Delivery>, Error> {
    let now = app.clock.now();
    let number = app.ids.next();
    let body = json!({ "type": Topic::Test.code(), "timestamp": Instant(now), "data": {} });
    let mut tx = app.db.begin().await?;
    records::find(&mut tx, id).await?.ok_or_else(|| Error::not_found("webhook"))?;
    records::add(&mut tx, vec![(number, id, Topic::Test, now, body.to_string())]).await?;
    audited(&mut tx, &app, &caller, "webhooks.tested", id).await?;
    tx.commit().await?;
    let found = records::find_delivery(&mut app.db.read().await?, number).await?;
    once(&app, id, &found.ok_or_else(|| Error::not_found("delivery"))?).await
}

/// What holds for all webhooks.
#[utoipa::path(get, path = "/api/v1/webhooks/settings", tag = "webhooks", operation_id = "webhook_settings",
    responses((status = 200, body = Settings), (status = "4XX", body = Problem)))]
async fn settings(State(app): State<App>) -> Result<Json<Settings>, Error> {
    Ok(Json(platform::settings::get(&mut app.db.read().await?, KEY).await?.unwrap_or_default()))
}

/// Changes what holds for all webhooks.
#[utoipa::path(put, path = "/api/v1/webhooks/settings", tag = "webhooks", operation_id = "put_webhook_settings",
    request_body = Settings, responses((status = 200, body = Settings), (status = "4XX", body = Problem)))]
async fn put_settings(
    State(app): State<App>,
    caller: Caller,
    Json(settings): Json<Settings>,
) -> Result<Json<Settings>, Error> {
    let mut tx = app.db.begin().await?;
    platform::settings::put(&mut tx, &caller, KEY, &settings, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Json(settings))
}
