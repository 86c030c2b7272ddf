//! Where the tables' rows come from.
//!
//! Absent from here: SQL. A source hands out one consistent view a question; the view answers in batches of columns.

mod cells;
mod people;

use std::sync::Arc;

use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::DataFusionError;
use rules::SetKind;
use warehouse::{Cancel, Schema};

use crate::tables::{Layout, Table, Wanted};

pub use people::People;

/// Batches, one after the other.
pub type Batches = Box<dyn Iterator<Item = Result<RecordBatch, DataFusionError>> + Send>;

/// A segment, list or group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// Which kind.
    pub kind: SetKind,
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// How many customers are in it.
    pub size: u64,
}

/// What holds everybody, as it stands now.
pub trait Source: Send + Sync {
    /// What stands now, and stays so for whoever holds it.
    ///
    /// # Errors
    /// 503 while it is still put together.
    fn view(&self, now: i64) -> Result<Arc<dyn View>, platform::Error>;
}

/// Everybody as of one instant.
pub trait View: Send + Sync {
    /// What rows may hold.
    fn schema(&self) -> Schema;

    /// How far it has followed what happened: the position in the outbox.
    fn position(&self) -> u64;

    /// The instant of the question, milliseconds UTC.
    fn now(&self) -> i64;

    /// Into how many parts of customers it is split. Segments stand in part 0.
    fn shards(&self) -> usize;

    /// The rows of a table in one part: at least those that `wanted` asks for, with exactly its columns.
    fn read(
        self: Arc<Self>,
        layout: &Arc<Layout>,
        table: Table,
        shard: usize,
        wanted: Wanted,
        cancel: &Cancel,
    ) -> Batches;
}

/// `segment`, `list`, `group`, as SQL sees it.
#[must_use]
pub const fn set_code(kind: SetKind) -> &'static str {
    match kind {
        SetKind::Segment => "segment",
        SetKind::List => "list",
        SetKind::Group => "group",
    }
}
