//! XLSX, with rows put to disk as they come; a sheet that is full goes on in the next.

use std::io::{self, Seek, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Cell, cell::wall_clock};

/// Rows that a sheet holds.
const SHEET_ROWS: u32 = 1_048_576;

/// Writes a table as a workbook.
pub struct XlsxWriter {
    book: Workbook,
    header: Vec<String>,
    sheets: usize,
    row: u32,
    formats: Formats,
}

struct Formats {
    header: Format,
    money: [Format; 4],
    instant: Format,
}

fn failed(error: XlsxError) -> io::Error {
    io::Error::other(error)
}

impl XlsxWriter {
    /// Begins a workbook whose sheets all bear this header.
    ///
    /// # Errors
    /// When a temporary file cannot be made.
    pub fn new(header: &[&str]) -> io::Result<Self> {
        let money = ["0", "0.0", "0.00", "0.000"].map(|shape| Format::new().set_num_format(shape));
        let formats = Formats {
            header: Format::new().set_bold(),
            money,
            instant: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        };
        let header = header.iter().map(|name| (*name).to_owned()).collect();
        let mut writer = Self { book: Workbook::new(), header, sheets: 0, row: 0, formats };
        writer.sheet()?;
        Ok(writer)
    }

    fn sheet(&mut self) -> io::Result<()> {
        let sheet = self.book.add_worksheet_with_constant_memory().map_err(failed)?;
        for (column, name) in (0_u16..).zip(&self.header) {
            sheet.write_string_with_format(0, column, name, &self.formats.header).map_err(failed)?;
        }
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        self.sheets = self.sheets.saturating_add(1);
        self.row = 1;
        Ok(())
    }

    /// Writes one row.
    ///
    /// # Errors
    /// When the disk fails or a text is longer than a cell may be (32,767 characters).
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> io::Result<()> {
        if self.row >= SHEET_ROWS {
            self.sheet()?;
        }
        let row = self.row;
        let formats = &self.formats;
        let sheet = self.book.worksheet_from_index(self.sheets.saturating_sub(1)).map_err(failed)?;
        for (column, cell) in (0_u16..).zip(cells) {
            put(sheet, row, column, cell, formats).map_err(failed)?;
        }
        self.row = row.saturating_add(1);
        Ok(())
    }

    /// Ends the workbook and writes it.
    ///
    /// # Errors
    /// When the stream fails.
    pub fn finish<W: Write + Seek + Send>(mut self, to: W) -> io::Result<()> {
        self.book.save_to_writer(to).map_err(failed)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a workbook keeps every number as a double; amounts beyond 2^53 do not occur"
)]
fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: Cell<'_>, formats: &Formats) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => Ok(()),
        Cell::Text(text) => sheet.write_string(row, column, text).map(drop),
        Cell::Whole(number) => sheet.write_number(row, column, number as f64).map(drop),
        Cell::Money(minor, digits) => {
            let unit = 10_f64.powi(i32::try_from(digits).unwrap_or(2));
            let shape = usize::try_from(digits).ok().and_then(|digits| formats.money.get(digits));
            let amount = minor as f64 / unit;
            match shape {
                Some(shape) => sheet.write_number_with_format(row, column, amount, shape).map(drop),
                None => sheet.write_number(row, column, amount).map(drop),
            }
        }
        Cell::Number(steps, digits) => {
            let unit = 10_f64.powi(i32::try_from(digits).unwrap_or(0));
            sheet.write_number(row, column, steps as f64 / unit).map(drop)
        }
        Cell::Instant(millis, ahead) => {
            let Some(moment) = wall_clock(millis, ahead) else { return Ok(()) };
            let small = |value: i8| u8::try_from(value).unwrap_or(0);
            let date = ExcelDateTime::from_ymd(
                u16::try_from(moment.year()).unwrap_or(1900),
                small(moment.month()),
                small(moment.day()),
            )?
            .and_hms(
                u16::from(small(moment.hour())),
                small(moment.minute()),
                f64::from(moment.second()),
            )?;
            sheet.write_datetime_with_format(row, column, &date, &formats.instant).map(drop)
        }
        Cell::YesNo(yes) => sheet.write_string(row, column, if yes { "是" } else { "否" }).map(drop),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Input, Row, Source};

    #[test]
    fn a_workbook_reads_back_as_written() {
        let mut file = XlsxWriter::new(&["订单编号", "金额", "时间"]).unwrap();
        let at = 1_535_796_665_000;
        file.row([Cell::Text("3500000000000001"), Cell::Money(20_007, 2), Cell::Instant(at, 8 * 3600)]).unwrap();
        file.row([Cell::Text("=1+1"), Cell::Whole(3), Cell::YesNo(false)]).unwrap();
        file.row([Cell::Number(-12_500, 4), Cell::Number(0, 4), Cell::Number(30, 0)]).unwrap();
        let mut bytes = io::Cursor::new(Vec::new());
        file.finish(&mut bytes).unwrap();
        let mut source = Source::open(&Input::Bytes(bytes.into_inner().into())).unwrap();
        let (mut row, mut rows) = (Row::default(), Vec::new());
        while source.next(&mut row).unwrap() {
            rows.push(row.cells().collect::<Vec<_>>().join("|"));
        }
        assert_eq!(
            rows,
            ["订单编号|金额|时间", "3500000000000001|200.07|2018-09-01 18:11:05", "=1+1|3|否", "-1.25|0|30"]
        );
    }
}
