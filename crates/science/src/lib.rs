//! Value science, record linkage, statistics: pure functions.
//!
//! Absent from here: clocks, random sources, files, databases. Seeds and data come in as arguments, so a test is data
//! in and value out.

pub mod crowds;
pub mod linkage;
