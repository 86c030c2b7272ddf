//! Ad hoc questions agree with the plain meaning, whatever way the data came in.

use proptest::collection::vec;
use proptest::prelude::*;
use rules::testing::{any_calendar, any_now, any_person, any_rule, catalogue};
use rules::{Person, Rule};

use super::model::{Model, append, apply, check, put, warehouse, without_segments};

fn any_rules(n: usize) -> impl Strategy<Value = Vec<Rule>> {
    vec(any_rule(&catalogue(), 3).prop_map(without_segments), n)
}

proptest! {
    #![proptest_config(super::cases(250))]

    #[test]
    fn every_way_of_asking_agrees(
        persons in vec(any_person(&catalogue()), 1..12),
        way in vec(0..5_usize, 12),
        rules in any_rules(12),
        nows in vec(any_now(), 2),
        calendar in any_calendar(),
        shards in 1..3_usize,
    ) {
        let warehouse = warehouse(&calendar, shards);
        let mut model = Model::default();
        for ((customer, person), way) in (1_i64..).zip(persons).zip(way) {
            match way {
                0 => {
                    // Piece by piece.
                    let half = Person { facts: person.facts.iter().take(person.facts.len() / 2).cloned().collect(), ..Person::default() };
                    apply(&warehouse, vec![put(&warehouse, customer, &half)], nows[0]);
                    apply(&warehouse, vec![append(&warehouse, customer, &half, &person)], nows[0]);
                    for (kind, name) in person.sets.iter().filter(|(kind, _)| *kind != rules::SetKind::Segment) {
                        let id = super::model::id_of(*kind, name).unwrap();
                        apply(&warehouse, vec![crate::Change::Sets { customer, kind: *kind, id, inside: true }], nows[0]);
                    }
                }
                1 => {
                    // Replaced: what was there before must not shine through.
                    let other = model.persons.values().next().cloned().unwrap_or_default();
                    apply(&warehouse, vec![put(&warehouse, customer, &other)], nows[0]);
                    while warehouse.fold() {}
                    apply(&warehouse, vec![put(&warehouse, customer, &person)], nows[0]);
                }
                2 => {
                    // Gone.
                    apply(&warehouse, vec![put(&warehouse, customer, &person)], nows[0]);
                    apply(&warehouse, vec![crate::Change::Remove { customer }], nows[0]);
                    continue;
                }
                _ => {
                    apply(&warehouse, vec![put(&warehouse, customer, &person)], nows[0]);
                    if way == 4 {
                        warehouse.fold_all();
                    }
                }
            }
            model.persons.insert(customer, person);
        }
        for now in nows {
            for rule in &rules {
                check(&warehouse, &model, rule, now, &calendar);
            }
        }
    }
}
