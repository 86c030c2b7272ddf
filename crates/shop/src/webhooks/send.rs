//! Sending one delivery: signed, bounded in time, without redirects, to an address that the guard has passed.

use std::sync::Once;
use std::time::Duration;

use platform::jobs::{ATTEMPTS, Job};
use platform::{App, Error, Id, Personal};
use serde::{Deserialize, Serialize};

use super::model::{Delivery, Settings, Status, Webhook};
use super::{guard, records, sign};

/// The kind of the job that sends one delivery.
pub const DELIVER: &str = "webhooks.deliver";
/// Where the settings stand.
pub(super) const KEY: &str = "webhooks";
/// How long a receiver may take.
const LIMIT: Duration = Duration::from_secs(15);
/// Bytes of an answer that are kept.
const ANSWER: usize = 2_000;

/// Which delivery.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Payload {
    pub(super) delivery: Id,
}

/// What came of a try.
pub(super) struct Tried {
    pub(super) code: Option<i64>,
    pub(super) took_ms: i64,
    pub(super) response: String,
}

impl Tried {
    /// Whether the receiver took it.
    pub(super) fn taken(&self) -> bool {
        self.code.is_some_and(|code| (200..300).contains(&code))
    }
}

/// Sends a delivery, unless it was taken before, and writes down what came of it. Fails when it has to be tried again.
///
/// # Errors
/// 503 `webhook_not_taken` when the receiver did not take it and there are tries left.
pub(super) async fn run(app: App, job: Job) -> Result<(), Error> {
    let Payload { delivery: Id(id) } = job.read()?;
    let mut session = app.db.read().await?;
    let Some(delivery) = records::find_delivery(&mut session, id).await? else { return Ok(()) };
    let Some(hook) = records::find(&mut session, delivery.webhook).await? else { return Ok(()) };
    let settings: Settings = platform::settings::get(&mut session, KEY).await?.unwrap_or_default();
    drop(session);
    if delivery.status == Status::Delivered {
        return Ok(());
    }
    let tried = send(&app, &hook, &delivery, settings.private_addresses).await?;
    let last = job.attempt >= ATTEMPTS;
    let status = match (tried.taken(), last) {
        (true, _) => Status::Delivered,
        (false, true) => Status::Failed,
        (false, false) => Status::Waiting,
    };
    let mut tx = app.db.begin().await?;
    records::tried(&mut tx, id, status, tried.code, tried.took_ms, &tried.response).await?;
    tx.commit().await?;
    if status == Status::Waiting { Err(Error::new(503, "webhook_not_taken").context(tried.response)) } else { Ok(()) }
}

/// Makes one try.
///
/// # Errors
/// When the message cannot be signed; what the receiver does is no error.
pub(super) async fn send(app: &App, hook: &Webhook, delivery: &Delivery, private: bool) -> Result<Tried, Error> {
    let began = tokio::time::Instant::now();
    let outcome = attempt(app, hook, delivery, private).await?;
    let took_ms = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
    Ok(match outcome {
        Ok((code, response)) => Tried { code: Some(code), took_ms, response },
        Err(why) => Tried { code: None, took_ms, response: why },
    })
}

/// Sees to it that TLS knows how to reckon.
fn provide() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Refused only when somebody provided one before: then that one serves.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

async fn attempt(
    app: &App,
    hook: &Webhook,
    delivery: &Delivery,
    private: bool,
) -> Result<Result<(i64, String), String>, Error> {
    let id = format!("msg_{}", delivery.id);
    post(app, (&hook.url, hook.secret.expose()), &id, &delivery.request, private).await
}

/// Tells an address something at once, signed as deliveries are; in words why it was not taken. Addresses of private
/// networks are told only where the shop allows it.
///
/// # Errors
/// When it cannot be signed.
pub async fn tell(app: &App, url: &str, secret: &Personal, id: &str, body: &str) -> Result<Result<(), String>, Error> {
    let settings: Settings = platform::settings::get(&mut app.db.read().await?, KEY).await?.unwrap_or_default();
    let text = secret.expose();
    let secret = if text.starts_with(sign::MARK) { text.to_owned() } else { sign::secret(text.as_bytes()) };
    Ok(match post(app, (url, &secret), id, body, settings.private_addresses).await? {
        Ok((code, _)) if (200..300).contains(&code) => Ok(()),
        Ok((code, _)) => Err(format!("it was answered with {code}")),
        Err(why) => Err(why),
    })
}

/// Posts a signed body to an address and returns what was answered, or in words why nothing was.
pub(super) async fn post(
    app: &App,
    (url, secret): (&str, &str),
    id: &str,
    body: &str,
    private: bool,
) -> Result<Result<(i64, String), String>, Error> {
    let timestamp = app.clock.now().div_euclid(1_000);
    let signature = sign::sign(secret, id, timestamp, body)?;
    let url = guard::check(url)?;
    let addresses = match guard::resolve(&url, private).await {
        Ok(addresses) => addresses,
        Err(why) => return Ok(Err(why)),
    };
    provide();
    let host = url.host_str().unwrap_or_default().to_owned();
    // The very addresses that were looked at, so that a name that leads elsewhere a moment later does not matter.
    let client = reqwest::Client::builder()
        .timeout(LIMIT)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .user_agent("Regulars")
        .resolve_to_addrs(&host, &addresses)
        .build()
        .map_err(Error::internal)?;
    let request = client
        .post(url)
        .header("content-type", "application/json")
        .header("webhook-id", id)
        .header("webhook-timestamp", timestamp)
        .header("webhook-signature", signature)
        .body(body.to_owned());
    Ok(match request.send().await {
        Ok(answer) => Ok((i64::from(answer.status().as_u16()), beginning(answer).await)),
        Err(error) => Err(reason(&error)),
    })
}

/// Why there was no answer, down to the first cause.
fn reason(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text.chars().take(ANSWER).collect()
}

async fn beginning(mut answer: reqwest::Response) -> String {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = answer.chunk().await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() >= ANSWER {
            bytes.truncate(ANSWER);
            break;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
