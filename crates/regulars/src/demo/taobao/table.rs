//! One report on its way out: as CSV in the bytes of its encoding, or as the workbook that newer seller pages offer.

use std::io::{self, Seek, Write};

use connectors::export::{Cell, XlsxWriter};

use super::Encoding;
use super::bytes::Encoder;

/// Bytes of rows that are gathered before they are written.
const GATHERED: usize = 64 * 1024;

/// Something that a workbook can be written into: its directory stands at its end.
pub trait Seekable: Write + Seek + Send {}
impl<T: Write + Seek + Send> Seekable for T {}

/// Where a report goes.
pub enum Target<'a> {
    /// CSV.
    Csv(&'a mut dyn Write),
    /// A workbook, written when it is whole.
    Workbook(&'a mut dyn Seekable),
}

/// A report being written, cell by cell.
pub(super) struct Table<'a> {
    sink: Sink<'a>,
    cell: String,
}

enum Sink<'a> {
    Csv { to: &'a mut dyn Write, encoder: Encoder, rows: String, fresh: bool },
    Workbook { to: &'a mut dyn Seekable, book: Box<XlsxWriter>, row: Vec<String> },
}

impl<'a> Table<'a> {
    /// Begins a report with its header.
    pub(super) fn new(target: Target<'a>, header: &str, encoding: Encoding) -> io::Result<Self> {
        let sink = match target {
            Target::Csv(to) => {
                if encoding == Encoding::Utf8Bom {
                    to.write_all("\u{feff}".as_bytes())?;
                }
                let rows = format!("{header}\r\n");
                Sink::Csv { to, encoder: Encoder::new(encoding), rows, fresh: true }
            }
            Target::Workbook(to) => {
                let names: Vec<&str> = header.split(',').collect();
                Sink::Workbook { to, book: Box::new(XlsxWriter::new(&names)?), row: Vec::with_capacity(names.len()) }
            }
        };
        Ok(Self { sink, cell: String::new() })
    }

    /// Writes one cell, as a CSV file prints it.
    pub(super) fn cell(&mut self, write: impl FnOnce(&mut String)) {
        match &mut self.sink {
            Sink::Csv { rows, fresh, .. } => {
                if !std::mem::take(fresh) {
                    rows.push(',');
                }
                write(rows);
            }
            Sink::Workbook { row, .. } => {
                self.cell.clear();
                write(&mut self.cell);
                row.push(plain(&self.cell));
            }
        }
    }

    /// Ends the row.
    pub(super) fn end_row(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Csv { rows, fresh, .. } => {
                rows.push_str("\r\n");
                *fresh = true;
                if rows.len() > GATHERED { self.flush() } else { Ok(()) }
            }
            Sink::Workbook { book, row, .. } => {
                let written = book.row(row.iter().map(|text| Cell::Text(text)));
                row.clear();
                written
            }
        }
    }

    /// Hands what is gathered on.
    fn flush(&mut self) -> io::Result<()> {
        if let Sink::Csv { to, encoder, rows, .. } = &mut self.sink {
            to.write_all(encoder.encode(rows))?;
            rows.clear();
        }
        Ok(())
    }

    /// Ends the report.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        match self.sink {
            Sink::Csv { .. } => Ok(()),
            Sink::Workbook { to, book, .. } => book.finish(to),
        }
    }
}

/// What a cell of a CSV file means: a workbook needs no quotes, no `="…"` and no apostrophe to keep text as text.
fn plain(cell: &str) -> String {
    let inner = |head: &str| cell.strip_prefix(head).and_then(|rest| rest.strip_suffix('"'));
    if let Some(id) = inner("=\"") {
        return id.to_owned();
    }
    if let Some(quoted) = inner("\"") {
        return quoted.replace("\"\"", "\"");
    }
    cell.strip_prefix('\'').unwrap_or(cell).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_a_workbook_are_plain() {
        for (printed, meant) in [
            ("=\"350\"", "350"),
            ("=\"\"", ""),
            ("'138", "138"),
            ("\"a,\"\"b\"\"\"", "a,\"b\""),
            ("拾露", "拾露"),
            ("3.5E+17", "3.5E+17"),
        ] {
            assert_eq!(plain(printed), meant, "{printed}");
        }
    }
}
