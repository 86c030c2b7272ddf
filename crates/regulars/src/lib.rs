//! The parts of the program that its tests and benchmarks also call.
//!
//! Absent from here: the command line and the HTTP assembly, which belong to the program alone.

pub mod demo;
