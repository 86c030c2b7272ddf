//! Record linkage: which records are one person, with evidence and a probability.
//!
//! Fellegi and Sunter's model: each field of a pair agrees to a level; a level's weight is the logarithm of how much
//! likelier it is in pairs of one person (`m`) than in pairs of two (`u`). [`model::Model::fit`] learns both from
//! unlabelled records; [`propose`] holds fixed weights for a shop that has nothing to learn from. [`block`] chooses the
//! pairs worth a look, [`cluster`] turns pairs into persons without chaining strangers together.
//!
//! Absent: storage, and the decision. A probability proposes; a person or an identifier joins.

pub mod block;
pub mod chinese;
pub mod cluster;
pub mod compare;
pub mod model;
pub mod propose;
#[cfg(test)]
mod tests;

/// A record of text fields. An empty text is a missing value.
pub trait Record {
    /// The text of a field, by its place; empty beyond the last.
    fn text(&self, field: usize) -> &str;
}

impl<T: AsRef<str>> Record for [T] {
    fn text(&self, field: usize) -> &str {
        self.get(field).map_or("", AsRef::as_ref)
    }
}

impl<T: AsRef<str>> Record for Vec<T> {
    fn text(&self, field: usize) -> &str {
        self.as_slice().text(field)
    }
}

impl<T: AsRef<str>, const N: usize> Record for [T; N] {
    fn text(&self, field: usize) -> &str {
        self.as_slice().text(field)
    }
}

impl<R: Record + ?Sized> Record for &R {
    fn text(&self, field: usize) -> &str {
        (**self).text(field)
    }
}

/// Two records by their places, the lower first.
pub type Pair = (u32, u32);

/// How probable it is that a pair is one person, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// From 0 to 1.
    pub probability: f64,
    /// Base-2 logarithm of the odds.
    pub weight: f64,
    /// What each field says, in the model's order. A missing field is left out.
    pub evidence: Vec<Evidence>,
}

/// What one field says about a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The comparison's name.
    pub field: &'static str,
    /// How far the values agree.
    pub agreement: Agreement,
    /// Base-2 logarithm of the likelihood ratio: above 0 speaks for one person.
    pub weight: f64,
}

/// How far two values agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Agreement {
    /// Equal.
    Same,
    /// Similar, from 0 to 1.
    Similar(f64),
    /// Neither.
    Different,
}

impl Score {
    pub(crate) fn of(weight: f64, evidence: Vec<Evidence>) -> Self {
        Self { probability: 1.0 / (1.0 + (-weight).exp2()), weight, evidence }
    }
}
