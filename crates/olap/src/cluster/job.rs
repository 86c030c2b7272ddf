//! Stopping what a cluster does for a question that nobody waits for.

use std::sync::Arc;

use ballista_core::execution_plans::DistributedQueryExec;
use ballista_core::serde::protobuf::CancelJobParams;
use ballista_core::serde::protobuf::scheduler_grpc_client::SchedulerGrpcClient;
use datafusion::physical_plan::ExecutionPlan;
use datafusion_proto::protobuf::LogicalPlanNode;

/// A question in the hands of a cluster. Dropped before its end, it is taken back: the library itself lets it run on.
pub(crate) struct Job {
    url: String,
    plan: Option<Arc<dyn ExecutionPlan>>,
}

impl Job {
    pub(super) fn new(url: String) -> Self {
        Self { url, plan: None }
    }

    /// The plan that runs.
    pub(crate) fn runs(&mut self, plan: Arc<dyn ExecutionPlan>) {
        self.plan = Some(plan);
    }

    /// It came to its end.
    pub(crate) fn ended(&mut self) {
        self.plan = None;
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        let Some(plan) = self.plan.take() else { return };
        let job = plan.downcast_ref::<DistributedQueryExec<LogicalPlanNode>>().and_then(DistributedQueryExec::job_id);
        let (Some(job), Ok(runtime)) = (job, tokio::runtime::Handle::try_current()) else { return };
        let url = self.url.clone();
        runtime.spawn(async move {
            let params = CancelJobParams { job_id: job.to_string() };
            let stopped = match SchedulerGrpcClient::connect(url).await {
                Ok(mut scheduler) => scheduler.cancel_job(params).await.map(drop).map_err(|cause| cause.to_string()),
                Err(cause) => Err(cause.to_string()),
            };
            if let Err(cause) = stopped {
                tracing::warn!(%job, cause, "a question could not be taken back from the cluster");
            }
        });
    }
}
