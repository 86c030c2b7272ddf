//! Rows of Excel workbooks, all sheets one after another.
//!
//! The cells of an `.xlsx` are read one by one on a thread of their own and handed over in batches, so memory holds
//! the workbook's shared texts and a few hundred rows. The thread also keeps a malformed workbook from taking the
//! reader with it. An `.xls` has at most 65,536 rows a sheet and is read whole.
//!
//! What has to be held is bounded: a workbook whose shared texts unpack to more than [`MOST_TEXTS`], or an `.xls` of more
//! than [`MOST_XLS`], is not opened, and the error says to save it as CSV, of which nothing is held.

use std::{
    io::BufReader,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use calamine::{Data, DataRef, DataType, Reader, Xls, Xlsx};

use super::{
    Input, Kind, Row, Rows, SourceError,
    input::{Position, Stream},
};

/// Bytes that the shared texts of an `.xlsx` may unpack to. Held, they take one to three times as much.
const MOST_TEXTS: u64 = 96 << 20;
/// Bytes of an `.xls`. Held, its cells take several times as much.
const MOST_XLS: u64 = 48 << 20;

/// Rows handed over at once.
const BATCH: usize = 128;

enum Message {
    Rows(Vec<Row>),
    Failed(String),
    End,
}

/// An open workbook.
pub(crate) struct WorkbookRows {
    from: Receiver<Message>,
    batch: std::vec::IntoIter<Row>,
    next: u64,
    ended: bool,
}

impl WorkbookRows {
    pub(crate) fn open(input: &Input, kind: Kind, position: &Position) -> Result<Self, SourceError> {
        let reader = BufReader::with_capacity(64 * 1024, input.reader(position)?);
        match kind {
            Kind::Xls => bounded(input.len()?, MOST_XLS)?,
            _ => bounded(shared_texts(input.reader(&Position::default())?), MOST_TEXTS)?,
        }
        let (to, from) = sync_channel(4);
        thread::Builder::new().name("workbook".into()).spawn(move || {
            let result = match kind {
                Kind::Xls => xls(reader, &to),
                _ => xlsx(reader, &to),
            };
            // Whoever stopped listening needs no answer.
            let _ = to.send(match result {
                Ok(()) => Message::End,
                Err(why) => Message::Failed(why),
            });
        })?;
        Ok(Self { from, batch: Vec::new().into_iter(), next: 0, ended: false })
    }

    fn take(&mut self) -> Result<Option<Row>, SourceError> {
        loop {
            if let Some(row) = self.batch.next() {
                return Ok(Some(row));
            }
            if self.ended {
                return Ok(None);
            }
            match self.from.recv() {
                Ok(Message::Rows(rows)) => self.batch = rows.into_iter(),
                Ok(Message::End) => self.ended = true,
                Ok(Message::Failed(why)) => {
                    self.ended = true;
                    return Err(SourceError::Workbook(why));
                }
                Err(_) => {
                    self.ended = true;
                    return Err(SourceError::Workbook("it is malformed".into()));
                }
            }
        }
    }
}

impl Rows for WorkbookRows {
    fn next(&mut self, row: &mut Row) -> Result<bool, SourceError> {
        while let Some(found) = self.take()? {
            if found.number >= self.next {
                *row = found;
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn skip_to(&mut self, number: u64) -> Result<(), SourceError> {
        self.next = self.next.max(number);
        Ok(())
    }
}

/// Refuses what would have to be held and is more than `most` bytes.
fn bounded(bytes: u64, most: u64) -> Result<(), SourceError> {
    if bytes <= most {
        return Ok(());
    }
    let megabytes = |bytes: u64| bytes.div_ceil(1 << 20);
    Err(SourceError::TooLarge { megabytes: megabytes(bytes), most: megabytes(most) })
}

/// Bytes to which the shared texts of an `.xlsx` unpack, as its table of contents says; 0 when it cannot be read, which
/// whoever reads on will find out.
fn shared_texts(reader: Box<dyn Stream>) -> u64 {
    let Ok(mut parts) = zip::ZipArchive::new(reader) else { return 0 };
    let count = parts.len();
    let size = |part: usize| {
        let part = parts.by_index_raw(part).ok()?;
        let shared = part.name().ok()?.to_ascii_lowercase().ends_with("sharedstrings.xml");
        shared.then(|| part.size())
    };
    (0..count).filter_map(size).fold(0, u64::saturating_add)
}

/// Collects cells into rows and rows into batches.
struct Collector<'a> {
    to: &'a SyncSender<Message>,
    rows: Vec<Row>,
    row: Option<Row>,
    base: u64,
    last: u64,
    sheet: u32,
}

impl<'a> Collector<'a> {
    fn new(to: &'a SyncSender<Message>) -> Self {
        Self { to, rows: Vec::with_capacity(BATCH), row: None, base: 0, last: 0, sheet: 0 }
    }

    /// Takes one cell. False when nobody listens any more.
    fn cell(&mut self, row: u32, column: u32, text: &str) -> bool {
        let number = self.base.saturating_add(u64::from(row)).saturating_add(1);
        if self.row.as_ref().is_some_and(|open| open.number != number) && !self.end_row() {
            return false;
        }
        let (sheet, column) = (self.sheet, usize::try_from(column).unwrap_or(0));
        let open = self.row.get_or_insert_with(|| Row { number, sheet, ..Row::default() });
        while open.len() < column {
            open.end_cell();
        }
        if open.len() == column {
            open.push(text);
        }
        true
    }

    fn end_row(&mut self) -> bool {
        if let Some(row) = self.row.take() {
            self.last = self.last.max(row.number);
            self.rows.push(row);
        }
        self.rows.len() < BATCH || self.hand_over()
    }

    fn hand_over(&mut self) -> bool {
        let rows = std::mem::replace(&mut self.rows, Vec::with_capacity(BATCH));
        self.to.send(Message::Rows(rows)).is_ok()
    }

    fn end_sheet(&mut self) -> bool {
        let listening = self.end_row();
        self.base = self.last;
        self.sheet = self.sheet.saturating_add(1);
        listening
    }
}

fn xlsx(reader: BufReader<Box<dyn Stream>>, to: &SyncSender<Message>) -> Result<(), String> {
    let mut book: Xlsx<_> = Xlsx::new(reader).map_err(|error| error.to_string())?;
    let mut collector = Collector::new(to);
    for sheet in book.sheet_names() {
        let mut cells = match book.worksheet_cells_reader(&sheet) {
            Ok(cells) => cells,
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(error.to_string()),
        };
        while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
            let (row, column) = cell.get_position();
            let listening = match cell.get_value() {
                DataRef::SharedString(text) => collector.cell(row, column, text),
                value => collector.cell(row, column, &text(value)),
            };
            if !listening {
                return Ok(());
            }
        }
        if !collector.end_sheet() {
            return Ok(());
        }
    }
    collector.hand_over();
    Ok(())
}

fn xls(reader: BufReader<Box<dyn Stream>>, to: &SyncSender<Message>) -> Result<(), String> {
    let mut book: Xls<_> = Xls::new(reader).map_err(|error| error.to_string())?;
    let mut collector = Collector::new(to);
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).map_err(|error| error.to_string())?;
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, column, value) in range.used_cells() {
            let at = |index: usize, from: u32| u32::try_from(index).unwrap_or(u32::MAX).saturating_add(from);
            if !collector.cell(at(row, top), at(column, left), &text::<Data>(value)) {
                return Ok(());
            }
        }
        if !collector.end_sheet() {
            return Ok(());
        }
    }
    collector.hand_over();
    Ok(())
}

