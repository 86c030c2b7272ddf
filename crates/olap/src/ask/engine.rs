//! The session of a question: our tables, harmless functions, bounded memory.

use std::sync::Arc;
use std::time::Duration;

use datafusion::catalog::TableProvider;
use datafusion::common::DataFusionError;
use datafusion::execution::SessionStateDefaults;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::{GreedyMemoryPool, MemoryPool};
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::execution::{SendableRecordBatchStream, context::SQLOptions};
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::{SessionConfig, SessionContext};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use warehouse::Cancel;

use super::threads::{THREADS, Threads};
use super::{Limits, Refused, guard};
#[cfg(feature = "cluster")]
use crate::cluster;
use crate::place::Place;
use crate::tables::{Layout, Provided, TABLES, Table};

/// Functions that make something large of something small, or tell of the machine.
const LEFT_OUT: [&str; 20] = [
    "array_repeat",
    "array_resize",
    "arrow_metadata",
    "file_row_index",
    "gen_series",
    "generate_series",
    "input_file_name",
    "list_repeat",
    "list_resize",
    "lpad",
    "overlay",
    "range",
    "regexp_replace",
    "repeat",
    "replace",
    "rpad",
    "translate",
    "version",
    "with_metadata",
    "arrow_field",
];

/// Answers questions.
pub struct Engine {
    limits: Limits,
    runtime: Arc<RuntimeEnv>,
    /// The same with the machine's own disk, for questions over an export's files.
    on_disk: Arc<RuntimeEnv>,
    threads: Threads,
    turns: Arc<Semaphore>,
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// The text.
    pub sql: String,
    /// Rows at most; one more is given when there are more.
    pub rows: usize,
    /// How long it may take.
    pub time: Duration,
}

/// An answer on its way. Dropping it stops the work.
pub(crate) struct Answering {
    pub(super) stream: SendableRecordBatchStream,
    pub(super) rows: usize,
    pub(super) time: Duration,
    pub(super) deadline: tokio::time::Instant,
    pub(super) memory: usize,
    pub(crate) position: u64,
    pub(crate) at: i64,
    #[cfg(feature = "cluster")]
    job: Option<cluster::Job>,
    _stop: Stop,
    _turn: OwnedSemaphorePermit,
}

