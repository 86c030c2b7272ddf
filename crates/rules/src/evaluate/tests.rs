//! The law of `until`, and cases that a person would check by hand.

use proptest::prelude::*;

use crate::testing::{any_calendar, any_now, any_person, any_rule, catalogue};
use crate::{Answer, evaluate};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

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
