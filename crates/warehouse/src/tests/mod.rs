//! The warehouse held against the plain meaning of rules, on generated rules, customers, instants and histories.
//!
//! `WAREHOUSE_CASES` sets how many histories each test lives through.

mod figures;
mod histories;
mod model;
mod questions;
mod reading;
mod widening;

use proptest::test_runner::Config;

/// How many cases to run: the number of the environment, or the usual one.
#[expect(clippy::disallowed_methods, reason = "only tests ask the environment, for how long to run")]
fn cases(usual: u32) -> Config {
    let cases = std::env::var("WAREHOUSE_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    Config { cases, max_shrink_iters: 2_000, ..Config::default() }
}
