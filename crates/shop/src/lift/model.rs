//! What a comparison of two groups tells.

use jiff::civil::Date;
use platform::Id;
use rules::Label;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::value::Head;

/// What is measured of each customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LiftMeasure {
    /// What deals brought in, minor units.
    #[default]
    Revenue,
    /// Deals.
    Deals,
    /// Whether there was a deal, in thousandths.
    Bought,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LiftGroup {
    /// The segment or list.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Whether it is a rule: who is in it now may be in it for what is measured.
    pub live: bool,
    /// Customers compared.
    pub customers: i64,
    /// What each had on average in the days.
    pub mean: f64,
    /// What each had on average in as many days before.
    pub before: f64,
}

/// A difference with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct LiftEstimate {
    /// The best guess, in the measure's unit, or in thousandths where a share is told.
    pub value: f64,
    /// From.
    pub from: f64,
    /// To.
    pub to: f64,
    /// The chance of one so far from 0 if there were nothing.
    pub chance: f64,
}

/// How groups differed before.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct LiftBefore {
    /// The difference of the means.
    pub difference: LiftEstimate,
    /// The same in standard deviations; beyond 0.1 groups are called unbalanced. Null where nothing varies.
    pub standardised: Option<f64>,
}

/// Whether customers fell into the groups as they were meant to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct LiftRatio {
    /// Customers that the control group should have.
    pub control: f64,
    /// Customers that the treated should be.
    pub treated: f64,
    /// The chance of sizes so far from these, if nothing but chance parted them.
    pub chance: f64,
    /// Whether outcomes may be read.
    pub passes: bool,
}

/// Two groups side by side.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LiftPage {
    /// What every page begins with; the population are the customers of both groups.
    #[serde(flatten)]
    pub head: Head,
    /// What is measured.
    pub measure: LiftMeasure,
    /// Whether the groups were drawn by lot, as the asker says; else a difference is no effect.
    pub randomised: bool,
    /// The first day compared.
    #[schema(value_type = String)]
    pub from: Date,
    /// The last day compared.
    #[schema(value_type = String)]
    pub to: Date,
    /// The first of as many days before.
    #[schema(value_type = String)]
    pub before_from: Date,
    /// Those who were left alone.
    pub control: LiftGroup,
    /// Those for whom something was done.
    pub treated: LiftGroup,
    /// Customers of both groups, who are left out.
    pub both: i64,
    /// The check of sizes; null where no lots were drawn.
    pub ratio: Option<LiftRatio>,
    /// Why nothing is read; everything below is null then.
    pub refused: Option<Label>,
    /// How much more the treated had.
    pub difference: Option<LiftEstimate>,
    /// By which share, in thousandths; null where the control group had next to nothing.
    pub relative: Option<LiftEstimate>,
    /// The difference with what they had before taken out.
    pub adjusted: Option<LiftEstimate>,
    /// How much of the spread that took away, in thousandths.
    pub gone: Option<f64>,
    /// The difference at any look: it may be looked at every day.
    pub always: Option<LiftEstimate>,
    /// The least difference that these groups would show four times out of five.
    pub detectable: Option<f64>,
    /// How the groups differed before.
    pub beforehand: Option<LiftBefore>,
    /// What may be said of it.
    pub told: Label,
}
