//! The rule language: text, tree, meaning, plain words.
//!
//! A [`Rule`] is a sentence that is true or false of a customer at an instant. It exists as text that a person can read, as
//! a tree that the console edits, as JSON, and as a sentence in Chinese or English. What a rule may name, and with which
//! types, is said by a [`Catalogue`].
//!
//! Absent from here: the clock, the database, any other crate of ours. `now`, the time zone and the customer's facts come
//! in as arguments.

mod calendar;
mod canonical;
mod catalogue;
mod check;
mod decimal;
mod evaluate;
mod person;
mod problem;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod text;
mod tree;
mod value;

pub use calendar::Calendar;
pub use catalogue::{Attribute, Catalogue, Choice, Derived, FactKind, Label, Property, Type};
pub use check::{MAX_COUNT, MAX_DEPTH, MAX_NODES, MAX_VALUES, check};
pub use decimal::Decimal;
pub use evaluate::evaluate;
pub use person::{Answer, Fact, Person, Values};
pub use problem::{Code, Problem, TextRange};
pub use text::{MAX_TEXT, parse, print};
pub use tree::{
    Aggregate, Behaviour, Bound, Comparison, Filter, Moment, Occasion, Period, Rule, Sequence, SetKind, Span, Step,
    Test, Unit, Window,
};
pub use value::Value;
