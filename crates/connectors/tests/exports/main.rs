//! Exports of the platforms, written here as they would arrive, and read back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod files;
mod fuzz;
mod headers;
mod platforms;
mod quirks;
mod resume;
mod tables;
mod taobao;
