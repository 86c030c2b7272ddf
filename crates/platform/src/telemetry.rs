//! What the outside can watch: logs on standard error, metrics for Prometheus.

use std::sync::Arc;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::App;
use crate::error::Error;
use crate::{jobs, outbox};

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// For a person.
    #[default]
    Pretty,
    /// One JSON object a line, for a collector.
    Json,
}

/// Writes logs to standard error from now on. `filter` is a level or `tracing`'s directives: `info,sqlx=warn`. A second
/// call does nothing.
///
/// # Errors
/// When `filter` is malformed.
pub fn log(format: LogFormat, filter: &str) -> Result<(), Error> {
    let filter = EnvFilter::try_new(filter).map_err(Error::internal)?;
    let coloured = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(coloured).with_writer(std::io::stderr);
    let _already = match format {
        LogFormat::Pretty => lines.with_target(false).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    Ok(())
}

/// Everything that is counted in this process.
#[derive(Clone)]
pub struct Metrics(Arc<PrometheusHandle>);

impl Metrics {
    /// Counts from now on. Once per process.
    ///
    /// # Errors
    /// When something else counts already.
    pub fn install() -> Result<Self, Error> {
        let seconds = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0];
        let handle = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), seconds)
            .map_err(Error::internal)?
            .install_recorder()
            .map_err(Error::internal)?;
        Ok(Self(Arc::new(handle)))
    }

    /// Everything in Prometheus's text format, with what is asked of the database at this moment: connections, jobs,
    /// and how far each of `consumers` is behind the outbox.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn render(&self, app: &App, consumers: &[&'static str]) -> Result<String, Error> {
        for state in [jobs::State::Queued, jobs::State::Running, jobs::State::Parked] {
            metrics::gauge!("regulars_jobs", "state" => state.code()).set(0.0);
        }
        for (state, count) in jobs::counts(&mut app.db.read().await?).await? {
            metrics::gauge!("regulars_jobs", "state" => state.code()).set(count as f64);
        }
        for consumer in consumers {
            let lag = outbox::lag(&app.db, consumer).await?;
            metrics::gauge!("regulars_outbox_lag", "consumer" => *consumer).set(lag as f64);
        }
        let (open, idle) = app.db.connections();
        metrics::gauge!("regulars_database_connections", "state" => "open").set(f64::from(open));
        metrics::gauge!("regulars_database_connections", "state" => "idle").set(idle as f64);
        self.0.run_upkeep();
        Ok(self.0.render())
    }
}
