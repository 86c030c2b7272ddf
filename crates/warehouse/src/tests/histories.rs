//! Live segments agree with the plain meaning after every change and at every instant.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rules::testing::{any_calendar, any_fact, any_now, any_person, any_rule, catalogue, set_names};
use rules::{Calendar, Fact, Person, Rule, SetKind};

use super::model::{Model, append, apply, check, check_live, id_of, live, put, segment, warehouse, without_segments};
use crate::{Change, Crossing, Refusal, Warehouse};

/// Something that happens.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "a test holds few of them")]
enum Step {
    Put(i64, Person),
    Facts(i64, Vec<Fact>),
    Attributes(i64, Person),
    Remove(i64),
    Set(i64, SetKind, &'static str, bool),
    Fold,
    Wait(i64),
    /// Somebody sets the clock back.
    Back(i64),
    Define(&'static str, Rule),
    Undefine(&'static str),
    Reload,
}

fn any_step() -> impl Strategy<Value = Step> {
    let customer = || 1_i64..8;
    let sets = select(vec![SetKind::List, SetKind::Group]);
    let wait = prop_oneof![Just(1_i64), 1..3_600_000_i64, 1..200_000_000_i64, Just(86_400_000)];
    prop_oneof![
        3 => (customer(), any_person(&catalogue())).prop_map(|(customer, person)| Step::Put(customer, person)),
        5 => (customer(), vec(any_fact(&catalogue()), 1..4)).prop_map(|(customer, facts)| Step::Facts(customer, facts)),
        2 => (customer(), any_person(&catalogue())).prop_map(|(customer, person)| Step::Attributes(customer, person)),
        1 => customer().prop_map(Step::Remove),
        2 => (customer(), sets, 0..3_usize, any::<bool>())
            .prop_map(|(customer, kind, at, inside)| Step::Set(customer, kind, set_names(kind)[at], inside)),
        1 => Just(Step::Fold),
        5 => wait.clone().prop_map(Step::Wait),
        1 => wait.prop_map(Step::Back),
        4 => (0..3_usize, any_rule(&catalogue(), 2)).prop_map(|(at, rule)| Step::Define(set_names(SetKind::Segment)[at], rule)),
        1 => (0..3_usize).prop_map(|at| Step::Undefine(set_names(SetKind::Segment)[at])),
        1 => Just(Step::Reload),
    ]
}

/// A warehouse with its model, and who is in which segment as the crossings told.
struct World {
    warehouse: Warehouse,
    model: Model,
    told: BTreeMap<i64, BTreeSet<i64>>,
    /// The latest instant that the clock has shown: nothing goes back behind it.
    now: i64,
    /// What the clock shows.
    clock: i64,
    calendar: Calendar,
}

impl World {
    fn hear(&mut self, crossings: &[Crossing]) {
        let mut at = i64::MIN;
        for crossing in crossings {
            assert!(crossing.at >= at, "crossings come in order");
            at = crossing.at;
            let told = self.told.entry(crossing.segment).or_default();
            if crossing.entered {
                assert!(told.insert(crossing.customer), "entered twice: {crossing:?}");
            } else {
                assert!(told.remove(&crossing.customer), "left without having entered: {crossing:?}");
            }
        }
        assert!(at <= self.now);
    }

    fn step(&mut self, step: Step) {
        let (warehouse, now) = (&self.warehouse, self.clock);
        let crossings = match step {
            Step::Put(customer, person) => {
                let change = put(warehouse, customer, &person);
                self.model.persons.insert(customer, person);
                apply(warehouse, vec![change], now)
            }
            Step::Facts(customer, facts) => {
                let before = self.model.persons.entry(customer).or_default();
                let mut after = before.clone();
                after.facts.extend(facts);
                let change = append(warehouse, customer, before, &after);
                *before = after;
                apply(warehouse, vec![change], now)
            }
            Step::Attributes(customer, person) => {
                let before = self.model.persons.entry(customer).or_default();
                let after = Person { attributes: person.attributes, ..before.clone() };
                let change = append(warehouse, customer, before, &after);
                *before = after;
                apply(warehouse, vec![change], now)
            }
            Step::Remove(customer) => {
                self.model.persons.remove(&customer);
                apply(warehouse, vec![Change::Remove { customer }], now)
            }
            Step::Set(customer, kind, name, inside) => {
                let person = self.model.persons.entry(customer).or_default();
                if inside {
                    person.sets.insert((kind, name.to_owned()));
                } else {
                    person.sets.remove(&(kind, name.to_owned()));
                }
                apply(warehouse, vec![Change::Sets { customer, kind, id: id_of(kind, name).unwrap(), inside }], now)
            }
            Step::Fold => {
                warehouse.fold_all();
                Vec::new()
            }
            Step::Wait(long) => {
                self.clock += long;
                self.now = self.now.max(self.clock);
                warehouse.advance(self.clock)
            }
            Step::Back(long) => {
                self.clock -= long;
                let crossings = warehouse.advance(self.clock);
                assert_eq!(crossings, [], "a clock that is set back changes nothing");
                crossings
            }
            Step::Define(name, rule) => {
                let id = id_of(SetKind::Segment, name).unwrap();
                match warehouse.define(&segment(id, &rule), &id_of, now) {
                    Ok(crossings) => {
                        self.model.segments.insert(name.to_owned(), (id, rule));
                        crossings
                    }
                    Err(Refusal::UnknownSegment(_)) | Err(Refusal::Circular(_)) => {
                        // Without the names of segments it can always be computed.
                        let rule = without_segments(rule);
                        let crossings = warehouse.define(&segment(id, &rule), &id_of, now).unwrap();
                        self.model.segments.insert(name.to_owned(), (id, rule));
                        crossings
                    }
                    Err(other) => panic!("{other}"),
                }
            }
            Step::Undefine(name) => {
                let id = id_of(SetKind::Segment, name).unwrap();
                if warehouse.undefine(id).is_ok() {
                    self.model.segments.remove(name);
                    self.told.remove(&id);
                }
                Vec::new()
            }
            Step::Reload => {
                self.reload();
                Vec::new()
            }
        };
        self.hear(&crossings);
    }

    /// Everything from disk.
    fn reload(&mut self) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("warehouse");
        self.warehouse.save(&path).unwrap();
        let options = crate::Options { shards: 2, threads: 1 };
        self.warehouse = Warehouse::load(&path, self.warehouse.schema(), options).unwrap();
    }

    fn check(&self) {
        check_live(&self.warehouse, &self.model, self.now, &self.calendar);
        for (id, _) in self.model.segments.values() {
            let told = self.told.get(id).cloned().unwrap_or_default();
            assert_eq!(live(&self.warehouse, *id), told, "the crossings of {id} add up");
        }
    }
}

proptest! {
    #![proptest_config(super::cases(120))]

    #[test]
    fn segments_follow_every_change(
        steps in vec(any_step(), 1..60),
        rules in vec(any_rule(&catalogue(), 2), 4),
        now in any_now(),
        calendar in any_calendar(),
    ) {
        let mut world = World { warehouse: warehouse(&calendar, 2), model: Model::default(), told: BTreeMap::new(), now, clock: now, calendar };
        for (name, rule) in set_names(SetKind::Segment).iter().zip(rules.clone()) {
            world.step(Step::Define(name, without_segments(rule)));
        }
        for step in steps {
            world.step(step);
            world.check();
        }
        for rule in rules {
            if world.warehouse.compile(&rule, &id_of).is_ok() {
                check(&world.warehouse, &world.model, &rule, world.now, &world.calendar);
                check(&world.warehouse, &world.model, &rule, world.clock, &world.calendar);
                check(&world.warehouse, &world.model, &rule, world.now + 40_000_000, &world.calendar);
            }
        }
    }

    #[test]
    fn small_steps_and_one_long_sleep_are_the_same(
        persons in vec(any_person(&catalogue()), 1..10),
        rules in vec(any_rule(&catalogue(), 2), 3),
        now in any_now(),
        waits in vec(prop_oneof![1..100_000_i64, 1..90_000_000_i64], 1..30),
        calendar in any_calendar(),
    ) {
        let (awake, asleep) = (warehouse(&calendar, 1), warehouse(&calendar, 3));
        let mut model = Model::default();
        for world in [&awake, &asleep] {
            for (customer, person) in (1_i64..).zip(&persons) {
                apply(world, vec![put(world, customer, person)], now);
                model.persons.insert(customer, person.clone());
            }
            for (name, rule) in set_names(SetKind::Segment).iter().zip(&rules) {
                let rule = without_segments(rule.clone());
                let id = id_of(SetKind::Segment, name).unwrap();
                world.define(&segment(id, &rule), &id_of, now).unwrap();
                model.segments.insert((*name).to_owned(), (id, rule));
            }
        }
        let (mut at, mut told) = (now, Vec::new());
        for wait in waits {
            at += wait;
            told.extend(awake.advance(at));
            check_live(&awake, &model, at, &calendar);
        }
        prop_assert_eq!(asleep.advance(at), told);
        check_live(&asleep, &model, at, &calendar);
        // A rebuild has the same members.
        let rebuilt = warehouse(&calendar, 2);
        let mut loader = rebuilt.loader();
        let schema = rebuilt.schema();
        for (customer, person) in (1_i64..).zip(&persons) {
            let sets: Vec<(SetKind, i64)> = person.sets.iter().filter(|(kind, _)| *kind != SetKind::Segment)
                .map(|(kind, name)| (*kind, id_of(*kind, name).unwrap())).collect();
            loader.customer(customer, &schema.attributes(&person.attributes).unwrap(), &sets).unwrap();
            for fact in &person.facts {
                loader.fact(customer, &schema.fact(fact).unwrap()).unwrap();
            }
        }
        for (id, rule) in model.segments.values() {
            rebuilt.define(&segment(*id, rule), &id_of, at).unwrap();
        }
        loader.finish(9, at).unwrap();
        check_live(&rebuilt, &model, at, &calendar);
    }
}
