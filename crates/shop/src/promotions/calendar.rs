//! What runs when: the promotions of a period.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::Error;
use platform::db::Session;

use super::model::Record;
use super::records;
use crate::shops;

/// Days that may be asked for at once.
const DAYS: i32 = 800;
/// Promotions that one answer holds at most.
const MOST: i64 = 1_000;

fn day(field: &'static str, text: &str) -> Result<Date, Error> {
    text.parse().map_err(|_| Error::invalid(field, "malformed"))
}

fn begins(date: Date, zone: &TimeZone) -> Result<i64, Error> {
    let start = date.to_zoned(zone.clone()).map_err(|_| Error::invalid("from", "out_of_range"))?;
    Ok(start.timestamp().as_millisecond())
}

/// The promotions that run at some time from the day `from` to before the day `until`, by the shop's calendar.
///
/// # Errors
/// `invalid` for days that are none, or too many of them.
pub(super) async fn between(session: &mut Session, from: &str, until: &str) -> Result<Vec<Record>, Error> {
    let (from, until) = (day("from", from)?, day("until", until)?);
    let days = from.until(until).map_err(|_| Error::invalid("until", "out_of_range"))?.get_days();
    if !(1..=DAYS).contains(&days) {
        return Err(Error::invalid("until", "out_of_range"));
    }
    let zone = shops::business(session).await?.zone();
    records::promotions::between(session, begins(from, &zone)?, begins(until, &zone)?, MOST).await
}
