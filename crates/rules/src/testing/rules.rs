//! Generated rules: every form that the check lets pass.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

use super::instants::{any_window, window_of_anniversary, window_of_day, window_of_instant};
use super::pools::{set_names, values_of};
use crate::{
    Aggregate, Behaviour, Bound, Catalogue, Choice, Comparison, Decimal, FactKind, Filter, Occasion, Rule, Sequence,
    SetKind, Span, Step, Test, Type, Unit, Value,
};

/// A rule that the catalogue allows, nested at most `depth` deep.
pub fn any_rule(catalogue: &Catalogue, depth: u32) -> BoxedStrategy<Rule> {
    let leaf = any_leaf(catalogue);
    leaf.prop_recursive(depth, 24, 4, |part| {
        prop_oneof![
            3 => vec(part.clone(), 1..4).prop_map(|rules| Rule::All { rules }),
            3 => vec(part.clone(), 1..4).prop_map(|rules| Rule::Any { rules }),
            2 => part.prop_map(|rule| Rule::Not { rule: Box::new(rule) }),
        ]
    })
    .boxed()
}

fn any_leaf(catalogue: &Catalogue) -> BoxedStrategy<Rule> {
    let attribute = select(catalogue.attributes.clone()).prop_flat_map(|attribute| {
        let name = attribute.name.clone();
        any_test(&name, attribute.kind, &attribute.choices)
            .prop_map(move |test| Rule::Is { attribute: name.clone(), test })
    });
    let often: Vec<FactKind> = catalogue.kinds.iter().take(2).cloned().collect();
    let kinds = prop_oneof![3 => select(often), 1 => select(catalogue.kinds.clone())].boxed();
    let sets = select(SetKind::ALL.to_vec())
        .prop_flat_map(|set| select(set_names(set).to_vec()).prop_map(move |name| (set, name.to_owned())));
    prop_oneof![
        8 => attribute,
        12 => kinds.clone().prop_flat_map(|kind| any_behaviour(&kind)).prop_map(Rule::Did),
        7 => (kinds.clone(), kinds).prop_flat_map(|(first, then)| any_sequence(&first, &then)).prop_map(Rule::Then),
        2 => sets.prop_map(|(set, name)| Rule::In { set, name }),
        1 => select(vec![Rule::All { rules: Vec::new() }, Rule::Any { rules: Vec::new() }]),
    ]
    .boxed()
}

/// A test that an attribute or property of this name and type allows.
pub fn any_test(name: &str, kind: Type, choices: &[Choice]) -> BoxedStrategy<Test> {
    let value = values_of(name, kind, choices);
    let one_of = vec(value.clone(), 1..4).prop_map(|values| Test::OneOf { values }).boxed();
    let equality = (select(vec![Comparison::Equal, Comparison::NotEqual]), value.clone())
        .prop_map(|(comparison, value)| Test::Compare { comparison, value })
        .boxed();
    let compare =
        (any_comparison(), value.clone()).prop_map(|(comparison, value)| Test::Compare { comparison, value }).boxed();
    let between = (value.clone(), value.clone())
        .prop_map(|(one, other)| Test::Between { from: one.clone().min(other.clone()), to: one.max(other) })
        .boxed();
    let known = Just(Test::Known).boxed();
    let when = |windows: BoxedStrategy<_>| windows.prop_map(|window| Test::When { window }).boxed();
    match kind {
        Type::Text => {
            let parts = select(vec!["茶", "tea", "TE", "龙", "o", "1380"]).prop_map(str::to_owned);
            let contains = parts.clone().prop_map(|text| Test::Contains { text });
            let starts = parts.prop_map(|text| Test::StartsWith { text });
            prop_oneof![1 => known, 2 => one_of, 2 => equality, 2 => contains, 1 => starts].boxed()
        }
        Type::Choice => prop_oneof![1 => known, 3 => one_of, 2 => equality].boxed(),
        Type::Tags => {
            let all_of = vec(value, 1..3).prop_map(|values| Test::AllOf { values });
            prop_oneof![1 => known, 3 => one_of, 2 => all_of].boxed()
        }
        Type::Number | Type::Money => prop_oneof![1 => known, 1 => one_of, 4 => compare, 2 => between].boxed(),
        Type::Flag => prop_oneof![1 => known, 3 => equality].boxed(),
        Type::Day => prop_oneof![1 => known, 2 => compare, 1 => between, 4 => when(window_of_day())].boxed(),
        Type::Anniversary => {
            prop_oneof![1 => known, 1 => compare, 1 => between, 5 => when(window_of_anniversary())].boxed()
        }
        Type::Instant => prop_oneof![1 => known, 2 => compare, 1 => between, 5 => when(window_of_instant())].boxed(),
    }
}

