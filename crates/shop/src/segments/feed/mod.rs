//! Filling the warehouse: whole from the database, and after that by following the outbox.
//!
//! Absent from here: live segments and their crossings.

mod changes;
mod dated;
mod facts;
mod load;
mod person;

pub(super) use changes::{Feed, light};
pub(super) use facts::is_read;
pub(super) use load::{Progress, load};
pub(super) use person::mark;
#[cfg(test)]
pub use person::{Taken, take};

use platform::Error;
use warehouse::Refusal;

/// A refusal of the warehouse that only a fault of ours can bring about.
pub(super) fn fault(refusal: Refusal) -> Error {
    Error::internal(format!("the warehouse refused what it was fed: {refusal}"))
}
