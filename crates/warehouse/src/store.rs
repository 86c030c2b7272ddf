//! The warehouse: one door to feeding, asking, live segments and the snapshot.
//!
//! Absent from here: the columns behind it, which are being filled.

use std::path::Path;

use rules::{Answer, Rule};

use crate::{
    AttributeId, Batch, Cancel, Count, Crossing, Cursor, Dimension, Distribution, FactRow, Group, Grouping, KindId,
    LiveSegment, Names, NodeCount, Order, Page, Preview, PropertyId, Refusal, Rfm, Schema, Suggestion,
};

/// How the warehouse is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How many shards customers are split into; each has one writer.
    pub shards: usize,
    /// How many threads a question may use.
    pub threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { shards: cores, threads: cores }
    }
}

/// A rule made ready to be asked.
#[derive(Debug, Clone)]
pub struct Question;

/// A set of customers as of an instant, to be crossed with others of the same warehouse.
#[derive(Debug, Clone)]
pub struct Crowd;

/// Takes in whole customers for a rebuild.
#[derive(Debug)]
pub struct Loader;

/// Why a snapshot was not written or read. Whatever it is, the warehouse can be rebuilt from the database.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The file could not be read or written.
    #[error("the snapshot could not be read or written: {0}")]
    Io(#[from] std::io::Error),
    /// The file is of another version, of another catalogue, or broken.
    #[error("the snapshot does not fit: {0}; the warehouse is rebuilt from the database")]
    Unfit(String),
}

/// Every customer's facts in columns.
#[derive(Debug)]
pub struct Warehouse {
    schema: Schema,
}

const LATER: Refusal = Refusal::Cancelled;

