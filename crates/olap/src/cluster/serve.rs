//! The two processes of a cluster, for a machine on which the library's own programs are not installed.

use std::path::PathBuf;
use std::sync::Arc;

use ballista_core::ConfigProducer;
use ballista_core::extension::SessionConfigExt as _;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::{create_scheduler, start_grpc_service_with_listener};
use datafusion::execution::SessionStateDefaults;
use datafusion::prelude::SessionConfig;
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};
use tokio::net::TcpListener;

/// Serves as the scheduler on a listener, until the process is told to stop.
///
/// # Errors
/// When it cannot serve.
pub async fn scheduler(listener: TcpListener) -> Result<(), String> {
    let address = listener.local_addr().map_err(|cause| cause.to_string())?;
    let config = SchedulerConfig {
        external_host: address.ip().to_string(),
        bind_host: address.ip().to_string(),
        bind_port: address.port(),
        ..SchedulerConfig::default()
    };
    let failed = |cause: ballista_core::error::BallistaError| cause.to_string();
    config.validate().map_err(failed)?;
    let cluster = BallistaCluster::new_from_config(&config).await.map_err(failed)?;
    let scheduler =
        create_scheduler::<LogicalPlanNode, PhysicalPlanNode>(cluster, Arc::new(config)).await.map_err(failed)?;
    start_grpc_service_with_listener(listener, scheduler).await.map_err(failed)
}

/// What an executor is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExecutorWish {
    /// The scheduler's host.
    pub scheduler_host: String,
    /// The scheduler's port.
    pub scheduler_port: u16,
    /// The address to listen on, by which the scheduler and the other executors reach it.
    pub host: String,
    /// The port from which others fetch rows.
    pub port: u16,
    /// The port on which the scheduler hands out work.
    pub work_port: u16,
    /// A folder for rows on their way.
    pub folder: PathBuf,
    /// How much memory its work may hold, in bytes.
    pub memory: u64,
    /// How many parts it works on at a time.
    pub cores: usize,
}

/// What plans may call. The library's own executors know no function over lists, by which rules ask for tags, and refuse such
/// a plan: "PhysicalExtensionCodec is not provided for scalar function cardinality".
fn functions() -> BallistaFunctionRegistry {
    let mut known = BallistaFunctionRegistry::default();
    let lists = SessionStateDefaults::default_scalar_functions().into_iter();
    known.scalar_functions.extend(lists.map(|function| (function.name().to_owned(), function)));
    known
}

/// Serves as an executor, until the process is told to stop.
///
/// # Errors
/// When the scheduler does not answer or the ports are taken.
pub async fn executor(wish: ExecutorWish) -> Result<(), String> {
    std::fs::create_dir_all(&wish.folder).map_err(|cause| format!("{}: {cause}", wish.folder.display()))?;
    let producer: ConfigProducer = Arc::new(SessionConfig::new_with_ballista);
    let config = ExecutorProcessConfig {
        bind_host: wish.host.clone(),
        external_host: Some(wish.host),
        port: wish.port,
        grpc_port: wish.work_port,
        scheduler_host: wish.scheduler_host,
        scheduler_port: wish.scheduler_port,
        scheduler_connect_timeout_seconds: 30,
        vcores: wish.cores,
        work_dir: Some(wish.folder.to_string_lossy().into_owned()),
        memory_pool_size: Some(wish.memory),
        job_data_ttl_seconds: 3_600,
        job_data_clean_up_interval_seconds: 600,
        override_config_producer: Some(producer),
        override_function_registry: Some(Arc::new(functions())),
        ..ExecutorProcessConfig::default()
    };
    start_executor_process(Arc::new(config)).await.map_err(|cause| cause.to_string())
}
