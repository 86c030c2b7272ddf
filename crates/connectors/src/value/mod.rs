//! What stands in cells: amounts, instants, ids. Exact or refused; nothing is guessed.

pub mod id;
pub mod money;
pub mod time;