/// A value as text: dates as `2024-11-11 00:00:05`, numbers as plainly as they can be said without inventing digits.
fn text<T: DataType>(value: &T) -> String {
    if let Some(text) = value.get_string() {
        return text.to_owned();
    }
    if let Some(number) = value.get_int() {
        return number.to_string();
    }
    if let Some(number) = value.get_float() {
        return number_text(number);
    }
    if let Some(moment) = value.get_datetime() {
        if moment.is_duration() {
            return number_text(moment.as_f64());
        }
        let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
        // Excel keeps instants as fractions of a day, so a whole second can come out a millisecond short.
        let (second, carry) = if milli >= 500 { (second.saturating_add(1), second == 59) } else { (second, false) };
        if !carry {
            return format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
        }
        return carried(year, month, day, hour, minute);
    }
    if let Some(iso) = value.get_datetime_iso() {
        return iso.to_owned();
    }
    match value.get_bool() {
        Some(true) => "是".to_owned(),
        Some(false) => "否".to_owned(),
        None => String::new(),
    }
}

/// The beginning of the minute after the one given.
fn carried(year: u16, month: u8, day: u8, hour: u8, minute: u8) -> String {
    let small = |value: u8| i8::try_from(value).unwrap_or(0);
    let year = i16::try_from(year).unwrap_or(0);
    jiff::civil::DateTime::new(year, small(month), small(day), small(hour), small(minute), 0, 0)
        .and_then(|moment| moment.checked_add(jiff::Span::new().minutes(1)))
        .map(|moment| moment.strftime("%Y-%m-%d %H:%M:%S").to_string())
        .unwrap_or_default()
}

