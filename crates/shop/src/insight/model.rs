//! What an insight says.

use platform::Instant;
use rules::Label;
use serde::Serialize;
use utoipa::ToSchema;

/// How many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct People {
    /// Customers.
    pub customers: u64,
}

/// How a crowd differs from a base.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Insight {
    /// As of when.
    pub at: Instant,
    /// The crowd as a rule's text.
    pub rule: String,
    /// The crowd.
    pub segment: People,
    /// What it is compared with.
    pub base: People,
    /// The strongest differences that are more than chance, the strongest first.
    pub strongest: Vec<Strong>,
    /// What the crowd is worth.
    pub figures: Vec<Figure>,
    /// Along each dimension.
    pub dimensions: Vec<ShownDimension>,
}

/// A difference that stands out.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Strong {
    /// The dimension.
    pub dimension: String,
    /// The value.
    pub value: String,
    /// Both in words.
    pub label: Label,
    /// The share in the crowd, in thousandths.
    pub share: f64,
    /// The share in the base.
    pub base_share: f64,
    /// 100 × share over base share.
    pub tgi: f64,
    /// How many of the crowd.
    pub customers: u64,
    /// Whether the crowd's own rule asks for it, itself or through the segments that it names: then it is no news.
    pub asked: bool,
}

/// A figure of the crowd beside that of the base.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = InsightFigure)]
pub struct Figure {
    /// `buyers`, `orders`, `spend`, `average_order`, `pieces`.
    pub key: String,
    /// In words.
    pub label: Label,
    /// Of the crowd; empty when it is not known.
    pub segment: String,
    /// Of the base.
    pub base: String,
    /// 100 × the crowd's over the base's.
    pub tgi: Option<f64>,
}

/// What a dimension's bars are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DimensionKind {
    /// Values.
    Choice,
    /// Bands of a number, in order.
    NumberBand,
    /// Provinces.
    Map,
    /// Hours or weekdays, in order.
    Time,
    /// The hours of a week, from Monday's first: always 168, those that nobody has included.
    WeekHours,
}

/// A crowd and a base along a dimension.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ShownDimension {
    /// Its name.
    pub key: String,
    /// In words.
    pub label: Label,
    /// What its bars are.
    pub kind: DimensionKind,
    /// How many of the crowd have a value.
    pub known: u64,
    /// How many of the base have.
    pub base_known: u64,
    /// What is said of those who have no value: that it is not known, or that they have or did none.
    pub lacking: Label,
    /// How many further values there are.
    pub further: u64,
    /// Values with the most of the crowd first; bands, hours and weekdays in order.
    pub bars: Vec<Bar>,
}

/// A value with how many have it. Shares are of those with a value.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Bar {
    /// The value; of a band its number from 0; of an hour of the week its weekday from 1 and hour, `1-09`.
    pub value: String,
    /// In words.
    pub label: Label,
    /// Who has it, as a rule's text, where a rule can say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// How many of the crowd.
    pub customers: u64,
    /// Their share, in thousandths.
    pub share: f64,
    /// How many of the base.
    pub base_customers: u64,
    /// Their share.
    pub base_share: f64,
    /// 100 × share over base share; null where nobody in the base has it.
    pub tgi: Option<f64>,
    /// Whether the difference is more than chance, corrected for all bars looked at.
    pub significant: bool,
    /// The chance of such a difference when there is none, corrected.
    pub p: f64,
}
