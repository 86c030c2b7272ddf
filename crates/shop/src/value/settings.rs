//! What the shop may set: what parts high from low, where stages part, what a later purchase and a good deed count for.

use platform::db::{Connection, Tx};
use platform::http::Caller;
use platform::{Error, settings};
use science::lifecycle::Limits;
use science::rfm::{Cell, Cut, Nesting, Scheme, Thresholds, Ties};
use science::worth::delivered::Part;
use science::worth::influence::Weights;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const KEY: &str = "value";
/// Days of silence that count, at most: ten years.
const MOST_DAYS: i64 = 3_650;

/// How customers with equal values are scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RfmTies)]
pub enum Equals {
    /// They share a score.
    Together,
    /// They are split so that fifths are of like size.
    ByOrder,
}

/// What frequency and monetary are ranked among.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RfmNesting)]
pub enum Among {
    /// Everybody.
    Independent,
    /// Those of the same recency, and of the same recency and frequency.
    Nested,
}

/// What parts high from low.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RfmCut)]
pub enum Parting {
    /// The mean of everybody.
    Mean,
    /// The median of everybody.
    Median,
    /// Scores from 1 to 5.
    Scores,
    /// Values that the shop chose.
    Values,
}

/// From which scores on a customer is high.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RfmScores)]
pub struct Scores {
    /// 1 to 5.
    pub recency: i64,
    /// 1 to 5.
    pub frequency: i64,
    /// 1 to 5.
    pub monetary: i64,
}

/// From which values on a customer is high.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RfmValues)]
pub struct Values {
    /// At most so many days since the last purchase.
    pub recency_days: i64,
    /// At least so many deals.
    pub frequency: i64,
    /// At least so much, minor units.
    pub monetary: i64,
}

/// How RFM is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RfmSettings {
    /// Customers with equal values.
    pub ties: Equals,
    /// What is ranked among what.
    pub nesting: Among,
    /// What parts high from low.
    pub cut: Parting,
    /// Used when scores part.
    pub scores: Scores,
    /// Used when values part.
    pub values: Values,
}

/// Where the stages of a life part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LifecycleLimits {
    /// New for so many days after the first purchase.
    pub new_days: i64,
    /// Asleep after more days of silence than these.
    pub sleeping_days: i64,
    /// Lost after more days of silence than these.
    pub lost_days: i64,
    /// Loyal from so many purchases on.
    pub loyal_purchases: i64,
}

/// What deeds count for, minor units each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InfluenceWeights {
    /// A review.
    pub review: i64,
    /// A picture or film in a review.
    #[serde(default = "photo")]
    #[schema(required)]
    pub photo: i64,
    /// A question of another buyer answered.
    #[serde(default = "answer")]
    #[schema(required)]
    pub answer: i64,
    /// Something shared.
    pub share: i64,
    /// What a complaint takes away.
    pub complaint: i64,
    /// Thousandths of what a new customer brings in go to who referred them.
    #[serde(default = "referral")]
    #[schema(required)]
    pub referral: i64,
    /// Thousandths of that go to who referred the referrer, and so on, three steps up.
    #[serde(default = "decay")]
    #[schema(required)]
    pub referral_decay: i64,
}

fn photo() -> i64 {
    Weights::default().photo
}

fn answer() -> i64 {
    Weights::default().answer
}

fn referral() -> i64 {
    i64::from(Weights::default().referral)
}

fn decay() -> i64 {
    i64::from(Weights::default().decay)
}

/// What the parts of delivered value count for, minor units each; money counts for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliveredWeights {
    /// A parcel is promised to be sent within so many hours of its payment.
    pub promised_hours: i64,
    /// A point that was spent.
    pub point: i64,
    /// An hour before the promise was over.
    pub early_hour: i64,
    /// An hour after it.
    pub late_hour: i64,
    /// A deal of which something was given back.
    pub returned: i64,
    /// A complaint that had to be made.
    pub complaint: i64,
    /// An inquiry that was needed.
    pub inquiry: i64,
    /// A reply is promised within so many minutes.
    #[serde(default = "reply_minutes")]
    #[schema(required)]
    pub reply_minutes: i64,
    /// A reply within them.
    #[serde(default = "quick_reply")]
    #[schema(required)]
    pub quick_reply: i64,
    /// An hour of waiting for replies beyond them.
    #[serde(default = "slow_hour")]
    #[schema(required)]
    pub slow_hour: i64,
    /// A complaint that was resolved.
    #[serde(default = "solved")]
    #[schema(required)]
    pub solved: i64,
}

