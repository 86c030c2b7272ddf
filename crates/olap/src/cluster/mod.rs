//! A Ballista cluster over an export: the same SQL, answered by other processes that read the same files.
//!
//! A question is read, checked and planned here, exactly as any other; what goes out is a plan that names nothing but our
//! tables and harmless functions. The scheduler plans it for its executors, which read the files by the same path.
//!
//! Absent from here: protection of the cluster. Whoever reaches its ports can hand it any plan.

mod job;
mod serve;

use ballista_core::extension::{SessionConfigExt as _, SessionStateExt as _};
use ballista_core::serde::protobuf::scheduler_grpc_client::SchedulerGrpcClient;
use datafusion::common::DataFusionError;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::logical_expr::LogicalPlan;

use crate::ask::{Refused, Wrong};

pub(crate) use job::Job;
pub use serve::{ExecutorWish, executor, scheduler};

/// The scheduler of a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    url: String,
}

impl Cluster {
    /// The one at `host:port`.
    #[must_use]
    pub fn at(address: &str) -> Self {
        Self { url: format!("http://{address}") }
    }

    /// A session whose questions the cluster answers. It knows the functions that `state` knows, and no other.
    pub(crate) fn session(&self, state: SessionState) -> Result<SessionState, DataFusionError> {
        let functions = state.scalar_functions().values().cloned().collect();
        // The library lays every function that it knows into the session; ours are put back in their place.
        let state = state.upgrade_for_ballista(self.url.clone())?;
        // A scheduler that plans anew between stages wants to cancel one when a part turns out to have no rows, cannot
        // ("there are stages to be cancelled but its not implemented"), and never ends.
        let config = state.config().clone().with_ballista_adaptive_query_planner(false);
        Ok(SessionStateBuilder::new_from_existing(state).with_config(config).with_scalar_functions(functions).build())
    }

    /// Whether its scheduler answers at all.
    pub(crate) async fn reach(&self) -> Result<(), String> {
        SchedulerGrpcClient::connect(self.url.clone()).await.map(drop).map_err(|cause| format!("{}: {cause}", self.url))
    }

    /// What stops a question when nobody waits for its answer any more.
    pub(crate) fn job(&self) -> Job {
        Job::new(self.url.clone())
    }
}

/// Whether a plan is for the cluster: it reads a table. One that reads none is answered here, because the library forgets the
/// columns of a plan without rows.
///
/// # Errors
/// When it holds what the library answers wrongly or not at all: it counts the rows of a union several times when executors
/// take its parts in turn, and hands no executor a question that repeats itself.
pub(crate) fn takes(plan: &LogicalPlan) -> Result<bool, Refused> {
    let (mut reads, mut cannot) = (false, None);
    let walked = plan.apply_with_subqueries(|node| {
        match node {
            LogicalPlan::TableScan(_) => reads = true,
            LogicalPlan::Union(_) => cannot = Some("UNION"),
            LogicalPlan::RecursiveQuery(_) => cannot = Some("WITH RECURSIVE"),
            _ => {}
        }
        Ok(TreeNodeRecursion::Continue)
    });
    match cannot {
        Some(what) if reads => Err(Refused::Wrong(Wrong::Other(format!("{what} is not answered by a cluster")))),
        _ => Ok(reads || walked.is_err()),
    }
}
