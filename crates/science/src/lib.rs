//! Value science, record linkage, statistics: pure functions.
//!
//! Absent from here: clocks, random sources, files, databases. Seeds and data come in as arguments, so a test is data
//! in and value out. Money comes in and goes out as integers of minor units; inside a model it is a float, as a
//! likelihood wants it.

pub mod baskets;
pub mod chances;
pub mod churn;
mod climb;
pub mod cohorts;
pub mod concentration;
pub mod crowds;
pub mod flows;
pub mod lifecycle;
pub mod lifetime;
pub mod lift;
pub mod linkage;
pub mod next;
pub mod picks;
pub mod quality;
pub mod ranking;
pub mod rfm;
pub mod satisfaction;
pub mod special;
pub mod worth;
