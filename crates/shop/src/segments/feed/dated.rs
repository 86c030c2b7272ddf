//! A dated thing on its way into the warehouse: what it says, by the catalogue's names.
//!
//! A start puts millions of them together. Names that the program knows are not copied, and the moments of one order share
//! its items.
//!
//! Absent from here: what is said.

use std::sync::Arc;

use rules::Value;
use warehouse::{Name, Told};

/// Values by name, each name once.
#[derive(Debug, Clone, Default)]
pub(super) struct Said(Vec<(Name, Value)>);

impl Said {
    /// Says something, in the place of what was said before under that name. Nothing is said of what is not known.
    pub(super) fn put(&mut self, name: impl Into<Name>, value: Option<Value>) {
        let (name, Some(value)) = (name.into(), value) else { return };
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => self.0.push((name, value)),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_ref())
    }

    pub(super) fn keep(&mut self, wanted: impl Fn(&str) -> bool) {
        self.0.retain(|(name, _)| wanted(name));
    }

    /// As pairs.
    pub(super) fn pairs(self) -> Vec<(Name, Value)> {
        self.0
    }
}

/// A dated thing that a customer did.
#[derive(Debug, Clone)]
pub(crate) struct Dated {
    pub(super) kind: &'static str,
    pub(super) at: i64,
    pub(super) properties: Said,
    pub(super) items: Arc<[Vec<(Name, Value)>]>,
}

impl Dated {
    /// One without items.
    pub(super) fn new(kind: &'static str, at: i64, properties: Said) -> Self {
        Self { kind, at, properties, items: Arc::default() }
    }

    /// As the warehouse takes it.
    pub(crate) fn told(&self) -> Told<'_> {
        Told { kind: self.kind, at: self.at, properties: &self.properties.0, items: &self.items }
    }
}

/// As the plain meaning of rules sees it.
#[cfg(test)]
impl From<Dated> for rules::Fact {
    fn from(dated: Dated) -> Self {
        let map =
            |pairs: Vec<(Name, Value)>| pairs.into_iter().map(|(name, value)| (name.into_owned(), value)).collect();
        Self {
            kind: dated.kind.to_owned(),
            at: dated.at,
            properties: map(dated.properties.0),
            items: dated.items.iter().cloned().map(map).collect(),
        }
    }
}
