//! The law of `until`, and cases that a person would check by hand.

use std::fmt::Write as _;

use expect_test::expect;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

use crate::testing::{any_calendar, any_now, any_person, any_rule, calendar, cases, catalogue};
use crate::{Answer, Decimal, Fact, Person, SetKind, Value, Values, evaluate, parse};

proptest! {
    #![proptest_config(cases(2))]

    #[test]
    fn the_answer_never_changes_before_until(
        rule in any_rule(&catalogue(), 3),
        person in any_person(&catalogue()),
        now in any_now(),
        calendar in any_calendar(),
    ) {
        let catalogue = catalogue();
        let ask = |at: i64| evaluate(&rule, &catalogue, &person, at, &calendar);
        let Answer { holds, until } = ask(now);
        prop_assert!(until.is_none_or(|until| until > now));
        // Small steps first, then larger ones, and the beginnings of days, where most changes lie.
        let hours = (1..=30_i64).map(|step| now + step * 3_600_000 - step % 2);
        let days = (1..=60_i64).map(|step| calendar.start(calendar.day(now + step * 86_400_000)));
        let near = person.facts.iter().flat_map(|fact| [fact.at, fact.at + 86_400_000, fact.at + 7 * 86_400_000]);
        let last = until.map(|until| until - 1);
        for at in [now + 1].into_iter().chain(hours).chain(days).chain(near).chain(last) {
            if at > now && until.is_none_or(|until| at < until) {
                prop_assert_eq!(ask(at).holds, holds, "at {} of {} until {:?}", at, now, until);
            }
        }
    }

    #[test]
    fn following_until_misses_no_change(
        rule in any_rule(&catalogue(), 2),
        person in any_person(&catalogue()),
        now in any_now(),
        calendar in any_calendar(),
    ) {
        let catalogue = catalogue();
        let ask = |at: i64| evaluate(&rule, &catalogue, &person, at, &calendar);
        let mut answer = ask(now);
        for step in 1..=40_i64 {
            let at = now + step * 43_200_000;
            while let Some(until) = answer.until
                && until <= at
            {
                answer = ask(until);
            }
            prop_assert_eq!(answer.holds, ask(at).holds, "at {}", at);
        }
    }
}

/// A day of November 2026 in Shanghai, and an hour of it.
fn at(day: i64, hour: i64) -> i64 {
    // 1 November 2026, 0:00 in Shanghai.
    1_793_462_400_000 + ((day - 1) * 24 + hour) * 3_600_000
}

