//! The plain model that the warehouse is compared with: persons by number, rules by name, everything asked anew.

use std::collections::{BTreeMap, BTreeSet};

use rules::{Answer, Calendar, Person, Rule, SetKind, evaluate};

use crate::{AttributeId, Batch, Cancel, Change, Crossing, LiveSegment, Options, Schema, Warehouse};

/// The plain model.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    /// Without segments.
    pub(super) persons: BTreeMap<i64, Person>,
    pub(super) segments: BTreeMap<String, (i64, Rule)>,
}

pub(super) fn id_of(set: SetKind, name: &str) -> Option<i64> {
    let at = rules::testing::set_names(set).iter().position(|one| *one == name)?;
    Some(at as i64 + 1)
}

impl Model {
    /// The person with the segments that the rule names, directly or through others.
    fn seen(&self, person: &Person, rule: &Rule, now: i64, calendar: &Calendar) -> Person {
        let mut names = BTreeSet::new();
        named(rule, &mut names);
        let mut seen = person.clone();
        seen.sets.retain(|(kind, _)| *kind != SetKind::Segment);
        for name in names {
            if let Some((_, rule)) = self.segments.get(&name)
                && self.holds(person, rule, now, calendar).holds
            {
                seen.sets.insert((SetKind::Segment, name));
            }
        }
        seen
    }

    pub(super) fn holds(&self, person: &Person, rule: &Rule, now: i64, calendar: &Calendar) -> Answer {
        let seen = self.seen(person, rule, now, calendar);
        evaluate(rule, &rules::testing::catalogue(), &seen, now, calendar)
    }

    pub(super) fn members(&self, rule: &Rule, now: i64, calendar: &Calendar) -> BTreeSet<i64> {
        self.persons
            .iter()
            .filter(|(_, person)| self.holds(person, rule, now, calendar).holds)
            .map(|(&customer, _)| customer)
            .collect()
    }
}

fn named(rule: &Rule, found: &mut BTreeSet<String>) {
    match rule {
        Rule::All { rules } | Rule::Any { rules } => rules.iter().for_each(|part| named(part, found)),
        Rule::Not { rule } => named(rule, found),
        Rule::In { set: SetKind::Segment, name } => {
            found.insert(name.clone());
        }
        _ => {}
    }
}

/// Takes the names of segments out of a rule.
pub(super) fn without_segments(rule: Rule) -> Rule {
    let parts = |rules: Vec<Rule>| rules.into_iter().map(without_segments).collect();
    match rule {
        Rule::All { rules } => Rule::All { rules: parts(rules) },
        Rule::Any { rules } => Rule::Any { rules: parts(rules) },
        Rule::Not { rule } => Rule::Not { rule: Box::new(without_segments(*rule)) },
        Rule::In { set: SetKind::Segment, .. } => Rule::Any { rules: Vec::new() },
        other => other,
    }
}

pub(super) fn warehouse(calendar: &Calendar, shards: usize) -> Warehouse {
    let schema = Schema::new(&rules::testing::catalogue(), calendar.zone().clone()).unwrap();
    Warehouse::new(schema, Options { shards, threads: 2 })
}

/// The whole person as a change.
pub(super) fn put(warehouse: &Warehouse, customer: i64, person: &Person) -> Change {
    let schema = warehouse.schema();
    Change::Put {
        customer,
        attributes: schema.attributes(&person.attributes).unwrap(),
        facts: person.facts.iter().map(|fact| schema.fact(fact).unwrap()).collect(),
        sets: person
            .sets
            .iter()
            .filter(|(kind, _)| *kind != SetKind::Segment)
            .map(|(kind, name)| (*kind, id_of(*kind, name).unwrap()))
            .collect(),
    }
}

/// What turns one person into a later one by appending.
pub(super) fn append(warehouse: &Warehouse, customer: i64, before: &Person, after: &Person) -> Change {
    let schema = warehouse.schema();
    let mut attributes: Vec<(AttributeId, Option<rules::Values>)> =
        schema.attributes(&after.attributes).unwrap().into_iter().map(|(id, value)| (id, Some(value))).collect();
    for name in before.attributes.keys().filter(|name| !after.attributes.contains_key(*name)) {
        attributes.push((schema.attribute(name).unwrap(), None));
    }
    let facts = after.facts.iter().skip(before.facts.len()).map(|fact| schema.fact(fact).unwrap()).collect();
    Change::Append { customer, attributes, facts }
}

pub(super) fn apply(warehouse: &Warehouse, changes: Vec<Change>, now: i64) -> Vec<Crossing> {
    let batch = Batch { position: warehouse.position() + 1, changes };
    warehouse.apply(batch, now).unwrap()
}

/// The members of a live segment.
pub(super) fn live(warehouse: &Warehouse, id: i64) -> BTreeSet<i64> {
    let crowd = warehouse.live_crowd(id).unwrap();
    let members: BTreeSet<i64> = crowd.customers().collect();
    assert_eq!(members.len() as u64, crowd.len());
    assert_eq!(warehouse.size(id).unwrap().customers, crowd.len());
    members
}

/// Asks a rule in every way and holds the answers against the model.
pub(super) fn check(warehouse: &Warehouse, model: &Model, rule: &Rule, now: i64, calendar: &Calendar) {
    let question = warehouse.compile(rule, &id_of).unwrap();
    let expected = model.members(rule, now, calendar);
    let crowd = warehouse.crowd(&question, now, &Cancel::new()).unwrap();
    let found: BTreeSet<i64> = crowd.customers().collect();
    assert_eq!(found, expected, "{} at {now}", text(rule));
    assert_eq!(warehouse.count(&question, now, &Cancel::new()).unwrap().customers, expected.len() as u64);
    for (&customer, person) in &model.persons {
        let answer = warehouse.holds(customer, &question, now).unwrap();
        assert_eq!(answer.holds, model.holds(person, rule, now, calendar).holds, "{} of {customer}", text(rule));
        if let Some(until) = answer.until {
            assert!(until > now);
        }
    }
}

/// Holds every live segment against the model.
pub(super) fn check_live(warehouse: &Warehouse, model: &Model, now: i64, calendar: &Calendar) {
    for (name, (id, rule)) in &model.segments {
        let expected = model.members(rule, now, calendar);
        assert_eq!(live(warehouse, *id), expected, "{name}: {} at {now}", text(rule));
    }
    for &customer in model.persons.keys() {
        let inside: Vec<i64> = model
            .segments
            .values()
            .filter(|(id, _)| live(warehouse, *id).contains(&customer))
            .map(|(id, _)| *id)
            .collect();
        let mut inside = inside;
        inside.sort_unstable();
        assert_eq!(warehouse.segments_of(customer), inside);
    }
}

fn text(rule: &Rule) -> String {
    rules::print(rule, &rules::testing::catalogue())
}

pub(super) fn segment(id: i64, rule: &Rule) -> LiveSegment {
    LiveSegment { id, rule: rule.clone() }
}
