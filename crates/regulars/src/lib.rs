//! The program: command line, configuration, the HTTP assembly with the embedded console, and the demo shop.
//!
//! Everything stands in this library so that tests and benchmarks reach it; `main.rs` only calls [`commands::run`].
//! Absent from here: what a department does.

mod analysis;
pub mod backup;
pub mod commands;
pub mod config;
pub mod demo;
pub mod site;
pub mod start;
