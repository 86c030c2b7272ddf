//! Figures in SQL held against the warehouse's own on generated people, from memory and from files.

use std::sync::Arc;

use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rules::testing::{any_filter, any_now, any_person, any_rule, catalogue};
use rules::{Decimal, Filter, Period, Person, Rule};
use warehouse::{
    Axis, Batch, Cancel, Census, Change, Crowd, CustomerMeasure, Grouping, Measure, Options, Schema, Warehouse,
};

use super::Ground;
use crate::ask::{Engine, Limits};
use crate::desk::Asked;
use crate::place::Place;
use crate::source::{People, View};
use crate::tables::{Layout, is_personal};

/// Zones by name, which is how the engine knows them: one without changes, and some whose clocks change.
const ZONES: [&str; 5] = ["Asia/Shanghai", "America/New_York", "America/Havana", "Australia/Lord_Howe", "UTC"];
/// How many pivots are compared.
const PIVOTS: usize = 48;
/// Over how many people each.
const PEOPLE: usize = 16;
/// More groups than there are.
const MANY: usize = 10_000;

/// A rule that names no set: the warehouse knows sets by number, and there are none here.
fn without_sets(rule: Rule) -> Rule {
    let parts = |rules: Vec<Rule>| rules.into_iter().map(without_sets).collect();
    match rule {
        Rule::All { rules } => Rule::All { rules: parts(rules) },
        Rule::Any { rules } => Rule::Any { rules: parts(rules) },
        Rule::Not { rule } => Rule::Not { rule: Box::new(without_sets(*rule)) },
        Rule::In { .. } => Rule::All { rules: Vec::new() },
        other => other,
    }
}

/// A rule that files can answer: personal data does not stand in them.
fn without_personal(rule: Rule) -> Rule {
    let parts = |rules: Vec<Rule>| rules.into_iter().map(without_personal).collect();
    match rule {
        Rule::All { rules } => Rule::All { rules: parts(rules) },
        Rule::Any { rules } => Rule::Any { rules: parts(rules) },
        Rule::Not { rule } => Rule::Not { rule: Box::new(without_personal(*rule)) },
        Rule::Is { attribute, .. } if is_personal(&attribute, "") => Rule::All { rules: Vec::new() },
        other => other,
    }
}

fn edges(of: &[i64]) -> Vec<Decimal> {
    of.iter().filter_map(|edge| Decimal::whole(*edge)).collect()
}

/// Dimensions of customers.
fn own(schema: &Schema) -> Vec<Axis> {
    let attribute = |name: &str| schema.attribute(name).unwrap();
    vec![
        Axis::Attribute(attribute("province")),
        Axis::Attribute(attribute("sms_consent")),
        Axis::Attribute(attribute("level")),
        Axis::Bands(attribute("age"), edges(&[20, 30, 45])),
        Axis::Bands(attribute("spent"), edges(&[0, 100, 500])),
        Axis::When(attribute("registered_at"), Period::Month),
        Axis::When(attribute("joined_on"), Period::Quarter),
        Axis::When(attribute("joined_on"), Period::Week),
    ]
}

/// Dimensions of payments.
fn of_facts(schema: &Schema) -> Vec<Axis> {
    let kind = schema.kind("paid").unwrap();
    let property = |name: &str| Axis::Property(schema.property(kind, name).unwrap());
    vec![
        property("channel"),
        property("coupon"),
        property("item.category"),
        property("item.product"),
        Axis::Period(Period::Day),
        Axis::Period(Period::Week),
        Axis::Period(Period::Month),
        Axis::Period(Period::Quarter),
        Axis::Period(Period::Year),
        Axis::Hour,
        Axis::Weekday,
    ]
}

fn measures(schema: &Schema) -> Vec<Measure> {
    let kind = schema.kind("paid").unwrap();
    let property = |name: &str| schema.property(kind, name).unwrap();
    vec![
        Measure::Facts,
        Measure::Customers,
        Measure::Sum(property("amount")),
        Measure::Average(property("amount")),
        Measure::Max(property("amount")),
        Measure::Min(property("item.price")),
        Measure::Sum(property("item.quantity")),
        Measure::Average(property("item.price")),
        Measure::Different(property("item.product")),
        Measure::Different(property("channel")),
    ]
}

/// The same people in the warehouse and in the tables.
struct Town {
    warehouse: Warehouse,
    ground: Ground,
    now: i64,
}

