//! Whether the program lives and is ready, its metrics, and its OpenAPI document.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use platform::db::applied;
use platform::http::{Access, Json, Need, Problem};
use platform::telemetry::Metrics;
use platform::{App, Error, outbox};
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// A consumer this far behind the outbox is not ready.
const MOST_LAG: i64 = 100_000;

/// Who may.
pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/healthz", Need::Public),
    Access::new("GET", "/readyz", Need::Public),
    Access::new("GET", "/metrics", Need::Public),
    Access::new("GET", "/api/openapi.json", Need::Public),
];

/// The endpoints.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(alive))
        .routes(routes!(ready))
        .routes(routes!(metrics))
        .routes(routes!(document))
}

/// What the health endpoints look at beside the database.
#[derive(Clone, Default)]
pub struct Watch {
    /// What is counted; nothing in tests.
    pub metrics: Option<Metrics>,
    /// Whether metrics answer other machines.
    pub metrics_open: bool,
    /// Who reads the outbox.
    pub consumers: Vec<&'static str>,
    /// Cancelled when the program stops: it is then not ready any more, so that no new work is sent here.
    pub stopping: CancellationToken,
}

/// Whether the process lives.
#[utoipa::path(get, path = "/healthz", tag = "operations", responses((status = 200, body = String)))]
async fn alive() -> &'static str {
    "ok\n"
}

/// What readiness was asked of.
#[derive(Debug, Serialize, ToSchema)]
struct Ready {
    database: bool,
    migrations: bool,
    outbox: bool,
    disk: bool,
    /// Whether segments and counts are answered yet. While it is put together, everything else works.
    warehouse: bool,
}

/// Whether the process can do its work: database, schema, outbox, disk.
#[utoipa::path(get, path = "/readyz", tag = "operations",
    responses((status = 200, body = Ready), (status = 503, body = Problem)))]
async fn ready(State(app): State<App>, Extension(watch): Extension<Watch>) -> Result<Json<Ready>, Error> {
    let not = |why: &str| Error::new(503, "not_ready").arg("why", why).retry_after(5);
    if watch.stopping.is_cancelled() {
        return Err(not("stopping"));
    }
    let done = applied(&app.db).await.map_err(|error| not("database").context(error))?;
    if !crate::start::migrations().iter().all(|step| done.iter().any(|name| name == step.name)) {
        return Err(not("migrations"));
    }
    for consumer in &watch.consumers {
        if outbox::lag(&app.db, consumer).await? > MOST_LAG {
            return Err(not("outbox"));
        }
    }
    let folder = app.data_dir.clone();
    let wrote = tokio::task::spawn_blocking(move || can_write(&folder)).await.map_err(Error::internal)?;
    wrote.map_err(|cause| not("disk").context(cause))?;
    let warehouse = shop::segments::live::Live::of(&app).held().is_some();
    Ok(Json(Ready { database: true, migrations: true, outbox: true, disk: true, warehouse }))
}

/// Writes and removes a small file: a full disk and a read-only one both show.
pub(crate) fn can_write(folder: &std::path::Path) -> std::io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(".ready").tempfile_in(folder)?;
    std::io::Write::write_all(&mut file, &[0; 4096])?;
    file.as_file().sync_data()
}

/// What Prometheus collects. Answers this machine alone unless `metrics_open` is set.
#[utoipa::path(get, path = "/metrics", tag = "operations",
    responses((status = 200, body = String), (status = "4XX", body = Problem)))]
async fn metrics(
    State(app): State<App>,
    Extension(watch): Extension<Watch>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Error> {
    let here = peer.is_some_and(|Extension(ConnectInfo(peer))| peer.ip().is_loopback());
    let passed_on = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
    if !watch.metrics_open && (!here || passed_on) {
        return Err(Error::forbidden());
    }
    let text = match &watch.metrics {
        Some(metrics) => metrics.render(&app, &watch.consumers).await?,
        None => String::new(),
    };
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text))
}

/// The OpenAPI 3.1 document of every endpoint.
#[utoipa::path(get, path = "/api/openapi.json", tag = "operations", responses((status = 200, body = Object)))]
async fn document(Extension(Described(text)): Extension<Described>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], text.to_string())
}

/// The document, written once.
#[derive(Clone)]
pub(super) struct Described(pub(super) Arc<str>);
