//! A table in a file and its columns by name: CSV, TSV (also packed with gzip), XLSX, Parquet.
//!
//! A column that is not there is answered with the nearest that is, and a cell that cannot be read with its row, column and
//! value.

use std::path::{Path, PathBuf};

use connectors::source::{Fault, Input, Row, Source};
use connectors::value::money::Decimal;
use connectors::value::time::{self, Order, Zone};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::commands::Exit;
use crate::commands::exit::Failure;

/// A table that is read once, row by row.
pub(super) struct Table {
    file: PathBuf,
    names: Vec<String>,
    source: Source,
    row: Row,
    rows: u64,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub(super) struct Column {
    at: usize,
    name: String,
}

/// How days are read.
pub(super) struct Days {
    written: Zone,
    zone: TimeZone,
    order: Order,
}

impl Table {
    /// Opens a file and reads the names of its columns, which stand in its first row.
    ///
    /// # Errors
    /// When it cannot be read or is no table.
    pub(super) fn open(file: &Path) -> Result<Self, Failure> {
        let failed = |cause: String| Failure::new(Exit::Failed, format!("{}: {cause}", file.display()));
        let mut source = Source::open(&Input::Path(file.to_path_buf())).map_err(|cause| failed(cause.to_string()))?;
        let mut row = Row::default();
        let some = source.next(&mut row).map_err(|cause| failed(cause.to_string()))?;
        if !some || row.is_blank() {
            return Err(failed("the first row names no columns".to_owned()));
        }
        let names: Vec<String> = row.cells().map(str::to_owned).collect();
        source.set_width(names.len());
        Ok(Self { file: file.to_path_buf(), names, source, row, rows: 0 })
    }

    /// The column of a name; `flag` is where the name was given. Letters' case counts only where it has to.
    ///
    /// # Errors
    /// When there is none or more than one, with the nearest name and all that there are.
    pub(super) fn column(&self, flag: &str, name: &str) -> Result<Column, Failure> {
        let wanted = name.trim();
        let places = |same: &dyn Fn(&str) -> bool| -> Vec<usize> {
            self.names.iter().enumerate().filter(|(_, name)| same(name)).map(|(at, _)| at).collect()
        };
        let folded = wanted.to_lowercase();
        let mut found = places(&|name| name == wanted);
        if found.is_empty() {
            found = places(&|name| name.to_lowercase() == folded);
        }
        match found.as_slice() {
            [at] => Ok(Column { at: *at, name: self.names.get(*at).cloned().unwrap_or_default() }),
            [] => Err(self.no_column(flag, wanted)),
            _ => {
                let words = format!("{}: {} columns are named `{wanted}` ({flag})", self.file.display(), found.len());
                Err(Failure::new(Exit::Failed, words))
            }
        }
    }

    /// The same of a column that need not be asked for.
    ///
    /// # Errors
    /// As [`Table::column`].
    pub(super) fn optional(&self, flag: &str, name: Option<&str>) -> Result<Option<Column>, Failure> {
        name.map(|name| self.column(flag, name)).transpose()
    }

    fn no_column(&self, flag: &str, wanted: &str) -> Failure {
        let near = |name: &&String| strsim::jaro_winkler(&name.to_lowercase(), &wanted.to_lowercase());
        let nearest = self.names.iter().max_by(|a, b| near(a).total_cmp(&near(b))).filter(|name| near(name) > 0.7);
        let hint = nearest.map(|name| format!(" Did you mean `{name}`?")).unwrap_or_default();
        let names: Vec<&str> = self.names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        let words = format!(
            "{}: there is no column `{wanted}` ({flag}).{hint} There are: {}",
            self.file.display(),
            names.join(", ")
        );
        Failure::new(Exit::Failed, words)
    }

    /// The names of all columns, in order.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Goes to the next row that says anything. False at the end.
    ///
    /// # Errors
    /// When the file or the row cannot be read.
    pub(super) fn next(&mut self) -> Result<bool, Failure> {
        loop {
            let more = self.source.next(&mut self.row).map_err(|cause| {
                Failure::new(Exit::Failed, format!("{}: row {}: {cause}", self.file.display(), self.row.number() + 1))
            })?;
            if !more {
                return Ok(false);
            }
            if self.row.is_blank() {
                continue;
            }
            self.rows += 1;
            let fault = match self.row.fault() {
                None => return Ok(true),
                Some(Fault::BadEncoding) => "its bytes are no text in the file's encoding",
                Some(Fault::OpenQuote) => "a quote is never closed",
                Some(Fault::TooLong) => "it is longer than any row of a table",
            };
            let words = format!("{}: row {}: {fault}", self.file.display(), self.row.number());
            return Err(Failure::new(Exit::Failed, words));
        }
    }

