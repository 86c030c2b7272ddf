//! Days and months of the business's time zone as instants. Pure.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use platform::Error;
use serde::Serialize;
use utoipa::ToSchema;

/// How wide a piece of the picture is: a long period is drawn in weeks or months, so that it can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PieceWidth)]
pub enum Width {
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A month of the calendar.
    Month,
}

/// Days of a period at most: a hundred years.
pub(super) const MOST: usize = 36_525;
/// Days of a period that is drawn day by day at most.
const DAILY: usize = 366;
/// Days of a period that is drawn week by week at most.
const WEEKLY: usize = 1_100;

impl Width {
    /// In which a period of so many days is drawn.
    fn of(days: usize) -> Self {
        if days <= DAILY {
            Self::Day
        } else if days <= WEEKLY {
            Self::Week
        } else {
            Self::Month
        }
    }

    /// Days with the same number are in the same piece.
    fn number(self, date: Date) -> i64 {
        match self {
            Self::Day => number(date),
            // 1 January 1970 was a Thursday.
            Self::Week => (number(date) + 3).div_euclid(7),
            Self::Month => month(date),
        }
    }
}

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
    /// Whether it holds all there is, so that nothing is before it to compare with.
    pub(super) all: bool,
    /// In which the later period is drawn.
    pub(super) width: Width,
    /// For each day of the later period the piece that it is in, from 0.
    pieces: Vec<usize>,
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
        let width = Width::of(days);
        let mut pieces: Vec<usize> = Vec::with_capacity(days);
        let mut last = None;
        for date in dates.iter().skip(days) {
            let next = width.number(*date);
            let place = pieces.last().map_or(0, |place| place + usize::from(last != Some(next)));
            pieces.push(place);
            last = Some(next);
        }
        Ok(Self { end, began, dates, days: usize::try_from(length).unwrap_or(1), all: false, width, pieces })
    }

    /// The period from the day of `first` to the day of `now`, or as many of its last days as there may be.
    pub(super) fn since(first: i64, now: i64, zone: &TimeZone) -> Result<Self, Error> {
        let days = number(date(now, zone)?) - number(date(first.min(now), zone)?) + 1;
        let days = usize::try_from(days).unwrap_or(1).clamp(1, MOST);
        Ok(Self { all: true, ..Self::of(days, now, zone)? })
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

    /// The pieces that the later period is drawn in: the places, among its days, of the first of each and the first after.
    pub(super) fn pieces(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let mut from = 0;
        self.pieces.chunk_by(|a, b| a == b).map(move |piece| {
            let began = from;
            from += piece.len();
            began..from
        })
    }

    /// The piece that a day of the later period is in.
    pub(super) fn piece(&self, day: i64) -> Option<usize> {
        usize::try_from(day - self.middle()).ok().and_then(|place| self.pieces.get(place)).copied()
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
