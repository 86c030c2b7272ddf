//! What is written is read back; nothing makes the reading panic.

use proptest::prelude::*;

use crate::testing::{any_rule, catalogue};
use crate::{Rule, check, parse, print};

/// Words of the language in any order, names and values among them.
fn any_words() -> impl Strategy<Value = String> {
    let words = [
        "and",
        "or",
        "not",
        "(",
        ")",
        "did",
        "first",
        "last",
        "paid",
        "viewed",
        "where",
        "with",
        "total",
        "amount",
        "times",
        "at",
        "least",
        "2",
        "3.5",
        "in",
        "next",
        "this",
        "month",
        "days",
        "ago",
        "to",
        "over",
        "since",
        "2026-01-01",
        "2026-01-01T00:00:00Z",
        "then",
        "no",
        "within",
        "the",
        "same",
        "item.product",
        "=",
        ">=",
        "!=",
        "\"浙江\"",
        "“x”",
        "segment",
        "age",
        "province",
        "tags",
        "any",
        "of",
        "is",
        "known",
        "between",
        "contains",
        ",",
        "everyone",
        "one",
        "channel",
        "yes",
        "付款",
        "年龄",
        "registered_at",
        "birthday",
        "-1",
        "5to3",
        "\"",
    ];
    proptest::collection::vec(proptest::sample::select(words.to_vec()), 0..25).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(crate::testing::cases(2))]

    #[test]
    fn what_is_written_is_read_back(rule in any_rule(&catalogue(), 4)) {
        let catalogue = catalogue();
        prop_assert_eq!(check(&rule, &catalogue), vec![]);
        let text = print(&rule, &catalogue);
        let read = parse(&text, &catalogue);
        prop_assert_eq!(read.as_ref(), Ok(&rule.canonical()), "{}", &text);
        prop_assert_eq!(print(&read.unwrap(), &catalogue), text);
    }

    #[test]
    fn json_is_read_back(rule in any_rule(&catalogue(), 4)) {
        let text = serde_json::to_string(&rule).unwrap();
        prop_assert_eq!(serde_json::from_str::<Rule>(&text).unwrap(), rule);
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,80}", words in any_words()) {
        let catalogue = catalogue();
        for text in [text, words] {
            match parse(&text, &catalogue) {
                Ok(rule) => prop_assert_eq!(parse(&print(&rule, &catalogue), &catalogue), Ok(rule)),
                Err(problems) => {
                    prop_assert!(!problems.is_empty());
                    for problem in problems {
                        let range = problem.range.unwrap();
                        prop_assert!(text.get(range.from..range.to).is_some(), "{} {:?}", text, range);
                    }
                }
            }
        }
    }

    #[test]
    fn cut_text_is_refused_in_its_bounds(rule in any_rule(&catalogue(), 2), at in 0_usize..400) {
        let catalogue = catalogue();
        let text = print(&rule, &catalogue);
        let cut: String = text.chars().take(at).collect();
        if let Err(problems) = parse(&cut, &catalogue) {
            prop_assert!(problems.iter().all(|problem| problem.range.is_some_and(|range| range.to <= cut.len())));
        }
    }

    #[test]
    fn no_json_makes_it_panic(text in ".{0,60}", rule in any_rule(&catalogue(), 2), at in 0_usize..300, sign in any::<char>()) {
        let _ = serde_json::from_str::<Rule>(&text);
        let mut json: Vec<char> = serde_json::to_string(&rule).unwrap().chars().collect();
        let at = at % json.len();
        json[at] = sign;
        if let Ok(rule) = serde_json::from_str::<Rule>(&json.into_iter().collect::<String>()) {
            let _ = (check(&rule, &catalogue()), print(&rule, &catalogue()));
        }
    }
}
