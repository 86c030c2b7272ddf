//! What reading yields.

use serde::{Deserialize, Serialize};

use crate::drafts::{Draft, Refusal};

/// One thing out of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A statement to import.
    Draft(Draft),
    /// A row that could not become one.
    Refused(Refusal),
}

impl Item {
    /// How many rows of the file it accounts for.
    #[must_use]
    pub fn rows(&self) -> u64 {
        let lines = match self {
            Self::Draft(Draft::Order(order)) => order.lines.len().max(1),
            Self::Draft(Draft::Lines(lines)) => lines.lines.len(),
            _ => 1,
        };
        u64::try_from(lines).unwrap_or(u64::MAX)
    }

    /// The first row of the file that it speaks of.
    #[must_use]
    pub fn first_row(&self) -> u64 {
        match self {
            Self::Draft(Draft::Order(order)) => order.row,
            Self::Draft(Draft::Lines(lines)) => lines.lines.first().map_or(0, |line| line.row),
            Self::Draft(Draft::Refund(refund)) => refund.row,
            Self::Draft(Draft::Person(person)) => person.row,
            Self::Draft(Draft::Product(product)) => product.row,
            Self::Draft(Draft::Event(event)) => event.row,
            Self::Refused(refusal) => refusal.row,
        }
    }
}

/// Where the rows of a file went. `rows` is always the sum of the others once the file is read to its end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows read below the header.
    pub rows: u64,
    /// Rows that went into drafts.
    pub drafted: u64,
    /// Rows refused.
    pub refused: u64,
    /// Rows with nothing in them, and repeated headers.
    pub blank: u64,
    /// Rows on sheets that are no table we know.
    pub foreign: u64,
}
