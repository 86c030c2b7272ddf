//! One door to every file: open it, learn what it is, take drafts and refusals from it one by one.
//!
//! ```no_run
//! # fn main() -> Result<(), connectors::reading::ReadError> {
//! use connectors::reading::{Input, Item, Options, open};
//! let opened = open(&Input::Path("ExportOrderList.csv".into()), &Options::default())?;
//! let mut items = opened.into_items(None)?;
//! while let Some(item) = items.next_item()? {
//!     match item {
//!         Item::Draft(_draft) => {}
//!         Item::Refused(_refusal) => {}
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! Absent from here: what is done with a draft, and whether a row was seen before.

mod adjacent;
mod drafter;
mod fields;
mod format;
mod header;
mod item;
mod items;
mod opened;
mod order;
mod recognise;

pub(crate) use adjacent::{Adjacent, OrderRows, join_shipments, join_times, sum};
pub(crate) use drafter::{Drafter, MOST_LINES, Out};
pub(crate) use fields::{Columns, View};
pub use format::{Confidence, Format};
pub use header::Header;
pub use item::{Counts, Item};
pub use items::{Items, Progress};
pub use opened::{Opened, Preview, open};
pub(crate) use order::{address, columns, dated, line, order};
pub(crate) use recognise::{Recognised, recognise};

pub use crate::source::Input;
use crate::{source::SourceError, table::MappingError};

/// What the caller knows beforehand.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How many rows a preview shows; 20 when 0.
    pub preview_rows: usize,
}

/// Why a file cannot be read or read on. A bad row never causes one of these.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file as a whole.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A mapping that does not fit the table or itself.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// The table is not one that we recognise, and no mapping says what its columns mean.
    #[error("the columns of this table are not known: a mapping must say what they mean")]
    NeedsMapping,
    /// There is no row that could be a header.
    #[error("there is no header row in the first rows of the file")]
    NoHeader,
}
