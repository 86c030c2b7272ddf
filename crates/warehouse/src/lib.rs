//! Every customer's facts in columns, in memory: live and ad hoc segments.
//!
//! A [`Warehouse`] follows the outbox: [`Warehouse::apply`] takes [`Change`]s with the position they belong to, and answers
//! with the [`Crossing`]s of the live segments. It is asked with a [`Question`], which is a rule made ready once by
//! [`Warehouse::compile`] and asked as often as one likes, at any instant. Every method takes `&self`; a question sees one
//! consistent state and holds nobody up.
//!
//! * Feeding: [`Warehouse::apply`], [`Warehouse::loader`] for rebuilds, [`Warehouse::fold`] in quiet moments;
//!   [`Warehouse::extend`] for a catalogue that grew, with [`Warehouse::amend`] for what its new columns should know, and
//!   [`Warehouse::without`] for one that lost something.
//! * Asking: [`Warehouse::count`], [`Warehouse::crowd`], [`Warehouse::members`], [`Warehouse::sample`],
//!   [`Warehouse::holds`], [`Warehouse::explain`], [`Warehouse::distribution`], [`Warehouse::values`], [`Warehouse::rfm`],
//!   [`Warehouse::group`], [`Warehouse::census`]. All look at a [`Cancel`] between blocks.
//! * Live: [`Warehouse::define`], [`Warehouse::replace`], [`Warehouse::undefine`], [`Warehouse::preview`],
//!   [`Warehouse::segments_of`], [`Warehouse::size`], [`Warehouse::live_crowd`]; and [`Warehouse::advance`], to be called
//!   when [`Warehouse::next_expiry`] has come.
//! * Reading out, for SQL and files: [`Warehouse::reader`]; by columns with [`Reader::column`] and [`Reader::chunks`].
//! * On disk: [`Warehouse::save`], [`Warehouse::load`].
//!
//! Absent from here: anything that cannot be rebuilt from the database; the clock; names of segments.

mod ask;
mod bits;
mod cancel;
mod change;
mod crowd;
mod dictionary;
mod evaluate;
mod facts;
mod layout;
mod live;
mod names;
mod overlap;
mod packed;
mod page;
mod pass;
mod plan;
mod refusal;
mod schema;
mod snapshot;
mod spread;
mod state;
#[cfg(test)]
mod tests;
mod value;
mod warehouse;
mod wide;

pub use ask::{
    Axis, Bar, Census, Count, Cursor, CustomerMeasure, Dimension, Distribution, Group, Grouping, Key, Measure,
    NodeCount, Order, OrderBy, Page, Quantity, Rfm, Suggestion,
};
pub use cancel::Cancel;
pub use change::{Batch, Change, FactRow, Name, Told};
pub use crowd::Crowd;
pub use live::{Crossing, LiveSegment, Preview};
pub use names::Names;
pub use refusal::Refusal;
pub use schema::{AttributeId, KindId, PropertyId, Schema};
pub use snapshot::SnapshotError;
pub use warehouse::{Cells, FactChunk, FactChunks, Loader, Options, Question, Reader, Slice, Warehouse};