fn reply_minutes() -> i64 {
    5
}

fn quick_reply() -> i64 {
    Part::QuickReplies.usual_weight()
}

fn slow_hour() -> i64 {
    Part::SlowReplies.usual_weight()
}

fn solved() -> i64 {
    Part::Solved.usual_weight()
}

impl Default for DeliveredWeights {
    fn default() -> Self {
        Self {
            promised_hours: 48,
            point: 1,
            early_hour: 5,
            late_hour: 20,
            returned: 1_000,
            complaint: 2_000,
            inquiry: 30,
            reply_minutes: reply_minutes(),
            quick_reply: quick_reply(),
            slow_hour: slow_hour(),
            solved: solved(),
        }
    }
}

/// What the shop may set about value and prediction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ValueSettings)]
pub struct Settings {
    /// How RFM is scored.
    pub rfm: RfmSettings,
    /// Where the stages of a life part.
    pub lifecycle: LifecycleLimits,
    /// By how much a purchase in a year counts less, thousandths.
    pub discount_rate: i64,
    /// Margin in thousandths of revenue where a product's cost is not known.
    pub usual_margin: i64,
    /// The churn risk is the chance of no purchase within so many days.
    pub churn_days: i64,
    /// What deeds count for.
    pub influence: InfluenceWeights,
    /// What the parts of delivered value count for.
    #[serde(default)]
    #[schema(required)]
    pub delivered: DeliveredWeights,
    /// What sending a deal costs the shop, minor units.
    #[serde(default)]
    #[schema(required)]
    pub shipping_cost: i64,
}

impl Default for Settings {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            rfm: RfmSettings {
                ties: Equals::Together,
                nesting: Among::Independent,
                cut: Parting::Mean,
                scores: Scores { recency: 4, frequency: 4, monetary: 4 },
                values: Values { recency_days: 90, frequency: 3, monetary: 50_000 },
            },
            lifecycle: LifecycleLimits {
                new_days: limits.new_days,
                sleeping_days: limits.sleeping_days,
                lost_days: limits.lost_days,
                loyal_purchases: i64::try_from(limits.loyal_purchases).unwrap_or(4),
            },
            discount_rate: 100,
            usual_margin: 300,
            churn_days: 90,
            influence: InfluenceWeights {
                review: 200,
                photo: photo(),
                answer: answer(),
                share: 300,
                complaint: 2_000,
                referral: referral(),
                referral_decay: decay(),
            },
            delivered: DeliveredWeights::default(),
            shipping_cost: 0,
        }
    }
}

impl Settings {
    /// Refuses what cannot be.
    ///
    /// # Errors
    /// `invalid` naming the field.
    pub fn checked(self) -> Result<Self, Error> {
        let life = &self.lifecycle;
        for (field, value, least, most) in [
            ("rfm.scores.recency", self.rfm.scores.recency, 1, 5),
            ("rfm.scores.frequency", self.rfm.scores.frequency, 1, 5),
            ("rfm.scores.monetary", self.rfm.scores.monetary, 1, 5),
            ("rfm.values.recency_days", self.rfm.values.recency_days, 0, MOST_DAYS),
            ("rfm.values.frequency", self.rfm.values.frequency, 1, 1_000_000),
            ("rfm.values.monetary", self.rfm.values.monetary, 0, i64::MAX),
            ("lifecycle.new_days", life.new_days, 1, MOST_DAYS),
            ("lifecycle.sleeping_days", life.sleeping_days, life.new_days, MOST_DAYS),
            ("lifecycle.lost_days", life.lost_days, life.sleeping_days.saturating_add(1), MOST_DAYS),
            ("lifecycle.loyal_purchases", life.loyal_purchases, 2, 1_000_000),
            ("discount_rate", self.discount_rate, 0, 1_000),
            ("usual_margin", self.usual_margin, 0, 1_000),
            ("churn_days", self.churn_days, 7, 730),
            ("influence.review", self.influence.review, 0, 1_000_000_000),
            ("influence.photo", self.influence.photo, 0, 1_000_000_000),
            ("influence.answer", self.influence.answer, 0, 1_000_000_000),
            ("influence.share", self.influence.share, 0, 1_000_000_000),
            ("influence.complaint", self.influence.complaint, 0, 1_000_000_000),
            ("influence.referral", self.influence.referral, 0, 1_000),
            ("influence.referral_decay", self.influence.referral_decay, 0, 1_000),
            ("delivered.promised_hours", self.delivered.promised_hours, 1, 24 * 60),
            ("delivered.point", self.delivered.point, 0, 1_000_000),
            ("delivered.early_hour", self.delivered.early_hour, 0, 1_000_000),
            ("delivered.late_hour", self.delivered.late_hour, 0, 1_000_000),
            ("delivered.returned", self.delivered.returned, 0, 1_000_000_000),
            ("delivered.complaint", self.delivered.complaint, 0, 1_000_000_000),
            ("delivered.inquiry", self.delivered.inquiry, 0, 1_000_000_000),
            ("delivered.reply_minutes", self.delivered.reply_minutes, 1, 7 * 24 * 60),
            ("delivered.quick_reply", self.delivered.quick_reply, 0, 1_000_000_000),
            ("delivered.slow_hour", self.delivered.slow_hour, 0, 1_000_000),
            ("delivered.solved", self.delivered.solved, 0, 1_000_000_000),
            ("shipping_cost", self.shipping_cost, 0, 1_000_000_000),
        ] {
            if !(least..=most).contains(&value) {
                return Err(Error::invalid(field, "out_of_range"));
            }
        }
        Ok(self)
    }