/// A number of a workbook as text. Excel keeps 15 digits: a longer whole number that ends in 0 may have lost its last
/// digits, so it is written as `3.5E+17`, which every reader of ids refuses.
fn number_text(number: f64) -> String {
    let size = number.abs();
    if number.fract() == 0.0 && size < 1e15 {
        return format!("{number:.0}");
    }
    if number.fract() == 0.0 && size < 9_007_199_254_740_992.0 {
        let digits = format!("{number:.0}");
        if !digits.ends_with('0') {
            return digits;
        }
    }
    if size >= 1e15 {
        return format!("{number:E}").replace('E', "E+");
    }
    format!("{number}")
}

#[cfg(test)]
mod tests {
    use super::{Input, SourceError, bounded, number_text, shared_texts};
    use crate::source::input::Position;

    #[test]
    fn texts_that_would_have_to_be_held_are_counted_before_they_are_read() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for row in 0..1_000 {
            sheet.write(row, 0, format!("订单 {row}")).unwrap();
            sheet.write(row, 1, f64::from(row)).unwrap();
        }
        let bytes: Input = Input::Bytes(book.save_to_buffer().unwrap().into());
        let texts = shared_texts(bytes.reader(&Position::default()).unwrap());
        // <si><t>订单 123</t></si>
        assert!((25_000..40_000).contains(&texts), "{texts}");
        assert!(bounded(texts, 40_000).is_ok());
        let refused = bounded(texts << 10, 20 << 20).unwrap_err();
        assert!(matches!(refused, SourceError::TooLarge { megabytes: 25..40, most: 20 }), "{refused}");
        let other = Input::Bytes(b"a,b\n1,2\n".as_slice().into());
        assert_eq!(shared_texts(other.reader(&Position::default()).unwrap()), 0);
    }

    #[test]
    fn numbers_are_said_plainly_or_refusably() {
        for (number, expected) in [
            (12.0, "12"),
            (12.3, "12.3"),
            (0.1 + 0.2, "0.30000000000000004"),
            (13_800_000_000.0, "13800000000"),
            (3_500_000_000_000_001.0, "3500000000000001"),
            (3_500_000_000_000_000.0, "3.5E+15"),
            (3.5e17, "3.5E+17"),
            (-2.0, "-2"),
        ] {
            assert_eq!(number_text(number), expected);
        }
    }
}