    /// Rows so far, the head and blank ones not counted.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// The cell of the row, without blanks around it; empty where there is nothing.
    pub(super) fn text(&self, column: &Column) -> &str {
        self.row.cell(column.at)
    }

    /// All cells of the row, in the order of [`Table::names`], and what stands beyond them.
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        self.row.cells()
    }

    /// What is wrong with the cell of the row, with its place.
    pub(super) fn wrong(&self, column: &Column, what: &str) -> Failure {
        let value: String = self.text(column).chars().take(60).collect();
        let (file, row, name) = (self.file.display(), self.row.number(), &column.name);
        Failure::new(Exit::Failed, format!("{file}: row {row}, column `{name}`: `{value}` {what}"))
    }

    /// A number.
    ///
    /// # Errors
    /// When it is none, or not finite.
    pub(super) fn number(&self, column: &Column) -> Result<f64, Failure> {
        let text = self.text(column);
        let truth = match text {
            "是" | "true" | "TRUE" | "True" => Some(1.0),
            "否" | "false" | "FALSE" | "False" => Some(0.0),
            _ => None,
        };
        let plain = text.parse::<f64>().ok().filter(|number| number.is_finite()).or(truth);
        let found = plain.or_else(|| text.replace(',', "").parse::<f64>().ok().filter(|number| number.is_finite()));
        found.ok_or_else(|| self.wrong(column, "is no number"))
    }

    /// A whole number.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn integer(&self, column: &Column) -> Result<i64, Failure> {
        let number = self.number(column)?;
        let whole =
            Decimal::parse(&number.to_string(), '.').filter(|number| number.fits(0)).and_then(|number| number.minor(0));
        whole.ok_or_else(|| self.wrong(column, "is no whole number"))
    }

    /// A whole number from 0 up.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn whole(&self, column: &Column) -> Result<u64, Failure> {
        u64::try_from(self.integer(column)?).map_err(|_| self.wrong(column, "is below 0"))
    }

    /// An amount of money in hundredths, from a cell that says it in whole units.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn hundredths(&self, column: &Column) -> Result<i64, Failure> {
        let amount = Decimal::parse(self.text(column), '.').and_then(|amount| amount.minor(2));
        amount.ok_or_else(|| self.wrong(column, "is no amount of money"))
    }

    /// An instant, in milliseconds since 1970 in UTC.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn instant(&self, column: &Column, days: &Days) -> Result<i64, Failure> {
        let read = time::instant(self.text(column), &days.written, days.order);
        read.ok_or_else(|| self.wrong(column, "is no date that can be read, such as 2026-11-11 or 2026-11-11 08:30:00"))
    }

    /// A day, in days since 1970.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn day(&self, column: &Column, days: &Days) -> Result<i64, Failure> {
        let instant = self.instant(column, days)?;
        days.of(instant).ok_or_else(|| self.wrong(column, "is outside all calendars"))
    }
}

impl Days {
    /// In a time zone by its name; `month_first` is for 12/31/2024.
    ///
    /// # Errors
    /// When there is no such zone.
    pub(super) fn new(zone: &str, month_first: bool) -> Result<Self, Failure> {
        let unknown = || Failure::new(Exit::Usage, format!("--zone: there is no time zone `{zone}`"));
        let written = Zone::named(zone).ok_or_else(unknown)?;
        let zone = TimeZone::get(zone).map_err(|_| unknown())?;
        let order = if month_first { Order::MonthFirst } else { Order::DayFirst };
        Ok(Self { written, zone, order })
    }

    /// Days since 1970 of an instant in the zone.
    fn of(&self, instant: i64) -> Option<i64> {
        let at = Timestamp::from_millisecond(instant).ok()?;
        let ahead = i64::from(self.zone.to_offset(at).seconds()) * 1_000;
        Some(instant.checked_add(ahead)?.div_euclid(86_400_000))
    }

    /// A day that was given on the command line.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn given(&self, flag: &str, text: &str) -> Result<i64, Failure> {
        let read = time::instant(text, &self.written, self.order).and_then(|instant| self.of(instant));
        read.ok_or_else(|| Failure::new(Exit::Usage, format!("{flag}: `{text}` is no date, such as 2026-11-11")))
    }
}

/// A day number as a date.
pub(super) fn date(day: i64) -> String {
    let at = day.checked_mul(86_400_000).and_then(|instant| Timestamp::from_millisecond(instant).ok());
    at.map_or_else(|| day.to_string(), |at| at.to_zoned(TimeZone::UTC).date().to_string())
}
