//! Generated customers.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::{btree_set, vec};
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

use super::instants::any_now;
use super::pools::{set_names, values_of};
use crate::{Catalogue, Fact, FactKind, Person, Property, SetKind, Type, Value, Values};

/// A customer: most attributes known, up to fourteen facts of which the first kinds have most, some sets.
pub fn any_person(catalogue: &Catalogue) -> BoxedStrategy<Person> {
    let attributes: Vec<BoxedStrategy<Option<(String, Values)>>> = catalogue
        .attributes
        .iter()
        .filter(|attribute| attribute.derived.is_none())
        .map(|attribute| {
            let name = attribute.name.clone();
            let one = values_of(&name, attribute.kind, &attribute.choices);
            let values = if attribute.kind == Type::Tags {
                let tags =
                    one.prop_filter_map("a tag", |tag| if let Value::Text(tag) = tag { Some(tag) } else { None });
                btree_set(tags, 0..4).prop_map(Values::Tags).boxed()
            } else {
                one.prop_map(Values::One).boxed()
            };
            weighted(0.8, values).prop_map(move |values| values.map(|values| (name.clone(), values))).boxed()
        })
        .collect();
    let kinds = SetKind::ALL.iter().flat_map(|&set| set_names(set).map(|name| (set, name.to_owned())));
    let sets = kinds.map(|set| weighted(0.4, Just(set))).collect::<Vec<_>>();
    (attributes, vec(any_fact(catalogue), 0..14), sets)
        .prop_map(|(attributes, facts, sets)| Person {
            attributes: attributes.into_iter().flatten().collect(),
            facts,
            sets: sets.into_iter().flatten().collect::<BTreeSet<_>>(),
        })
        .boxed()
}

/// A fact of one of the catalogue's kinds, the first two most often.
pub fn any_fact(catalogue: &Catalogue) -> BoxedStrategy<Fact> {
    let often = catalogue.kinds.iter().take(2).cloned().collect::<Vec<_>>();
    let kinds = prop_oneof![3 => select(often), 1 => select(catalogue.kinds.clone())];
    kinds.prop_flat_map(|kind| fact_of(&kind)).boxed()
}

fn fact_of(kind: &FactKind) -> BoxedStrategy<Fact> {
    let (items, own): (Vec<Property>, Vec<Property>) =
        kind.properties.iter().cloned().partition(|property| property.name.starts_with("item."));
    let name = kind.name.clone();
    let count = if items.is_empty() { 0..1 } else { 0..4 };
    (any_now(), properties(&own), vec(properties(&items), count))
        .prop_map(move |(at, properties, items)| Fact { kind: name.clone(), at, properties, items })
        .boxed()
}

fn properties(of: &[Property]) -> BoxedStrategy<BTreeMap<String, Value>> {
    let each: Vec<_> = of
        .iter()
        .map(|property| {
            let name = property.name.clone();
            let values = values_of(&name, property.kind, &property.choices);
            weighted(0.85, values).prop_map(move |value| value.map(|value| (name.clone(), value)))
        })
        .collect();
    each.prop_map(|known| known.into_iter().flatten().collect()).boxed()
}
