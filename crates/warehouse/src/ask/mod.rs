//! Questions and their answers.
//!
//! Absent from here: names, masking and what a person may see. An answer holds customers' identifiers and figures.

pub(crate) mod answer;
mod axes;
mod census;
mod cuts;
mod distribution;
mod figure;
mod group;
mod members;
mod rfm;
mod spans;
mod values;

pub use answer::{
    Axis, Bar, Census, Count, Cursor, CustomerMeasure, Dimension, Distribution, Group, Grouping, Key, Measure,
    NodeCount, Order, OrderBy, Page, Quantity, Rfm, Suggestion,
};