/// A person whose facts are the basis of the cases below, on the 20th at 12:00.
fn someone() -> Person {
    let text = |text: &str| Value::Text(text.to_owned());
    let number = |n: i64| Value::Number(Decimal(n * Decimal::SCALE));
    let fact = |kind: &str, at: i64, own: &[(&str, Value)], items: &[&[(&str, Value)]]| Fact {
        kind: kind.to_owned(),
        at,
        properties: own.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        items: items
            .iter()
            .map(|item| item.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
            .collect(),
    };
    let tea = |product: &str, price: i64| [("item.product", text(product)), ("item.price", number(price))];
    let one = |value: Value| Values::One(value);
    Person {
        attributes: [
            ("province".to_owned(), one(text("浙江"))),
            ("nick".to_owned(), one(text("Tea Lover"))),
            ("birthday".to_owned(), one(Value::Day("2000-11-25".parse().unwrap()))),
            ("tags".to_owned(), Values::Tags(["老客".to_owned(), "爱喝茶".to_owned()].into())),
            ("registered_at".to_owned(), one(Value::Instant("2026-11-10T10:00:00+08:00".parse().unwrap()))),
        ]
        .into(),
        facts: vec![
            fact(
                "paid",
                at(10, 10),
                &[("amount", number(150)), ("channel", text("tmall"))],
                &[&tea("龙井", 100), &tea("普洱", 50)],
            ),
            fact("paid", at(18, 23), &[("amount", number(60))], &[&tea("龙井", 60)]),
            fact("viewed", at(17, 9), &[], &[&tea("普洱", 50)]),
            fact("viewed", at(19, 9), &[], &[&tea("龙井", 60)]),
            fact("paid", at(21, 8), &[("amount", number(1_000))], &[]),
        ],
        sets: [(SetKind::Group, "老客".to_owned())].into(),
    }
}

#[test]
fn cases_that_a_person_can_check() {
    let (catalogue, person, now) = (catalogue(), someone(), at(20, 12));
    let calendar = calendar("CST-8");
    let mut found = String::new();
    for text in [
        // The golden cases: the last payment was on the 18th.
        "last paid 2 to 1 days ago",
        "last paid 5 to 3 days ago",
        "last viewed 2 to 1 days ago",
        "first paid in last 11 days",
        "first paid in last 10 days",
        "did paid",
        "did paid at least 2 times in last 30 days",
        "did paid at least 3 times in last 30 days",
        "did paid with total amount >= 210",
        "did paid with total amount > 210",
        "did paid with average amount = 105",
        "did paid with lowest item.price = 50 and highest item.price = 100",
        r#"did paid with total item.price = 160 where item.product = "龙井""#,
        r#"did paid where (item.product = "普洱" and item.price = 100)"#,
        r#"did paid exactly 1 times where channel != "jd""#,
        r#"did paid exactly 2 times where not channel = "jd""#,
        "did refunded with total amount = 0",
        "did refunded with highest amount <= 0",
        "did refunded with lowest amount != 3",
        // Viewed 普洱 on the 17th at 9, paid 龙井 on the 18th at 23; viewed 龙井 on the 19th at 9, will pay on the 21st at 8.
        "did viewed then paid within 38 hours",
        "did viewed then paid within 37 hours",
        "did viewed then paid with the same item.product within 3 days",
        "did viewed then no paid with the same item.product within 3 days",
        "did viewed then no paid with the same item.product within 4 days",
        "did paid then paid within 60 days",
        "age >= 25",
        "age >= 26",
        "birthday in next 6 days",
        "birthday in next 5 days",
        "birthday in this month",
        "mobile is known",
        "mobile != \"1\"",
        "not mobile = \"1\"",
        "tags all of (\"老客\", \"爱喝茶\")",
        "tags any of (\"大客户\")",
        "nick contains \"TEA\"",
        "registered_at in last 11 days",
        "registered_at over 10 days ago",
        "in group \"老客\" and not in segment \"老客\"",
        "everyone",
        "no one",
    ] {
        let rule = parse(text, &catalogue).unwrap();
        let Answer { holds, until } = evaluate(&rule, &catalogue, &person, now, &calendar);
        let until = until.map_or("for ever".to_owned(), |until| {
            let wall = calendar.zone().to_datetime(jiff::Timestamp::from_millisecond(until).unwrap());
            format!("until {}", wall.strftime("%Y-%m-%d %H:%M%.f"))
        });
        writeln!(found, "{} {until}: {text}", if holds { "yes" } else { "no " }).unwrap();
    }
    expect![[r#"
        yes until 2026-11-21 00:00: last paid 2 to 1 days ago
        no  until 2026-11-21 00:00: last paid 5 to 3 days ago
        yes until 2026-11-22 00:00: last viewed 2 to 1 days ago
        yes until 2026-11-21 00:00: first paid in last 11 days
        no  for ever: first paid in last 10 days
        yes for ever: did paid
        yes until 2026-12-18 00:00: did paid at least 2 times in last 30 days
        no  until 2026-11-21 08:00: did paid at least 3 times in last 30 days
        yes for ever: did paid with total amount >= 210
        no  until 2026-11-21 08:00: did paid with total amount > 210
        yes until 2026-11-21 08:00: did paid with average amount = 105
        yes for ever: did paid with lowest item.price = 50 and highest item.price = 100
        yes for ever: did paid with total item.price = 160 where item.product = "龙井"
        no  for ever: did paid where (item.product = "普洱" and item.price = 100)
        yes for ever: did paid exactly 1 times where channel != "jd"
        yes until 2026-11-21 08:00: did paid exactly 2 times where not channel = "jd"
        yes for ever: did refunded with total amount = 0
        no  for ever: did refunded with highest amount <= 0
        no  for ever: did refunded with lowest amount != 3
        yes for ever: did viewed then paid within 38 hours
        no  for ever: did viewed then paid within 37 hours
        no  for ever: did viewed then paid with the same item.product within 3 days
        yes for ever: did viewed then no paid with the same item.product within 3 days
        no  until 2026-11-21 09:00: did viewed then no paid with the same item.product within 4 days
        yes for ever: did paid then paid within 60 days
        yes for ever: age >= 25
        no  until 2026-11-25 00:00: age >= 26
        yes until 2026-11-26 00:00: birthday in next 6 days
        no  until 2026-11-21 00:00: birthday in next 5 days
        yes until 2026-12-01 00:00: birthday in this month
        no  for ever: mobile is known
        no  for ever: mobile != "1"
        yes for ever: not mobile = "1"
        yes for ever: tags all of ("老客", "爱喝茶")
        no  for ever: tags any of ("大客户")
        yes for ever: nick contains "TEA"
        yes until 2026-11-21 00:00: registered_at in last 11 days
        yes for ever: registered_at over 10 days ago
        yes for ever: in group "老客" and not in segment "老客"
        yes for ever: everyone
        no  for ever: no one
    "#]]
    .assert_eq(&found);
}

#[test]
fn generated_rules_and_customers_meet() {
    // Comparing ways of asking proves little if hardly any answer is yes, or none ever changes.
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut yes, mut changing) = (0, 0);
    let all = (any_rule(&catalogue(), 1), any_person(&catalogue()), any_now());
    for _ in 0..300 {
        let (rule, person, now) = all.new_tree(&mut runner).unwrap().current();
        let answer = evaluate(&rule, &catalogue(), &person, now, &calendar("CST-8"));
        yes += i32::from(answer.holds);
        changing += i32::from(answer.until.is_some());
    }
    assert!((60..240).contains(&yes), "{yes} of 300 hold");
    assert!(changing > 40, "{changing} of 300 change");
}
