//! Days and months of the business's time zone as instants. Pure.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use platform::Error;

/// A period of whole days, today the last one, and the period of the same length before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Period {
    /// The instant after both, milliseconds UTC.
    end: i64,
    /// The first instant of the later period, milliseconds UTC.
    pub(super) began: i64,
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
        let end = start(today.tomorrow().map_err(Error::internal)?, zone)?;
        let began = dates.get(days).copied().map_or(Ok(end), |date| start(date, zone))?;
        Ok(Self { end, began, dates, days: usize::try_from(length).unwrap_or(1) })
    }

    /// The instant after both.
    pub(super) fn to(&self) -> i64 {
        self.end
    }

    /// The number of the first day of both periods.
    pub(super) fn first(&self) -> i64 {
        self.dates.first().copied().map_or(0, number)
    }

    /// The number of the last day.
    pub(super) fn last(&self) -> i64 {
        self.dates.last().copied().map_or(0, number)
    }

    /// The number of the first day of the later period.
    pub(super) fn middle(&self) -> i64 {
        self.dates.get(self.days).copied().map_or(0, number)
    }
}

/// Months since the year 0.
pub(super) fn month(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month()) - 1
}

/// The number of a date, counted from 1 January 1970.
pub(super) fn number(date: Date) -> i64 {
    date.since(Date::constant(1970, 1, 1)).map_or(0, |span| i64::from(span.get_days()))
}

/// The date of a number.
pub(super) fn numbered(number: i64) -> Result<Date, Error> {
    Date::constant(1970, 1, 1)
        .checked_add(Span::new().try_days(number).map_err(Error::internal)?)
        .map_err(Error::internal)
}

/// Days that follow each other, as instants.
#[derive(Debug, Clone)]
pub(super) struct Days {
    /// The number of the first.
    pub(super) first: i64,
    /// Where each begins, and where the last one ends, milliseconds UTC.
    bounds: Vec<i64>,
    zone: TimeZone,
}

impl Days {
    /// The days from `first` to `last`, both included.
    pub(super) fn new(first: i64, last: i64, zone: &TimeZone) -> Result<Self, Error> {
        let bounds = (first..=last + 1).map(|day| start(numbered(day)?, zone)).collect::<Result<_, Error>>()?;
        Ok(Self { first, bounds, zone: zone.clone() })
    }

    /// From when to before when, milliseconds UTC.
    pub(super) fn span(&self) -> (i64, i64) {
        (self.bounds.first().copied().unwrap_or(0), self.bounds.last().copied().unwrap_or(0))
    }

    /// The number of the day of an instant within them.
    pub(super) fn of(&self, at: i64) -> i64 {
        let place = self.bounds.partition_point(|bound| *bound <= at).saturating_sub(1);
        self.first + i64::try_from(place).unwrap_or(0)
    }

    /// How many days an instant lies before a day of these: 0 when it does not.
    pub(super) fn before(&self, day: i64, at: i64) -> i64 {
        let from = self.bounds.first().copied().unwrap_or(0);
        let of = if at >= from { self.of(at) } else { date(at, &self.zone).map_or(day, number) };
        (day - of).max(0)
    }
}

pub(super) fn date(at: i64, zone: &TimeZone) -> Result<Date, Error> {
    Ok(Timestamp::from_millisecond(at).map_err(Error::internal)?.to_zoned(zone.clone()).date())
}

fn start(date: Date, zone: &TimeZone) -> Result<i64, Error> {
    Ok(date.to_zoned(zone.clone()).map_err(Error::internal)?.timestamp().as_millisecond())
}
