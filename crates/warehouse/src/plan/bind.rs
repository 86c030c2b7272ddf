//! From a plan to what it means at an instant.
//!
//! Absent from here: data, but for the dictionaries.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use rules::{Calendar, Type, Window};

use super::bound::{BoundStep, Flow};
use super::compile::ages;
use super::moves::flows;
use super::{
    Body, Bound, BoundBound, BoundDid, BoundFilter, BoundThen, Did, FilterPlan, Leaf, Node, StepPlan, Tester, Then,
};
use crate::dictionary::Dictionary;
use crate::layout::Layout;
use crate::packed::UNKNOWN;
use crate::pass::{Pass, day_of_year};
use crate::value;

/// Turns plans into what they mean at `now`.
pub(crate) struct Binder<'a> {
    pub(crate) layout: &'a Layout,
    pub(crate) calendar: &'a Calendar,
    pub(crate) now: i64,
    /// The plans of live segments, where they are to be asked anew instead of taken as they are kept.
    pub(crate) expand: Option<&'a dyn Fn(i64) -> Option<Arc<Node>>>,
}

impl Binder<'_> {
    /// The whole plan; parts of conjunctions in the order of their cost.
    pub(crate) fn node(&self, node: &Node) -> Bound {
        let parts = |parts: &[Node]| {
            let mut parts: Vec<Bound> = parts.iter().map(|part| self.node(part)).collect();
            parts.sort_by_key(Bound::cost);
            parts
        };
        match node {
            Node::All(nodes) => Bound::All(parts(nodes)),
            Node::Any(nodes) => Bound::Any(parts(nodes)),
            Node::Not(node) => Bound::Not(Box::new(self.node(node))),
            Node::Leaf(leaf) => self.leaf(leaf),
            Node::In(kind, id) => Bound::In(*kind, *id),
            Node::Segment(id) => match self.expand {
                None => Bound::Segment(*id),
                Some(expand) => expand(*id).map_or_else(|| Bound::Any(Vec::new()), |node| self.node(&node)),
            },
        }
    }

    /// One leaf.
    pub(crate) fn leaf(&self, leaf: &Leaf) -> Bound {
        match &leaf.body {
            Body::Is { attribute, kind, test } => {
                let dictionary = self.layout.attributes.get(usize::from(*attribute)).map(|one| one.dictionary.as_ref());
                Bound::Is { attribute: *attribute, pass: self.pass(test, *kind, dictionary) }
            }
            Body::Age { attribute, ages } => Bound::Is { attribute: *attribute, pass: self.born(ages) },
            Body::Tags { attribute, test } => Bound::Tags { attribute: *attribute, test: test.clone() },
            Body::Did(did) => Bound::Did(self.did(did)),
            Body::Then(then) => Bound::Then(self.then(then)),
        }
    }

    fn pass(&self, test: &Tester, kind: Type, dictionary: Option<&Dictionary>) -> Pass {
        match test {
            Tester::Fixed(pass) => pass.clone(),
            Tester::Characters { text, at_start } => {
                let passes = |one: &str| {
                    let one = one.to_lowercase();
                    if *at_start { one.starts_with(text) } else { one.contains(text) }
                };
                Pass::any_of(dictionary.map_or_else(Vec::new, |dictionary| dictionary.codes(passes)))
            }
            Tester::When(window) => match kind {
                Type::Instant => {
                    let range = self.calendar.range(*window, self.now);
                    if range.start < range.end { Pass::range(range.start, range.end - 1) } else { Pass::NONE }
                }
                Type::Anniversary => self.yearly(*window),
                _ => {
                    let days = self.calendar.days(*window, self.now);
                    if days.start < days.end {
                        Pass::range(value::days(days.start), value::days(days.end) - 1)
                    } else {
                        Pass::NONE
                    }
                }
            },
        }
    }

    /// The days of the year that a window holds.
    fn yearly(&self, window: Window) -> Pass {
        let days = self.calendar.days(window, self.now);
        if days.start >= days.end {
            return Pass::NONE;
        }
        let mut marked = vec![false; 13 * 32];
        let mut day = days.start;
        for _ in 0..366 {
            if day >= days.end {
                return Pass::Yearly(marked);
            }
            let mut mark = |date: Date| {
                if let Some(mark) = marked.get_mut(day_of_year(value::days(date))) {
                    *mark = true;
                }
            };
            mark(day);
            if (day.month(), day.day()) == (3, 1) && !day.in_leap_year() {
                mark(Date::constant(2000, 2, 29));
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        // 366 days and more hold every day of the year.
        if day < days.end || marked.iter().filter(|&&mark| mark).count() == 366 {
            return Pass::known();
        }
        Pass::Yearly(marked)
    }

    /// The days of birth of those whose age passes.
    pub(crate) fn born(&self, ages_wanted: &Pass) -> Pass {
        let Pass::Ranges(ranges) = ages_wanted else {
            // Many single ages: codes begin at 0, as ages do.
            let all = (0..=OLDEST).filter(|&age| ages_wanted.has(age.saturating_mul(rules::Decimal::SCALE)));
            return Pass::union(all.map(|age| (self.youngest_limit(age + 1) + 1, self.youngest_limit(age))).collect());
        };
        let days = ages(ranges).filter(|(low, high)| low <= high).map(|(low, high)| {
            let after = if high >= OLDEST { UNKNOWN } else { self.youngest_limit(high + 1) };
            (after + 1, self.youngest_limit(low))
        });
        Pass::union(days.collect())
    }

    /// The last day of birth of those who are `age` or older.
    fn youngest_limit(&self, age: i64) -> i64 {
        let today = self.calendar.day(self.now);
        let Some(year) = i16::try_from(i64::from(today.year()) - age).ok() else { return UNKNOWN };
        let near = Date::new(year, today.month(), today.day()).or_else(|_| Date::new(year, 3, 1));
        let Ok(near) = near else { return UNKNOWN };
        let mut day = value::days(near) + 2;
        for _ in 0..5 {
            if self.calendar.age(value::date(day), self.now).is_some_and(|own| own >= age) {
                return day;
            }
            day -= 1;
        }
        day
    }

    fn did(&self, did: &Did) -> BoundDid {
        let range = self.calendar.range(did.window, self.now);
        let future = self.now.saturating_add(1);
        let mut wanted =
            vec![false; self.layout.kinds.get(usize::from(did.kind)).map_or(0, |kind| kind.properties.len())];
        let mut want = |property: u16| {
            if let Some(wanted) = wanted.get_mut(usize::from(property)) {
                *wanted = true;
            }
        };
        if let Some(filter) = &did.filter {
            filter.properties(&mut want);
        }
        for bound in &did.bounds {
            if bound.aggregate != rules::Aggregate::Times {
                want(bound.property.0);
            }
        }
        BoundDid {
            kind: did.kind,
            occasion: did.occasion,
            filter: did.filter.as_ref().map(|filter| self.filter(filter)),
            names_items: did.filter.as_ref().is_some_and(FilterPlan::names_items),
            bounds: did
                .bounds
                .iter()
                .map(|bound| BoundBound {
                    aggregate: bound.aggregate,
                    property: bound.property.0,
                    of_item: bound.property.1,
                    comparison: bound.comparison,
                    limit: bound.limit,
                })
                .collect(),
            from: range.start.max(UNKNOWN + 1),
            to: range.end.min(future),
            end: end(did.window, range.end, future),
            flow: flow(did.window, &range, self.now),
            future,
            wanted,
        }
    }

    fn then(&self, then: &Then) -> BoundThen {
        let range = self.calendar.range(then.window, self.now);
        BoundThen {
            first: self.step(&then.first),
            then: self.step(&then.then),
            negated: then.negated,
            span: then.span,
            from: range.start.max(UNKNOWN + 1),
            to: range.end.min(self.now.saturating_add(1)),
            end: end(then.window, range.end, self.now.saturating_add(1)),
            flow: flow(then.window, &range, self.now),
            now: self.now,
        }
    }

    fn step(&self, step: &StepPlan) -> BoundStep {
        let mut wanted =
            vec![false; self.layout.kinds.get(usize::from(step.kind)).map_or(0, |kind| kind.properties.len())];
        let mut want = |property: u16| {
            if let Some(wanted) = wanted.get_mut(usize::from(property)) {
                *wanted = true;
            }
        };
        if let Some(filter) = &step.filter {
            filter.properties(&mut want);
        }
        if let Some((property, _)) = step.same {
            want(property);
        }
        BoundStep {
            kind: step.kind,
            filter: step.filter.as_ref().map(|filter| self.filter(filter)),
            names_items: step.filter.as_ref().is_some_and(FilterPlan::names_items),
            same: step.same,
            wanted,
        }
    }

    /// A filter.
    pub(crate) fn filter(&self, filter: &FilterPlan) -> BoundFilter {
        match filter {
            FilterPlan::All(parts) => BoundFilter::All(parts.iter().map(|part| self.filter(part)).collect()),
            FilterPlan::Any(parts) => BoundFilter::Any(parts.iter().map(|part| self.filter(part)).collect()),
            FilterPlan::Not(part) => BoundFilter::Not(Box::new(self.filter(part))),
            FilterPlan::Property { property, of_item, kind, test } => {
                let layout = self
                    .layout
                    .kinds
                    .get(usize::from(*kind))
                    .and_then(|kind| kind.properties.get(usize::from(*property)));
                let kind = layout.map_or(Type::Text, |one| one.kind);
                let pass = self.pass(test, kind, layout.map(|one| one.dictionary.as_ref()));
                BoundFilter::Property { property: *property, of_item: *of_item, pass }
            }
        }
    }
}

/// Where a window ends in its own right: nowhere, when its end is now and moves with it.
fn end(window: Window, end: i64, past: i64) -> i64 {
    let fixed = matches!(
        window,
        Window::Since { .. }
            | Window::Before { .. }
            | Window::Between { .. }
            | Window::Current { .. }
            | Window::Previous { .. }
    );
    if !fixed && end == past { i64::MAX } else { end }
}

/// How far from now the ends of a window are that flows with it.
fn flow(window: Window, range: &Range<i64>, now: i64) -> Flow {
    if !flows(window) {
        return Flow::default();
    }
    let ahead = |edge: i64| (edge != i64::MIN).then(|| edge.saturating_sub(now));
    Flow { from: ahead(range.start), end: ahead(range.end) }
}

/// No age beyond this is looked for.
const OLDEST: i64 = 20_000;

impl Bound {
    /// How dear it is to ask, roughly; the cheapest parts are asked first.
    pub(crate) fn cost(&self) -> u64 {
        match self {
            Self::In(..) | Self::Segment(_) => 1,
            Self::Tags { .. } => 2,
            Self::Is { pass, .. } => match pass {
                Pass::Ranges(ranges) if ranges.len() <= 1 => 3,
                Pass::Ranges(_) | Pass::Codes(_) => 4,
                Pass::Yearly(_) => 20,
            },
            // A day of facts costs about as much as an attribute.
            Self::Did(did) => {
                let (from, to) = did.reach();
                100 + u64::try_from(to.saturating_sub(from).clamp(0, 1 << 40) / 86_400_000).unwrap_or(0)
            }
            Self::Then(_) => 100_000,
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::cost).sum(),
            Self::Not(part) => part.cost() + 1,
        }
    }
}
