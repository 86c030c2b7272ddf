//! A catalogue that grows or loses something while everything is held: what is read again agrees with the plain meaning, and
//! what is not touched by the columns that come and go never moves.

use proptest::collection::vec;
use proptest::prelude::*;
use rules::testing::{any_calendar, any_fact, any_now, any_person, any_rule, catalogue, set_names};
use rules::{Calendar, Catalogue, Fact, Person, Rule, SetKind};

use super::model::{Model, append, apply, check, check_live, put, segment, without_segments};
use crate::{Cancel, Options, Schema, Warehouse};

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

/// A warehouse that holds these people under this catalogue, and what it should say.
fn holding(schema: Schema, shards: usize, persons: &[Person], folded: bool, now: i64) -> (Warehouse, Model) {
    let warehouse = Warehouse::new(schema, Options { shards, threads: 2 });
    let mut model = Model::default();
    for (customer, person) in (1_i64..).zip(persons) {
        apply(&warehouse, vec![put(&warehouse, customer, person)], now);
        model.persons.insert(customer, person.clone());
    }
    if folded {
        warehouse.fold_all();
    }
    (warehouse, model)
}

/// Makes a live segment of each rule.
fn define(warehouse: &Warehouse, model: &mut Model, rules: Vec<Rule>, now: i64) {
    for (name, rule) in set_names(SetKind::Segment).into_iter().zip(rules) {
        let id = super::model::id_of(SetKind::Segment, name).unwrap();
        warehouse.define(&segment(id, &rule), &super::model::id_of, now).unwrap();
        model.segments.insert(name.to_owned(), (id, rule));
    }
}

/// The first one does more, time goes on, and everything still agrees with the plain meaning.
fn goes_on(
    warehouse: &Warehouse,
    mut model: Model,
    later: Vec<Fact>,
    folded: bool,
    (now, then): (i64, i64),
    calendar: &Calendar,
    asked: &[Rule],
) {
    let first = model.persons[&1].clone();
    let after = Person { facts: [first.facts.clone(), later].concat(), ..first.clone() };
    apply(warehouse, vec![append(warehouse, 1, &first, &after)], now);
    model.persons.insert(1, after);
    if folded {
        warehouse.fold_all();
    }
    warehouse.advance(then);
    check_live(warehouse, &model, then, calendar);
    for rule in asked {
        check(warehouse, &model, rule, then, calendar);
    }
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
        let (now, then) = (nows[0].min(nows[1]), nows[0].max(nows[1]));
        let known: Vec<Person> = persons.iter().map(bare).collect();
        let (warehouse, mut model) = holding(schema(&before()), shards, &known, folded, now);
        define(&warehouse, &mut model, old, now);
        model.persons = (1_i64..).zip(persons.clone()).collect();
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
        goes_on(&warehouse, model, later, folded, (now, then), &calendar, &new);
    }
}

/// The catalogue with as many attributes less, of those at its end that nothing follows from.
fn shorter(mut catalogue: Catalogue, by: usize) -> Catalogue {
    let stays = catalogue.attributes.len() - by;
    catalogue.attributes.truncate(stays);
    catalogue
}

proptest! {
    #![proptest_config(super::cases(150))]

    #[test]
    fn what_is_taken_back_is_forgotten_and_nothing_else(
        persons in vec(any_person(&catalogue()), 1..10),
        later in vec(any_fact(&before()), 0..4),
        folded in any::<bool>(),
        again in any::<bool>(),
        live in rules_of(&before(), 3),
        asked in rules_of(&before(), 8),
        new in rules_of(&catalogue(), 4),
        nows in vec(any_now(), 2),
        calendar in any_calendar(),
        shards in 1..3_usize,
    ) {
        let schema = |catalogue: &Catalogue| Schema::new(catalogue, calendar.zone().clone()).unwrap();
        let (now, then) = (nows[0].min(nows[1]), nows[0].max(nows[1]));
        let (whole, mut model) = holding(schema(&catalogue()), shards, &persons, folded, now);
        // One who came twice is in the tail, and marked in the blocks.
        apply(&whole, vec![put(&whole, 1, &persons[0])], now);
        define(&whole, &mut model, live, now);
        let question = whole.compile(&asked[0], &super::model::id_of).unwrap();
        let count = |warehouse: &Warehouse| warehouse.count(&question, now, &crate::Cancel::new()).unwrap().customers;
        let counted = count(&whole);
        let warehouse = whole.without(schema(&before())).unwrap();
        // A question that was made for the one before is still answered by it.
        assert_eq!(count(&whole), counted);
        assert_eq!(warehouse.position(), whole.position());
        assert_eq!(warehouse.next_expiry(), whole.next_expiry());
        for (customer, person) in &mut model.persons {
            *person = bare(person);
            let held = |warehouse: &Warehouse| bare(&warehouse.person(*customer).unwrap());
            assert_eq!(warehouse.person(*customer).unwrap(), held(&whole));
        }
        check_live(&warehouse, &model, now, &calendar);
        for rule in &asked {
            check(&warehouse, &model, rule, now, &calendar);
        }
        // Nothing is left of it: declared again, nobody is known to have said it until they are read again.
        if again {
            warehouse.extend(schema(&catalogue())).unwrap();
            for rule in &new {
                check(&warehouse, &model, rule, now, &calendar);
            }
        }
        goes_on(&warehouse, model, later, folded, (now, then), &calendar, &asked);
    }
}

#[test]
fn what_is_lost_is_refused_where_a_live_rule_names_it_or_the_rest_is_moved() {
    let zone = jiff::tz::TimeZone::UTC;
    let schema = |catalogue: &Catalogue| Schema::new(catalogue, zone.clone()).unwrap();
    let warehouse = Warehouse::new(schema(&catalogue()), Options::default());
    let rule = rules::parse("did viewed where properties.门店 is known", &catalogue()).unwrap();
    warehouse.define(&segment(1, &rule), &super::model::id_of, 1_000).unwrap();
    assert!(warehouse.without(schema(&before())).is_err());
    let mut turned = catalogue();
    turned.attributes.swap(0, 1);
    assert!(matches!(warehouse.without(schema(&turned)), Err(crate::Refusal::Reshaped(_))));
    let mut fewer = catalogue();
    fewer.kinds.pop();
    assert!(matches!(warehouse.without(schema(&fewer)), Err(crate::Refusal::Reshaped(_))));
    assert!(
        warehouse.without(Schema::new(&catalogue(), jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap()).is_err()
    );
    // An attribute at the end goes as a property does.
    let narrow = warehouse.without(schema(&shorter(catalogue(), 1))).unwrap();
    assert_eq!(narrow.schema().catalogue().attributes.len() + 1, catalogue().attributes.len());
    assert_eq!(narrow.live(), [1]);
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
        let found =
            warehouse.property_values(kind, schema.property(kind, name).unwrap(), "", 10, &Cancel::new()).unwrap();
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
