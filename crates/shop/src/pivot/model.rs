//! What a pivot is asked and answers.

use jiff::civil::Date;
use platform::Instant;
use rules::{Filter, Label};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::segments::CrowdInput;

/// What a pivot counts, along what, and of whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PivotQuestion)]
pub struct Question {
    /// `customers`, or a kind of fact.
    pub subject: String,
    /// At most three.
    #[serde(default)]
    pub rows: Vec<AxisInput>,
    /// At most two.
    #[serde(default)]
    pub columns: Vec<AxisInput>,
    /// From one to six.
    pub measures: Vec<String>,
    /// Of whom; of everybody when absent.
    #[serde(default)]
    pub slice: Option<CrowdInput>,
    /// Which facts; all when absent.
    #[serde(default)]
    pub filter: Option<Filter>,
    /// On which days, both included; at any time when absent. Of facts only.
    #[serde(default)]
    pub period: Option<Days>,
    /// With which days these are compared.
    #[serde(default)]
    pub compare: Option<Compare>,
    /// As of which instant; now when absent.
    #[serde(default)]
    pub at: Option<Instant>,
}

/// A dimension to lay out.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PivotAxis)]
pub struct AxisInput {
    /// Its key in the catalogue.
    pub dimension: String,
    /// Of bands: own edges, rising, at most 30.
    #[serde(default)]
    pub edges: Option<Vec<String>>,
    /// Only so many values, those with the greatest first measure; from 1 to 200.
    #[serde(default)]
    pub top: Option<usize>,
}

/// Calendar days in the shop's time zone, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PivotDays)]
pub struct Days {
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub to: Date,
}

/// With what days others are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(as = PivotCompare)]
pub enum Compare {
    /// These days.
    Days(Days),
    /// Those that a word says.
    Word(Word),
}

/// Days in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PivotCompareWord)]
pub enum Word {
    /// As many days just before.
    Previous,
    /// The same days a year before.
    YearBefore,
}

/// What members a dimension has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PivotDimensionKind)]
pub enum Kind {
    /// Values.
    Choice,
    /// Bands of a number, rising.
    Bands,
    /// Days, weeks, months, quarters or years, rising.
    Period,
    /// Hours of the day.
    Hour,
    /// Days of the week, from Monday.
    Weekday,
}

/// A dimension of an answer with its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PivotHeader)]
pub struct Header {
    /// Its key in the catalogue.
    pub dimension: String,
    /// In words.
    pub label: Label,
    /// What its members are.
    pub kind: Kind,
    /// Bands, hours, weekdays and periods in order; values with the greatest first measure first. What is not known is last.
    pub members: Vec<Member>,
    /// Values that were left out because fewer were asked for.
    pub further: usize,
}

/// A member of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PivotMember)]
pub struct Member {
    /// The value; of a band its number from 0, of a period its first day; empty for what is not known.
    pub value: String,
    /// In words.
    pub label: Label,
}

/// What a measure's numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PivotMeasureKind)]
pub enum MeasureKind {
    /// A whole number of things.
    Count,
    /// An amount in the main unit of the currency.
    Money,
    /// Another number.
    Number,
}

/// A measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PivotMeasure)]
pub struct ShownMeasure {
    /// Its key.
    pub key: String,
    /// In words.
    pub label: Label,
    /// What its numbers are.
    pub kind: MeasureKind,
}

/// Where rows and columns cross, with what stands there.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = PivotCell)]
pub struct Cell {
    /// The place of the member of each row dimension; none in totals over all rows.
    pub row: Vec<usize>,
    /// The place of the member of each column dimension; none in totals over all columns.
    pub column: Vec<usize>,
    /// A decimal for each measure; null where nothing is known.
    pub values: Vec<Option<String>>,
    /// The same of the days that are compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Vec<Option<String>>>,
    /// By how many per cent each is more than before, to one decimal; null where before is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Vec<Option<f64>>>,
    /// Its customers as a rule's text; null where the language cannot say it.
    pub rule: Option<String>,
}

/// A pivot.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = PivotAnswer)]
pub struct Answer {
    /// As of when.
    pub at: Instant,
    /// What was counted.
    pub subject: String,
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// How many customers were looked at.
    pub customers: u64,
    /// On which days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Days>,
    /// Compared with which days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared: Option<Days>,
    /// The row dimensions, in order.
    pub rows: Vec<Header>,
    /// The column dimensions, in order.
    pub columns: Vec<Header>,
    /// The measures, in order.
    pub measures: Vec<ShownMeasure>,
    /// What is not empty, in the order of the members.
    pub cells: Vec<Cell>,
    /// Over all columns; empty when there are none.
    pub row_totals: Vec<Cell>,
    /// Over all rows; empty when there are none.
    pub column_totals: Vec<Cell>,
    /// Over everything, what was left out included.
    pub total: Cell,
}
