//! Numbers that others published of public data, computed again.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

mod cdnow;
mod data;
mod donations;
mod groceries;
mod online_retail;
