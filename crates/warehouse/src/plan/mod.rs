//! A rule made ready: names became numbers, types were checked; only `now` is still open.
//!
//! Absent from here: data. A plan stays good while the schema does.

mod bind;
mod bound;
mod compile;
mod moves;

use std::sync::Arc;

pub(crate) use bind::Binder;
pub(crate) use bound::{Bound, BoundBound, BoundDid, BoundFilter, BoundThen, Flow, TagTest, each_value, passes};
pub(crate) use compile::{Compiler, Live, compared};
use rules::{Aggregate, Comparison, Occasion, Rule, SetKind, Type, Window};

use crate::pass::Pass;

/// A rule with its names as numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Leaf(Arc<Leaf>),
    /// A list or group.
    In(SetKind, i64),
    /// A live segment.
    Segment(i64),
}

/// A condition on attributes or facts. Two leaves are the same when their rules are.
#[derive(Debug)]
pub(crate) struct Leaf {
    pub(crate) rule: Rule,
    pub(crate) body: Body,
}

impl PartialEq for Leaf {
    fn eq(&self, other: &Self) -> bool {
        self.rule == other.rule
    }
}

impl Eq for Leaf {}

impl std::hash::Hash for Leaf {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.rule.hash(state);
    }
}

/// What a leaf asks.
#[derive(Debug)]
pub(crate) enum Body {
    /// The value of an attribute with one value.
    Is { attribute: u16, kind: Type, test: Tester },
    /// An age; the attribute is the day of birth.
    Age { attribute: u16, ages: Pass },
    /// Tags.
    Tags { attribute: u16, test: TagTest },
    /// A behaviour.
    Did(Did),
    /// A sequence.
    Then(Then),
}

/// A test of one value.
#[derive(Debug, Clone)]
pub(crate) enum Tester {
    /// These numbers pass.
    Fixed(Pass),
    /// Texts with these characters somewhere, or at the beginning; the characters in lower case.
    Characters { text: String, at_start: bool },
    /// In a window of the calendar.
    When(Window),
}

/// A behaviour.
#[derive(Debug)]
pub(crate) struct Did {
    pub(crate) kind: u16,
    pub(crate) occasion: Occasion,
    pub(crate) filter: Option<FilterPlan>,
    pub(crate) bounds: Vec<BoundPlan>,
    pub(crate) window: Window,
}

/// A sequence.
#[derive(Debug)]
pub(crate) struct Then {
    pub(crate) first: StepPlan,
    pub(crate) then: StepPlan,
    pub(crate) negated: bool,
    /// Milliseconds.
    pub(crate) span: i64,
    pub(crate) window: Window,
}

/// One side of a sequence.
#[derive(Debug)]
pub(crate) struct StepPlan {
    pub(crate) kind: u16,
    pub(crate) filter: Option<FilterPlan>,
    /// The property that both sides must share, and whether it is of items.
    pub(crate) same: Option<(u16, bool)>,
}

/// A filter.
#[derive(Debug, Clone)]
pub(crate) enum FilterPlan {
    All(Vec<FilterPlan>),
    Any(Vec<FilterPlan>),
    Not(Box<FilterPlan>),
    Property { property: u16, of_item: bool, kind: u16, test: Tester },
}

/// A bound.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BoundPlan {
    pub(crate) aggregate: Aggregate,
    /// The property, and whether it is of items.
    pub(crate) property: (u16, bool),
    pub(crate) comparison: Comparison,
    /// Ten-thousandths.
    pub(crate) limit: i64,
}

impl Tester {
    /// Whether texts that come later change which numbers pass.
    const fn grows(&self) -> bool {
        matches!(self, Self::Characters { .. })
    }
}

impl FilterPlan {
    /// Whether texts that come later change what passes.
    fn grows(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::grows),
            Self::Not(part) => part.grows(),
            Self::Property { test, .. } => test.grows(),
        }
    }

    /// Whether it speaks of items.
    pub(crate) fn names_items(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::names_items),
            Self::Not(part) => part.names_items(),
            Self::Property { of_item, .. } => *of_item,
        }
    }

    /// Calls with every property that it names.
    fn properties(&self, found: &mut impl FnMut(u16)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.properties(found)),
            Self::Not(part) => part.properties(found),
            Self::Property { property, .. } => found(*property),
        }
    }
}

impl Leaf {
    /// Whether texts that come later change what passes.
    pub(crate) fn grows(&self) -> bool {
        let filters = |filters: &[&Option<FilterPlan>]| {
            filters.iter().any(|filter| filter.as_ref().is_some_and(FilterPlan::grows))
        };
        match &self.body {
            Body::Is { test, .. } => test.grows(),
            Body::Age { .. } | Body::Tags { .. } => false,
            Body::Did(did) => filters(&[&did.filter]),
            Body::Then(then) => filters(&[&then.first.filter, &then.then.filter]),
        }
    }
}

impl Node {
    /// Calls with every live segment that it names.
    pub(crate) fn segments(&self, found: &mut impl FnMut(i64)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.segments(found)),
            Self::Not(part) => part.segments(found),
            Self::Segment(id) => found(*id),
            Self::Leaf(_) | Self::In(..) => {}
        }
    }

    /// Calls with every list and group that it names.
    pub(crate) fn sets(&self, found: &mut impl FnMut(SetKind, i64)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.sets(found)),
            Self::Not(part) => part.sets(found),
            Self::In(kind, id) => found(*kind, *id),
            Self::Leaf(_) | Self::Segment(_) => {}
        }
    }
}
