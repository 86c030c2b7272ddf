//! A table as the engine reads it: shards side by side, batch after batch, nothing that the question does not want.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::DataFusionError;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use futures_util::StreamExt as _;
use warehouse::Cancel;

use super::{Layout, Table, Wanted};
use crate::source::View;

/// How many streams a scan is split into.
const STREAMS: usize = 2;

/// A table of a view, for one question.
pub(crate) struct Provided {
    pub(crate) view: Arc<dyn View>,
    pub(crate) layout: Arc<Layout>,
    pub(crate) table: Table,
    pub(crate) cancel: Cancel,
}

impl fmt::Debug for Provided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Provided({})", self.table.name())
    }
}

#[async_trait]
impl TableProvider for Provided {
    fn schema(&self) -> SchemaRef {
        self.layout.arrow(self.table)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>, DataFusionError> {
        let of_use = |filter: &&Expr| Wanted::all(Vec::new()).narrow(&self.layout, self.table, filter);
        let answer =
            |yes| if yes { TableProviderFilterPushDown::Inexact } else { TableProviderFilterPushDown::Unsupported };
        Ok(filters.iter().map(|filter| answer(of_use(filter))).collect())
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let all = || (0..self.layout.columns(self.table).len()).collect();
        let mut wanted = Wanted::all(projection.cloned().unwrap_or_else(all));
        for filter in filters {
            wanted.narrow(&self.layout, self.table, filter);
        }
        let schema = Arc::new(self.schema().project(&wanted.columns)?);
        let shards = self.view.shards().max(1);
        let streams = (0..STREAMS.min(shards))
            .map(|first| {
                Arc::new(Part {
                    view: Arc::clone(&self.view),
                    layout: Arc::clone(&self.layout),
                    table: self.table,
                    cancel: self.cancel.clone(),
                    wanted: wanted.clone(),
                    schema: Arc::clone(&schema) as SchemaRef,
                    shards: (first..shards).step_by(STREAMS).collect(),
                }) as Arc<dyn PartitionStream>
            })
            .collect();
        Ok(Arc::new(StreamingTableExec::try_new(schema, streams, None, Vec::new(), false, limit)?))
    }
}

/// Some shards of a table, one after the other.
struct Part {
    view: Arc<dyn View>,
    layout: Arc<Layout>,
    table: Table,
    cancel: Cancel,
    wanted: Wanted,
    schema: SchemaRef,
    shards: Vec<usize>,
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:?}", self.table.name(), self.shards)
    }
}

impl PartitionStream for Part {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let (view, layout, table) = (Arc::clone(&self.view), Arc::clone(&self.layout), self.table);
        let (wanted, cancel) = (self.wanted.clone(), self.cancel.clone());
        let batches = self
            .shards
            .clone()
            .into_iter()
            .flat_map(move |shard| Arc::clone(&view).read(&layout, table, shard, wanted.clone(), &cancel));
        let cancel = self.cancel.clone();
        let stream = futures_util::stream::iter(batches).then(move |batch| {
            let cancelled = cancel.is_cancelled();
            async move {
                // A batch is work without a pause: let others have the thread between two.
                tokio::task::yield_now().await;
                if cancelled { Err(DataFusionError::Execution("cancelled".to_owned())) } else { batch }
            }
        });
        Box::pin(RecordBatchStreamAdapter::new(Arc::clone(&self.schema), stream))
    }
}
