//! Windows asked of a calendar day instead of an instant.
//!
//! A day lies in a window when its first instant does, but for `next`, which begins with the whole of today.

use std::ops::Range;

use jiff::civil::Date;

use super::reach::{after, due, shift};
use super::stay::within;
use super::{Calendar, length};
use crate::{Answer, Window};

impl Calendar {
    /// Between which days (the second one outside) a day must lie to be in the window at `now`.
    #[must_use]
    pub fn days(&self, window: Window, now: i64) -> Range<Date> {
        if let Window::Next { n, unit } = window
            && length(n, unit).is_none()
        {
            let today = self.day(now);
            return today..shift(today, i64::from(n), unit);
        }
        let range = self.range(window, now);
        self.begun_from(range.start)..self.begun_from(range.end)
    }

    /// Between which nows (milliseconds UTC, the second one outside) the day lies in the window.
    #[must_use]
    pub fn stay_of_day(&self, window: Window, day: Date) -> Range<i64> {
        if let Window::Next { n, unit } = window
            && length(n, unit).is_none()
        {
            return self.start(due(day, n, unit))..self.start(after(day));
        }
        self.stay(window, self.start(day))
    }

    /// Whether the day lies in the window at `now`, and until when that stands.
    #[must_use]
    pub fn ask_day(&self, window: Window, day: Date, now: i64) -> Answer {
        within(&self.stay_of_day(window, day), now)
    }

    /// The first day that begins at this instant or later.
    fn begun_from(&self, at: i64) -> Date {
        let day = self.day(at);
        if self.start(day) < at { after(day) } else { day }
    }
}
