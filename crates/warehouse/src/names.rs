//! How the names of sets in a rule become identifiers.
//!
//! Absent from here: the sets. Their names live in the database.

use rules::SetKind;

/// Knows the identifiers of segments, lists and groups by their names. Any `Fn(SetKind, &str) -> Option<i64>` is one.
pub trait Names {
    /// The identifier of the set of this kind and name; `None` when there is none.
    fn id(&self, kind: SetKind, name: &str) -> Option<i64>;
}

impl<F: Fn(SetKind, &str) -> Option<i64>> Names for F {
    fn id(&self, kind: SetKind, name: &str) -> Option<i64> {
        self(kind, name)
    }
}