impl Town {
    fn new(people: Vec<Person>, now: i64, zone: &str, files: Option<&std::path::Path>) -> Self {
        let schema = Schema::new(&catalogue(), TimeZone::get(zone).unwrap()).unwrap();
        let warehouse = Warehouse::new(schema.clone(), Options { shards: 2, threads: 2 });
        let people: Vec<(i64, Person)> =
            (1..).zip(people).map(|(id, person)| (id, Person { sets: Default::default(), ..person })).collect();
        let changes = people.iter().map(|(customer, person)| Change::Put {
            customer: *customer,
            attributes: schema.attributes(&person.attributes).unwrap(),
            facts: person.facts.iter().map(|fact| schema.fact(fact).unwrap()).collect(),
            sets: Vec::new(),
        });
        warehouse.apply(Batch { position: 1, changes: changes.collect() }, now).unwrap();
        let mut layout = Arc::new(Layout::new(&schema, &|_, _| false));
        let view: Arc<dyn View> = Arc::new(People::new(schema, people, 3, now));
        let mut place = Place::from(Arc::clone(&view));
        if let Some(folder) = files {
            let wish = crate::export::Wish { folder: folder.to_path_buf(), buckets: 2, keep: None };
            let written = crate::export::write(&view, &layout, &wish, &mut |_, _| ()).unwrap();
            let export = crate::export::Exported::open(&written.folder).unwrap();
            layout = Arc::clone(export.layout());
            place = Place::Files(Arc::new(export));
        }
        let limits =
            Limits { depth: 1_000, parts: 100_000, characters: 1_000_000, words: 100_000, ..Limits::default() };
        let engine = Arc::new(Engine::new(limits).unwrap());
        Self { warehouse, ground: Ground::of(Asked { engine, place, layout }), now }
    }

    fn crowd(&self, rule: &Rule) -> Crowd {
        let question = self.warehouse.compile(rule, &|_, _: &str| None).unwrap();
        self.warehouse.crowd(&question, self.now, &Cancel::new()).unwrap()
    }
}

/// A pivot to ask.
#[derive(Debug, Clone)]
struct Wish {
    rule: Rule,
    own: Vec<usize>,
    of_facts: Vec<usize>,
    measures: Vec<usize>,
    filter: Option<Filter>,
    since: Option<i64>,
}

fn any_wish() -> impl Strategy<Value = Wish> {
    let catalogue = catalogue();
    let some = |of: usize, most: usize| subsequence((0..of).collect::<Vec<usize>>(), 0..=most);
    (
        any_rule(&catalogue, 2).prop_map(without_sets),
        some(8, 2),
        some(11, 2),
        subsequence((0..10).collect::<Vec<usize>>(), 1..=6),
        proptest::option::of(any_filter(catalogue.kind("paid").unwrap(), 2)),
        proptest::option::of(0..900_i64),
    )
        .prop_map(|(rule, own, of_facts, measures, filter, since)| Wish {
            rule,
            own,
            of_facts,
            measures,
            filter,
            since,
        })
}

fn chosen<T: Clone>(all: &[T], places: &[usize]) -> Vec<T> {
    places.iter().map(|place| all[*place].clone()).collect()
}

/// Holds a pivot of payments and one of customers against the warehouse's; answers how many groups there were.
async fn agrees(town: &Town, wish: &Wish) -> usize {
    let (schema, crowd, now) = (town.warehouse.schema(), town.crowd(&wish.rule), town.now);
    assert_eq!(town.ground.size(&wish.rule, now).await.unwrap(), crowd.len(), "{:#?}", wish.rule);
    let axes = [chosen(&own(&schema), &wish.own), chosen(&of_facts(&schema), &wish.of_facts)].concat();
    let grouping = Grouping {
        kind: schema.kind("paid").unwrap(),
        filter: wish.filter.clone(),
        from: wish.since.map(|days| now - days * 86_400_000),
        to: Some(now + 1),
        axes,
        measures: chosen(&measures(&schema), &wish.measures),
        limit: MANY,
    };
    let expected = town.warehouse.group(&crowd, &grouping, &Cancel::new()).unwrap();
    let found =
        town.ground.group(&wish.rule, now, &grouping).await.unwrap_or_else(|error| panic!("{error}\n{wish:#?}"));
    assert_eq!(found, expected, "{wish:#?}\n{grouping:#?}");
    let attribute = |name: &str| schema.attribute(name).unwrap();
    let census = Census {
        axes: chosen(&own(&schema), &wish.own),
        measures: vec![
            CustomerMeasure::Customers,
            CustomerMeasure::Sum(attribute("spent")),
            CustomerMeasure::Average(attribute("age")),
            CustomerMeasure::Max(attribute("orders")),
            CustomerMeasure::Min(attribute("age")),
        ],
        limit: MANY,
    };
    let of_customers = town.warehouse.census(&crowd, &census, &Cancel::new()).unwrap();
    let found = town.ground.census(&wish.rule, now, &census).await.unwrap_or_else(|error| panic!("{error}\n{wish:#?}"));
    assert_eq!(found, of_customers, "{wish:#?}\n{census:#?}");
    expected.len() + of_customers.len()
}

#[test]
fn figures_in_sql_are_those_of_the_columns() {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let people = proptest::collection::vec(any_person(&catalogue()), PEOPLE);
    let strategy = (any_wish(), people, any_now(), select(ZONES.to_vec()));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut groups = 0;
    for round in 0..PIVOTS {
        let (mut wish, people, now, zone) = strategy.new_tree(&mut runner).unwrap().current();
        // Every eighth from files, as a cluster would read them.
        let files = (round % 8 == 0).then(|| folder.path().join(round.to_string()));
        if files.is_some() {
            wish.rule = without_personal(wish.rule);
        }
        let town = Town::new(people, now, zone, files.as_deref());
        groups += runtime.block_on(agrees(&town, &wish));
    }
    assert!(groups > PIVOTS * 4, "a comparison of {groups} groups compares little");
}
