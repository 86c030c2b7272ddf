//! The warehouse: one door to feeding, asking, live segments and the snapshot.
//!
//! One writer at a time applies changes and keeps the live segments; questions take a copy of the state, which shares its
//! pages, and neither wait nor hold anybody up.
//!
//! Absent from here: the columns behind it.

mod asking;
mod feeding;
mod living;
mod loading;
mod reading;
mod reshaping;
mod slices;

pub use asking::Question;
pub use loading::Loader;
use parking_lot::{Mutex, RwLock};
pub use reading::Reader;
pub(crate) use reshaping::Kept;
pub use slices::{Cells, FactChunk, FactChunks, Slice};

use crate::Schema;
use crate::layout::Layout;
use crate::live::Live;
use crate::state::{Index, Seat, State, shard_of};

/// How the warehouse is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How many shards customers are split into.
    pub shards: usize,
    /// How many threads a question may use.
    pub threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { shards: cores, threads: cores }
    }
}

/// Every customer's facts in columns.
#[derive(Debug)]
pub struct Warehouse {
    options: Options,
    /// The books of live segments; who holds them is the writer.
    live: Mutex<Live>,
    inner: RwLock<Inner>,
}

/// What readers copy from.
#[derive(Debug)]
struct Inner {
    state: State,
    index: Vec<Index>,
}

impl Inner {
    /// Where a customer is.
    fn seat(&self, customer: i64) -> Option<Seat> {
        let shard = shard_of(customer, self.index.len());
        let row = self.index.get(shard as usize)?.find(customer)?;
        Some(Seat { shard, row })
    }
}

impl Warehouse {
    /// An empty warehouse.
    #[must_use]
    pub fn new(schema: Schema, options: Options) -> Self {
        let options = Options { shards: options.shards.max(1), threads: options.threads.max(1) };
        let state = State::new(Layout::new(schema, None), options.shards);
        Self::of(state, Live::new(options.shards), options)
    }

    /// A warehouse of this state.
    pub(crate) fn of(state: State, live: Live, options: Options) -> Self {
        let index = state.shards.iter().map(|pages| Index::of(pages)).collect();
        Self { options, live: Mutex::new(live), inner: RwLock::new(Inner { state, index }) }
    }

    /// What a snapshot keeps: the state, the instant at which live segments are right, and them in order.
    pub(crate) fn to_keep(&self) -> (State, i64, Vec<(i64, rules::Rule, crate::plan::Node)>) {
        let live = self.live.lock();
        (self.look(), live.now, live.in_order())
    }

    /// The state as it is now, to be looked at in peace.
    pub(crate) fn look(&self) -> State {
        self.inner.read().state.clone()
    }

    /// What it holds.
    #[must_use]
    pub fn schema(&self) -> Schema {
        self.inner.read().state.layout.schema.clone()
    }

    /// The position in the outbox that it has followed to.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.inner.read().state.position
    }

    /// How many customers it holds.
    #[must_use]
    pub fn customers(&self) -> u64 {
        self.inner.read().state.customers()
    }

    /// How many threads a question may use.
    pub(crate) fn threads(&self) -> usize {
        self.options.threads
    }

    /// How many bytes the columns, facts and sets take, about; dictionaries and the books of live segments come on top.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.look().pages().map(|(_, _, page)| page.bytes()).sum()
    }
}
