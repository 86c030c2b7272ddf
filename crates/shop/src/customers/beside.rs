//! Columns of a file that whoever asks for it knows, and customers do not: scores, levels, consents.
//!
//! Absent from here: what they are; departments that know of them say it by [`Beside`].

use connectors::export::{Cell, ColumnKind};
use platform::i18n::Locale;

use super::file::FileFormat;

/// Columns that another department knows of.
pub trait Beside: std::fmt::Debug + Send + Sync {
    /// What a column is called in a language and what stands in it; `None` when it is none of these.
    fn column(&self, column: &str, locale: Locale) -> Option<(String, ColumnKind)>;

    /// What these customers have in the columns, in the order of customers and of the file's columns.
    fn values(&self, customers: &[i64], locale: Locale) -> Vec<Vec<Given>>;
}

/// What a customer has in such a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Nothing that is known.
    Nothing,
    /// Text.
    Text(String),
    /// An amount in minor units, and how many digits the currency has after its point.
    Money(i64, u32),
    /// A number in steps of so many digits after its point.
    Number(i64, u32),
    /// An instant, milliseconds UTC.
    Instant(i64),
    /// Yes or no.
    YesNo(bool),
}

/// How the file says what is neither text nor number.
pub(super) struct Manner {
    /// In which zone instants are read.
    pub(super) zone: jiff::tz::TimeZone,
    pub(super) format: FileFormat,
    /// The words for no and yes.
    pub(super) words: [String; 2],
}

impl Manner {
    /// An instant as its reader's clock shows it.
    pub(super) fn instant(&self, at: Option<i64>) -> Cell<'static> {
        match at.and_then(|at| Some((at, jiff::Timestamp::from_millisecond(at).ok()?))) {
            Some((at, stamp)) => Cell::Instant(at, i64::from(self.zone.to_offset(stamp).seconds())),
            None => Cell::Empty,
        }
    }

    /// Programs read Parquet; people read the others, in their language.
    pub(super) fn yes_no(&self, yes: bool) -> Cell<'_> {
        let [no, said] = &self.words;
        match self.format {
            FileFormat::Parquet => Cell::YesNo(yes),
            FileFormat::Csv | FileFormat::Xlsx => Cell::Text(if yes { said } else { no }),
        }
    }

    pub(super) fn given<'a>(&'a self, given: &'a Given) -> Cell<'a> {
        match given {
            Given::Nothing => Cell::Empty,
            Given::Text(text) => Cell::Text(text),
            Given::Money(minor, digits) => Cell::Money(*minor, *digits),
            Given::Number(steps, digits) => Cell::Number(*steps, *digits),
            Given::Instant(at) => self.instant(Some(*at)),
            Given::YesNo(yes) => self.yes_no(*yes),
        }
    }
}
