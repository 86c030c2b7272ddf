//! Windows.

use super::cursor::{Cursor, Read};
use super::spans::Spans;
use super::token::Token;
use crate::problem::Expected;
use crate::{Moment, Period, Unit, Window};

/// The units, one and many.
pub(super) const UNITS: [(&str, &str, Unit); 6] = [
    ("minute", "minutes", Unit::Minutes),
    ("hour", "hours", Unit::Hours),
    ("day", "days", Unit::Days),
    ("week", "weeks", Unit::Weeks),
    ("month", "months", Unit::Months),
    ("year", "years", Unit::Years),
];

/// The periods.
pub(super) const PERIODS: [(&str, Period); 5] = [
    ("day", Period::Day),
    ("week", Period::Week),
    ("month", Period::Month),
    ("quarter", Period::Quarter),
    ("year", Period::Year),
];

impl Cursor<'_> {
    /// A window, if one follows.
    pub(super) fn window(&mut self) -> Read<Option<(Window, Spans)>> {
        let from = self.here().start;
        let window = if self.eats(&["in"]) {
            self.window_in()?
        } else if self.eats(&["over"]) {
            let (n, unit) = self.length()?;
            self.needs("ago")?;
            Window::Over { n, unit }
        } else if self.eats(&["since"]) {
            Window::Since { from: self.moment()? }
        } else if self.eats(&["before"]) {
            Window::Before { to: self.moment()? }
        } else if self.eats(&["from"]) {
            let from = self.moment()?;
            self.needs("to")?;
            Window::Between { from, to: self.moment()? }
        } else if self.eats(&["between"]) {
            let from = self.moment()?;
            self.needs("and")?;
            Window::Between { from, to: self.moment()? }
        } else if self.eats(&["until", "now"]) || self.eats(&["ever"]) {
            Window::Ever
        } else if self.eats(&["today"]) {
            Window::Current { period: Period::Day }
        } else if self.eats(&["yesterday"]) {
            Window::Previous { period: Period::Day }
        } else if matches!(self.ahead(0), Token::Number(_)) {
            self.window_ago()?
        } else {
            return Ok(None);
        };
        Ok(Some((window, Spans::new(self.since(from)))))
    }

    fn window_in(&mut self) -> Read<Window> {
        if self.eats(&["last"]) {
            let (n, unit) = self.length()?;
            return Ok(Window::Last { n, unit });
        }
        if self.eats(&["next"]) {
            let (n, unit) = self.length()?;
            return Ok(Window::Next { n, unit });
        }
        if self.eats(&["this"]) {
            return Ok(Window::Current { period: self.period()? });
        }
        if self.eats(&["previous"]) {
            return Ok(Window::Previous { period: self.period()? });
        }
        Err(self.unexpected(&["last", "next", "this", "previous"].map(Expected::Token)))
    }

    /// `5 to 3 days ago`, `3 days ago`.
    fn window_ago(&mut self) -> Read<Window> {
        let from = self.count()?;
        let to = if self.eats(&["to"]) { self.count()? } else { from };
        let unit = self.unit()?;
        self.needs("ago")?;
        Ok(Window::Ago { from, to, unit })
    }

    /// `90 days`.
    pub(super) fn length(&mut self) -> Read<(u32, Unit)> {
        let n = self.count()?;
        Ok((n, self.unit()?))
    }

    fn unit(&mut self) -> Read<Unit> {
        let found = UNITS.into_iter().find(|(one, many, _)| self.eats(&[one]) || self.eats(&[many]));
        found.map(|(_, _, unit)| unit).ok_or_else(|| self.unexpected(&[Expected::Unit]))
    }

    fn period(&mut self) -> Read<Period> {
        let found = PERIODS.into_iter().find(|(word, _)| self.eats(&[word]));
        found.map(|(_, period)| period).ok_or_else(|| self.unexpected(&[Expected::Period]))
    }

    fn moment(&mut self) -> Read<Moment> {
        let moment = match self.ahead(0) {
            Token::Day(day) => Moment::Day(*day),
            Token::Instant(instant) => Moment::Instant(*instant),
            _ => return Err(self.unexpected(&[Expected::Moment])),
        };
        self.step();
        Ok(moment)
    }
}
