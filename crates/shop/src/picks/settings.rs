//! What each part of a product's score weighs.

use platform::db::{Connection, Tx};
use platform::http::Caller;
use platform::{Error, settings};
use science::picks::{self, Part};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const KEY: &str = "picks";
/// A weight, and days that a stock should last, at most.
const MOST: (i64, i64) = (100, 365);

/// What each part weighs; 0 leaves one out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PickWeights {
    /// Seconds a visit.
    pub visit_time: i64,
    /// Share of visits with a click.
    pub click: i64,
    /// Share of visits with a favourite.
    pub favourite: i64,
    /// Share of visits with an inquiry.
    pub inquiry: i64,
    /// Pieces sold over those of the days before.
    pub growth: i64,
    /// Share of visits that ended on the page.
    pub bounce: i64,
    /// Days that the stock lasts.
    pub stock: i64,
    /// Margin as a share of the price.
    pub margin: i64,
}

impl PickWeights {
    /// In the order of the parts.
    fn all(&self) -> [(&'static str, i64); 8] {
        [
            ("weights.visit_time", self.visit_time),
            ("weights.click", self.click),
            ("weights.favourite", self.favourite),
            ("weights.inquiry", self.inquiry),
            ("weights.growth", self.growth),
            ("weights.bounce", self.bounce),
            ("weights.stock", self.stock),
            ("weights.margin", self.margin),
        ]
    }
}

/// What the shop may set about the potential of products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PickSettings)]
pub struct Settings {
    /// What each part weighs.
    pub weights: PickWeights,
    /// Days that a stock should last; longer is no better.
    pub cover_days: i64,
}

impl Default for Settings {
    fn default() -> Self {
        let [visit_time, click, favourite, inquiry, growth, bounce, stock, margin] =
            picks::Settings::default().weights.map(i64::from);
        Self {
            weights: PickWeights { visit_time, click, favourite, inquiry, growth, bounce, stock, margin },
            cover_days: 30,
        }
    }
}

impl Settings {
    fn checked(self) -> Result<Self, Error> {
        for (field, weight) in self.weights.all() {
            if !(0..=MOST.0).contains(&weight) {
                return Err(Error::invalid(field, "out_of_range"));
            }
        }
        if self.weights.all().iter().all(|(_, weight)| *weight == 0) {
            return Err(Error::invalid("weights", "required"));
        }
        if !(1..=MOST.1).contains(&self.cover_days) {
            return Err(Error::invalid("cover_days", "out_of_range"));
        }
        Ok(self)
    }

    /// As science wants it, for a period of so many days; what nothing is known of weighs nothing.
    pub(super) fn for_days(&self, days: f64, known: impl Fn(Part) -> bool) -> picks::Settings {
        let mut weights = [0; 8];
        for ((slot, part), (_, weight)) in weights.iter_mut().zip(Part::ALL).zip(self.weights.all()) {
            *slot = if known(part) { u32::try_from(weight).unwrap_or(0) } else { 0 };
        }
        picks::Settings { weights, days, cover: crate::value::numbers::float(self.cover_days) }
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
