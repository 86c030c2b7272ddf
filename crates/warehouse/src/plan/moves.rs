//! When a leaf's answer can change although nothing new arrives.
//!
//! Windows of days and longer move for everybody at once, at the beginning of a day; the leaf is then asked again of those
//! whom the move can touch. Hours, instants and "within" end for each customer at an instant of their own.
//!
//! Absent from here: facts after now. Whoever has one is asked again when it comes.

use rules::{Calendar, Type, Unit, Window};

use super::{Body, Leaf, Tester};
use crate::packed::UNKNOWN;
use crate::value;

/// Whether a window moves with every millisecond.
pub(super) const fn flows(window: Window) -> bool {
    matches!(
        window,
        Window::Last { unit: Unit::Minutes | Unit::Hours, .. }
            | Window::Next { unit: Unit::Minutes | Unit::Hours, .. }
            | Window::Over { unit: Unit::Minutes | Unit::Hours, .. }
            | Window::Ago { unit: Unit::Minutes | Unit::Hours, .. }
    )
}

impl Leaf {
    /// When its windows move for everybody next; `None` when they never do.
    pub(crate) fn moves(&self, calendar: &Calendar, now: i64) -> Option<i64> {
        let window = match &self.body {
            Body::Age { .. } => Window::Current { period: rules::Period::Day },
            Body::Is { test: Tester::When(window), kind: Type::Day | Type::Anniversary, .. } => *window,
            Body::Did(did) => did.window,
            Body::Then(then) => then.window,
            Body::Is { .. } | Body::Tags { .. } => return None,
        };
        if flows(window) { None } else { calendar.moves(window, now) }
    }

    /// Whether customers have instants of their own at which it can change.
    pub(crate) fn is_personal(&self) -> bool {
        match &self.body {
            // A day to come lies in "until now" once it has begun, which nothing else moves.
            Body::Is { test: Tester::When(window), kind, .. } => {
                *kind == Type::Instant || *window == Window::Ever || flows(*window)
            }
            Body::Did(did) => flows(did.window),
            Body::Then(then) => then.negated || flows(then.window),
            Body::Age { .. } | Body::Is { .. } | Body::Tags { .. } => false,
        }
    }

    /// Whether it asks for a day in a window, which the calendar moves.
    pub(crate) const fn is_dated(&self) -> bool {
        matches!(&self.body, Body::Is { test: Tester::When(_), .. })
    }

    /// The next instant after now at which the value of an attribute changes its answer.
    pub(crate) fn edge_of_value(&self, value: i64, calendar: &Calendar, now: i64) -> Option<i64> {
        let Body::Is { test: Tester::When(window), kind, .. } = &self.body else { return None };
        if value == UNKNOWN {
            return None;
        }
        let stay = match kind {
            Type::Instant => calendar.stay(*window, value),
            Type::Anniversary => return calendar.ask_anniversary(*window, value::date(value), now).until,
            _ => calendar.stay_of_day(*window, value::date(value)),
        };
        [stay.start, stay.end].into_iter().filter(|&edge| edge > now && edge < i64::MAX).min()
    }

    /// How long after a fact of the leaf's first kind its answer can change by itself, where it is personal: milliseconds.
    /// Windows of the calendar are not among them; those move for everybody.
    pub(crate) fn edges(&self) -> Vec<i64> {
        let length = |n: u32, unit: Unit| i64::from(n) * if unit == Unit::Hours { 3_600_000 } else { 60_000 };
        let (window, span) = match &self.body {
            Body::Did(did) => (did.window, None),
            Body::Then(then) => (then.window, then.negated.then_some(then.span)),
            Body::Is { .. } | Body::Age { .. } | Body::Tags { .. } => return Vec::new(),
        };
        let mut edges: Vec<i64> = span.into_iter().collect();
        match window {
            Window::Last { n, unit } | Window::Over { n, unit } if flows(window) => edges.push(length(n, unit)),
            Window::Ago { from, to, unit } if flows(window) => {
                edges.extend([length(to, unit), length(from, unit).saturating_add(1)]);
            }
            // What is still to come has no effect, and a past fact is never in the next hours.
            _ => {}
        }
        edges.sort_unstable();
        edges.dedup();
        edges
    }

    /// The kinds of facts that it looks at; the first one's windows move.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = u16> + use<> {
        let kinds = match &self.body {
            Body::Did(did) => [Some(did.kind), None],
            Body::Then(then) => [Some(then.first.kind), Some(then.then.kind)],
            Body::Is { .. } | Body::Age { .. } | Body::Tags { .. } => [None, None],
        };
        kinds.into_iter().flatten()
    }

    /// The attribute that it looks at.
    pub(crate) fn attribute(&self) -> Option<u16> {
        match &self.body {
            Body::Is { attribute, .. } | Body::Age { attribute, .. } | Body::Tags { attribute, .. } => Some(*attribute),
            Body::Did(_) | Body::Then(_) => None,
        }
    }
}
