//! What runs when: the promotions of a period.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::db::Session;
use platform::{Error, Id, Instant};
use pricing::{Programme, Words};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::Record;
use super::{levels, records};
use crate::shops;

/// Days that may be asked for at once.
const DAYS: i32 = 800;
/// Promotions that one answer holds at most.
const MOST: i64 = 1_000;
/// An hour, milliseconds.
const HOUR: i64 = 3_600_000;

fn day(field: &'static str, text: &str) -> Result<Date, Error> {
    text.parse().map_err(|_| Error::invalid(field, "malformed"))
}

fn begins(date: Date, zone: &TimeZone) -> Result<i64, Error> {
    let start = date.to_zoned(zone.clone()).map_err(|_| Error::invalid("from", "out_of_range"))?;
    Ok(start.timestamp().as_millisecond())
}

/// When a promotion opens for levels with early access, before it opens for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = EarlyOpening)]
pub(super) struct Early {
    /// The promotion.
    id: Id,
    /// When it opens for the first of them.
    at: Instant,
    /// For which level when.
    words: Words,
}

/// The promotions that run at some time from the day `from` to before the day `until`, by the shop's calendar, with those that
/// open earlier for some levels.
///
/// # Errors
/// `invalid` for days that are none, or too many of them.
pub(super) async fn between(
    session: &mut Session,
    from: &str,
    until: &str,
) -> Result<(Vec<Record>, Vec<Early>), Error> {
    let (from, until) = (day("from", from)?, day("until", until)?);
    let days = from.until(until).map_err(|_| Error::invalid("until", "out_of_range"))?.get_days();
    if !(1..=DAYS).contains(&days) {
        return Err(Error::invalid("until", "out_of_range"));
    }
    let zone = shops::business(session).await?.zone();
    let levels = levels::before_others(session).await?;
    let longest = levels.early_access.values().max().copied().unwrap_or(0);
    let (from, until) = (begins(from, &zone)?, begins(until, &zone)?);
    let mut found = records::promotions::between(session, from, until + i64::from(longest) * HOUR, MOST).await?;
    let mut early: Vec<Early> = found.iter().filter_map(|one| early(one, &levels)).collect();
    let opens = |one: &Record| {
        let first = early.iter().find(|early| early.id.0 == one.id).map(|early| early.at.0);
        first.or(one.starts_at).is_none_or(|at| at < until)
    };
    found.retain(opens);
    early.retain(|one| found.iter().any(|found| found.id == one.id.0));
    Ok((found, early))
}

fn early(record: &Record, levels: &Programme) -> Option<Early> {
    let terms = record.terms()?;
    let words = pricing::early_access(terms, levels)?;
    let suits = |level: &String| terms.scope.levels.is_empty() || terms.scope.levels.contains(level);
    let hours = levels.early_access.iter().filter(|(level, _)| suits(level)).map(|(_, hours)| *hours).max()?;
    Some(Early { id: Id(record.id), at: Instant(record.starts_at? - i64::from(hours) * HOUR), words })
}
