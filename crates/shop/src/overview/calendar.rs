//! Days and months of the business's time zone as instants. Pure.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use platform::Error;

/// A period of whole days, today the last one, and the period of the same length before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Period {
    /// The first instant of each day of both periods, and the end: `2 × days + 1` instants, milliseconds UTC.
    pub(super) bounds: Vec<i64>,
    /// Every day of both periods.
    pub(super) dates: Vec<Date>,
    /// Days of one period.
    pub(super) days: usize,
}

impl Period {
    /// The period of `days` days that ends with the day of `now`.
    pub(super) fn of(days: usize, now: i64, zone: &TimeZone) -> Result<Self, Error> {
        let today = date(now, zone)?;
        let length = i64::try_from(days).unwrap_or(1).max(1);
        let first = today.checked_sub(Span::new().days(2 * length - 1)).map_err(Error::internal)?;
        let dates: Vec<Date> = (0..2 * length)
            .map(|step| first.checked_add(Span::new().days(step)).map_err(Error::internal))
            .collect::<Result<_, _>>()?;
        let mut bounds: Vec<i64> = dates.iter().map(|date| start(*date, zone)).collect::<Result<_, _>>()?;
        bounds.push(start(today.tomorrow().map_err(Error::internal)?, zone)?);
        Ok(Self { bounds, dates, days: usize::try_from(length).unwrap_or(1) })
    }

    /// The first instant of both periods.
    pub(super) fn from(&self) -> i64 {
        self.bounds.first().copied().unwrap_or(0)
    }

    /// The first instant of the later period.
    pub(super) fn middle(&self) -> i64 {
        self.bounds.get(self.days).copied().unwrap_or(0)
    }

    /// The instant after both.
    pub(super) fn to(&self) -> i64 {
        self.bounds.last().copied().unwrap_or(0)
    }

    /// Which day of both periods an instant within them falls into.
    pub(super) fn day(&self, at: i64) -> usize {
        self.bounds.partition_point(|bound| *bound <= at).saturating_sub(1)
    }
}

/// The first instant of each month from the one of `first` to the one of `last`, and of the month after.
pub(super) fn months(first: i64, last: i64, zone: &TimeZone) -> Result<Vec<(Date, i64)>, Error> {
    let mut month = date(first, zone)?.first_of_month();
    let end = date(last, zone)?.first_of_month();
    let mut found = Vec::new();
    loop {
        found.push((month, start(month, zone)?));
        if month > end {
            return Ok(found);
        }
        month = month.checked_add(Span::new().months(1)).map_err(Error::internal)?;
    }
}

pub(super) fn date(at: i64, zone: &TimeZone) -> Result<Date, Error> {
    Ok(Timestamp::from_millisecond(at).map_err(Error::internal)?.to_zoned(zone.clone()).date())
}

fn start(date: Date, zone: &TimeZone) -> Result<i64, Error> {
    Ok(date.to_zoned(zone.clone()).map_err(Error::internal)?.timestamp().as_millisecond())
}
