//! CSV: UTF-8 with a byte-order mark, so that spreadsheets read Chinese, and lines that end with CRLF.

use std::io::{self, Write};

use super::{Cell, cell::is_formula};

/// How ids are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// As they are: for programs.
    #[default]
    Plain,
    /// Long numbers as `="3500000000000001"`, the way 淘宝 writes them, so that a spreadsheet keeps all digits.
    Spreadsheet,
}

/// Writes a table as CSV.
pub struct CsvWriter<W: Write> {
    to: io::BufWriter<W>,
    style: Style,
    line: String,
    text: String,
}

impl<W: Write> CsvWriter<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// When the stream fails.
    pub fn new(to: W, style: Style) -> io::Result<Self> {
        let mut to = io::BufWriter::with_capacity(64 * 1024, to);
        to.write_all("\u{feff}".as_bytes())?;
        Ok(Self { to, style, line: String::new(), text: String::new() })
    }

    /// Writes one row; the header is a row of texts.
    ///
    /// # Errors
    /// When the stream fails.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> io::Result<()> {
        self.line.clear();
        for (index, cell) in cells.into_iter().enumerate() {
            if index > 0 {
                self.line.push(',');
            }
            self.text.clear();
            cell.push(&mut self.text);
            self.cell(matches!(cell, Cell::Text(_)));
        }
        self.line.push_str("\r\n");
        self.to.write_all(self.line.as_bytes())
    }

    fn cell(&mut self, is_text: bool) {
        let text = self.text.as_str();
        let number = is_text && text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_digit());
        if self.style == Style::Spreadsheet && number && (text.len() > 11 || text.starts_with('0')) {
            self.line.push_str("=\"");
            self.line.push_str(text);
            self.line.push('"');
            return;
        }
        let marked = is_text && is_formula(text);
        let quoted =
            marked || text.contains(['"', ',', '\n', '\r', '\t']) || text.starts_with(' ') || text.ends_with(' ');
        if !quoted {
            self.line.push_str(text);
            return;
        }
        self.line.push('"');
        if marked {
            self.line.push('\'');
        }
        self.line.push_str(&text.replace('"', "\"\""));
        self.line.push('"');
    }

    /// Hands what is buffered to the stream.
    ///
    /// # Errors
    /// When the stream fails.
    pub fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }

    /// Ends the file and gives the stream back.
    ///
    /// # Errors
    /// When the stream fails.
    pub fn finish(self) -> io::Result<W> {
        self.to.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_written() {
        let mut file = CsvWriter::new(Vec::new(), Style::Spreadsheet).unwrap();
        let rows: [&[Cell<'_>]; 4] = [
            &[Cell::Text("订单编号"), Cell::Text("金额")],
            &[Cell::Text("3500000000000001"), Cell::Money(-20_007, 2), Cell::Money(5, 0), Cell::Money(7, 3)],
            &[Cell::Text("=1+1"), Cell::Text("a,\"b\""), Cell::Empty, Cell::Whole(-3), Cell::YesNo(true)],
            &[Cell::Instant(1_535_796_665_000, 8 * 3600), Cell::Text("+8613800000000"), Cell::Text("007")],
        ];
        for row in rows {
            file.row(row.iter().copied()).unwrap();
        }
        let text = String::from_utf8(file.finish().unwrap()).unwrap();
        let expected = "\u{feff}订单编号,金额\r\n=\"3500000000000001\",-200.07,5,0.007\r\n\"'=1+1\",\"a,\"\"b\"\"\",,-3,是\r\n\
                        2018-09-01 18:11:05,\"'+8613800000000\",=\"007\"\r\n";
        assert_eq!(text, expected);
    }
}
