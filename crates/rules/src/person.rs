//! A customer as the plain evaluator sees one: values by name, facts in any order.
//!
//! Absent from here: speed. The warehouse holds the same in columns.

use std::collections::{BTreeMap, BTreeSet};

use crate::{SetKind, Value};

/// What is known of a customer.
#[derive(Clone, PartialEq, Eq, Default)]
#[cfg_attr(any(test, feature = "testing"), derive(Debug))]
pub struct Person {
    /// Attributes that are known. Derived ones are never stored.
    pub attributes: BTreeMap<String, Values>,
    /// What the customer did.
    pub facts: Vec<Fact>,
    /// The sets that the customer is in.
    pub sets: BTreeSet<(SetKind, String)>,
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// One value.
    One(Value),
    /// Tags.
    Tags(BTreeSet<String>),
}

/// A dated thing that a customer did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its kind.
    pub kind: String,
    /// When, in milliseconds UTC.
    pub at: i64,
    /// Its own properties that are known.
    pub properties: BTreeMap<String, Value>,
    /// Its items, each with the properties that are known, named with `item.` before them.
    pub items: Vec<BTreeMap<String, Value>>,
}

/// What a rule says of a customer at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Whether it holds.
    pub holds: bool,
    /// The first instant (milliseconds UTC) at which the answer may differ if nothing new arrives; `None` when never.
    pub until: Option<i64>,
}

/// Outside tests a customer's values never reach a log.
#[cfg(not(any(test, feature = "testing")))]
impl std::fmt::Debug for Person {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (attributes, facts) = (self.attributes.len(), self.facts.len());
        write!(to, "Person({attributes} attributes, {facts} facts, {} sets)", self.sets.len())
    }
}
