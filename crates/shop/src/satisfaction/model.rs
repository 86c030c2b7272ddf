//! Satisfaction, as it is shown. Scores are in the unit of their measure: CSAT in thousandths of the answers, NPS in points from
//! −100 to 100, CES as a mean from 1 to 7.

use jiff::civil::Date;
use platform::Id;
use rules::Label;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::value::Head;

/// Into what the days are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SatisfactionPeriod {
    /// Calendar months.
    #[default]
    Month,
    /// Weeks from Monday.
    Week,
}

/// From one period to another.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SatisfactionChange {
    /// By how much, in the measure's unit.
    pub by: f64,
    /// The chance of one so large if nothing had changed. Not in thousandths.
    pub chance: f64,
}

/// What a control chart says of a period, in the measure's unit.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ControlLimits {
    /// The mean that it is held against.
    pub center: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
    /// Numbers of Western Electric's rules that say it is more than chance.
    pub signals: Vec<usize>,
}

/// A period.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SatisfactionPoint {
    /// Its first day.
    #[schema(value_type = String, format = Date)]
    pub start: Date,
    /// Whether all of it lies in the days asked for and in the past.
    pub whole: bool,
    /// Answers.
    pub answers: i64,
    /// The score; null without answers.
    pub score: Option<f64>,
    /// From where it may be with 95 % certainty.
    pub low: Option<f64>,
    /// Up to where.
    pub high: Option<f64>,
    /// Since the last period before it with answers.
    pub change: Option<SatisfactionChange>,
    /// What the control chart says of it; null without answers, or with too few periods.
    pub control: Option<ControlLimits>,
    /// Who was content, in between and not content in it.
    pub crowds: Vec<SatisfactionCrowd>,
}

/// Answers of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SatisfactionCrowd {
    /// `content` (CSAT 4 and 5, NPS promoters 9 and 10, CES 5 to 7), `between` (CSAT 3, NPS passives 7 and 8, CES 4) or
    /// `unhappy` (CSAT 1 and 2, NPS detractors 0 to 6, CES 1 to 3); of a single answer, the answer.
    pub key: String,
    /// Answers.
    pub answers: i64,
    /// Who gave them, as a rule.
    pub rule: String,
}

/// A line through the periods.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SatisfactionSlope {
    /// Rise a period, in the measure's unit.
    pub by: f64,
    /// From where it may be with 95 % certainty.
    pub low: f64,
    /// Up to where.
    pub high: f64,
    /// The chance of one so steep if there were none. Not in thousandths.
    pub chance: f64,
}

/// A measure from one source.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SatisfactionSeries {
    /// `reviews` (CSAT of reviews), `csat`, `nps`, `ces` (answers to surveys).
    pub key: String,
    /// Its name.
    pub label: Label,
    /// `csat`, `nps`, `ces`: the unit of its scores.
    pub measure: String,
    /// Answers.
    pub answers: i64,
    /// Answers outside the scale, left out.
    pub outside: i64,
    /// The score of all days.
    pub score: Option<f64>,
    /// From where it may be with 95 % certainty.
    pub low: Option<f64>,
    /// Up to where.
    pub high: Option<f64>,
    /// The least answer of the scale.
    pub least: i64,
    /// How many gave each answer, from the least up.
    pub spread: Vec<SatisfactionCrowd>,
    /// By period.
    pub points: Vec<SatisfactionPoint>,
    /// Whether it rises or falls; null with fewer than three periods.
    pub slope: Option<SatisfactionSlope>,
    /// Answers of those who are not content: CSAT 1 and 2, NPS 0 to 6, CES 1 to 3.
    pub unhappy: i64,
    /// Who gave them, as a rule.
    pub rule: String,
}

/// A product by its reviews.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SatisfactionProduct {
    /// Which.
    pub product_id: Id,
    /// Its number with the shop.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// Reviews.
    pub answers: i64,
    /// CSAT.
    pub score: f64,
    /// From where it may be with 95 % certainty.
    pub low: f64,
    /// Up to where.
    pub high: f64,
    /// Who gave it 1 or 2, as a rule.
    pub rule: String,
}

/// How content customers are.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SatisfactionPage {
    /// What every page begins with; its population are those who answered or reviewed.
    #[serde(flatten)]
    pub head: Head,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// Into what they are divided.
    pub by: SatisfactionPeriod,
    /// The measures of which there are answers.
    pub series: Vec<SatisfactionSeries>,
    /// Products whose reviews are surely below those of the others, the worst first.
    pub products: Vec<SatisfactionProduct>,
}
