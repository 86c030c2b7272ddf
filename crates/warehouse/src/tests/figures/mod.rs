//! Figures over crowds held against plain counting: pivots, distributions, members in order, samples.

mod pivots;
mod spreads;

use std::collections::BTreeMap;

use jiff::civil::Date;
use proptest::collection::vec;
use proptest::prelude::*;
use rules::testing::{any_calendar, any_now, any_person, any_rule, catalogue};
use rules::{Behaviour, Calendar, Decimal, Fact, Filter, Person, Rule, Type, Value, Values, evaluate};

use super::model::{Model, apply, id_of, put, warehouse, without_segments};
use crate::{AttributeId, Cancel, Crowd, Cursor, Key, Order, OrderBy, Warehouse};

/// A warehouse with the persons that it holds and a crowd of them.
pub(super) struct Town {
    pub(super) warehouse: Warehouse,
    pub(super) model: Model,
    pub(super) calendar: Calendar,
    pub(super) now: i64,
}

pub(super) fn any_town() -> impl Strategy<Value = Town> {
    (vec(any_person(&catalogue()), 1..14), any_now(), any_calendar(), 1..3_usize, any::<bool>()).prop_map(
        |(persons, now, calendar, shards, fold)| {
            let warehouse = warehouse(&calendar, shards);
            let mut model = Model::default();
            for (customer, person) in (1_i64..).zip(persons) {
                apply(&warehouse, vec![put(&warehouse, customer, &person)], now);
                model.persons.insert(customer, person);
            }
            if fold {
                warehouse.fold_all();
            }
            Town { warehouse, model, calendar, now }
        },
    )
}

impl std::fmt::Debug for Town {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "{:?} at {} in {:?}", self.model, self.now, self.calendar)
    }
}

pub(super) fn any_crowd() -> impl Strategy<Value = Rule> {
    any_rule(&catalogue(), 2).prop_map(without_segments)
}

impl Town {
    pub(super) fn crowd(&self, rule: &Rule) -> Crowd {
        let question = self.warehouse.compile(rule, &id_of).unwrap();
        self.warehouse.crowd(&question, self.now, &Cancel::new()).unwrap()
    }

    /// Whom a rule holds of, by the plain meaning.
    pub(super) fn people(&self, rule: &Rule) -> BTreeMap<i64, &Person> {
        let inside = self.model.members(rule, self.now, &self.calendar);
        inside.into_iter().filter_map(|id| Some((id, self.model.persons.get(&id)?))).collect()
    }

    pub(super) fn local(&self, at: i64) -> jiff::civil::DateTime {
        self.calendar.zone().to_datetime(jiff::Timestamp::from_millisecond(at).unwrap())
    }

    /// An attribute's value, ages reckoned.
    pub(super) fn attribute(&self, person: &Person, name: &str) -> Option<Value> {
        let of = if name == "age" { "birthday" } else { name };
        let Some(Values::One(value)) = person.attributes.get(of) else { return None };
        match value {
            Value::Day(born) if name == "age" => {
                self.calendar.age(*born, self.now).and_then(Decimal::whole).map(Value::Number)
            }
            value => Some(value.clone()),
        }
    }

    /// The day of a day or instant.
    pub(super) fn day(&self, value: &Value) -> Option<Date> {
        match value {
            Value::Day(day) => Some(*day),
            Value::Instant(at) => Some(self.calendar.day(at.as_millisecond())),
            _ => None,
        }
    }
}

pub(super) fn key(value: Option<Value>) -> Key {
    match value {
        None => Key::Unknown,
        Some(Value::Text(text)) => Key::Text(text),
        Some(Value::Flag(flag)) => Key::Flag(flag),
        Some(Value::Number(number)) => Key::Number(number),
        Some(Value::Day(day)) => Key::Day(day),
        Some(Value::Instant(_)) => panic!("an instant is no group"),
    }
}

pub(super) fn band(edges: &[i64], value: &Decimal) -> Key {
    Key::Index(edges.iter().filter(|edge| Decimal::whole(**edge).unwrap() <= *value).count() as u32)
}

pub(super) fn decimals(edges: &[i64]) -> Vec<Decimal> {
    edges.iter().map(|edge| Decimal::whole(*edge).unwrap()).collect()
}

