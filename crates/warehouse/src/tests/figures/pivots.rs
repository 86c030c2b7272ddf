//! Pivots held against counting one by one.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::select;
use rules::testing::{any_filter, catalogue};
use rules::{Decimal, Fact, Filter, Period, Person, Value};

use super::{Town, any_crowd, any_town, band, decimals, key, passes};
use crate::{Axis, Cancel, Census, CustomerMeasure, Group, Grouping, Key, Measure};

/// A dimension by names.
#[derive(Debug, Clone, Copy, PartialEq)]
enum By {
    Attribute(&'static str),
    Bands(&'static str, &'static [i64]),
    When(&'static str, Period),
    Property(&'static str),
    Period(Period),
    Hour,
    Weekday,
}

const OWN: &[By] = &[
    By::Attribute("province"),
    By::Attribute("sms_consent"),
    By::Attribute("level"),
    By::Bands("age", &[20, 30, 45]),
    By::Bands("spent", &[0, 100, 500]),
    By::When("registered_at", Period::Month),
    By::When("joined_on", Period::Quarter),
];

const ALL: &[By] = &[
    By::Attribute("gender"),
    By::Bands("age", &[20, 30, 45]),
    By::When("registered_at", Period::Year),
    By::Property("channel"),
    By::Property("coupon"),
    By::Property("item.category"),
    By::Property("item.product"),
    By::Period(Period::Day),
    By::Period(Period::Week),
    By::Period(Period::Month),
    By::Hour,
    By::Weekday,
];

/// A measure by names.
const MEASURES: &[(&str, &str)] = &[
    ("facts", ""),
    ("customers", ""),
    ("sum", "amount"),
    ("average", "amount"),
    ("min", "item.price"),
    ("max", "amount"),
    ("sum", "item.quantity"),
    ("different", "item.product"),
    ("different", "channel"),
];

impl By {
    fn own(self, town: &Town, person: &Person) -> Key {
        match self {
            Self::Attribute(name) => key(town.attribute(person, name)),
            Self::Bands(name, edges) => match town.attribute(person, name) {
                Some(Value::Number(number)) => band(edges, &number),
                _ => Key::Unknown,
            },
            Self::When(name, period) => {
                let day = town.attribute(person, name).and_then(|value| town.day(&value));
                day.map_or(Key::Unknown, |day| Key::Day(period.first(day)))
            }
            _ => panic!("not the customer's"),
        }
    }

    fn of(self, town: &Town, person: &Person, fact: &Fact, item: Option<&BTreeMap<String, Value>>) -> Key {
        match self {
            Self::Property(name) if name.starts_with("item.") => key(item.and_then(|item| item.get(name).cloned())),
            Self::Property(name) => key(fact.properties.get(name).cloned()),
            Self::Period(period) => Key::Day(period.first(town.local(fact.at).date())),
            Self::Hour => Key::Index(u32::from(town.local(fact.at).hour().unsigned_abs())),
            Self::Weekday => Key::Index(town.local(fact.at).weekday().to_monday_one_offset().unsigned_abs().into()),
            own => own.own(town, person),
        }
    }

    fn axis(self, town: &Town) -> Axis {
        let schema = town.warehouse.schema();
        let attribute = |name| schema.attribute(name).unwrap();
        match self {
            Self::Attribute(name) => Axis::Attribute(attribute(name)),
            Self::Bands(name, edges) => Axis::Bands(attribute(name), decimals(edges)),
            Self::When(name, period) => Axis::When(attribute(name), period),
            Self::Property(name) => Axis::Property(schema.property(schema.kind("paid").unwrap(), name).unwrap()),
            Self::Period(period) => Axis::Period(period),
            Self::Hour => Axis::Hour,
            Self::Weekday => Axis::Weekday,
        }
    }
}

/// What one group has come to: a list of numbers for each measure.
#[derive(Debug, Default)]
struct Plain {
    facts: i64,
    customers: BTreeSet<i64>,
    numbers: Vec<Vec<Value>>,
}

fn told(name: &str, numbers: &[Value]) -> Option<Decimal> {
    let of = |value: &Value| if let Value::Number(number) = value { i128::from(number.0) } else { 0 };
    let all: Vec<i128> = numbers.iter().map(of).collect();
    let n = all.len() as i128;
    let sum: i128 = all.iter().sum();
    let decimal = |value: i128| Decimal(i64::try_from(value).unwrap());
    match name {
        "different" => {
            let mut different: Vec<String> = numbers.iter().map(|one| format!("{one:?}")).collect();
            different.sort();
            different.dedup();
            Decimal::whole(different.len() as i64)
        }
        _ if all.is_empty() => None,
        "sum" => Some(decimal(sum)),
        "min" => all.iter().min().copied().map(decimal),
        "max" => all.iter().max().copied().map(decimal),
        // Rounded half away from zero.
        "average" => Some(decimal((sum.abs() * 2 + n) / (n * 2) * sum.signum())),
        other => panic!("{other}"),
    }
}

fn plainly(town: &Town, people: &BTreeMap<i64, &Person>, by: &[By], filter: Option<&Filter>, to: i64) -> Vec<Group> {
    let by_item = by.iter().any(|one| matches!(one, By::Property(name) if name.starts_with("item.")));
    let names_items = filter.is_some_and(Filter::names_items);
    let mut groups: BTreeMap<Vec<Key>, Plain> = BTreeMap::new();
    for (&id, person) in people {
        for fact in person.facts.iter().filter(|fact| fact.kind == "paid" && fact.at < to) {
            let alone = |item: &BTreeMap<String, Value>| passes(filter, fact, vec![item.clone()], town);
            let mut of_fact: BTreeSet<Vec<Key>> = BTreeSet::new();
            let mut take = |keys: Vec<Key>, items: Vec<&BTreeMap<String, Value>>| {
                let group = groups.entry(keys.clone()).or_default();
                group.numbers.resize(MEASURES.len(), Vec::new());
                let first = of_fact.insert(keys);
                group.facts += i64::from(first);
                group.customers.insert(id);
                for ((_, property), numbers) in MEASURES.iter().zip(&mut group.numbers) {
                    if property.starts_with("item.") {
                        numbers.extend(items.iter().filter_map(|item| item.get(*property).cloned()));
                    } else if first {
                        numbers.extend(fact.properties.get(*property).cloned());
                    }
                }
            };
            if by_item {
                for item in fact.items.iter().filter(|item| alone(item)) {
                    take(by.iter().map(|one| one.of(town, person, fact, Some(item))).collect(), vec![item]);
                }
            } else if passes(filter, fact, fact.items.clone(), town) {
                let items = fact.items.iter().filter(|item| !names_items || alone(item)).collect();
                take(by.iter().map(|one| one.of(town, person, fact, None)).collect(), items);
            }
        }
    }
    groups
        .into_iter()
        .map(|(keys, plain)| {
            let value = |(name, numbers): (&str, &Vec<Value>)| match name {
                "facts" => Decimal::whole(plain.facts),
                "customers" => Decimal::whole(plain.customers.len() as i64),
                name => told(name, numbers),
            };
            let values = MEASURES.iter().map(|one| one.0).zip(&plain.numbers).map(value).collect();
            Group { keys, values }
        })
        .collect()
}

proptest! {
    #![proptest_config(super::super::cases(300))]

    #[test]
    fn facts_are_grouped_as_counting_one_by_one_does(
        town in any_town(),
        rule in any_crowd(),
        by in proptest::collection::vec(select(ALL), 0..4),
        filter in proptest::option::of(any_filter(catalogue().kind("paid").unwrap(), 2)),
    ) {
        let schema = town.warehouse.schema();
        let kind = schema.kind("paid").unwrap();
        let property = |name: &str| schema.property(kind, name).unwrap();
        let measures = MEASURES.iter().map(|(name, of)| match *name {
            "facts" => Measure::Facts,
            "customers" => Measure::Customers,
            "sum" => Measure::Sum(property(of)),
            "average" => Measure::Average(property(of)),
            "min" => Measure::Min(property(of)),
            "max" => Measure::Max(property(of)),
            _ => Measure::Different(property(of)),
        });
        let grouping = Grouping {
            kind,
            filter: filter.clone(),
            from: None,
            to: Some(town.now + 1),
            axes: by.iter().map(|one| one.axis(&town)).collect(),
            measures: measures.collect(),
            limit: 10_000,
        };
        let found = town.warehouse.group(&town.crowd(&rule), &grouping, &Cancel::new()).unwrap();
        prop_assert_eq!(found, plainly(&town, &town.people(&rule), &by, filter.as_ref(), town.now + 1));
    }

    #[test]
    fn customers_are_grouped_as_counting_one_by_one_does(
        town in any_town(),
        rule in any_crowd(),
        by in proptest::collection::vec(select(OWN), 0..4),
    ) {
        let schema = town.warehouse.schema();
        let attribute = |name: &str| schema.attribute(name).unwrap();
        let census = Census {
            axes: by.iter().map(|one| one.axis(&town)).collect(),
            measures: vec![
                CustomerMeasure::Customers,
                CustomerMeasure::Sum(attribute("spent")),
                CustomerMeasure::Average(attribute("age")),
                CustomerMeasure::Max(attribute("orders")),
                CustomerMeasure::Min(attribute("age")),
            ],
            limit: 10_000,
        };
        let mut plain: BTreeMap<Vec<Key>, Vec<&Person>> = BTreeMap::new();
        for person in town.people(&rule).into_values() {
            plain.entry(by.iter().map(|one| one.own(&town, person)).collect()).or_default().push(person);
        }
        let expected: Vec<Group> = plain
            .into_iter()
            .map(|(keys, people)| {
                let of = |name: &str, attribute: &str| {
                    told(name, &people.iter().filter_map(|one| town.attribute(one, attribute)).collect::<Vec<_>>())
                };
                let n = Decimal::whole(people.len() as i64);
                let values =
                    vec![n, of("sum", "spent"), of("average", "age"), of("max", "orders"), of("min", "age")];
                Group { keys, values }
            })
            .collect();
        prop_assert_eq!(town.warehouse.census(&town.crowd(&rule), &census, &Cancel::new()).unwrap(), expected);
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let mut town = any_town()
        .new_tree(&mut proptest::test_runner::TestRunner::deterministic())
        .map(|tree| proptest::strategy::ValueTree::current(&tree))
        .unwrap();
    town.now = i64::MAX / 4;
    let schema = town.warehouse.schema();
    let kind = schema.kind("paid").unwrap();
    let everybody = town.crowd(&rules::Rule::All { rules: Vec::new() });
    let tags = Axis::Attribute(schema.attribute("tags").unwrap());
    let five = || vec![Axis::Hour; 5];
    let ask = |axes: Vec<Axis>, limit: usize| {
        let (filter, from, to) = (None, None, None);
        let grouping = Grouping { kind, filter, from, to, axes, measures: vec![Measure::Facts], limit };
        town.warehouse.group(&everybody, &grouping, &Cancel::new()).is_ok()
    };
    let count = |axes: Vec<Axis>| {
        let census = Census { axes, measures: vec![CustomerMeasure::Customers], limit: 1_000 };
        town.warehouse.census(&everybody, &census, &Cancel::new()).is_ok()
    };
    assert!(ask(five(), 1_000) && ask(Vec::new(), 1));
    assert!(!ask([five(), vec![Axis::Hour]].concat(), 1_000), "six axes");
    assert!(!ask(vec![tags.clone()], 1_000) && !count(vec![tags]), "tags");
    assert!(!count(vec![Axis::Hour]), "a customer has no hour");
    assert!(!ask(vec![Axis::Period(Period::Day)], 0), "no room for a group");
}
