//! Where the tables' rows come from.
//!
//! Absent from here: SQL. A source hands out one consistent view a question; the view answers in batches of columns.

mod cells;
mod columns;
mod people;
mod rows;

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::DataFusionError;
use rules::SetKind;
use warehouse::{Cancel, Schema, Warehouse};

use crate::tables::{Layout, Table, Wanted};

pub use columns::Columns;
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

/// The warehouse of this process, with what only the database knows.
#[derive(Clone)]
pub struct Held {
    /// Columns of everybody.
    pub warehouse: Arc<Warehouse>,
    /// The names of segments, lists and groups; their sizes are taken from the warehouse.
    pub sets: Vec<Set>,
}

/// What hands out the warehouse of this process. The program makes one, so that this crate need not know the departments.
#[async_trait]
pub trait Source: Send + Sync {
    /// The warehouse as it stands.
    ///
    /// # Errors
    /// 503 while it is still put together.
    async fn held(&self) -> Result<Held, platform::Error>;
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
