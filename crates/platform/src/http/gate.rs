//! The gate that every request passes: gives it an id, finds out who calls, asks the table whether they may, and writes
//! problems and security headers on the way out. What stands in no table is refused.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::decompression::RequestDecompressionLayer;
use tracing::Instrument as _;

use super::access::{Need, Policy};
use super::caller::Caller;
use super::{door, once, problem};
use crate::App;
use crate::error::{Error, Outside};
use crate::i18n::Locale;
use crate::keys::Ring;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// How long a file may take to arrive.
const UPLOAD: Duration = Duration::from_secs(3_600);

/// How the gate is set.
#[derive(Debug, Clone)]
pub struct GateOptions {
    /// Whether the outside reaches us by https, so that cookies say `Secure`.
    pub https: bool,
    /// Whether a proxy that we trust stands in front and says in `X-Forwarded-For` whom it speaks for.
    pub proxied: bool,
    /// Bytes of a body at most, after unpacking. Endpoints that take files set their own limit.
    pub body_limit: usize,
    /// How long a request may take until its answer begins.
    pub time_limit: Duration,
}

impl Default for GateOptions {
    fn default() -> Self {
        Self { https: false, proxied: false, body_limit: 8 * 1024 * 1024, time_limit: Duration::from_secs(60) }
    }
}

#[derive(Clone)]
pub(super) struct Gate {
    pub(super) app: App,
    pub(super) policy: Arc<Policy>,
    pub(super) options: Arc<GateOptions>,
    pub(super) ring: Ring,
}

/// What a handler may want to know of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// Whether cookies say `Secure`.
    pub https: bool,
}

/// Puts the gate in front of `router`, with the limits and the packing of bodies. Nothing may be routed outside it.
pub fn assemble(app: &App, policy: Policy, options: GateOptions, router: Router<App>) -> Router {
    let body_limit = options.body_limit;
    let gate = Gate { app: app.clone(), policy: Arc::new(policy), options: Arc::new(options), ring: Ring::default() };
    router
        .layer(
            ServiceBuilder::new()
                .layer(CompressionLayer::new())
                .layer(axum::middleware::from_fn_with_state(gate, pass))
                .layer(CatchPanicLayer::custom(|_| Error::internal("a handler panicked").into_response()))
                .layer(RequestDecompressionLayer::new())
                .layer(DefaultBodyLimit::max(body_limit)),
        )
        .with_state(app.clone())
}

async fn pass(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let started = tokio::time::Instant::now();
    let id = request_id(request.headers()).unwrap_or_else(|| format!("{:x}", gate.app.ids.next()));
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    // The query and the path itself may hold what somebody searched for; the route does not.
    let label = route.clone().unwrap_or_else(|| "none".to_owned());
    let span = tracing::info_span!("request", id, %method, route = label);
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let mut locale = accepted.and_then(Locale::accept).unwrap_or_default();

    let answer = async {
        match enter(&gate, &mut request, route.as_deref(), &id, locale).await {
            Ok(Entered::Answered(response)) => response,
            Ok(Entered::Come(caller)) => {
                if let Some(caller) = &caller {
                    locale = caller.locale;
                }
                inside(&gate, request, next, caller).await
            }
            Err(error) => error.into_response(),
        }
    };
    let answer = answer.instrument(span.clone()).await;
    let mut answer = problem::render(plain(answer), &gate.app.i18n, locale, Some(&id));

    let took = started.elapsed();
    let status = answer.status().as_u16();
    span.in_scope(|| tracing::info!(status, milliseconds = took.as_millis() as u64, "answered"));
    metrics::counter!("regulars_http_requests_total", "method" => method.to_string(), "route" => label.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("regulars_http_request_seconds", "method" => method.to_string(), "route" => label)
        .record(took.as_secs_f64());
    secure(&mut answer, &id, gate.options.https);
    answer
}

/// Runs the handler: within its time, and once for an idempotency key.
async fn inside(gate: &Gate, request: Request, next: Next, caller: Option<Caller>) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let limit = if kind.starts_with("multipart/") { UPLOAD } else { gate.options.time_limit };
    let work = once::run(gate, request, next, caller.as_ref());
    match tokio::time::timeout(limit, work).await {
        Ok(answer) => answer,
        Err(_) => Error::new(408, "timeout").into_response(),
    }
}

