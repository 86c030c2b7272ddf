//! The threads on which questions are worked out: the program's own stay free for everybody else, whatever is asked.

use std::sync::Arc;

use datafusion::common::DataFusionError;
use datafusion::common::tree_node::{Transformed, TreeNode as _};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::coop::CooperativeExec;
use datafusion::physical_plan::stream::RecordBatchReceiverStream;
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use futures_util::StreamExt as _;
use tokio::runtime::{Builder, Runtime};

/// How many there are: as many as a question is split into.
pub(super) const THREADS: usize = 2;
/// How deep a thread may nest, bytes. A plan is as deep as [`super::Limits::depth`] says.
const STACK: usize = 16 << 20;
/// Batches that are worked out ahead of whoever takes them.
const AHEAD: usize = 2;

/// The threads. What still runs when they are dropped is left behind.
pub(super) struct Threads(Option<Runtime>);

impl Threads {
    /// # Errors
    /// When the machine gives no more threads.
    pub(super) fn new() -> Result<Self, platform::Error> {
        let threads = Builder::new_multi_thread()
            .worker_threads(THREADS)
            .thread_name("questions")
            .thread_stack_size(STACK)
            .enable_all()
            .build()
            .map_err(platform::Error::internal)?;
        Ok(Self(Some(threads)))
    }

    /// What a plan gives. Dropping it stops the work.
    pub(super) fn run(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        task: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream, DataFusionError> {
        let plan = giving_way(plan)?;
        let Some(threads) = &self.0 else {
            return Err(DataFusionError::Execution("the threads have ended".to_owned()));
        };
        let mut worked_out = RecordBatchReceiverStream::builder(plan.schema(), AHEAD);
        let taken = worked_out.tx();
        let work = async move {
            let mut batches = execute_stream(plan, task)?;
            while let Some(batch) = batches.next().await {
                if taken.send(batch).await.is_err() {
                    break;
                }
            }
            Ok(())
        };
        worked_out.spawn_on(work, threads.handle());
        Ok(worked_out.build())
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(threads) = self.0.take() {
            threads.shutdown_background();
        }
    }
}

/// The same plan, in which whatever joins lets go after some batches. Left alone, a join that makes a billion rows of a
/// thousand does so without a pause in which it could be stopped: only what reads a table pauses by itself.
fn giving_way(plan: Arc<dyn ExecutionPlan>) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
    let wrapped = plan.transform_up(|part| {
        let joins = part.children().len() > 1;
        Ok(if joins { Transformed::yes(Arc::new(CooperativeExec::new(part)) as _) } else { Transformed::no(part) })
    })?;
    Ok(wrapped.data)
}
