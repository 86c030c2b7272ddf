//! The months that the books are summed up by.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use platform::Error;

/// The month so many after that of `now` (milliseconds UTC): its name `2026-11`, its first instant, and that of the next.
///
/// # Errors
/// When it lies outside the calendar.
pub(crate) fn month(zone: &TimeZone, now: i64, ahead: i64) -> Result<(String, i64, i64), Error> {
    let today = Timestamp::from_millisecond(now).map_err(Error::internal)?.to_zoned(zone.clone()).date();
    let first = today.first_of_month().checked_add(Span::new().months(ahead)).map_err(Error::internal)?;
    let next = first.checked_add(Span::new().months(1)).map_err(Error::internal)?;
    let start = |day: Date| day.to_zoned(zone.clone()).map(|at| at.timestamp().as_millisecond());
    let name = format!("{:04}-{:02}", first.year(), first.month());
    Ok((name, start(first).map_err(Error::internal)?, start(next).map_err(Error::internal)?))
}
