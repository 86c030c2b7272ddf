//! What the warehouse is told: changes of customers, in the order of the outbox.
//!
//! Absent from here: where changes come from, and how the columns take them in.

use std::borrow::Cow;

use rules::{SetKind, Value, Values};

use crate::{AttributeId, KindId, PropertyId};

/// Changes that belong together, up to a position in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Batch {
    /// The position in the outbox that the warehouse has followed to once these are applied.
    pub position: u64,
    /// The changes, in order.
    pub changes: Vec<Change>,
}

/// A change of one customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The whole customer; what was there before is replaced. For merges, splits, edits of history and rebuilds.
    Put {
        /// The customer.
        customer: i64,
        /// The attributes that are known.
        attributes: Vec<(AttributeId, Values)>,
        /// Everything that the customer did.
        facts: Vec<FactRow>,
        /// The lists and groups that the customer is in. Live segments follow by themselves and are ignored here.
        sets: Vec<(SetKind, i64)>,
    },
    /// New facts and changed attributes of a customer, who is made when not there yet.
    Append {
        /// The customer.
        customer: i64,
        /// The attributes that changed; `None` for one that is not known any more.
        attributes: Vec<(AttributeId, Option<Values>)>,
        /// Facts that were not there before.
        facts: Vec<FactRow>,
    },
    /// The customer is gone: erased, or merged into another. Leaves every set at once.
    Remove {
        /// The customer.
        customer: i64,
    },
    /// The customer came into a list or group, or left it.
    Sets {
        /// The customer, who is made when not there yet.
        customer: i64,
        /// Whether it is a list or a group.
        kind: SetKind,
        /// Its identifier.
        id: i64,
        /// Whether the customer is in it now.
        inside: bool,
    },
}

impl Change {
    /// The customer that changes.
    #[must_use]
    pub fn customer(&self) -> i64 {
        match self {
            Self::Put { customer, .. }
            | Self::Append { customer, .. }
            | Self::Remove { customer }
            | Self::Sets { customer, .. } => *customer,
        }
    }
}

/// A dated thing that a customer did. Properties that are unknown are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRow {
    /// Its kind.
    pub kind: KindId,
    /// When, in milliseconds UTC.
    pub at: i64,
    /// Its own properties.
    pub properties: Vec<(PropertyId, Value)>,
    /// Its items, each with its properties.
    pub items: Vec<Vec<(PropertyId, Value)>>,
}

/// The name of a property. Most are known when the program is built.
pub type Name = Cow<'static, str>;

/// A dated thing that a customer did, by the names of the catalogue: what [`FactRow`] is by its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told<'f> {
    /// Its kind.
    pub kind: &'f str,
    /// When, in milliseconds UTC.
    pub at: i64,
    /// Its own properties, each once.
    pub properties: &'f [(Name, Value)],
    /// Its items, each with its properties, each once.
    pub items: &'f [Vec<(Name, Value)>],
}
