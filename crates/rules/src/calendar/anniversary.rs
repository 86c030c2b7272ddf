//! Days that come back every year: birthdays in windows, and ages.
//!
//! Someone born on 29 February has their day on 1 March in common years.

use jiff::civil::Date;

use super::Calendar;
use crate::{Answer, Window};

impl Calendar {
    /// Whether the day of the year of `day` lies in the window at `now`, and until when that stands. The day's own year
    /// does not matter.
    #[must_use]
    pub fn ask_anniversary(&self, window: Window, day: Date, now: i64) -> Answer {
        let days = self.days(window, now);
        let leaving = first_from(day, days.start);
        let entering = first_from(day, days.end);
        let edges = [self.stay_of_day(window, leaving).end, self.stay_of_day(window, entering).start];
        Answer {
            holds: leaving < days.end,
            until: edges.into_iter().filter(|&edge| edge > now && edge < i64::MAX).min(),
        }
    }

    /// Whole years since `born` at `now`; `None` before that day.
    #[must_use]
    pub fn age(&self, born: Date, now: i64) -> Option<i64> {
        let today = self.day(now);
        let years = i64::from(today.year()) - i64::from(born.year());
        let age = years - i64::from(today < occurrence(born, today.year()));
        (today >= born).then_some(age)
    }

    /// The first instant of the `n`th birthday, milliseconds UTC; `i64::MAX` when the calendar ends before.
    #[must_use]
    pub fn birthday(&self, born: Date, n: i64) -> i64 {
        let year = i64::from(born.year()).saturating_add(n);
        i16::try_from(year).map_or(i64::MAX, |year| self.start(occurrence(born, year)))
    }
}

/// The day's occurrence in a year.
fn occurrence(day: Date, year: i16) -> Date {
    let known = Date::new(year, day.month(), day.day()).or_else(|_| Date::new(year, 3, 1));
    known.unwrap_or(if year < 0 { Date::MIN } else { Date::MAX })
}

/// Its first occurrence on `from` or later.
fn first_from(day: Date, from: Date) -> Date {
    let this = occurrence(day, from.year());
    if this >= from { this } else { occurrence(day, from.year().saturating_add(1)) }
}
