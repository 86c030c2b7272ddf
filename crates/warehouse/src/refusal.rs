//! Why the warehouse cannot do what it was asked.
//!
//! Absent from here: panics. Whatever comes from outside and makes no sense is answered with one of these.

/// What was wrong, in words that say what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The rule names an attribute that the catalogue does not have.
    #[error("no attribute is called `{0}`; pick one from the catalogue")]
    UnknownAttribute(String),
    /// The rule names a kind of fact that the catalogue does not have.
    #[error("no kind of fact is called `{0}`; pick one from the catalogue")]
    UnknownKind(String),
    /// The rule names a property that the kind does not have.
    #[error("`{kind}` has no property `{property}`; pick one from the catalogue")]
    UnknownProperty {
        /// The kind of fact.
        kind: String,
        /// The property that was named.
        property: String,
    },
    /// The rule names a segment, list or group that does not exist.
    #[error("there is no set called `{0}`; it may have been renamed or deleted")]
    UnknownSet(String),
    /// The rule names a live segment that the warehouse was not told of.
    #[error("segment {0} is not live; define it before what names it")]
    UnknownSegment(i64),
    /// The rule asks a value of one type with a test of another.
    #[error("`{name}` cannot be asked so: {why}")]
    WrongTest {
        /// The attribute or property.
        name: String,
        /// What does not fit.
        why: String,
    },
    /// The segment would depend on itself.
    #[error("segment {0} would depend on itself; take it out of one of the segments that it names")]
    Circular(i64),
    /// Other live segments name this one.
    #[error("segment {segment} is named by segments {by:?}; change those first")]
    InUse {
        /// The segment.
        segment: i64,
        /// Who names it.
        by: Vec<i64>,
    },
    /// A value that is to be stored is not of its column's type.
    #[error("`{name}` holds {expected}, not {found}")]
    WrongValue {
        /// The attribute or property.
        name: String,
        /// What its column holds.
        expected: String,
        /// What was given.
        found: String,
    },
    /// The catalogue cannot be laid out in columns.
    #[error("the catalogue cannot be held: {0}")]
    Catalogue(String),
    /// The new catalogue changes what the columns hold.
    #[error("`{0}` changed its type or was taken away; rebuild the warehouse from the database")]
    Reshaped(String),
    /// Somebody asked to stop.
    #[error("the question was cancelled")]
    Cancelled,
    /// The answer would be larger than the caller allows.
    #[error("more than {limit} {what}; ask for less")]
    TooLarge {
        /// What there are too many of.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
}
