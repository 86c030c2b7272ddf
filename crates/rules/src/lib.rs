//! The rule language: text, tree, meaning, plain words.
//!
//! A [`Rule`] is a sentence that is true or false of a customer at an instant. It exists as text that a person can read, as
//! a tree that the console edits, as JSON, and as a sentence in Chinese or English. What a rule may name, and with which
//! types, is said by a [`Catalogue`].
//!
//! ```
//! use rules::{Answer, Calendar, Catalogue, Fact, FactKind, Label, Language, Person, evaluate, parse, print, sentence};
//!
//! let label = Label { zh: "付款".to_owned(), en: "paid".to_owned() };
//! let paid = FactKind { name: "paid".to_owned(), label, properties: vec![] };
//! let catalogue = Catalogue { kinds: vec![paid], ..Catalogue::default() };
//!
//! // Text to tree and back; the label is understood, the name is written.
//! let rule = parse("did 付款 at least 2 times in last 30 days", &catalogue).map_err(|problems| problems[0].clone())?;
//! assert_eq!(print(&rule, &catalogue), "did paid at least 2 times in last 30 days");
//! assert_eq!(sentence(&rule, &catalogue, Language::Zh), "最近30天内付款至少2次");
//! assert_eq!(sentence(&rule, &catalogue, Language::En), "paid at least 2 times in the last 30 days");
//!
//! // It holds of who paid on 1 and on 11 November 2026, until 30 days after the first of them.
//! let instant = |text: &str| text.parse::<jiff::Timestamp>().map(|at| at.as_millisecond());
//! let fact = |at: i64| Fact { kind: "paid".to_owned(), at, properties: Default::default(), items: vec![] };
//! let facts = vec![fact(instant("2026-11-01T10:00:00+08:00")?), fact(instant("2026-11-11T20:00:00+08:00")?)];
//! let person = Person { facts, ..Person::default() };
//! let calendar = Calendar::new(jiff::tz::TimeZone::posix("CST-8")?);
//! let now = instant("2026-11-20T12:00:00+08:00")?;
//! let until = Some(instant("2026-12-01T00:00:00+08:00")?);
//! assert_eq!(evaluate(&rule, &catalogue, &person, now, &calendar), Answer { holds: true, until });
//!
//! // What cannot be read or computed says where, and what was perhaps meant.
//! let problems = parse("did payd in last 30 days", &catalogue).unwrap_err();
//! assert_eq!(problems[0].message.en, "There is no kind of behaviour `payd`. Did you mean `paid`?");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | room | what it is for |
//! |---|---|
//! | [`Rule`] and its parts | the tree; its JSON is the API's |
//! | [`Catalogue`] | what a rule may name |
//! | [`Calendar`] | calendar words as instants: where a window lies, and when a value enters and leaves it |
//! | [`evaluate`] | what a rule means; every faster way of asking is compared with it |
//! | [`parse`], [`print()`] | text, by the grammar in `GRAMMAR.md` |
//! | [`check`] | what cannot be computed is refused, never skipped |
//! | [`sentence`] | plain words |
//! | [`names`], [`rename_set`] | what must be watched for a rule to stay right |
//! | `testing` | generated rules, customers and instants, behind the feature of that name |
//!
//! Absent from here: the clock, the database, any other crate of ours. `now`, the time zone and the customer's facts come
//! in as arguments.

mod calendar;
mod canonical;
mod catalogue;
mod check;
mod decimal;
mod evaluate;
mod names;
mod person;
mod problem;
mod sentence;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod text;
mod tree;
mod value;

pub use calendar::Calendar;
pub use catalogue::{Attribute, Catalogue, Choice, Derived, FactKind, Label, Property, Type};
pub use check::{MAX_COUNT, MAX_DEPTH, MAX_NODES, MAX_VALUES, check, missing_sets};
pub use decimal::Decimal;
pub use evaluate::evaluate;
pub use names::{Names, names, rename_set};
pub use person::{Answer, Fact, Person, Values};
pub use problem::{Code, Problem, TextRange};
pub use sentence::{Language, sentence};
pub use text::{MAX_TEXT, locate, parse, print, quoted};
pub use tree::{
    Aggregate, Behaviour, Bound, Comparison, Filter, Moment, Occasion, Period, Rule, Sequence, SetKind, Span, Step,
    Test, Unit, Window,
};
pub use value::Value;
