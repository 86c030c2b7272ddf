//! Record linkage: which records are one person, with evidence and a probability.
//!
//! Fellegi and Sunter's model: each column of a pair agrees to a level; a level's weight is the logarithm of how much
//! likelier it is in pairs of one person (`m`) than in pairs of two (`u`). [`link::link`] goes the whole way: [`table`]
//! numbers the values, [`block`] chooses the pairs worth a look, [`learn`] learns the [`model`] from unlabelled records,
//! [`cluster`] turns pairs into persons without chaining strangers together. [`propose`] weighs what a shop knows of
//! two profiles, with stated weights that a shop's own pairs move.
//!
//! Absent: storage, and the decision. A probability proposes; a person or an identifier joins.

pub mod block;
pub mod chinese;
pub mod cluster;
mod compare;
mod keys;
pub mod kind;
pub mod learn;
pub mod link;
pub mod model;
pub mod normal;
pub mod propose;
pub mod table;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

/// Two records by their places, the lower first.
pub type Pair = (u32, u32);

/// How probable it is that a pair is one person, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// From 0 to 1.
    pub probability: f64,
    /// Base-2 logarithm of the odds.
    pub weight: f64,
    /// The weight before any column has spoken: the odds that two records chosen at random are one person.
    pub start: f64,
    /// What each column says, in the model's order. A missing column is left out. The weights and the start sum up to
    /// `weight`.
    pub evidence: Vec<Evidence>,
}

/// What one column says about a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The column's name.
    pub field: Cow<'static, str>,
    /// The level of agreement, by its code.
    pub level: &'static str,
    /// How far the values agree.
    pub agreement: Agreement,
    /// How probable this is in pairs of one person.
    pub m: f64,
    /// How probable this is in pairs of two, given what the columns before it said.
    pub u: f64,
    /// The part of the weight that comes of the value's being rare or common.
    pub term: f64,
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
