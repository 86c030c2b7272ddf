//! Distributions held against counting one by one.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rules::testing::{any_window, catalogue};
use rules::{Aggregate, Person, Value, Values, Window};

use super::{Town, any_crowd, any_town, band, decimals, key};
use crate::{Cancel, Dimension, Key, KindId, Quantity};

const AGES: &[i64] = &[20, 30, 45];
const TIMES: &[i64] = &[1, 2, 3];
const DAYS: &[i64] = &[7, 30, 90];

/// The bars of one person along each dimension asked below.
fn plainly(town: &Town, person: &Person, window: Window) -> Vec<BTreeSet<Key>> {
    let range = town.calendar.range(window, town.now);
    let facts: Vec<_> = person
        .facts
        .iter()
        .filter(|fact| fact.kind == "paid" && range.contains(&fact.at) && fact.at <= town.now)
        .collect();
    let known = |key: Key| if key == Key::Unknown { BTreeSet::new() } else { BTreeSet::from([key]) };
    let tags = match person.attributes.get("tags") {
        Some(Values::Tags(tags)) => tags.iter().map(|tag| Key::Text(tag.clone())).collect(),
        _ => BTreeSet::new(),
    };
    let age = match town.attribute(person, "age") {
        Some(Value::Number(age)) => known(band(AGES, &age)),
        _ => BTreeSet::new(),
    };
    let categories = facts.iter().flat_map(|fact| &fact.items).filter_map(|item| item.get("item.category").cloned());
    let hour = |at: i64| u32::from(town.local(at).hour().unsigned_abs());
    let day = |at: i64| u32::from(town.local(at).weekday().to_monday_one_offset().unsigned_abs());
    let whole = |n: i64| rules::Decimal::whole(n).unwrap();
    let ago = |at: Option<i64>| {
        at.map_or_else(BTreeSet::new, |at| known(band(DAYS, &whole((town.now - at).div_euclid(86_400_000)))))
    };
    vec![
        known(key(town.attribute(person, "province"))),
        tags,
        age,
        categories.map(|one| key(Some(one))).collect(),
        facts.iter().map(|fact| Key::Index(hour(fact.at))).collect(),
        facts.iter().map(|fact| Key::Index(day(fact.at))).collect(),
        facts.iter().map(|fact| Key::Index((day(fact.at) - 1) * 24 + hour(fact.at))).collect(),
        if facts.is_empty() { BTreeSet::new() } else { known(band(TIMES, &whole(facts.len() as i64))) },
        ago(facts.iter().map(|fact| fact.at).max()),
        ago(facts.iter().map(|fact| fact.at).min()),
    ]
}

fn dimensions(town: &Town, kind: KindId, window: Window) -> Vec<Dimension> {
    let schema = town.warehouse.schema();
    let attribute = |name| schema.attribute(name).unwrap();
    let behaviour =
        |quantity, edges| Dimension::Behaviour { quantity, kind, filter: None, window, edges: decimals(edges) };
    vec![
        Dimension::Attribute(attribute("province")),
        Dimension::Attribute(attribute("tags")),
        Dimension::Bands { attribute: attribute("age"), edges: decimals(AGES) },
        Dimension::Property { kind, property: schema.property(kind, "item.category").unwrap(), window },
        Dimension::Hour { kind, window },
        Dimension::Weekday { kind, window },
        Dimension::WeekHour { kind, window },
        behaviour(Quantity::Of(Aggregate::Times, None), TIMES),
        behaviour(Quantity::DaysSinceLast, DAYS),
        behaviour(Quantity::DaysSinceFirst, DAYS),
    ]
}

proptest! {
    #![proptest_config(super::super::cases(250))]

    #[test]
    fn crowds_are_spread_as_counting_one_by_one_does(
        town in any_town(),
        rules in proptest::collection::vec(any_crowd(), 2),
        window in any_window(),
    ) {
        prop_assume!(!matches!(window, Window::Next { .. }));
        let kind = town.warehouse.schema().kind("paid").unwrap();
        let dimensions = dimensions(&town, kind, window);
        let [crowd, base] = [&rules[0], &rules[1]].map(|rule| town.crowd(rule));
        let found =
            town.warehouse.distribution(&crowd, &base, &dimensions, town.now, 1_000, &Cancel::new()).unwrap();
        for (at, found) in found.into_iter().enumerate() {
            let mut bars: BTreeMap<Key, (u64, u64)> = BTreeMap::new();
            let mut known = (0, 0);
            for (second, rule) in [(false, &rules[0]), (true, &rules[1])] {
                for person in town.people(rule).into_values() {
                    let own = plainly(&town, person, window).swap_remove(at);
                    let add = |n: &mut (u64, u64), more: u64| if second { n.1 += more } else { n.0 += more };
                    add(&mut known, u64::from(!own.is_empty()));
                    own.into_iter().for_each(|key| add(bars.entry(key).or_default(), 1));
                }
            }
            prop_assert_eq!((found.known, found.base_known), known, "{:?}", dimensions[at]);
            let shown: BTreeMap<Key, (u64, u64)> = found
                .bars
                .into_iter()
                .map(|bar| (bar.key, (bar.customers, bar.base_customers)))
                .filter(|(_, n)| *n != (0, 0))
                .collect();
            prop_assert_eq!(shown, bars, "{:?} over {:?}", dimensions[at], catalogue().kinds[0].name);
        }
    }
}
