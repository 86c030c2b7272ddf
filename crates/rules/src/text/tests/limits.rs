//! The page of the grammar, the limits, and JSON that is refused.

use crate::testing::catalogue;
use crate::{Rule, parse, print};

#[test]
fn the_page_of_the_grammar_is_true() {
    let catalogue = catalogue();
    let page = include_str!("../../../GRAMMAR.md");
    let example = page.split("```").nth(1).unwrap();
    assert_eq!(print(&parse(example, &catalogue).unwrap(), &catalogue), example.trim().replace('\n', " "));
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.split('`').skip(1).step_by(2).collect())
        .collect();
    assert!(rows.len() >= 6);
    for row in rows {
        let last = row.last().unwrap();
        // The last row lists phrases that are no rules by themselves.
        for written in row.iter().filter(|_| !row.contains(&"today")) {
            assert_eq!(print(&parse(written, &catalogue).unwrap(), &catalogue), **last, "{written}");
        }
    }
}

#[test]
fn depth_and_size_are_bounded() {
    let catalogue = catalogue();
    let nested = |open: &str, n: usize, close: &str| format!("{}age > 1{}", open.repeat(n), close.repeat(n));
    let code = |text: &str| match parse(text, &catalogue) {
        Ok(_) => "fine".to_owned(),
        Err(problems) => problems.iter().map(|problem| format!("{:?}", problem.code)).collect::<Vec<_>>().join(" "),
    };
    assert_eq!(code(&nested("not ", 31, "")), "fine");
    assert_eq!(code(&nested("not ", 32, "")), "TooDeep");
    assert_eq!(code(&nested("(", 60, ")")), "fine");
    assert_eq!(code(&nested("(", 10_000, ")")), "TooDeep");
    assert_eq!(code(&"not ".repeat(40_000)), "TooDeep");
    assert_eq!(code(&format!("did paid where {}", "(".repeat(10_000))), "TooDeep");
    assert_eq!(code(&vec!["age > 1"; 499].join(" or ")), "fine");
    assert_eq!(code(&vec!["age > 1"; 500].join(" or ")), "TooLarge");
    assert_eq!(code(&format!("city in ({})", vec!["\"x\""; 1_000].join(","))), "fine");
    assert_eq!(code(&format!("city in ({})", vec!["\"x\""; 1_001].join(","))), "TooManyValues");
    assert_eq!(code(&"x".repeat(200_001)), "TooLong");
}

#[test]
fn json_that_is_nested_without_end_is_refused() {
    for open in [
        r#"{"type":"not","rule":"#,
        r#"{"type":"all","rules":["#,
        "[",
        r#"{"type":"did","filter":{"type":"not","filter":"#,
    ] {
        assert!(serde_json::from_str::<Rule>(&open.repeat(100_000)).is_err());
    }
}

#[test]
fn json_with_a_misspelt_field_is_refused() {
    for json in [
        r#"{"type":"did","kind":"paid","windw":{"window":"last","n":3,"unit":"days"}}"#,
        r#"{"type":"did","kind":"paid","window":{"window":"last","n":3,"unit":"days","m":1}}"#,
        r#"{"type":"did","kind":"paid","bounds":[{"aggregate":"times","comparison":">=","value":"2","vlaue":"3"}]}"#,
        r#"{"type":"did","kind":"paid","filter":{"type":"all","filters":[],"filter":{}}}"#,
        r#"{"type":"then","first":{"kind":"viewed","fliter":null},"then":{"kind":"paid"},"within":{"n":1,"unit":"days"}}"#,
        r#"{"type":"is","attribute":"age","test":{"test":"between","from":{"number":"1"},"to":{"number":"2"},"too":1}}"#,
        r#"{"type":"all","rules":[],"rule":{}}"#,
        r#"{"type":"in","set":"segment","name":"a","names":[]}"#,
    ] {
        assert!(serde_json::from_str::<Rule>(json).is_err(), "{json}");
    }
}
