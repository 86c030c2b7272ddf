//! The SQL of the books: one text, said of whichever book is meant.

mod lots;
mod moves;
mod sums;

pub(crate) use lots::*;
pub(crate) use moves::*;
pub(crate) use sums::*;

/// Every statement of fixed text, as each book says it, for the test that prepares them on both databases.
#[cfg(test)]
pub(crate) fn statements() -> Vec<String> {
    let all = [lots::STATEMENTS, moves::STATEMENTS, sums::STATEMENTS].concat();
    super::Book::ALL.iter().flat_map(|book| all.iter().map(|text| book.say(text))).collect()
}
