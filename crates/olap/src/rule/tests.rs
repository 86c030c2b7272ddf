//! The SQL of generated rules, compared with the plain reference on generated people.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rules::testing::{CALENDARS, any_now, any_person, any_rule, calendar, catalogue};
use rules::{Person, Rule, evaluate};
use warehouse::Schema;

use super::sql_of;
use crate::ask::{Engine, Limits, Question, Running, page};
use crate::source::{People, View};
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

/// The people that the SQL answers, by number.
async fn asked(rule: &Rule, people: &[(i64, Person)], now: i64, zone: &str) -> (String, Vec<i64>) {
    let days = calendar(zone);
    let schema = Schema::new(&catalogue(), days.zone().clone()).unwrap();
    let layout = Arc::new(Layout::new(&schema, &|_, _| false));
    let sql = sql_of(rule, &layout, now, &days).unwrap();
    let view: Arc<dyn View> = Arc::new(People::new(schema, people.to_vec(), 3, now));
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
fn sql_means_what_the_plain_reference_means() {
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
        let (rule, people, now, zone) = strategy.new_tree(&mut runner).unwrap().current();
        let days = calendar(zone);
        let people: Vec<(i64, Person)> = (101..).zip(people).collect();
        let expected: Vec<i64> = people
            .iter()
            .filter(|(_, person)| evaluate(&rule, &catalogue, person, now, &days).holds)
            .map(|(customer, _)| *customer)
            .collect();
        let (sql, found) = runtime.block_on(asked(&rule, &people, now, zone));
        let wrong: Vec<&(i64, Person)> =
            people.iter().filter(|(one, _)| expected.contains(one) != found.contains(one)).take(1).collect();
        assert!(
            wrong.is_empty() && expected == found,
            "{zone} {now}\n{rule:#?}\n{sql}\nexpected {expected:?}\nfound {found:?}\n{wrong:#?}"
        );
        held += expected.len();
        asked_of += people.len();
    }
    // A comparison in which nothing ever holds would compare nothing.
    assert!(held * 20 > asked_of && held * 20 < asked_of * 19, "{held} of {asked_of}");
}