    pub(super) fn scheme(&self) -> Scheme {
        Scheme {
            bins: 5,
            nesting: match self.rfm.nesting {
                Among::Independent => Nesting::Independent,
                Among::Nested => Nesting::Nested,
            },
            ties: match self.rfm.ties {
                Equals::Together => Ties::Together,
                Equals::ByOrder => Ties::ByOrder,
            },
        }
    }

    pub(super) fn cut(&self) -> Cut {
        let score = |value: i64| u8::try_from(value).unwrap_or(5);
        let (scores, values) = (&self.rfm.scores, &self.rfm.values);
        match self.rfm.cut {
            Parting::Mean => Cut::Mean,
            Parting::Median => Cut::Median,
            Parting::Scores => Cut::Scores(Cell {
                recency: score(scores.recency),
                frequency: score(scores.frequency),
                monetary: score(scores.monetary),
            }),
            Parting::Values => Cut::Values(Thresholds {
                recency: values.recency_days,
                frequency: u64::try_from(values.frequency).unwrap_or(u64::MAX),
                monetary: values.monetary,
            }),
        }
    }

    pub(super) fn limits(&self) -> Limits {
        let life = &self.lifecycle;
        Limits {
            new_days: life.new_days,
            sleeping_days: life.sleeping_days,
            lost_days: life.lost_days,
            loyal_purchases: u64::try_from(life.loyal_purchases).unwrap_or(4),
        }
    }

    pub(super) fn weights(&self) -> Weights {
        let set = &self.influence;
        let rate = |value: i64| u32::try_from(value).unwrap_or(0);
        Weights {
            review: set.review,
            photo: set.photo,
            answer: set.answer,
            complaint: set.complaint,
            referral: rate(set.referral),
            decay: rate(set.referral_decay),
            ..Weights::default()
        }
    }

    pub(super) fn margin(&self) -> u32 {
        u32::try_from(self.usual_margin).unwrap_or(0)
    }
}

/// What is set now.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn get(conn: &mut impl Connection) -> Result<Settings, Error> {
    Ok(settings::get(conn, KEY).await?.unwrap_or_default())
}

/// Sets it, and writes down who did.
///
/// # Errors
/// `invalid` naming the field, or when the database refuses.
pub(super) async fn put(tx: &mut Tx, caller: &Caller, value: Settings, now: i64) -> Result<Settings, Error> {
    let value = value.checked()?;
    settings::put(tx, caller, KEY, &value, now).await?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_that_were_kept_before_replies_counted_are_read() {
        let now = Settings::default();
        let mut kept = json!(now);
        let delivered = kept["delivered"].as_object_mut().unwrap();
        for name in ["reply_minutes", "quick_reply", "slow_hour", "solved"] {
            assert!(delivered.remove(name).is_some(), "{name}");
        }
        assert_eq!(serde_json::from_value::<Settings>(kept).unwrap(), now);
    }

    #[test]
    fn a_reply_is_promised_within_a_week() {
        for (minutes, allowed) in [(0, false), (1, true), (10_080, true), (10_081, false)] {
            let mut set = Settings::default();
            set.delivered.reply_minutes = minutes;
            assert_eq!(set.checked().is_ok(), allowed, "{minutes}");
        }
    }
}
