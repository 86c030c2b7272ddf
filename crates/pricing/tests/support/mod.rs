//! Generated programmes and carts, and the plain reference that prices are compared with.

pub(crate) mod generate;
pub(crate) mod naive;

use jiff::tz::TimeZone;
use pricing::{Cart, Priced, Programme, Shelf};

/// 2025-11-11T08:00:00+08:00, a Tuesday.
pub(crate) const NOW: i64 = 1_762_819_200_000;

/// Prices a cart by the real thing.
pub(crate) fn priced(programme: &Programme, cart: &Cart) -> Priced {
    let shelf = Shelf::new(programme.clone(), TimeZone::posix("CST-8").unwrap()).unwrap();
    pricing::price(&shelf, cart, NOW).unwrap()
}

/// So many times the usual number of cases: 256, unless the variable `PROPTEST_CASES` says another.
pub(crate) fn cases(times: u32) -> proptest::test_runner::Config {
    let usual = proptest::test_runner::Config::default();
    proptest::test_runner::Config { cases: usual.cases.saturating_mul(times), ..usual }
}
