//! Live segments: rules that are right at every instant, without polling.
//!
//! Absent from here: names, versions, history of sizes and everything else that must outlive the process.

use rules::Rule;

/// A rule that is kept right from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveSegment {
    /// The identifier by which other rules' names resolve to it.
    pub id: i64,
    /// Its rule.
    pub rule: Rule,
}

/// A customer came into a live segment or left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crossing {
    /// When, in milliseconds UTC: of a change, the `now` it was applied at; of an expiry, the instant that passed.
    pub at: i64,
    /// The customer.
    pub customer: i64,
    /// The segment.
    pub segment: i64,
    /// Whether the customer came in.
    pub entered: bool,
}

/// What replacing a rule would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preview {
    /// How many would come in.
    pub enter: u64,
    /// How many would leave.
    pub leave: u64,
    /// How many there would be.
    pub size: u64,
    /// As of when, in milliseconds UTC.
    pub at: i64,
}
