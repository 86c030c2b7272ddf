//! The tree of a rule: what the console edits and every way of asking works on.
//!
//! In its JSON every field is known: one that is misspelt is refused, for a rule without it would mean something else.
//!
//! Absent from here: how a tree is written as text or as a sentence, and what it means.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Decimal, Value};

/// A sentence that is true or false of a customer at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    /// Every one of them holds; with none of them, it is true of everyone.
    #[schema(no_recursion)]
    All {
        /// The parts.
        rules: Vec<Rule>,
    },
    /// At least one of them holds; with none of them, it is true of no one.
    #[schema(no_recursion)]
    Any {
        /// The parts.
        rules: Vec<Rule>,
    },
    /// The part does not hold.
    #[schema(no_recursion)]
    Not {
        /// The part.
        rule: Box<Rule>,
    },
    /// An attribute of the customer passes a test.
    Is {
        /// The attribute's name in the catalogue.
        attribute: String,
        /// What it must pass.
        test: Test,
    },
    /// The customer did something, so often, to such an amount, in a window.
    Did(Behaviour),
    /// The customer did one thing and then did, or did not do, another within a span.
    Then(Sequence),
    /// The customer is in a segment, a list or a group.
    In {
        /// Which kind of set.
        set: SetKind,
        /// The set's name, unique in its kind.
        name: String,
    },
}

/// A kind of named set of customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SetKind {
    /// A live segment: a named rule.
    Segment,
    /// A static segment: a list that was uploaded or frozen.
    List,
    /// A group that staff put customers in by hand.
    Group,
}

/// What a value must pass. A test of an unknown value does not hold, `!=` included; ask [`Test::Known`] for that.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(tag = "test", rename_all = "snake_case", deny_unknown_fields)]
pub enum Test {
    /// The value is known at all; for tags: there is at least one.
    Known,
    /// It compares with one value. Text and choices know only `=` and `!=`.
    Compare {
        /// How it compares.
        comparison: Comparison,
        /// With what.
        value: Value,
    },
    /// It lies between two values, both included.
    Between {
        /// The lower end.
        from: Value,
        /// The upper end.
        to: Value,
    },
    /// It is one of several values; for tags: at least one of them is there.
    OneOf {
        /// The values.
        values: Vec<Value>,
    },
    /// Tags only: every one of them is there.
    AllOf {
        /// The tags.
        values: Vec<Value>,
    },
    /// Text only: it contains these characters, letter case apart.
    Contains {
        /// The characters.
        text: String,
    },
    /// Text only: it begins with these characters, letter case apart.
    StartsWith {
        /// The characters.
        text: String,
    },
    /// Days and instants only: it lies in a window. Of an anniversary, the day of the year does.
    When {
        /// The window.
        window: Window,
    },
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub enum Comparison {
    /// Equal.
    #[serde(rename = "=")]
    Equal,
    /// Not equal, both known.
    #[serde(rename = "!=")]
    NotEqual,
    /// Less.
    #[serde(rename = "<")]
    Less,
    /// At most.
    #[serde(rename = "<=")]
    AtMost,
    /// More.
    #[serde(rename = ">")]
    More,
    /// At least.
    #[serde(rename = ">=")]
    AtLeast,
}

/// Something that the customer did.
///
/// Of the facts of the kind that pass the filter and lie in the window, every bound must hold; with no bound, there must be
/// at least one fact. With [`Occasion::First`] or [`Occasion::Last`], the first or last fact **ever** that passes the
/// filter must lie in the window, and there are no bounds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Behaviour {
    /// The facts' kind in the catalogue: `paid`, `viewed` …
    pub kind: String,
    /// Whether every fact counts, or only the first or last.
    #[serde(default)]
    pub occasion: Occasion,
    /// What a fact must pass to count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// How often, and to what amounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bounds: Vec<Bound>,
    /// When.
    #[serde(default)]
    pub window: Window,
}

/// Which of the facts a behaviour looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// All of them.
    #[default]
    Every,
    /// The first ever that passes the filter.
    First,
    /// The last that passes the filter, as of now.
    Last,
}

/// A condition on facts. A property that begins with `item.` speaks of one of the fact's items.
///
/// A filter that names items passes when there is **one** item with which the whole filter holds. An aggregate over an
/// item's property then runs over the items that pass, one over the fact's own property over the facts that pass.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Filter {
    /// Every one holds.
    #[schema(no_recursion)]
    All {
        /// The parts.
        filters: Vec<Filter>,
    },
    /// At least one holds.
    #[schema(no_recursion)]
    Any {
        /// The parts.
        filters: Vec<Filter>,
    },
    /// The part does not hold.
    #[schema(no_recursion)]
    Not {
        /// The part.
        filter: Box<Filter>,
    },
    /// A property passes a test.
    Property {
        /// The property's name: `amount`, `item.category` …
        property: String,
        /// What it must pass.
        test: Test,
    },
}

