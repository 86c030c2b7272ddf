//! What is kept of one page: of whom each condition holds, and whom to ask again when.
//!
//! Absent from here: what the conditions mean, and who is in a segment, which the page itself says.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::LeafId;
use crate::bits::{Bits, Few};

/// What is kept of one page.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// Of whom each condition holds, by its place.
    rows: Vec<Few>,
    calendar: BinaryHeap<Reverse<Due>>,
}

/// Whom to ask again when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Due {
    pub(super) at: i64,
    pub(super) row: u16,
    what: u32,
}

/// What to ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wake {
    /// One condition.
    Leaf(LeafId),
    /// Every condition on a kind: a fact of the future has come.
    Kind(u16),
}

/// Numbers from here on are kinds; conditions are fewer.
const KINDS: u32 = 1 << 31;

impl Due {
    pub(super) const fn what(self) -> Wake {
        if self.what >= KINDS { Wake::Kind((self.what - KINDS) as u16) } else { Wake::Leaf(self.what as LeafId) }
    }
}

impl Book {
    pub(super) fn has(&self, leaf: LeafId, row: u16) -> bool {
        self.rows.get(leaf).is_some_and(|rows| rows.has(row))
    }

    /// Adds those of `mask` of whom a condition holds to `out`.
    pub(super) fn or_into(&self, leaf: LeafId, mask: &Bits, out: &mut Bits) {
        if let Some(rows) = self.rows.get(leaf) {
            rows.or_into(mask, out);
        }
    }

    /// Puts a row in or takes it out; answers whether that changed anything.
    pub(super) fn put(&mut self, leaf: LeafId, row: u16, inside: bool) -> bool {
        if self.rows.len() <= leaf {
            self.rows.resize(leaf + 1, Few::default());
        }
        self.rows.get_mut(leaf).is_some_and(|rows| rows.put(row, inside))
    }

    /// Of whom a condition holds from now on.
    pub(super) fn set(&mut self, leaf: LeafId, rows: Few) {
        if self.rows.len() <= leaf {
            self.rows.resize(leaf + 1, Few::default());
        }
        if let Some(place) = self.rows.get_mut(leaf) {
            *place = rows;
        }
    }

    /// Of how many a condition holds.
    pub(super) fn len(&self, leaf: LeafId) -> usize {
        self.rows.get(leaf).map_or(0, Few::len)
    }

    /// Takes a row out of everything.
    pub(super) fn forget(&mut self, row: u16) {
        for rows in &mut self.rows {
            rows.put(row, false);
        }
    }

    /// Plans to ask again.
    pub(super) fn wake(&mut self, at: i64, row: u16, what: Wake) {
        let what = match what {
            Wake::Leaf(leaf) => leaf as u32,
            Wake::Kind(kind) => KINDS + u32::from(kind),
        };
        self.calendar.push(Reverse(Due { at, row, what }));
    }

    /// When to ask again next.
    pub(super) fn next(&self) -> Option<i64> {
        self.calendar.peek().map(|Reverse(due)| due.at)
    }

    /// Takes out what is due next, when it is due by then.
    pub(super) fn due(&mut self, by: i64) -> Option<Due> {
        if self.next()? > by {
            return None;
        }
        self.calendar.pop().map(|Reverse(due)| due)
    }

    /// Takes out what else is due at the same instant for the same row.
    pub(super) fn due_with(&mut self, first: Due) -> Option<Due> {
        let Reverse(next) = self.calendar.peek()?;
        ((next.at, next.row) == (first.at, first.row)).then(|| self.calendar.pop().map(|Reverse(due)| due))?
    }
}