#[expect(unused_variables, clippy::missing_errors_doc, reason = "the columns behind the door are being filled")]
impl Warehouse {
    /// An empty warehouse.
    #[must_use]
    pub fn new(schema: Schema, options: Options) -> Self {
        Self { schema }
    }
    /// What it holds.
    #[must_use]
    pub fn schema(&self) -> Schema {
        self.schema.clone()
    }
    /// Takes in a catalogue that has more attributes, kinds or properties than before; their numbers come after the old.
    pub fn extend(&self, schema: Schema) -> Result<(), Refusal> {
        Err(LATER)
    }
    /// The position in the outbox that it has followed to.
    #[must_use]
    pub fn position(&self) -> u64 {
        0
    }
    /// How many customers it holds.
    #[must_use]
    pub fn customers(&self) -> u64 {
        0
    }
    /// Catches up with expiries until `now`, then applies the changes; answers with what crossed, in order. Refuses the whole
    /// batch, and changes nothing, when a value does not fit its column. A batch at or below the position is a repetition
    /// and changes nothing.
    pub fn apply(&self, batch: Batch, now: i64) -> Result<Vec<Crossing>, Refusal> {
        Err(LATER)
    }
    /// Catches up with every expiry until `now`, exactly and in order.
    pub fn advance(&self, now: i64) -> Vec<Crossing> {
        Vec::new()
    }
    /// When to call [`Self::advance`] next, if nothing new arrives.
    #[must_use]
    pub fn next_expiry(&self) -> Option<i64> {
        None
    }
    /// Folds new facts into the blocks where many have gathered; answers whether there is more to do.
    pub fn fold(&self) -> bool {
        false
    }
    /// Takes in a whole database, in place of what is there. Nothing is seen until [`Loader::finish`].
    #[must_use]
    pub fn loader(&self) -> Loader {
        Loader
    }
    /// Makes a rule ready to be asked.
    pub fn compile(&self, rule: &Rule, names: &dyn Names) -> Result<Question, Refusal> {
        Err(LATER)
    }
    /// How many customers it holds of at `now`: exact.
    pub fn count(&self, question: &Question, now: i64, cancel: &Cancel) -> Result<Count, Refusal> {
        Err(LATER)
    }
    /// How many customers each part of the rule holds of, the whole first.
    pub fn explain(&self, question: &Question, now: i64, cancel: &Cancel) -> Result<Vec<NodeCount>, Refusal> {
        Err(LATER)
    }
    /// The customers it holds of, as a set.
    pub fn crowd(&self, question: &Question, now: i64, cancel: &Cancel) -> Result<Crowd, Refusal> {
        Err(LATER)
    }
    /// Everybody, as a set.
    #[must_use]
    pub fn everybody(&self) -> Crowd {
        Crowd
    }
    /// A page of a crowd.
    pub fn members(
        &self,
        crowd: &Crowd,
        order: Order,
        after: Option<&Cursor>,
        limit: usize,
        cancel: &Cancel,
    ) -> Result<Page, Refusal> {
        Err(LATER)
    }
    /// Up to `n` members of a crowd, each as likely as any other, the same for the same seed.
    #[must_use]
    pub fn sample(&self, crowd: &Crowd, n: usize, seed: u64) -> Vec<i64> {
        Vec::new()
    }
    /// Whether it holds of one customer, and until when; `None` when there is no such customer.
    pub fn holds(&self, customer: i64, question: &Question, now: i64) -> Option<Answer> {
        None
    }
    /// How a crowd and a base are spread over dimensions, each with at most `limit` bars, in the order asked.
    pub fn distribution(
        &self,
        crowd: &Crowd,
        base: &Crowd,
        dimensions: &[Dimension],
        now: i64,
        limit: usize,
        cancel: &Cancel,
    ) -> Result<Vec<Distribution>, Refusal> {
        Err(LATER)
    }
    /// Values of an attribute that contain these characters, the most frequent first.
    pub fn values(&self, attribute: AttributeId, contains: &str, limit: usize) -> Result<Vec<Suggestion>, Refusal> {
        Err(LATER)
    }
    /// Values of a property that contain these characters, the most frequent first.
    pub fn property_values(
        &self,
        kind: KindId,
        property: PropertyId,
        contains: &str,
        limit: usize,
    ) -> Result<Vec<Suggestion>, Refusal> {
        Err(LATER)
    }
    /// Recency, frequency and monetary of a crowd over facts of a kind from `from` (included) to `to` (not included).
    pub fn rfm(
        &self,
        crowd: &Crowd,
        kind: KindId,
        sum: PropertyId,
        from: Option<i64>,
        to: Option<i64>,
        cancel: &Cancel,
    ) -> Result<Rfm, Refusal> {
        Err(LATER)
    }
    /// A pivot over the facts of a crowd.
    pub fn group(&self, crowd: &Crowd, grouping: &Grouping, cancel: &Cancel) -> Result<Vec<Group>, Refusal> {
        Err(LATER)
    }
    /// Makes a rule live, and answers with everybody who is in it as having entered at `now`.
    pub fn define(&self, segment: &LiveSegment, names: &dyn Names, now: i64) -> Result<Vec<Crossing>, Refusal> {
        Err(LATER)
    }
    /// As [`Self::define`], answering only what differs from the members that were known before a restart.
    pub fn define_after(
        &self,
        segment: &LiveSegment,
        members: &[i64],
        names: &dyn Names,
        now: i64,
    ) -> Result<Vec<Crossing>, Refusal> {
        Err(LATER)
    }
    /// Replaces a live segment's rule, and answers who crosses, in segments that name it as well.
    pub fn replace(&self, segment: &LiveSegment, names: &dyn Names, now: i64) -> Result<Vec<Crossing>, Refusal> {
        Err(LATER)
    }
    /// Ends a live segment; refused while another names it.
    pub fn undefine(&self, id: i64) -> Result<(), Refusal> {
        Err(LATER)
    }
    /// What replacing a live segment's rule by this one would do.
    pub fn preview(&self, id: i64, question: &Question, now: i64, cancel: &Cancel) -> Result<Preview, Refusal> {
        Err(LATER)
    }
    /// The live segments that a customer is in, rising.
    #[must_use]
    pub fn segments_of(&self, customer: i64) -> Vec<i64> {
        Vec::new()
    }
    /// The live segments' identifiers, rising.
    #[must_use]
    pub fn live(&self) -> Vec<i64> {
        Vec::new()
    }
    /// How many are in a live segment, and as of when.
    #[must_use]
    pub fn size(&self, id: i64) -> Option<Count> {
        None
    }
    /// Who is in a live segment.
    #[must_use]
    pub fn live_crowd(&self, id: i64) -> Option<Crowd> {
        None
    }
    /// Writes everything to a file: versioned, checksummed, with the position. An old file is replaced at the end, at once.
    pub fn save(&self, path: &Path) -> Result<(), SnapshotError> {
        Err(SnapshotError::Unfit("nothing to write".to_owned()))
    }
    /// Reads what [`Self::save`] wrote, live segments included.
    pub fn load(path: &Path, schema: Schema, options: Options) -> Result<Self, SnapshotError> {
        Err(SnapshotError::Unfit("nothing to read".to_owned()))
    }
}

#[expect(unused_variables, clippy::missing_errors_doc, reason = "the columns behind the door are being filled")]
impl Loader {
    /// Takes in a customer with attributes and the lists and groups that hold him.
    pub fn customer(
        &mut self,
        customer: i64,
        attributes: &[(AttributeId, rules::Values)],
        sets: &[(rules::SetKind, i64)],
    ) -> Result<(), Refusal> {
        Err(LATER)
    }
    /// Takes in a fact of a customer, in any order.
    pub fn fact(&mut self, customer: i64, fact: &FactRow) -> Result<(), Refusal> {
        Err(LATER)
    }
    /// Puts what was taken in into the warehouse's place, at a position in the outbox; live segments follow.
    pub fn finish(self, position: u64, now: i64) -> Result<Vec<Crossing>, Refusal> {
        Err(LATER)
    }
}

impl Crowd {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        0
    }
    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// As of when, milliseconds UTC.
    #[must_use]
    pub fn at(&self) -> i64 {
        0
    }
    /// The position in the outbox.
    #[must_use]
    pub fn position(&self) -> u64 {
        0
    }
    /// Who is in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        other.clone()
    }
    /// Who is in one of them.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        other.clone()
    }
    /// Who is in this one only.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        other.clone()
    }
    /// Their identifiers, in no order.
    pub fn customers(&self) -> impl Iterator<Item = i64> + '_ {
        std::iter::empty()
    }
}
