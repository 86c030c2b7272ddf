//! The shapes of questions and answers.
//!
//! Absent from here: how they are worked out.

use rules::{Aggregate, Decimal, Filter, Period, Value, Window};
use serde::{Deserialize, Serialize};

use crate::{AttributeId, KindId, PropertyId};

/// How many customers a rule holds of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// How many.
    pub customers: u64,
    /// As of when, in milliseconds UTC.
    pub at: i64,
    /// The position in the outbox that the answer has seen.
    pub position: u64,
}

/// How many customers a part of a rule holds of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeCount {
    /// The way to the part: numbers of parts from the root, joined with dots (`not` has part 0); empty for the whole.
    pub path: String,
    /// How many of all customers the part alone holds of.
    pub customers: u64,
}

/// In which order members come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    /// By what.
    pub by: OrderBy,
    /// The greatest first. Customers whose value is unknown come last in both directions.
    pub descending: bool,
}

/// What members are ordered by. Ties are broken by the customer's identifier, ascending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OrderBy {
    /// The customer's identifier.
    #[default]
    Customer,
    /// An attribute that holds one value; text in the order of its code points.
    Attribute(AttributeId),
}

/// Where a page ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The last member's value in the order.
    pub value: Option<Value>,
    /// The last member.
    pub customer: i64,
}

/// Members, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Their identifiers.
    pub customers: Vec<i64>,
    /// Where to go on; `None` at the end.
    pub next: Option<Cursor>,
    /// How many there are on all pages, and as of when.
    pub count: Count,
}

/// A value that exists, with how many have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The text, choice or tag.
    pub value: String,
    /// How many customers have it; of a fact's property: how many facts or items.
    pub count: u64,
}

/// What customers are told apart by.
#[derive(Debug, Clone, PartialEq)]
pub enum Dimension {
    /// A text, choice, tags, flag or day attribute: a bar per value.
    Attribute(AttributeId),
    /// A number, money or derived attribute in bands: below the first edge, from each edge to below the next, from the last.
    Bands {
        /// The attribute.
        attribute: AttributeId,
        /// Rising edges.
        edges: Vec<Decimal>,
    },
    /// What the customer's facts come to, in bands; of a customer without such a fact nothing is known.
    Behaviour {
        /// What is reckoned.
        quantity: Quantity,
        /// Over which facts.
        kind: KindId,
        /// Over which of them.
        filter: Option<Filter>,
        /// When.
        window: Window,
        /// Rising edges.
        edges: Vec<Decimal>,
    },
    /// The values of a property among the customer's facts: a bar counts customers with at least one such fact.
    Property {
        /// The kind of fact.
        kind: KindId,
        /// The property, of the fact or of its items.
        property: PropertyId,
        /// When.
        window: Window,
    },
    /// The hour of the day, in the shop's time zone: a bar counts customers with at least one fact in it.
    Hour {
        /// The kind of fact.
        kind: KindId,
        /// When.
        window: Window,
    },
    /// The day of the week, Monday as 1: a bar counts customers with at least one fact on it.
    Weekday {
        /// The kind of fact.
        kind: KindId,
        /// When.
        window: Window,
    },
    /// Weekday and hour together: 24 × (weekday − 1) + hour. A bar counts customers with at least one fact in that hour of
    /// that weekday.
    WeekHour {
        /// The kind of fact.
        kind: KindId,
        /// When.
        window: Window,
    },
    /// Membership of a live segment: two bars.
    Segment(i64),
}

/// What a customer's facts come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// An aggregate; over a property but for [`Aggregate::Times`].
    Of(Aggregate, Option<PropertyId>),
    /// Whole days of 24 hours from the last fact to now.
    DaysSinceLast,
    /// Whole days of 24 hours from the first fact to now.
    DaysSinceFirst,
}

/// The customers of a segment and of a base along one dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distribution {
    /// How many of the segment have a value at all.
    pub known: u64,
    /// How many of the base have.
    pub base_known: u64,
    /// The bars: bands, hours and weekdays in order, values with the most of the segment first.
    pub bars: Vec<Bar>,
    /// How many further values there are beyond the limit.
    pub further: u64,
}

/// How many have one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// The value; of a band, its number from 0; of hours and weekdays, the number.
    pub key: Key,
    /// How many of the segment.
    pub customers: u64,
    /// How many of the base.
    pub base_customers: u64,
}

/// What a group or bar stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Not known.
    Unknown,
    /// Text, a choice or a tag.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// A band, hour, weekday, or other plain number.
    Index(u32),
    /// A number or amount.
    Number(Decimal),
    /// A calendar day; of a longer period, its first.
    Day(jiff::civil::Date),
}

/// Recency, frequency, monetary of some customers, side by side: one part of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rfm {
    /// The customers with at least one fact in the window.
    pub customers: Vec<i64>,
    /// Each one's last fact, milliseconds UTC.
    pub last: Vec<i64>,
    /// Each one's number of facts.
    pub times: Vec<u32>,
    /// Each one's sum, in ten-thousandths.
    pub sum: Vec<i64>,
}

/// Measures over facts, by dimensions: a pivot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouping {
    /// The kind of fact.
    pub kind: KindId,
    /// Which facts.
    pub filter: Option<Filter>,
    /// From when on, milliseconds UTC, included; `None` for ever.
    pub from: Option<i64>,
    /// Until when, milliseconds UTC, not included; `None` for ever.
    pub to: Option<i64>,
    /// By what, at most five.
    pub axes: Vec<Axis>,
    /// What is measured.
    pub measures: Vec<Measure>,
    /// How many groups are allowed before the question is refused.
    pub limit: usize,
}

/// A dimension of a pivot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Axis {
    /// The customer's attribute, one value each.
    Attribute(AttributeId),
    /// The customer's number in bands.
    Bands(AttributeId, Vec<Decimal>),
    /// The calendar period of a day or instant of the customer's, in the shop's time zone; its first day.
    When(AttributeId, Period),
    /// A property of the fact, or of its items: then every item counts by itself.
    Property(PropertyId),
    /// The calendar period of the fact in the shop's time zone; its first day.
    Period(Period),
    /// The hour of the fact.
    Hour,
    /// The weekday of the fact, Monday as 1.
    Weekday,
}

/// A figure of a pivot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// How many facts.
    Facts,
    /// How many different customers.
    Customers,
    /// The sum of a number.
    Sum(PropertyId),
    /// The least.
    Min(PropertyId),
    /// The greatest.
    Max(PropertyId),
    /// The mean, rounded half away from zero to four decimals.
    Average(PropertyId),
    /// How many different values.
    Different(PropertyId),
}

/// Figures over customers themselves, by dimensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Census {
    /// By what, at most five, all of them the customer's.
    pub axes: Vec<Axis>,
    /// What is measured.
    pub measures: Vec<CustomerMeasure>,
    /// How many groups are allowed before the question is refused.
    pub limit: usize,
}

/// A figure over customers. Those of whom the number is not known are left out of all but the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustomerMeasure {
    /// How many.
    Customers,
    /// The sum of a number.
    Sum(AttributeId),
    /// The least.
    Min(AttributeId),
    /// The greatest.
    Max(AttributeId),
    /// The mean, rounded half away from zero to four decimals.
    Average(AttributeId),
}

/// A group of a pivot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// One key for each axis.
    pub keys: Vec<Key>,
    /// One figure for each measure; `None` where no value is known. Counts are whole numbers.
    pub values: Vec<Option<Decimal>>,
}
