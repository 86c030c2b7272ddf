//! Generated rules, customers and instants, for comparing every way of asking with the plain reference.
//!
//! Behind the feature `testing`. Values come from small pools and instants crowd around the beginnings of days, so that
//! conditions meet, tie and miss by a millisecond often. Everything is synthetic.

mod catalogue;
mod instants;
mod people;
mod pools;
mod rules;

pub use catalogue::catalogue;
pub use instants::{CALENDARS, any_calendar, any_day, any_now, any_window, calendar};
pub use people::{any_fact, any_person};
pub use pools::{set_names, values_of};
pub use rules::{any_filter, any_rule, any_test};

/// A configuration with so many times the usual number of cases. The usual number is proptest's, 256 unless the variable
/// `PROPTEST_CASES` says another: a longer run by hand is `PROPTEST_CASES=20000 cargo test -p rules`.
#[must_use]
pub fn cases(times: u32) -> proptest::test_runner::Config {
    let usual = proptest::test_runner::Config::default();
    proptest::test_runner::Config { cases: usual.cases.saturating_mul(times), ..usual }
}
