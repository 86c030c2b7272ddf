//! What people said, in some days and shops.

use std::collections::{BTreeMap, HashSet};

use platform::http::ShopScope;
use platform::{App, Error};
use science::satisfaction::Measure;
use serde_json::{Map, Value as Json};

use crate::analysis::{Period, too_large};
use crate::events::Deed;
use crate::value::numbers::count;
use crate::{customers, events};

/// Answers that are read at most.
const ANSWERS: usize = 2_000_000;
/// The behaviour that is a review, and the one that is an answer to a survey.
const NAMES: [&str; 2] = ["reviewed", "survey_answered"];

/// Whence answers came, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    Reviews,
    Survey(Measure),
}

impl Source {
    pub(super) const ALL: [Self; 4] =
        [Self::Reviews, Self::Survey(Measure::Csat), Self::Survey(Measure::Nps), Self::Survey(Measure::Ces)];

    pub(super) fn measure(self) -> Measure {
        match self {
            Self::Reviews => Measure::Csat,
            Self::Survey(measure) => measure,
        }
    }

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Reviews => "reviews",
            Self::Survey(measure) => measure.key(),
        }
    }
}

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Answer {
    /// Milliseconds UTC.
    pub(super) at: i64,
    pub(super) value: i64,
}

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) answers: BTreeMap<Source, Vec<Answer>>,
    /// Ratings by shop and product number.
    pub(super) ratings: BTreeMap<(i64, String), Vec<i64>>,
    pub(super) customers: i64,
}

/// Reads it.
///
/// # Errors
/// `answer_too_large`, or when the database cannot be read.
pub(super) async fn read(app: &App, scope: &ShopScope, period: &Period) -> Result<Read, Error> {
    let mut still = app.db.still().await?;
    let mut read = Read::default();
    let mut profiles: HashSet<i64> = HashSet::new();
    let mut kept = 0;
    for name in NAMES {
        events::deeds(&mut still, scope, Some(name), (period.began, period.ended), |deed| {
            let Some((source, value)) = answer(&deed) else { return Ok(()) };
            kept += 1;
            profiles.insert(deed.profile_id);
            read.answers.entry(source).or_default().push(Answer { at: deed.at, value });
            if let (Source::Reviews, Some(shop), Some(product)) = (source, deed.shop_id, deed.product) {
                read.ratings.entry((shop, product)).or_default().push(value);
            }
            if kept > ANSWERS { Err(too_large(ANSWERS)) } else { Ok(()) }
        })
        .await?;
    }
    let profiles: Vec<i64> = profiles.into_iter().collect();
    let owners = customers::customers_of(&mut still, &profiles).await?;
    let people: HashSet<i64> = owners.into_iter().map(|(_, customer)| customer).collect();
    read.customers = count(people.len());
    Ok(read)
}

/// What a behaviour answers; `None` when it says no number.
fn answer(deed: &Deed) -> Option<(Source, i64)> {
    let said: Map<String, Json> = serde_json::from_str(deed.properties.as_deref()?).ok()?;
    if deed.name == "reviewed" {
        return Some((Source::Reviews, number(said.get("rating")?)?));
    }
    let measure = said.get("measure")?.as_str()?.trim().to_lowercase();
    let source = Source::ALL.into_iter().find(|source| *source != Source::Reviews && source.key() == measure)?;
    Some((source, number(said.get("score")?)?))
}

/// A whole number, as such or as text; half stars and the like go to the nearest.
fn number(said: &Json) -> Option<i64> {
    let value = said.as_f64().or_else(|| said.as_str()?.trim().parse().ok())?;
    value.is_finite().then(|| crate::value::numbers::whole(value))
}
