//! `regulars cluster`: the two processes of a Ballista cluster that answers SQL over exports of the warehouse.

use std::net::SocketAddr;
use std::path::PathBuf;

use olap::cluster::{self, ExecutorWish};
use serde_json::json;
use tokio::net::TcpListener;

use super::exit::Failure;
use super::serve::told_to_stop;
use super::{Exit, Report};
use crate::config::Config;

/// Which process.
#[derive(Debug, Clone, clap::Subcommand)]
pub(super) enum ClusterCommand {
    /// Take questions and hand their parts out to executors
    Scheduler {
        /// Address and port to listen on. Whoever reaches it can read every file that the executors can
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:50050")]
        at: SocketAddr,
    },
    /// Read files and work on parts of questions
    Executor {
        /// The scheduler's host and port
        #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:50050")]
        scheduler: String,
        /// The address to listen on, by which the scheduler and the other executors reach this one
        #[arg(long, default_value = "127.0.0.1")]
        host: String,
        /// The port from which others fetch rows; the next one is where the scheduler hands out work
        #[arg(long, default_value_t = 50_051)]
        port: u16,
        /// A folder for rows on their way; `cluster-PORT` in the data folder when absent
        #[arg(long, value_name = "DIR")]
        folder: Option<PathBuf>,
        /// How much memory its work may hold, MB
        #[arg(long, value_name = "N", default_value_t = 1_024)]
        memory_mb: u64,
        /// How many parts it works on at a time
        #[arg(long, value_name = "N", default_value_t = 2)]
        cores: usize,
    },
}

pub(super) async fn run(config: &Config, report: &Report, command: ClusterCommand) -> Result<Exit, Failure> {
    let failed = |what: &str, cause: String| Failure::new(Exit::Failed, format!("{what}: {cause}"));
    match command {
        ClusterCommand::Scheduler { at } => {
            let listener = TcpListener::bind(at).await.map_err(|cause| failed("scheduler", cause.to_string()))?;
            let at = listener.local_addr().unwrap_or(at);
            report.outcome(&format!("The scheduler listens on {at}"), &json!({ "scheduler": at.to_string() }));
            tokio::select! {
                ended = cluster::scheduler(listener) => ended.map_err(|cause| failed("scheduler", cause))?,
                () = told_to_stop() => {}
            }
        }
        ClusterCommand::Executor { scheduler, host, port, folder, memory_mb, cores } => {
            let address = scheduler.rsplit_once(':').and_then(|(host, port)| Some((host, port.parse().ok()?)));
            let Some((scheduler_host, scheduler_port)) = address else {
                return Err(Failure::new(
                    Exit::Usage,
                    "--scheduler must be a host and a port, such as 127.0.0.1:50050",
                ));
            };
            let wish = ExecutorWish {
                scheduler_host: scheduler_host.to_owned(),
                scheduler_port,
                host,
                port,
                work_port: port.saturating_add(1),
                folder: folder.unwrap_or_else(|| config.data_dir.join(format!("cluster-{port}"))),
                memory: memory_mb.saturating_mul(1 << 20),
                cores: cores.max(1),
            };
            report
                .outcome(&format!("An executor of {scheduler}"), &json!({ "executor": port, "scheduler": scheduler }));
            cluster::executor(wish).await.map_err(|cause| failed("executor", cause))?;
        }
    }
    Ok(Exit::Done)
}