/// A bound on what the facts come to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// What is reckoned.
    pub aggregate: Aggregate,
    /// Over which property; absent for [`Aggregate::Times`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
    /// How it compares.
    pub comparison: Comparison,
    /// With what number.
    pub value: Decimal,
}

/// What is reckoned over facts. Values that are unknown are left out; the sum of none is 0, the others of none are unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// How many facts.
    Times,
    /// The sum.
    Sum,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// The mean, compared exactly: the sum against the value times the count.
    Average,
}

/// "A then B within T", or "A then not B within T".
///
/// Holds when there is an A in the window such that a B follows at or after A's instant, not the same fact, no later than A
/// plus the span. Negated: such that now is A's instant plus the span or later, and no such B came. Shared items are those
/// with which each side passes its filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sequence {
    /// What came first.
    pub first: Step,
    /// What followed.
    pub then: Step,
    /// It must not have followed.
    #[serde(default)]
    pub negated: bool,
    /// How soon.
    pub within: Span,
    /// A property that both must share, such as `item.product`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
    /// When the first one was.
    #[serde(default)]
    pub window: Window,
}

/// One side of a sequence.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The fact's kind.
    pub kind: String,
    /// What it must pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
}

/// A length of time that is the same everywhere: a day is 24 hours, a week 7 days; months and years are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// How many.
    pub n: u32,
    /// Of what.
    pub unit: Unit,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Minutes, to the instant.
    Minutes,
    /// Hours, to the instant.
    Hours,
    /// Calendar days in the shop's time zone.
    Days,
    /// Weeks of calendar days.
    Weeks,
    /// Calendar months.
    Months,
    /// Calendar years.
    Years,
}

/// A stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
}

/// When. Minutes and hours reach back from the instant; days and longer are whole calendar days in the shop's time zone.
/// Now and nothing after it is in a window that looks back (`ever`, `last`, `over`, `ago`); no instant up to now is in one
/// that looks forward (`next`). Facts after now do not count yet, whatever the window. `Calendar` turns windows into
/// instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(tag = "window", rename_all = "snake_case", deny_unknown_fields)]
pub enum Window {
    /// At any time until now.
    #[default]
    Ever,
    /// In the last `n`: of days, today and the `n - 1` days before it; of months, the days after this day `n` months ago; of
    /// hours, what is less than `n` hours ago.
    Last {
        /// How many.
        n: u32,
        /// Of what.
        unit: Unit,
    },
    /// In the next `n`, for days and instants: of days, today and the `n - 1` days after it; of months, the days before this
    /// day in `n` months; of hours, what is at most `n` hours ahead.
    Next {
        /// How many.
        n: u32,
        /// Of what.
        unit: Unit,
    },
    /// From `from` to `to` units ago, both included: "5 to 3 days ago" on the 20th is the 15th to the 17th. Of weeks, months
    /// and years, from that day so many ago to that other day.
    Ago {
        /// The farther end.
        from: u32,
        /// The nearer end.
        to: u32,
        /// Of what.
        unit: Unit,
    },
    /// Longer ago than the last `n`: what `last n` leaves out of the past.
    Over {
        /// How many.
        n: u32,
        /// Of what.
        unit: Unit,
    },
    /// In the period that now is in, its rest included.
    Current {
        /// Which.
        period: Period,
    },
    /// In the period before the one that now is in.
    Previous {
        /// Which.
        period: Period,
    },
    /// From a moment on; of a day, from its beginning.
    Since {
        /// The moment.
        from: Moment,
    },
    /// Before a moment; of a day, before its beginning.
    Before {
        /// The moment.
        to: Moment,
    },
    /// From a moment to another; a day at the end is included, an instant at the end is not.
    Between {
        /// The first moment.
        from: Moment,
        /// The last.
        to: Moment,
    },
}

/// A day of the calendar or an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// A calendar day in the shop's time zone, as `2026-11-11`.
    #[schema(value_type = String, format = Date)]
    Day(jiff::civil::Date),
    /// An instant, as RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    Instant(jiff::Timestamp),
}

impl SetKind {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Segment, Self::List, Self::Group];
}

impl Comparison {
    /// Every one.
    pub const ALL: [Self; 6] = [Self::Equal, Self::NotEqual, Self::Less, Self::AtMost, Self::More, Self::AtLeast];
}
