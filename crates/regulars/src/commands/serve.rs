//! `regulars serve`: the server, its workers, and their orderly end.

use std::net::SocketAddr;
use std::time::Duration;

use platform::jobs::Worker;
use platform::telemetry::Metrics;
use platform::{App, housekeeping};
use serde_json::json;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::exit::{Failure, database};
use super::{Exit, Report};
use crate::config::Config;
use crate::site::{self, Watch};
use crate::start;

/// How often what has served is dropped.
const TIDY: Duration = Duration::from_secs(3_600);

pub(super) async fn run(config: &Config, report: &Report) -> Result<Exit, Failure> {
    let app = start::ready(config).await.map_err(database)?;
    serve(config, report, app).await
}

/// Serves an opened and migrated database until it is told to stop.
pub(super) async fn serve(config: &Config, report: &Report, app: App) -> Result<Exit, Failure> {
    let listener = TcpListener::bind(config.listen).await.map_err(|cause| {
        let why = format!("{} cannot be listened on: {cause}. Choose another with --listen.", config.listen);
        Failure::new(Exit::Failed, why)
    })?;
    let address = listener.local_addr().unwrap_or(config.listen);
    let stopping = CancellationToken::new();
    let watch = Watch {
        metrics: Metrics::install().inspect_err(|error| tracing::warn!(%error, "nothing is counted")).ok(),
        metrics_open: config.metrics_open,
        consumers: shop::CONSUMERS.to_vec(),
        stopping: stopping.clone(),
    };
    let router = site::build(&app, config.gate.clone(), watch);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();

    let worker = workers(&app, config.workers);
    let worker_stopping = worker.stopping();
    let grace = config.grace;
    let working = tokio::spawn(async move { worker.run(grace).await });
    let tidying = tokio::spawn(tidy(app.clone(), stopping.clone()));
    let following = tokio::spawn(shop::follow(app.clone(), stopping.clone()));

    let (signal, jobs) = (stopping.clone(), worker_stopping.clone());
    tokio::spawn(async move {
        told_to_stop().await;
        tracing::info!("stopping");
        signal.cancel();
        jobs.cancel();
    });
    let url = config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    report.outcome(&format!("Regulars serves {url}"), &json!({ "listening": address.to_string(), "url": url }));

    let server = axum::serve(listener, service).with_graceful_shutdown(stopping.clone().cancelled_owned());
    let server = async { server.await };
    let deadline = async {
        stopping.cancelled().await;
        tokio::time::sleep(grace).await;
    };
    let ended = tokio::select! {
        ended = server => ended,
        // Streams of progress would hold the server for ever.
        () = deadline => Ok(()),
    };
    stopping.cancel();
    worker_stopping.cancel();
    let _ = working.await;
    let _ = tidying.await;
    let _ = following.await;
    app.db.close().await;
    ended.map_err(|cause| Failure::new(Exit::Failed, format!("the server broke off: {cause}")))?;
    Ok(Exit::Done)
}

/// A worker that knows every kind of job.
pub(super) fn workers(app: &App, slots: usize) -> Worker {
    let mut worker = Worker::new(app.clone(), slots);
    shop::register(&mut worker);
    worker
}

async fn tidy(app: App, stopping: CancellationToken) {
    loop {
        if let Err(error) = housekeeping::tidy(&app).await {
            tracing::warn!(%error, "what has served could not be dropped");
        }
        if let Err(error) = shop::tidy(&app).await {
            tracing::warn!(%error, "the shop could not be looked after");
        }
        tokio::select! {
            () = stopping.cancelled() => return,
            () = tokio::time::sleep(TIDY) => {}
        }
    }
}

/// Ctrl-C, or the service manager's SIGTERM.
pub(super) async fn told_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
