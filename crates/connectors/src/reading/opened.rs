//! Opening a file: what it is, its first rows, and the way to its items.

use std::{collections::VecDeque, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{Confidence, Drafter, Format, Header, Input, Items, Options, ReadError, Recognised, recognise};
use crate::{
    presets,
    source::{Row, Source},
    table::{self, Mapping},
};

/// How many rows may stand above the header.
const ABOVE: usize = 10;
/// How many rows a preview shows unless told otherwise.
const PREVIEW: usize = 20;

/// An open file.
pub struct Opened {
    source: Source,
    /// Rows already read: the header comes first.
    ahead: VecDeque<Row>,
    header: Arc<Header>,
    recognised: Option<Recognised>,
    above: u64,
    /// Rows above the header on sheets before the one that holds it.
    passed: u64,
}

/// The first rows of a table and what its columns seem to mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
    /// A first proposal for the operator.
    pub guess: Mapping,
    /// What columns can be mapped to.
    pub targets: Vec<table::Target>,
}

/// Opens a file and finds out what it is.
///
/// # Errors
/// When it cannot be read, or no row could be a header.
pub fn open(input: &Input, options: &Options) -> Result<Opened, ReadError> {
    let mut source = Source::open(input)?;
    let wanted = if options.preview_rows == 0 { PREVIEW } else { options.preview_rows };
    let mut rows: VecDeque<Row> = VecDeque::new();
    let mut row = Row::default();
    while rows.len() < wanted.saturating_add(ABOVE) && source.next(&mut row)? {
        rows.push_back(std::mem::take(&mut row));
    }
    let known = |row: &Row| recognise(&Header::of(row));
    let at = rows.iter().take(ABOVE).position(|row| known(row).is_some());
    // A table that nobody knows begins where its rows reach their full width.
    let at = at.or_else(|| {
        let filled = |row: &Row| row.cells().filter(|cell| !cell.is_empty()).count();
        let widest = rows.iter().take(ABOVE).map(filled).max().unwrap_or(0);
        rows.iter().position(|row| filled(row) > 0 && filled(row).saturating_mul(2) > widest)
    });
    let at = at.ok_or(ReadError::NoHeader)?;
    let above: VecDeque<Row> = rows.drain(..at).collect();
    let header = Arc::new(rows.front().map(Header::of).unwrap_or_default());
    source.set_width(header.len());
    let recognised = recognise(&header);
    let passed = u64::try_from(above.len()).unwrap_or(0);
    let above = rows.front().map_or(0, Row::number);
    Ok(Opened { source, ahead: rows, header, recognised, above, passed })
}

impl Opened {
    /// What the file is. `table` when it is none that we know.
    #[must_use]
    pub fn format(&self) -> Format {
        let (code, zh, en, confidence) = match &self.recognised {
            Some(known) => (known.code, known.name_zh, known.name_en, known.confidence),
            None => ("table", "表格", "Table", Confidence::Likely),
        };
        Format {
            code: code.to_owned(),
            name_zh: zh.to_owned(),
            name_en: en.to_owned(),
            encoding: self.source.encoding().name().to_owned(),
            confidence,
            kind: self.source.kind(),
        }
    }

    /// Names of the columns.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Whether a mapping must say what the columns mean.
    #[must_use]
    pub fn needs_mapping(&self) -> bool {
        self.recognised.is_none()
    }

    /// The first rows, and a guess at what the columns mean: a preset made for these columns, else by their names.
    #[must_use]
    pub fn preview(&self) -> Preview {
        let rows: Vec<Vec<String>> = self
            .ahead
            .iter()
            .skip(1)
            .filter(|row| !row.is_blank())
            .map(|row| (0..self.header.len()).map(|index| row.cell(index).to_owned()).collect())
            .collect();
        Preview {
            columns: self.header.names().to_vec(),
            guess: match presets::for_header(&self.header) {
                Some(preset) => preset.mapping,
                None => table::guess(&self.header, &rows),
            },
            rows,
            targets: table::targets(),
        }
    }

    /// Bytes of the file.
    #[must_use]
    pub fn bytes_total(&self) -> u64 {
        self.source.bytes_total()
    }

    /// Begins to read. A mapping, when given, goes before what was recognised.
    ///
    /// # Errors
    /// When the table is not known and no mapping is given, or the mapping does not fit.
    pub fn into_items(self, mapping: Option<&Mapping>) -> Result<Items, ReadError> {
        let drafter: Box<dyn Drafter> = match (mapping, &self.recognised) {
            (Some(mapping), _) => table::drafter(mapping, &self.header)?,
            (None, Some(known)) => (known.make)(&self.header),
            (None, None) => return Err(ReadError::NeedsMapping),
        };
        let mut ahead = self.ahead;
        let sheet = ahead.pop_front().map_or(0, |row| row.sheet());
        Ok(Items::new(self.source, ahead, self.header, drafter, mapping.cloned(), sheet, self.above, self.passed))
    }
}
