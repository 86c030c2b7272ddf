//! Generated rules asked of generated people in four ways: the plain reference, the warehouse's columns, a live segment, and
//! the rule's SQL over the same warehouse. All four answer the same.
//!
//! `REGULARS_RULES` says how many rules, for a longer run by hand.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rules::testing::{CALENDARS, any_now, any_person, any_rule, calendar, catalogue, set_names};
use rules::{Calendar, Person, Rule, SetKind, evaluate};
use warehouse::{Batch, Cancel, Change, LiveSegment, Options, Schema, Warehouse};

use super::sql_of;
use crate::ask::{Engine, Limits, Question, Running, page};
use crate::source::{Columns, Held, Set, View};
use crate::tables::Layout;

/// How many rules are compared when nobody says otherwise.
const RULES: u32 = 240;
/// On how many people each.
const PEOPLE: usize = 24;

fn rules_wanted() -> u32 {
    #[allow(clippy::disallowed_methods, reason = "a longer run by hand is asked for from outside")]
    let said = std::env::var("REGULARS_RULES");
    said.ok().and_then(|said| said.parse().ok()).unwrap_or(RULES)
}

/// Every list and group that people may be in, with its number. Segments come after the lists, as lists.
fn sets() -> Vec<(SetKind, String)> {
    let named = |kind: SetKind| set_names(kind).into_iter().map(move |name| (kind, name.to_owned()));
    let segments = set_names(SetKind::Segment).into_iter().map(|name| (SetKind::List, as_list(name)));
    named(SetKind::List).chain(segments).chain(named(SetKind::Group)).collect()
}

fn id_of(kind: SetKind, name: &str) -> Option<i64> {
    Some(1 + i64::try_from(sets().iter().position(|one| (one.0, one.1.as_str()) == (kind, name))?).unwrap())
}

fn as_list(segment: &str) -> String {
    format!("segment {segment}")
}

/// These people are in segments because it is said so and no rule says it: what names segments is made to name lists.
fn lists_for_segments(rule: &mut Rule) {
    match rule {
        Rule::All { rules } | Rule::Any { rules } => rules.iter_mut().for_each(lists_for_segments),
        Rule::Not { rule } => lists_for_segments(rule),
        Rule::In { set, name } if *set == SetKind::Segment => {
            *set = SetKind::List;
            *name = as_list(name);
        }
        Rule::In { .. } | Rule::Is { .. } | Rule::Did(_) | Rule::Then(_) => {}
    }
}

/// The people in a warehouse.
fn filled(people: &[(i64, Person)], now: i64, days: &Calendar) -> Warehouse {
    let schema = Schema::new(&catalogue(), days.zone().clone()).unwrap();
    let warehouse = Warehouse::new(schema.clone(), Options { shards: 3, threads: 2 });
    let put = |(customer, person): &(i64, Person)| Change::Put {
        customer: *customer,
        attributes: schema.attributes(&person.attributes).unwrap(),
        facts: person.facts.iter().map(|fact| schema.fact(fact).unwrap()).collect(),
        sets: person.sets.iter().map(|(kind, name)| (*kind, id_of(*kind, name).unwrap())).collect(),
    };
    warehouse.apply(Batch { position: 1, changes: people.iter().map(put).collect() }, now).unwrap();
    warehouse
}

/// Whom the rule holds of by the columns, and in a live segment.
fn of_columns(warehouse: &Warehouse, rule: &Rule, now: i64) -> [Vec<i64>; 2] {
    let question = warehouse.compile(rule, &id_of).unwrap();
    let segment = LiveSegment { id: 1, rule: rule.clone() };
    warehouse.define(&segment, &id_of, now).unwrap();
    let crowds = [warehouse.crowd(&question, now, &Cancel::new()).unwrap(), warehouse.live_crowd(1).unwrap()];
    crowds.map(|crowd| {
        let mut found: Vec<i64> = crowd.customers().collect();
        found.sort_unstable();
        found
    })
}

/// Whom the rule's SQL answers over the warehouse, with the SQL.
async fn asked(rule: &Rule, warehouse: Arc<Warehouse>, now: i64, days: &Calendar) -> (String, Vec<i64>) {
    let layout = Arc::new(Layout::new(&warehouse.schema(), &|_, _| false));
    let sql = sql_of(rule, &layout, now, days).unwrap();
    let set = |(kind, name): (SetKind, String)| Set { id: id_of(kind, &name).unwrap(), kind, name, size: 0 };
    let held = Held { warehouse, sets: sets().into_iter().map(set).collect() };
    let view: Arc<dyn View> = Arc::new(Columns::new(&held, now));
    let limits = Limits {
        depth: 1_000,
        parts: 100_000,
        characters: 1_000_000,
        links: 5_000,
        words: 100_000,
        ..Limits::default()
    };
    let engine = Engine::new(limits).unwrap();
    let question = Question { sql: sql.clone(), rows: 1_000, time: std::time::Duration::from_secs(600) };
    let answering = engine.ask(&view.into(), &layout, &question).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
    let held = Running::default().start(&platform::http::Actor::System, None);
    let answer = page(answering, &held).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
    let mut found: Vec<i64> = answer.rows.iter().map(|row| row[0].as_i64().unwrap()).collect();
    found.sort_unstable();
    (sql, found)
}

#[test]
fn every_way_of_asking_answers_the_same() {
    let wanted = rules_wanted();
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let catalogue = catalogue();
    let strategy = (
        any_rule(&catalogue, 3),
        proptest::collection::vec(any_person(&catalogue), PEOPLE),
        any_now(),
        proptest::sample::select(CALENDARS.to_vec()),
    );
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (mut held, mut asked_of) = (0, 0);
    for _ in 0..wanted {
        let (mut rule, mut people, now, zone) = strategy.new_tree(&mut runner).unwrap().current();
        let days = calendar(zone);
        lists_for_segments(&mut rule);
        for person in &mut people {
            let in_lists = |(kind, name): (SetKind, String)| match kind {
                SetKind::Segment => (SetKind::List, as_list(&name)),
                kind => (kind, name),
            };
            person.sets = std::mem::take(&mut person.sets).into_iter().map(in_lists).collect();
        }
        let people: Vec<(i64, Person)> = (101..).zip(people).collect();
        let expected: Vec<i64> = people
            .iter()
            .filter(|(_, person)| evaluate(&rule, &catalogue, person, now, &days).holds)
            .map(|(customer, _)| *customer)
            .collect();
        let warehouse = Arc::new(filled(&people, now, &days));
        let [columns, live] = of_columns(&warehouse, &rule, now);
        let (sql, answered) = runtime.block_on(asked(&rule, warehouse, now, &days));
        for (way, found) in [("columns", columns), ("live", live), ("SQL", answered)] {
            let wrong: Vec<&(i64, Person)> =
                people.iter().filter(|(one, _)| expected.contains(one) != found.contains(one)).take(1).collect();
            assert!(
                wrong.is_empty() && expected == found,
                "{way} {zone} {now}\n{rule:#?}\n{sql}\nexpected {expected:?}\nfound {found:?}\n{wrong:#?}"
            );
        }
        held += expected.len();
        asked_of += people.len();
    }
    // A comparison in which nothing ever holds would compare nothing.
    assert!(held * 20 > asked_of && held * 20 < asked_of * 19, "{held} of {asked_of}");
}
