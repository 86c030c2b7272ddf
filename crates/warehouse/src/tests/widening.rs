//! A catalogue that grows while everything is held: what is read again agrees with the plain meaning, and what is not
//! touched by the new columns never moves.

use proptest::collection::vec;
use proptest::prelude::*;
use rules::testing::{any_calendar, any_fact, any_now, any_person, any_rule, catalogue, set_names};
use rules::{Catalogue, Person, Rule, SetKind};

use super::model::{Model, append, apply, check, check_live, put, segment, without_segments};
use crate::{Options, Schema, Warehouse};

/// What a shop declares itself.
fn is_own(property: &str) -> bool {
    property.starts_with("properties.")
}

/// The catalogue before anything was declared.
fn before() -> Catalogue {
    let mut catalogue = catalogue();
    for kind in &mut catalogue.kinds {
        kind.properties.retain(|one| !is_own(&one.name));
    }
    catalogue
}

/// The person as one sees her without what is declared.
fn bare(person: &Person) -> Person {
    let mut person = person.clone();
    for fact in &mut person.facts {
        fact.properties.retain(|name, _| !is_own(name));
    }
    person
}

fn says_own(person: &Person) -> bool {
    person.facts.iter().flat_map(|fact| fact.properties.keys()).any(|name| is_own(name))
}

fn rules_of(catalogue: &Catalogue, n: usize) -> impl Strategy<Value = Vec<Rule>> + use<> {
    vec(any_rule(catalogue, 2).prop_map(without_segments), n)
}

proptest! {
    #![proptest_config(super::cases(150))]

    #[test]
    fn what_is_declared_later_counts_from_the_beginning(
        persons in vec(any_person(&catalogue()), 1..10),
        later in vec(any_fact(&catalogue()), 0..4),
        folded in any::<bool>(),
        old in rules_of(&before(), 2),
        new in rules_of(&catalogue(), 8),
        nows in vec(any_now(), 2),
        calendar in any_calendar(),
        shards in 1..3_usize,
    ) {
        let schema = |catalogue: &Catalogue| Schema::new(catalogue, calendar.zone().clone()).unwrap();
        let warehouse = Warehouse::new(schema(&before()), Options { shards, threads: 2 });
        let mut now = nows[0].min(nows[1]);
        let mut model = Model::default();
        for (customer, person) in (1_i64..).zip(&persons) {
            apply(&warehouse, vec![put(&warehouse, customer, &bare(person))], now);
            model.persons.insert(customer, person.clone());
        }
        if folded {
            warehouse.fold_all();
        }
        for (name, rule) in set_names(SetKind::Segment).into_iter().zip(old) {
            let id = super::model::id_of(SetKind::Segment, name).unwrap();
            warehouse.define(&segment(id, &rule), &super::model::id_of, now).unwrap();
            model.segments.insert(name.to_owned(), (id, rule));
        }
        let position = warehouse.position();
        warehouse.extend(schema(&catalogue())).unwrap();
        warehouse.extend(schema(&catalogue())).unwrap();
        // Whoever said nothing of what is new is not read again.
        for (customer, person) in (1_i64..).zip(&persons).filter(|(_, person)| says_own(person)) {
            let crossings = warehouse.amend(&[put(&warehouse, customer, person)], now).unwrap();
            assert!(crossings.is_empty(), "no rule of before asks for it: {crossings:?}");
        }
        assert_eq!(warehouse.position(), position);
        check_live(&warehouse, &model, now, &calendar);
        for rule in &new {
            check(&warehouse, &model, rule, now, &calendar);
        }
        let first = persons[0].clone();
        let after = Person { facts: [first.facts.clone(), later].concat(), ..first.clone() };
        apply(&warehouse, vec![append(&warehouse, 1, &first, &after)], now);
        model.persons.insert(1, after);
        if folded {
            warehouse.fold_all();
        }
        now = nows[0].max(nows[1]);
        warehouse.advance(now);
        check_live(&warehouse, &model, now, &calendar);
        for rule in &new {
            check(&warehouse, &model, rule, now, &calendar);
        }
    }
}

#[test]
fn a_catalogue_that_lost_something_is_refused() {
    let zone = jiff::tz::TimeZone::UTC;
    let warehouse = Warehouse::new(Schema::new(&catalogue(), zone.clone()).unwrap(), Options::default());
    let refused = warehouse.extend(Schema::new(&before(), zone).unwrap()).unwrap_err();
    assert_eq!(refused.to_string(), crate::Refusal::Reshaped("properties.gift of paid".to_owned()).to_string());
}

#[test]
fn values_of_who_is_gone_are_not_offered() {
    let zone = jiff::tz::TimeZone::UTC;
    let warehouse = Warehouse::new(Schema::new(&catalogue(), zone).unwrap(), Options::default());
    let schema = warehouse.schema();
    let said = |value: &str| rules::Fact {
        kind: "viewed".to_owned(),
        at: 1_000,
        properties: [("properties.门店".to_owned(), rules::Value::Text(value.to_owned()))].into(),
        items: vec![[("item.product".to_owned(), rules::Value::Text(format!("{value}的茶")))].into()],
    };
    let person = |value: &str| Person { facts: vec![said(value)], ..Person::default() };
    let offered = |name: &str| {
        let kind = schema.kind("viewed").unwrap();
        let found = warehouse.property_values(kind, schema.property(kind, name).unwrap(), "", 10).unwrap();
        found.into_iter().map(|one| format!("{} {}", one.value, one.count)).collect::<Vec<_>>()
    };
    for (customer, value) in [(1, "西湖"), (2, "城西"), (3, "西湖")] {
        apply(&warehouse, vec![put(&warehouse, customer, &person(value))], 2_000);
    }
    for folded in [false, true] {
        if folded {
            warehouse.fold_all();
        }
        assert_eq!(offered("properties.门店"), ["西湖 2", "城西 1"]);
        assert_eq!(offered("item.product"), ["西湖的茶 2", "城西的茶 1"]);
        // Read anew, and said otherwise.
        apply(&warehouse, vec![put(&warehouse, 3, &person("城西")), put(&warehouse, 3, &person("西湖"))], 2_000);
    }
    apply(&warehouse, vec![crate::Change::Remove { customer: 2 }], 2_000);
    assert_eq!(offered("properties.门店"), ["西湖 2"]);
    assert_eq!(offered("item.product"), ["西湖的茶 2"]);
}
