//! Tables out: CSV, XLSX and Parquet, written row by row in flat memory, safe to open in a spreadsheet.
//!
//! Text that a spreadsheet would run as a formula is marked as text. Absent from here: what goes into a table, and
//! whether the reader may see it.

mod cell;
mod csv_file;
mod parquet_file;
mod xlsx_file;

pub use cell::Cell;
pub use csv_file::{CsvWriter, Style};
pub use parquet_file::{ColumnKind, ParquetWriter};
pub use xlsx_file::XlsxWriter;
