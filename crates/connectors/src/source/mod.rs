//! Files as rows of cells: delimited text, workbooks, Parquet, and HTML tables that call themselves `.xls`.
//!
//! A source is read once, from its beginning to its end, in flat memory: one [`Row`] is reused for all rows, and what a
//! workbook shares between its rows is bounded. Bytes
//! that are not text in the file's encoding and quotes that are never closed spoil their own row and no other.
//!
//! Absent from here: what columns mean. Whoever reads rows decides that.

mod block;
mod delimited;
mod encoding;
mod html;
mod input;
mod parquet_file;
mod row;
mod scan;
mod sniff;
mod workbook;

pub use encoding::Encoding;
pub use input::Input;
pub use row::{Fault, Row};
pub use sniff::Kind;

use crate::source::{delimited::Delimited, html::HtmlTable, parquet_file::ParquetRows, workbook::WorkbookRows};

/// Why a file as a whole cannot be read. A bad row never causes one of these.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The disk or the stream failed.
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A workbook that cannot be opened: damaged, or locked with a password.
    #[error("the workbook cannot be opened (damaged, or locked with a password): {0}")]
    Workbook(String),
    /// A workbook of which more would have to be held in memory than may be.
    #[error("{megabytes} MB of this workbook would have to be held in memory, at most {most} may be: save it as CSV")]
    TooLarge {
        /// What it would take.
        megabytes: u64,
        /// What it may take.
        most: u64,
    },
    /// A Parquet file that cannot be opened.
    #[error("the Parquet file cannot be opened: {0}")]
    Parquet(String),
    /// Neither a table nor anything else we read: `pdf`, `picture`, `archive`, `database`, `program` or `binary`.
    #[error("this is no table but a file of another kind ({0}): export it as CSV or XLSX")]
    NotATable(&'static str),
}

/// Something that yields rows.
pub(crate) trait Rows: Send {
    /// Fills `row` with the next row. False at the end.
    fn next(&mut self, row: &mut Row) -> Result<bool, SourceError>;

    /// Passes over rows until the next one to be read has at least this number. Need not decode what it skips.
    fn skip_to(&mut self, number: u64) -> Result<(), SourceError>;

    /// Tells how many cells the header has, which helps to tell an open quote from a long value.
    fn set_width(&mut self, _cells: usize) {}

    /// The text encoding, once known.
    fn encoding(&self) -> Option<Encoding> {
        None
    }
}

/// An open file: its kind, its rows, and how far the reading got.
pub struct Source {
    kind: Kind,
    rows: Box<dyn Rows>,
    position: input::Position,
    total: u64,
}

impl Source {
    /// Opens a file and finds out by its bytes what it is.
    ///
    /// # Errors
    /// When it cannot be read, is empty, or is no table.
    pub fn open(input: &Input) -> Result<Self, SourceError> {
        let total = input.len()?;
        let position = input::Position::default();
        let kind = sniff::kind(&mut *input.reader(&position)?)?;
        let rows: Box<dyn Rows> = match kind {
            Kind::Xlsx | Kind::Xls => Box::new(WorkbookRows::open(input, kind, &position)?),
            Kind::Parquet => Box::new(ParquetRows::open(input, &position, total)?),
            Kind::Html => Box::new(HtmlTable::open(input.text(&position)?)?),
            Kind::Text => Box::new(Delimited::open(input.text(&position)?)?),
        };
        Ok(Self { kind, rows, position, total })
    }

    /// What kind of file it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Bytes of the file taken in so far; at most [`Source::bytes_total`].
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.position.get().min(self.total)
    }

    /// Bytes of the file.
    #[must_use]
    pub fn bytes_total(&self) -> u64 {
        self.total
    }

    /// How the text is encoded; `UTF-8` in workbooks and Parquet.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.rows.encoding().unwrap_or(Encoding::Utf8)
    }

    /// Fills `row` with the next row. False at the end.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, SourceError> {
        self.rows.next(row)
    }

    /// Passes over rows until the next one has at least this number.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub fn skip_to(&mut self, number: u64) -> Result<(), SourceError> {
        self.rows.skip_to(number)
    }

    /// Tells how many cells the header has.
    pub fn set_width(&mut self, cells: usize) {
        self.rows.set_width(cells);
    }
}
