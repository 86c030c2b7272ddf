//! Rules that are refused, and where. Those that have a text are in the tests of the text.

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use crate::testing::catalogue;
use crate::{Filter, Rule, Test, check};

fn refused(rows: &[&str], expected: Expect) {
    let catalogue = catalogue();
    let mut found = String::new();
    for json in rows {
        writeln!(found, "{json}").unwrap();
        let rule: Rule = serde_json::from_str(json).unwrap();
        for problem in check(&rule, &catalogue) {
            writeln!(found, "  {:?} at {:?}: {}", problem.code, problem.path, problem.message.en).unwrap();
        }
    }
    expected.assert_eq(&found);
}

#[test]
fn places_are_paths_into_the_tree() {
    refused(
        &[
            r#"{"type":"all","rules":[{"type":"not","rule":{"type":"did","kind":"paid","filter":{"type":"any","filters":[{"type":"property","property":"chanel","test":{"test":"known"}}]}}}]}"#,
            r#"{"type":"is","attribute":"province","test":{"test":"one_of","values":[{"text":"浙江"},{"text":"浙"}]}}"#,
            r#"{"type":"is","attribute":"province","test":{"test":"one_of","values":[]}}"#,
            r#"{"type":"is","attribute":"joined_on","test":{"test":"when","window":{"window":"last","n":3,"unit":"hours"}}}"#,
            r#"{"type":"did","kind":"paid","occasion":"first","bounds":[{"aggregate":"times","comparison":">=","value":"2"}]}"#,
            r#"{"type":"did","kind":"paid","bounds":[{"aggregate":"sum","comparison":">=","value":"2"}]}"#,
            r#"{"type":"did","kind":"paid","bounds":[{"aggregate":"times","property":"amount","comparison":">=","value":"2"}]}"#,
            r#"{"type":"did","kind":"paid","bounds":[{"aggregate":"average","property":"channel","comparison":">=","value":"2"}]}"#,
            r#"{"type":"did","kind":"paid","filter":{"type":"property","property":"amount","test":{"test":"when","window":{"window":"ever"}}}}"#,
            r#"{"type":"did","kind":"nothing","window":{"window":"next","n":3,"unit":"days"}}"#,
            r#"{"type":"then","first":{"kind":"viewed"},"then":{"kind":"payed"},"within":{"n":0,"unit":"months"},"same":"stars"}"#,
            r#"{"type":"in","set":"segment","name":" "}"#,
            r#"{"type":"all","rules":[]}"#,
        ],
        expect![[r#"
            {"type":"all","rules":[{"type":"not","rule":{"type":"did","kind":"paid","filter":{"type":"any","filters":[{"type":"property","property":"chanel","test":{"test":"known"}}]}}}]}
              UnknownProperty at "rules.0.rule.filter.filters.0.property": `paid` has no property `chanel`. Did you mean `channel`?
            {"type":"is","attribute":"province","test":{"test":"one_of","values":[{"text":"浙江"},{"text":"浙"}]}}
              UnknownChoice at "test.values.1": There is no choice `浙`.
            {"type":"is","attribute":"province","test":{"test":"one_of","values":[]}}
              Empty at "test.values": Name at least one value.
            {"type":"is","attribute":"joined_on","test":{"test":"when","window":{"window":"last","n":3,"unit":"hours"}}}
              WrongWindow at "test.window": This is a calendar day without a time: use days, weeks, months or years, and days such as 2026-11-11.
            {"type":"did","kind":"paid","occasion":"first","bounds":[{"aggregate":"times","comparison":">=","value":"2"}]}
              WrongBound at "bounds": The first or last of something is asked for its time only: no counts or sums with it.
            {"type":"did","kind":"paid","bounds":[{"aggregate":"sum","comparison":">=","value":"2"}]}
              WrongBound at "bounds.0": Say which property is added up or compared.
            {"type":"did","kind":"paid","bounds":[{"aggregate":"times","property":"amount","comparison":">=","value":"2"}]}
              WrongBound at "bounds.0.property": Times counts the facts themselves, without a property.
            {"type":"did","kind":"paid","bounds":[{"aggregate":"average","property":"channel","comparison":">=","value":"2"}]}
              WrongBound at "bounds.0.property": `channel` is a choice; only numbers and amounts can be added up.
            {"type":"did","kind":"paid","filter":{"type":"property","property":"amount","test":{"test":"when","window":{"window":"ever"}}}}
              WrongTest at "filter.test": This test is not for an amount; possible are =, !=, <, <=, >, >=, between … and …, in (…), is known.
            {"type":"did","kind":"nothing","window":{"window":"next","n":3,"unit":"days"}}
              LooksForward at "window": What customers did lies in the past: use `in last`, `since` and the like instead of `in next`.
              UnknownKind at "kind": There is no kind of behaviour `nothing`.
            {"type":"then","first":{"kind":"viewed"},"then":{"kind":"payed"},"within":{"n":0,"unit":"months"},"same":"stars"}
              UnknownKind at "then.kind": There is no kind of behaviour `payed`. Did you mean `paid`?
              WrongSpan at "within": Months and years differ in length: use minutes, hours, days or weeks.
              WrongCount at "within.n": The number must be between 1 and 100000.
            {"type":"in","set":"segment","name":" "}
              Empty at "name": Name the segment, list or group.
            {"type":"all","rules":[]}
        "#]],
    );
}

#[test]
fn trees_that_were_never_text_are_bounded_too() {
    let known = || Rule::Is { attribute: "age".to_owned(), test: Test::Known };
    let deep = |n: usize| (0..n).fold(known(), |rule, _| Rule::Not { rule: Box::new(rule) });
    let codes = |rule: &Rule| check(rule, &catalogue()).iter().map(|problem| problem.code).collect::<Vec<_>>();
    assert_eq!(codes(&deep(31)), []);
    assert_eq!(codes(&deep(32)), [crate::Code::TooDeep]);
    assert_eq!(codes(&deep(1_000)), [crate::Code::TooDeep]);
    assert_eq!(codes(&Rule::All { rules: vec![known(); 499] }), []);
    assert_eq!(codes(&Rule::All { rules: vec![known(); 500] }), [crate::Code::TooLarge]);
    let filter = (0..40).fold(Filter::All { filters: vec![] }, |filter, _| Filter::Not { filter: Box::new(filter) });
    let behaviour = crate::Behaviour {
        kind: "paid".to_owned(),
        occasion: crate::Occasion::Every,
        filter: Some(filter),
        bounds: vec![],
        window: crate::Window::Ever,
    };
    assert_eq!(codes(&Rule::Did(behaviour)), [crate::Code::TooDeep]);
}
