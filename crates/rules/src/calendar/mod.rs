//! The calendar words of rules as instants: the one place where the shop's time zone turns "today", "the last 90 days" or
//! "birthday this month" into milliseconds.
//!
//! Two questions are answered for every [`Window`], and a generated test shows that they agree:
//!
//! * [`Calendar::range`]: now being this, between which instants must a value lie?
//! * [`Calendar::stay`]: a value being this, between which nows does it lie in the window? Its ends are the only instants
//!   at which the answer can change, so a live segment knows when to ask again.
//!
//! A day begins at its first instant, whatever the clocks do at midnight. `i64::MIN` and `i64::MAX` stand for "from the
//! beginning" and "for ever"; so do the first and last day that can be written.
//!
//! Absent from here: the clock, and the time zone database. Both come in as arguments.

mod anniversary;
mod days;
mod reach;
mod stay;
#[cfg(test)]
mod tests;

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::{Moment, Period, Unit, Window};
use reach::{after, shift};

/// The shop's calendar: its time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    zone: TimeZone,
}

impl Calendar {
    /// The calendar of a time zone.
    #[must_use]
    pub const fn new(zone: TimeZone) -> Self {
        Self { zone }
    }

    /// Its time zone.
    #[must_use]
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The first instant of a day, in milliseconds UTC. A day that a zone left out begins where the next one does.
    #[must_use]
    pub fn start(&self, day: Date) -> i64 {
        match day {
            Date::MIN => i64::MIN,
            Date::MAX => i64::MAX,
            day => match self.zone.to_timestamp(day.to_datetime(Time::midnight())) {
                Ok(start) => start.as_millisecond(),
                Err(_) if day < Date::ZERO => i64::MIN,
                Err(_) => i64::MAX,
            },
        }
    }

    /// The day that an instant belongs to: the last one that has begun by then.
    ///
    /// Where clocks are set back across midnight, a wall shows yesterday's date again; here a day that has begun is not left.
    #[must_use]
    pub fn day(&self, at: i64) -> Date {
        let near = Timestamp::from_millisecond(at).unwrap_or(if at < 0 { Timestamp::MIN } else { Timestamp::MAX });
        let mut day = self.zone.to_datetime(near).date();
        while day > Date::MIN && self.start(day) > at {
            day = day.yesterday().unwrap_or(Date::MIN);
        }
        while let Ok(next) = day.tomorrow()
            && self.start(next) <= at
        {
            day = next;
        }
        day
    }

    /// Between which instants (milliseconds UTC, the second one outside) a value must lie to be in the window at `now`.
    ///
    /// Facts after `now` do not count yet, whatever the window: a caller that asks for facts cuts the range after `now`.
    /// An empty range may have its start after its end.
    #[must_use]
    pub fn range(&self, window: Window, now: i64) -> Range<i64> {
        let today = self.day(now);
        let past = now.saturating_add(1);
        match window {
            Window::Ever => i64::MIN..past,
            Window::Last { n, unit } => self.last_begins(n, unit, now)..past,
            Window::Over { n, unit } => i64::MIN..self.last_begins(n, unit, now).min(past),
            Window::Next { n, unit } => {
                let end = match length(n, unit) {
                    Some(length) => past.saturating_add(length),
                    None => self.start(shift(today, i64::from(n), unit)),
                };
                past..end
            }
            Window::Ago { from, to, unit } => match (length(from, unit), length(to, unit)) {
                (Some(from), Some(to)) => now.saturating_sub(from)..past.saturating_sub(to),
                _ => {
                    let nearer = after(shift(today, -i64::from(to), unit));
                    self.start(shift(today, -i64::from(from), unit))..self.start(nearer).min(past)
                }
            },
            Window::Current { period } => self.start(period.first(today))..self.start(period.next(today)),
            Window::Previous { period } => {
                let start = period.first(today);
                self.start(period.first(reach::before(start)))..self.start(start)
            }
            Window::Since { from } => self.begins(from)..i64::MAX,
            Window::Before { to } => i64::MIN..self.begins(to),
            Window::Between { from, to } => self.begins(from)..self.ends(to),
        }
    }

    /// The first instant after `now` at which an end of the window moves in its own right; `None` when its ends stand still
    /// or only follow `now`. Between `now` and then, [`Self::range`] differs at most by where "until now" ends.
    ///
    /// Minutes and hours move with every millisecond.
    #[must_use]
    pub fn moves(&self, window: Window, now: i64) -> Option<i64> {
        let today = self.day(now);
        let next = match window {
            Window::Ever | Window::Since { .. } | Window::Before { .. } | Window::Between { .. } => return None,
            Window::Last { unit, .. }
            | Window::Next { unit, .. }
            | Window::Over { unit, .. }
            | Window::Ago { unit, .. } => match unit {
                Unit::Minutes | Unit::Hours => return now.checked_add(1),
                Unit::Days | Unit::Weeks | Unit::Months | Unit::Years => self.start(after(today)),
            },
            Window::Current { period } | Window::Previous { period } => self.start(period.next(today)),
        };
        (next < i64::MAX).then_some(next)
    }

    /// The first instant that is in the last `n` at `now`.
    fn last_begins(&self, n: u32, unit: Unit, now: i64) -> i64 {
        match length(n, unit) {
            Some(length) => now.saturating_sub(length).saturating_add(1),
            None => self.start(after(shift(self.day(now), -i64::from(n), unit))),
        }
    }

    /// The first instant of a moment.
    fn begins(&self, moment: Moment) -> i64 {
        match moment {
            Moment::Day(day) => self.start(day),
            Moment::Instant(at) => at.as_millisecond(),
        }
    }

    /// Where a window ends that ends with a moment: after a day, at an instant.
    fn ends(&self, moment: Moment) -> i64 {
        match moment {
            Moment::Day(day) => self.start(after(day)),
            Moment::Instant(at) => at.as_millisecond(),
        }
    }
}

/// How many milliseconds so many minutes or hours are; `None` for units of the calendar.
fn length(n: u32, unit: Unit) -> Option<i64> {
    match unit {
        Unit::Minutes => Some(i64::from(n) * 60_000),
        Unit::Hours => Some(i64::from(n) * 3_600_000),
        Unit::Days | Unit::Weeks | Unit::Months | Unit::Years => None,
    }
}

impl Period {
    /// The first day of the period that a day is in.
    #[must_use]
    pub fn first(self, day: Date) -> Date {
        let in_month = |month: i8| Date::new(day.year(), month, 1).unwrap_or(Date::MIN);
        match self {
            Self::Day => day,
            Self::Week => shift(day, -i64::from(day.weekday().to_monday_zero_offset()), Unit::Days),
            Self::Month => in_month(day.month()),
            Self::Quarter => in_month((day.month() - 1) / 3 * 3 + 1),
            Self::Year => in_month(1),
        }
    }

    /// The first day of the period after the one that a day is in.
    #[must_use]
    pub fn next(self, day: Date) -> Date {
        let first = self.first(day);
        match self {
            Self::Day => after(first),
            Self::Week => shift(first, 1, Unit::Weeks),
            Self::Month => shift(first, 1, Unit::Months),
            Self::Quarter => shift(first, 3, Unit::Months),
            Self::Year => shift(first, 1, Unit::Years),
        }
    }
}
