//! Asking in SQL: checked, planned, bounded, cancelable.
//!
//! Absent from here: writing of any kind. One SELECT, WITH or EXPLAIN is taken; the session knows no file, no store, no
//! address and no function that makes something large of something small.

#[cfg(test)]
mod bounds;
mod engine;
mod file;
mod guard;
mod limits;
mod page;
mod refused;
mod running;
#[cfg(test)]
mod tests;
mod threads;
mod wrong;

pub use engine::{Engine, Question};
pub use file::Format;
pub(crate) use file::stream;
pub use limits::Limits;
pub(crate) use page::page;
pub use page::{Answer, AnswerColumn, ColumnType};
pub use refused::Refused;
pub use running::{Held, Running};
pub use wrong::Wrong;