fn any_comparison() -> BoxedStrategy<Comparison> {
    select(Comparison::ALL.to_vec()).boxed()
}

/// A filter over a kind's properties, nested at most `depth` deep.
pub fn any_filter(kind: &FactKind, depth: u32) -> BoxedStrategy<Filter> {
    let leaf = select(kind.properties.clone()).prop_flat_map(|property| {
        let name = property.name.clone();
        any_test(&name, property.kind, &property.choices)
            .prop_filter("windows are asked of attributes", |test| !matches!(test, Test::When { .. }))
            .prop_map(move |test| Filter::Property { property: name.clone(), test })
    });
    leaf.prop_recursive(depth, 6, 3, |part| {
        prop_oneof![
            2 => vec(part.clone(), 0..3).prop_map(|filters| Filter::All { filters }),
            2 => vec(part.clone(), 0..3).prop_map(|filters| Filter::Any { filters }),
            1 => part.prop_map(|filter| Filter::Not { filter: Box::new(filter) }),
        ]
    })
    .boxed()
}

fn maybe_filter(kind: &FactKind) -> BoxedStrategy<Option<Filter>> {
    weighted(0.3, any_filter(kind, 2)).boxed()
}

fn any_bound(kind: &FactKind) -> BoxedStrategy<Bound> {
    let times = (any_comparison(), 0_i64..5).prop_map(|(comparison, n)| Bound {
        aggregate: Aggregate::Times,
        property: None,
        comparison,
        value: Decimal(n * Decimal::SCALE),
    });
    let numeric = |kind: Type| matches!(kind, Type::Number | Type::Money);
    let numbers: Vec<_> = kind.properties.iter().filter(|property| numeric(property.kind)).cloned().collect();
    if numbers.is_empty() {
        return times.boxed();
    }
    let aggregates = vec![Aggregate::Sum, Aggregate::Min, Aggregate::Max, Aggregate::Average];
    let sums =
        (select(numbers), select(aggregates), any_comparison()).prop_flat_map(|(property, aggregate, comparison)| {
            values_of(&property.name, property.kind, &[]).prop_filter_map("a number", move |value| match value {
                Value::Number(value) => {
                    Some(Bound { aggregate, property: Some(property.name.clone()), comparison, value })
                }
                _ => None,
            })
        });
    prop_oneof![1 => times, 1 => sums].boxed()
}

fn any_behaviour(kind: &FactKind) -> BoxedStrategy<Behaviour> {
    let name = kind.name.clone();
    let occasions = prop_oneof![4 => Just(Occasion::Every), 1 => Just(Occasion::First), 1 => Just(Occasion::Last)];
    (occasions, maybe_filter(kind), prop_oneof![2 => Just(Vec::new()), 3 => vec(any_bound(kind), 1..3)], any_window())
        .prop_map(move |(occasion, filter, bounds, window)| Behaviour {
            kind: name.clone(),
            occasion,
            filter,
            bounds: if occasion == Occasion::Every { bounds } else { Vec::new() },
            window,
        })
        .boxed()
}

fn any_sequence(first: &FactKind, then: &FactKind) -> BoxedStrategy<Sequence> {
    let shared: Vec<String> = first
        .properties
        .iter()
        .filter(|one| then.property(&one.name).is_some_and(|other| other.kind == one.kind))
        .map(|property| property.name.clone())
        .collect();
    let same = if shared.is_empty() { Just(None).boxed() } else { weighted(0.5, select(shared)).boxed() };
    let span = (0_u32..8, select(vec![Unit::Minutes, Unit::Hours, Unit::Days, Unit::Weeks]))
        .prop_map(|(n, unit)| Span { n: n.max(1), unit });
    let names = (first.name.clone(), then.name.clone());
    (maybe_filter(first), maybe_filter(then), any::<bool>(), span, same, any_window())
        .prop_map(move |(one, other, negated, within, same, window)| Sequence {
            first: Step { kind: names.0.clone(), filter: one },
            then: Step { kind: names.1.clone(), filter: other },
            negated,
            within,
            same,
            window,
        })
        .boxed()
}
