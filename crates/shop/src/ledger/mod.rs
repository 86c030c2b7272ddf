//! The ledger that points and store credit are kept in, a book each: lots that are credited and run down, moves under keys
//! that are one of a kind, and entries that name both accounts and are never changed.
//!
//! A customer's balance is what is left in the lots of her profiles. What is taken comes from the lots that expire first;
//! whoever takes waits for whoever took before, and the database lets no lot go below nothing.
//!
//! Absent from here: what earns, what may be bought, the tables' own steps; those are each book's department.

mod entries;
mod expire;
mod model;
mod month;
pub(crate) mod records;
mod spend;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod till;

#[cfg(test)]
pub(crate) use entries::allocate;
pub(crate) use entries::{credit, spendable, take};
pub(crate) use expire::{announce, erase, expire};
pub use model::{Account, Book, MoveKind};
pub(crate) use month::month;
pub(crate) use records::{Lot, MoveRow};
pub use spend::{Order, outside};
pub(crate) use spend::{adjust, counter, earn, leave_out_undone, restore, spend};
