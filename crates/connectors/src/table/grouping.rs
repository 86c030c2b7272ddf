//! Rows of one order that stand near one another, gathered; and where reading may begin again.

use std::collections::{BTreeMap, VecDeque};

/// How many rows may lie between two rows of one order.
const NEAR: u64 = 50;

/// An order whose rows are still coming.
pub(crate) struct Open<T> {
    pub(crate) key: String,
    first: u64,
    last: u64,
    counts: BTreeMap<String, u32>,
    pub(crate) rows: usize,
    pub(crate) content: Option<T>,
}

impl<T> Open<T> {
    /// A name for a line that stays the same when the file is read again: its own, and a number from the second on.
    pub(crate) fn name(&mut self, key: &str) -> String {
        let count = self.counts.entry(key.to_owned()).or_insert(0);
        *count = count.saturating_add(1);
        if *count == 1 { key.to_owned() } else { format!("{key}#{count}") }
    }
}

/// Orders whose rows are still coming, in the order of their first rows.
pub(crate) struct Grouping<T> {
    open: VecDeque<Open<T>>,
    /// The first row of a closed order that reaches beyond the first row of an open one.
    low: u64,
    /// The last row of any closed order.
    high: u64,
}

impl<T> Grouping<T> {
    pub(crate) fn new() -> Self {
        Self { open: VecDeque::new(), low: u64::MAX, high: 0 }
    }

    /// The open order with this key, or a new one. Orders that no row followed for a while come out through `close`.
    pub(crate) fn at(&mut self, key: &str, row: u64, mut close: impl FnMut(T)) -> Option<&mut Open<T>> {
        let found = match self.open.back() {
            Some(last) if last.key == key => self.open.len().checked_sub(1),
            _ => {
                self.close_before(row, &mut close);
                self.open.iter().position(|open| open.key == key)
            }
        };
        let index = match found {
            Some(index) => index,
            None => {
                self.open.push_back(Open {
                    key: key.to_owned(),
                    first: row,
                    last: row,
                    counts: BTreeMap::new(),
                    rows: 0,
                    content: None,
                });
                self.open.len().saturating_sub(1)
            }
        };
        let open = self.open.get_mut(index)?;
        open.last = row;
        open.rows = open.rows.saturating_add(1);
        Some(open)
    }

    fn close_before(&mut self, row: u64, close: &mut impl FnMut(T)) {
        let mut index = 0;
        while let Some(open) = self.open.get(index) {
            if row.saturating_sub(open.last) <= NEAR {
                index = index.saturating_add(1);
                continue;
            }
            self.low = self.low.min(open.first);
            self.high = self.high.max(open.last);
            if let Some(content) = self.open.remove(index).and_then(|open| open.content) {
                close(content);
            }
        }
        let next = self.open.iter().map(|open| open.first).min().unwrap_or(row);
        if self.high < next {
            self.low = u64::MAX;
        }
    }

    /// Closes all.
    pub(crate) fn finish(&mut self, mut close: impl FnMut(T)) {
        for open in self.open.drain(..) {
            if let Some(content) = open.content {
                close(content);
            }
        }
        self.low = u64::MAX;
    }

    /// The first row from which reading must begin again.
    pub(crate) fn open_from(&self) -> Option<u64> {
        let first = self.open.iter().map(|open| open.first).min();
        match (first, self.low) {
            (first, u64::MAX) => first,
            (first, low) => Some(first.unwrap_or(low).min(low)),
        }
    }
}
