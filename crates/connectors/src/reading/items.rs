//! The stream of drafts and refusals.

use std::{collections::VecDeque, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{Counts, Drafter, Header, Item, Out, ReadError, View, recognise};
use crate::{
    drafts::Reason,
    source::{Fault, Row, Source},
    table::{self, Mapping},
};

/// Rows above the header of a further sheet that may be passed over while looking for it.
const ABOVE: u64 = 10;

/// How far the reading got.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Bytes of the file taken in.
    pub bytes_done: u64,
    /// Bytes of the file.
    pub bytes_total: u64,
    /// Rows read below the header.
    pub rows: u64,
    /// Everything before this row has been handed out: an interrupted import begins again here. Some rows from here
    /// on may have been handed out too, and then come a second time with the same content.
    pub resume_row: u64,
}

/// Drafts and refusals, in the order of the file.
pub struct Items {
    source: Source,
    ahead: VecDeque<Row>,
    header: Arc<Header>,
    /// `None` on a sheet that is no table we know.
    drafter: Option<Box<dyn Drafter>>,
    mapping: Option<Mapping>,
    out: Out,
    row: Row,
    sheet: u32,
    /// Rows of the current sheet seen while its header was sought.
    sought: Option<u64>,
    last: u64,
    skip_below: u64,
    counts: Counts,
    finished: bool,
}

impl Items {
    #[expect(clippy::too_many_arguments, reason = "called once, by the one who holds all the parts")]
    pub(super) fn new(
        source: Source,
        ahead: VecDeque<Row>,
        header: Arc<Header>,
        drafter: Box<dyn Drafter>,
        mapping: Option<Mapping>,
        sheet: u32,
        header_row: u64,
        passed: u64,
    ) -> Self {
        Self {
            source,
            ahead,
            header,
            drafter: Some(drafter),
            mapping,
            out: Out::default(),
            row: Row::default(),
            sheet,
            sought: None,
            last: header_row.max(passed),
            skip_below: 0,
            counts: Counts::default(),
            finished: false,
        }
    }

    /// Names of the columns.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Where the rows went so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// How far the reading got.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let waiting = [self.out.first_row(), self.drafter.as_ref().and_then(|drafter| drafter.open_from())];
        let next = self.last.saturating_add(1).max(self.skip_below);
        Progress {
            bytes_done: if self.finished { self.source.bytes_total() } else { self.source.bytes_read() },
            bytes_total: self.source.bytes_total(),
            rows: self.counts.rows,
            resume_row: waiting.into_iter().flatten().min().unwrap_or(next),
        }
    }

    /// Begins at this row instead of the first: what [`Progress::resume_row`] said when the import was interrupted.
    /// The rows passed over are not counted.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub fn resume_from(&mut self, row: u64) -> Result<(), ReadError> {
        self.ahead.retain(|waiting| waiting.number() >= row || waiting.sheet() != self.sheet);
        // Further sheets have headers of their own, so rows of a workbook are passed over one by one.
        self.skip_below = row;
        if !matches!(self.source.kind(), crate::source::Kind::Xlsx | crate::source::Kind::Xls) {
            self.source.skip_to(row)?;
        }
        Ok(())
    }

    /// The next draft or refusal; nothing at the end.
    ///
    /// # Errors
    /// When the file cannot be read on. A bad row is an item, not an error.
    pub fn next_item(&mut self) -> Result<Option<Item>, ReadError> {
        loop {
            if let Some(item) = self.out.pop() {
                match &item {
                    Item::Draft(_) => self.counts.drafted = self.counts.drafted.saturating_add(item.rows()),
                    Item::Refused(_) => self.counts.refused = self.counts.refused.saturating_add(1),
                }
                return Ok(Some(item));
            }
            if self.finished {
                return Ok(None);
            }
            if let Some(waiting) = self.ahead.pop_front() {
                self.row = waiting;
            } else if !self.source.next(&mut self.row)? {
                self.finished = true;
                if let Some(drafter) = &mut self.drafter {
                    drafter.finish(&mut self.out);
                }
                continue;
            }
            self.take()?;
        }
    }

    fn take(&mut self) -> Result<(), ReadError> {
        self.last = self.row.number();
        if self.row.sheet() != self.sheet {
            if let Some(mut drafter) = self.drafter.take() {
                drafter.finish(&mut self.out);
            }
            self.sheet = self.row.sheet();
            self.sought = Some(0);
        }
        if let Some(sought) = self.sought {
            return self.seek_header(sought);
        }
        if self.last < self.skip_below {
            return Ok(());
        }
        self.counts.rows = self.counts.rows.saturating_add(1);
        let Some(drafter) = &mut self.drafter else {
            self.counts.foreign = self.counts.foreign.saturating_add(1);
            return Ok(());
        };
        if let Some(fault) = self.row.fault() {
            let reason = match fault {
                Fault::BadEncoding => Reason::BadEncoding,
                Fault::OpenQuote => Reason::OpenQuote,
                Fault::TooLong => Reason::TooLong,
            };
            self.out.refuse(*View::new(&self.row, &self.header).refuse(None, reason));
        } else if self.row.is_blank() || self.header.repeats(&self.row) {
            self.counts.blank = self.counts.blank.saturating_add(1);
        } else {
            drafter.take(&self.row, &mut self.out);
        }
        Ok(())
    }

    /// Looks whether the row is the header of a further sheet.
    fn seek_header(&mut self, sought: u64) -> Result<(), ReadError> {
        let header = Arc::new(Header::of(&self.row));
        let drafter = match (&self.mapping, recognise(&header)) {
            (Some(mapping), _) => table::drafter(mapping, &header).ok(),
            (None, Some(known)) => Some((known.make)(&header)),
            (None, None) => None,
        };
        if drafter.is_some() {
            self.header = header;
            self.drafter = drafter;
            self.sought = None;
        } else {
            if self.last >= self.skip_below && !self.row.is_blank() {
                self.counts.rows = self.counts.rows.saturating_add(1);
                self.counts.foreign = self.counts.foreign.saturating_add(1);
            }
            let sought = sought.saturating_add(1);
            self.sought = (sought < ABOVE).then_some(sought);
        }
        Ok(())
    }
}

impl Iterator for Items {
    type Item = Result<Item, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.next_item();
        // A file that cannot be read on is said once.
        self.finished |= item.is_err();
        item.transpose()
    }
}