enum Entered {
    /// The handler may run, for this caller.
    Come(Option<Caller>),
    /// There is nothing for a handler to do.
    Answered(Response),
}

async fn enter(
    gate: &Gate,
    request: &mut Request,
    route: Option<&str>,
    id: &str,
    locale: Locale,
) -> Result<Entered, Error> {
    request.extensions_mut().insert(Scheme { https: gate.options.https });
    let Some(route) = route else {
        let path = request.uri().path();
        let interface = ["/api/", "/v1/"].iter().any(|start| path.starts_with(start));
        return if interface { Err(Error::not_found("page")) } else { Ok(Entered::Come(None)) };
    };
    let method = request.method().clone();
    if method == Method::OPTIONS && gate.policy.need("POST", route) == Some(Need::WriteKey) {
        return Ok(Entered::Answered(preflight()));
    }
    let Some(need) = gate.policy.need(method.as_str(), route) else {
        let known = gate.policy.access.iter().any(|entry| entry.path == route);
        return Err(if known { Error::new(405, "method_not_allowed") } else { Error::forbidden() });
    };
    let address = address(request, gate.options.proxied);
    let unknown = door::Visitor { address, id: id.to_owned(), locale };
    let caller = door::open(gate, request, need, unknown).await?;
    if let Some(caller) = &caller {
        request.extensions_mut().insert(caller.clone());
    }
    Ok(Entered::Come(caller))
}

/// Where a request came from.
fn address(request: &Request, proxied: bool) -> Option<String> {
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    // The last entry is the one that our own proxy wrote; the ones before it are anybody's claim.
    let forwarded =
        forwarded.filter(|_| proxied).and_then(|value| value.rsplit(',').next()).map(|one| one.trim().to_owned());
    let direct = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_string());
    forwarded.filter(|one| !one.is_empty() && one.len() <= 64).or(direct)
}

fn request_id(headers: &HeaderMap) -> Option<String> {
    let given = headers.get(&REQUEST_ID)?.to_str().ok()?;
    let plain = given.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    (plain && (1..=64).contains(&given.len())).then(|| given.to_owned())
}

/// Answers of the framework itself (no such method, body too large) become problems like ours.
fn plain(mut answer: Response) -> Response {
    let status = answer.status();
    if !(status.is_client_error() || status.is_server_error()) || answer.extensions().get::<Outside>().is_some() {
        return answer;
    }
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    if !kind.is_empty() && !kind.starts_with("text/plain") {
        return answer;
    }
    let error = match status {
        StatusCode::NOT_FOUND => Error::not_found("page"),
        StatusCode::METHOD_NOT_ALLOWED => Error::new(405, "method_not_allowed"),
        StatusCode::PAYLOAD_TOO_LARGE => Error::new(413, "too_large"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Error::new(415, "unsupported_media_type"),
        StatusCode::REQUEST_TIMEOUT => Error::new(408, "timeout"),
        status if status.is_server_error() => Error::new(status.as_u16(), "internal"),
        status => Error::new(status.as_u16(), "bad_request").arg("why", status.canonical_reason().unwrap_or("")),
    };
    answer.extensions_mut().insert(error.outside().clone());
    answer
}

/// A page of somebody's shop asks whether its script may send behaviours here. With a write key it may, from anywhere:
/// the key stands in that page anyway, and an answer tells nothing.
fn preflight() -> Response {
    let mut answer = StatusCode::NO_CONTENT.into_response();
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, content-encoding"),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ] {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

fn secure(answer: &mut Response<Body>, id: &str, https: bool) {
    let headers = answer.headers_mut();
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    // A page brings a policy of its own, with its nonce; anything else needs nothing.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ));
    if !headers.contains_key(header::CACHE_CONTROL) {
        // Figures and people are not for a browser's disk.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache, private"));
    }
}

/// The policy of a page of the console: its own files, styles that carry this answer's `nonce`, and style attributes,
/// which charts write into their tooltips.
#[must_use]
pub fn page_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}