/// Tells the readers of columns to stop when whoever asked is gone.
struct Stop(Cancel);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl Engine {
    /// An engine within limits.
    ///
    /// # Errors
    /// When the engine's surroundings cannot be set up.
    pub fn new(limits: Limits) -> Result<Self, platform::Error> {
        let memory: Arc<dyn MemoryPool> = Arc::new(GreedyMemoryPool::new(limits.memory));
        let surroundings = || {
            RuntimeEnvBuilder::new()
                .with_memory_pool(Arc::clone(&memory))
                .with_disk_manager_builder(DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled))
                .build_arc()
                .map_err(platform::Error::internal)
        };
        let (runtime, on_disk) = (surroundings()?, surroundings()?);
        // The one store that the engine brings along is the machine's own disk.
        runtime
            .deregister_object_store(ObjectStoreUrl::local_filesystem().as_ref())
            .map_err(platform::Error::internal)?;
        let turns = Arc::new(Semaphore::new(limits.at_once));
        Ok(Self { limits, runtime, on_disk, threads: Threads::new()?, turns })
    }

    /// Its limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(super) fn session(
        &self,
        place: &Place,
        layout: &Arc<Layout>,
        cancel: &Cancel,
    ) -> Result<SessionContext, DataFusionError> {
        let runtime = match place {
            Place::Columns(_) => &self.runtime,
            Place::Files(_) => &self.on_disk,
            #[cfg(feature = "cluster")]
            Place::Cluster(..) => &self.on_disk,
        };
        let mut config = SessionConfig::new()
            .with_default_catalog_and_schema("regulars", "public")
            .with_information_schema(false)
            .with_target_partitions(THREADS);
        let options = config.options_mut();
        // Amounts are exact: 12.5 is a decimal, not a float.
        options.sql_parser.parse_float_as_decimal = true;
        options.execution.time_zone = Some(layout.zone().to_string());
        options.execution.collect_statistics = false;
        // Text is text in every place, so that answers are the same.
        options.execution.parquet.schema_force_view_types = false;
        let functions = SessionStateDefaults::default_scalar_functions()
            .into_iter()
            .filter(|one| !LEFT_OUT.contains(&one.name()))
            .collect();
        let state = SessionStateBuilder::new()
            .with_config(config)
            .with_runtime_env(Arc::clone(runtime))
            .with_scalar_functions(functions)
            .with_higher_order_functions(SessionStateDefaults::default_higher_order_functions())
            .with_aggregate_functions(SessionStateDefaults::default_aggregate_functions())
            .with_window_functions(SessionStateDefaults::default_window_functions())
            .with_expr_planners(SessionStateDefaults::default_expr_planners())
            .build();
        let context = SessionContext::new_with_state(state);
        for table in TABLES {
            context.register_table(table.name(), provider(place, layout, table, cancel)?)?;
        }
        Ok(context)
    }

    /// Starts to answer.
    ///
    /// # Errors
    /// When the text is no question, names what is not there, is too large, or there are too many at a time.
    pub(crate) async fn ask(
        &self,
        place: &Place,
        layout: &Arc<Layout>,
        question: &Question,
    ) -> Result<Answering, Refused> {
        let deadline = tokio::time::Instant::now() + question.time;
        let turn = Arc::clone(&self.turns).try_acquire_owned().map_err(|_| Refused::Busy)?;
        let statement = guard::read(&question.sql, &self.limits)?;
        let of_engine = |error: DataFusionError| Refused::from_engine(&error, self.limits.memory);
        let cancel = Cancel::new();
        let stop = Stop(cancel.clone());
        let context = self.session(place, layout, &cancel).map_err(of_engine)?;
        #[cfg(feature = "cluster")]
        let mut job = None;
        let starting = async {
            let plan = context.state().statement_to_plan(statement).await.map_err(of_engine)?;
            let only_reads = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
            only_reads.verify_plan(&plan).map_err(of_engine)?;
            guard::measure(&plan, &self.limits)?;
            let explains = matches!(plan, LogicalPlan::Explain(_) | LogicalPlan::Analyze(_));
            #[cfg(feature = "cluster")]
            let context = match place {
                Place::Cluster(_, cluster) if cluster::takes(&context.state().optimize(&plan).map_err(of_engine)?)? => {
                    cluster.reach().await.map_err(Refused::Away)?;
                    job = Some(cluster.job());
                    SessionContext::new_with_state(cluster.session(context.state()).map_err(of_engine)?)
                }
                _ => context,
            };
            let frame = context.execute_logical_plan(plan).await.map_err(of_engine)?;
            let frame = if explains {
                frame
            } else {
                frame.limit(0, Some(question.rows.saturating_add(1))).map_err(of_engine)?
            };
            let task = Arc::new(frame.task_ctx());
            let plan = frame.create_physical_plan().await.map_err(of_engine)?;
            #[cfg(feature = "cluster")]
            if let Some(job) = &mut job {
                job.runs(Arc::clone(&plan));
            }
            self.threads.run(plan, task).map_err(of_engine)
        };
        let stream = tokio::time::timeout_at(deadline, starting)
            .await
            .map_err(|_| Refused::TooLong(question.time.as_secs()))??;
        Ok(Answering {
            stream,
            rows: question.rows,
            time: question.time,
            deadline,
            memory: self.limits.memory,
            position: place.position(),
            at: place.at(),
            #[cfg(feature = "cluster")]
            job,
            _stop: stop,
            _turn: turn,
        })
    }
}

fn provider(
    place: &Place,
    layout: &Arc<Layout>,
    table: Table,
    cancel: &Cancel,
) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    match place {
        Place::Columns(view) => {
            let (view, layout, cancel) = (Arc::clone(view), Arc::clone(layout), cancel.clone());
            Ok(Arc::new(Provided { view, layout, table, cancel }))
        }
        Place::Files(export) => export.table(table),
        #[cfg(feature = "cluster")]
        Place::Cluster(export, _) => export.table(table),
    }
}

impl Answering {
    /// The next batch; `None` at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<datafusion::arrow::record_batch::RecordBatch>, Refused> {
        use futures_util::StreamExt as _;
        match tokio::time::timeout_at(self.deadline, self.stream.next()).await {
            Err(_) => Err(Refused::TooLong(self.time.as_secs())),
            Ok(None) => {
                #[cfg(feature = "cluster")]
                if let Some(job) = &mut self.job {
                    job.ended();
                }
                Ok(None)
            }
            Ok(Some(Ok(batch))) => Ok(Some(batch)),
            Ok(Some(Err(error))) => Err(Refused::from_engine(&error, self.memory)),
        }
    }
}
