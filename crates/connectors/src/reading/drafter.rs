//! What turns rows into items.

use std::collections::VecDeque;

use super::Item;
use crate::{
    drafts::{Draft, Refusal},
    source::Row,
};

/// How many rows one order may have. More means that the column does not hold order numbers, and an order is held in
/// memory until its last row.
pub(crate) const MOST_LINES: usize = 10_000;

/// Items on their way to the caller.
#[derive(Default)]
pub(crate) struct Out {
    queue: VecDeque<Item>,
}

impl Out {
    pub(crate) fn draft(&mut self, draft: Draft) {
        self.queue.push_back(Item::Draft(draft));
    }

    pub(crate) fn refuse(&mut self, refusal: Refusal) {
        self.queue.push_back(Item::Refused(refusal));
    }

    pub(crate) fn result(&mut self, result: Result<Draft, Box<Refusal>>) {
        match result {
            Ok(draft) => self.draft(draft),
            Err(refusal) => self.refuse(*refusal),
        }
    }

    pub(crate) fn pop(&mut self) -> Option<Item> {
        self.queue.pop_front()
    }

    /// The first row that any waiting item speaks of.
    pub(crate) fn first_row(&self) -> Option<u64> {
        self.queue.iter().map(Item::first_row).min()
    }
}

/// Turns the rows of one table into items. Every row that it takes must come out in exactly one item.
pub(crate) trait Drafter: Send {
    /// Takes a row that is neither blank nor at fault.
    fn take(&mut self, row: &Row, out: &mut Out);

    /// Gives out what waits for more rows.
    fn finish(&mut self, _out: &mut Out) {}

    /// The first row from which reading must begin again so that nothing that waits here is lost.
    fn open_from(&self) -> Option<u64> {
        None
    }
}
