//! The program under faults: killed at random moments, copied while it writes. Nothing acknowledged is lost, nothing is
//! there twice, and what was interrupted goes on.
//!
//! Each test runs on SQLite, and with fewer kills on PostgreSQL when `REGULARS_TEST_POSTGRES` names a server.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test stops where it fails, says what it compared, and reads the address of the tests' server"
)]

mod backup;
#[path = "../harness/browser.rs"]
mod browser;
mod contents;
mod crossing;
mod crowd;
mod flash;
mod import;
mod ingest;
mod place;
mod points;
mod postgres;
mod prizes;
mod redeem;
mod server;
mod tracking;