/// Whether one fact with these items passes a filter, by the plain meaning.
pub(super) fn passes(filter: Option<&Filter>, fact: &Fact, items: Vec<BTreeMap<String, Value>>, town: &Town) -> bool {
    let behaviour = Behaviour {
        kind: fact.kind.clone(),
        occasion: rules::Occasion::Every,
        filter: filter.cloned(),
        bounds: Vec::new(),
        window: rules::Window::Ever,
    };
    let person = Person { facts: vec![Fact { items, ..fact.clone() }], ..Person::default() };
    evaluate(&Rule::Did(behaviour), &catalogue(), &person, fact.at, &town.calendar).holds
}

/// Every member, page by page.
fn pages(town: &Town, crowd: &Crowd, order: Order, limit: usize) -> Vec<i64> {
    let (mut all, mut after): (Vec<i64>, Option<Cursor>) = (Vec::new(), None);
    loop {
        let page = town.warehouse.members(crowd, order, after.as_ref(), limit, &Cancel::new()).unwrap();
        assert_eq!(page.count.customers, crowd.len());
        assert!(page.customers.len() <= limit);
        all.extend(page.customers);
        assert!(all.len() as u64 <= crowd.len(), "pages come to no end");
        match page.next {
            Some(next) => after = Some(next),
            None => return all,
        }
    }
}

proptest! {
    #![proptest_config(super::cases(150))]

    #[test]
    fn members_come_in_any_order_page_by_page(
        town in any_town(),
        rule in any_crowd(),
        at in 0..catalogue().attributes.len() + 1,
        descending in any::<bool>(),
        limit in 1..5_usize,
    ) {
        let crowd = town.crowd(&rule);
        let catalogue = catalogue();
        let attribute = catalogue.attributes.get(at);
        let by = attribute.map_or(OrderBy::Customer, |_| OrderBy::Attribute(AttributeId(at as u16)));
        if attribute.is_some_and(|one| one.kind == Type::Tags) {
            let order = Order { by, descending };
            prop_assert!(town.warehouse.members(&crowd, order, None, limit, &Cancel::new()).is_err());
            return Ok(());
        }
        let mut expected: Vec<(Option<Value>, i64)> = town
            .people(&rule)
            .into_iter()
            .map(|(id, person)| (attribute.and_then(|one| ranked(&town, person, &one.name)), id))
            .collect();
        expected.sort_by(|one, other| {
            use std::cmp::Ordering::{Greater, Less};
            let values = match (&one.0, &other.0) {
                (Some(a), Some(b)) if descending => compare(b, a),
                (Some(a), Some(b)) => compare(a, b),
                (Some(_), None) => Less,
                (None, Some(_)) => Greater,
                (None, None) if at == catalogue.attributes.len() && descending => return other.1.cmp(&one.1),
                (None, None) => std::cmp::Ordering::Equal,
            };
            values.then(one.1.cmp(&other.1))
        });
        let expected: Vec<i64> = expected.into_iter().map(|(_, id)| id).collect();
        prop_assert_eq!(pages(&town, &crowd, Order { by, descending }, limit), expected);
    }

    #[test]
    fn samples_are_members_and_the_same_for_the_same_seed(
        town in any_town(),
        rule in any_crowd(),
        n in 0..16_usize,
        seed in any::<u64>(),
    ) {
        let crowd = town.crowd(&rule);
        let people = town.people(&rule);
        let sample = town.warehouse.sample(&crowd, n, seed);
        prop_assert_eq!(sample.len(), n.min(people.len()));
        prop_assert!(sample.is_sorted() && sample.windows(2).all(|two| two[0] != two[1]));
        prop_assert!(sample.iter().all(|id| people.contains_key(id)));
        prop_assert_eq!(town.warehouse.sample(&crowd, n, seed), sample);
    }
}

/// What a member is ranked by: somebody's age goes by the day of birth, the older the greater.
fn ranked(town: &Town, person: &Person, name: &str) -> Option<Value> {
    match (name, person.attributes.get("birthday")) {
        ("age", Some(Values::One(Value::Day(born)))) => Decimal::whole(-crate::value::days(*born)).map(Value::Number),
        _ => town.attribute(person, name),
    }
}

fn compare(one: &Value, other: &Value) -> std::cmp::Ordering {
    match (one, other) {
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Number(a), Value::Number(b)) => a.cmp(b),
        (Value::Day(a), Value::Day(b)) => a.cmp(b),
        (Value::Instant(a), Value::Instant(b)) => a.cmp(b),
        (Value::Flag(a), Value::Flag(b)) => a.cmp(b),
        _ => panic!("an attribute has one type"),
    }
}
