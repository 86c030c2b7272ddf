//! Sentences in Chinese.

mod behaviour;
mod test;
mod window;

use super::Words;
use crate::{Rule, SetKind};

/// The whole rule.
pub(super) fn whole(words: &Words<'_>, rule: &Rule) -> String {
    rule_of(words, rule, false, false)
}

/// A rule, or that it does not hold; in parentheses where it stands in another and would run into it.
fn rule_of(words: &Words<'_>, rule: &Rule, negated: bool, inside: bool) -> String {
    match (rule, negated) {
        (Rule::All { rules }, false) | (Rule::Any { rules }, true) if rules.is_empty() => "所有客户".to_owned(),
        (Rule::Any { rules }, false) | (Rule::All { rules }, true) if rules.is_empty() => "没有任何客户".to_owned(),
        (Rule::All { rules } | Rule::Any { rules }, _) if rules.len() == 1 => {
            rules.iter().map(|part| rule_of(words, part, negated, inside)).collect()
        }
        (Rule::All { .. } | Rule::Any { .. }, true) => format!("不符合（{}）", rule_of(words, rule, false, false)),
        (Rule::All { rules }, false) => enclosed(&all(words, rules), inside),
        (Rule::Any { rules }, false) => {
            let parts: Vec<String> = rules.iter().map(|part| rule_of(words, part, false, true)).collect();
            enclosed(&parts.join("，或"), inside)
        }
        (Rule::Not { rule }, negated) => rule_of(words, rule, !negated, inside),
        (Rule::Is { attribute, test }, negated) => test::test(words, &words.attribute(attribute), test, negated),
        (Rule::Did(behaviour), negated) => {
            let said = behaviour::behaviour(words, behaviour, negated);
            enclosed(&said, inside && said.contains("，且"))
        }
        (Rule::Then(sequence), true) => format!("不符合（{}）", behaviour::sequence(words, sequence)),
        (Rule::Then(sequence), false) => enclosed(&behaviour::sequence(words, sequence), inside),
        (Rule::In { set, name }, negated) => {
            let set = match set {
                SetKind::Segment => "人群",
                SetKind::List => "名单",
                SetKind::Group => "分组",
            };
            format!("{}在{set}“{name}”中", if negated { "不" } else { "" })
        }
    }
}

fn all(words: &Words<'_>, rules: &[Rule]) -> String {
    let parts: Vec<String> =
        rules.iter().map(|part| rule_of(words, part, false, matches!(part, Rule::Any { .. }))).collect();
    match parts.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}，且{last}", first.join("，")),
    }
}

fn enclosed(text: &str, parentheses: bool) -> String {
    if parentheses { format!("（{text}）") } else { text.to_owned() }
}

/// `甲`, `甲或乙`, `甲、乙或丙`.
fn listed(parts: &[String], last: &str) -> String {
    crate::problem::listed(parts, "、", last)
}
