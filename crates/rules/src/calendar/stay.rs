//! A value being this, between which nows it lies in a window.

use std::ops::Range;

use super::reach::{after, due, reached};
use super::{Calendar, length};
use crate::{Answer, Window};

impl Calendar {
    /// Between which nows (milliseconds UTC, the second one outside) the instant `at` lies in the window: the other side of
    /// [`Self::range`]. An empty range may have its start after its end.
    #[must_use]
    pub fn stay(&self, window: Window, at: i64) -> Range<i64> {
        let day = self.day(at);
        match window {
            Window::Ever => at..i64::MAX,
            Window::Last { n, unit } => match length(n, unit) {
                Some(length) => at..at.saturating_add(length),
                None => at..self.start(reached(day, n, unit)),
            },
            Window::Over { n, unit } => match length(n, unit) {
                Some(length) => at.saturating_add(length)..i64::MAX,
                None => at.max(self.start(reached(day, n, unit)))..i64::MAX,
            },
            Window::Next { n, unit } => match length(n, unit) {
                Some(length) => at.saturating_sub(length)..at,
                None => self.start(due(day, n, unit))..at,
            },
            Window::Ago { from, to, unit } => match (length(from, unit), length(to, unit)) {
                (Some(from), Some(to)) => at.saturating_add(to)..at.saturating_add(from).saturating_add(1),
                _ => at.max(self.start(reached(day, to, unit)))..self.start(reached(after(day), from, unit)),
            },
            Window::Current { period } => self.start(period.first(day))..self.start(period.next(day)),
            Window::Previous { period } => {
                let next = period.next(day);
                self.start(next)..self.start(period.next(next))
            }
            Window::Since { .. } | Window::Before { .. } | Window::Between { .. } => {
                if self.range(window, at).contains(&at) { i64::MIN..i64::MAX } else { i64::MAX..i64::MAX }
            }
        }
    }

    /// [`Self::stay`] of a fact, which counts from its own instant on.
    #[must_use]
    pub fn stay_of_fact(&self, window: Window, at: i64) -> Range<i64> {
        let stay = self.stay(window, at);
        stay.start.max(at)..stay.end
    }

    /// Whether the instant `at` lies in the window at `now`, and until when that stands.
    #[must_use]
    pub fn ask(&self, window: Window, at: i64, now: i64) -> Answer {
        within(&self.stay(window, at), now)
    }
}

/// Whether `now` lies in a stay, and when that changes.
pub(super) fn within(stay: &Range<i64>, now: i64) -> Answer {
    let holds = stay.contains(&now);
    let edge = if holds { stay.end } else { stay.start };
    let ahead = !stay.is_empty() && edge > now && edge < i64::MAX;
    Answer { holds, until: ahead.then_some(edge) }
}
