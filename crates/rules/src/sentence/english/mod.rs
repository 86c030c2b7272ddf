//! Sentences in English.

mod behaviour;
mod test;
mod window;

use super::Words;
use crate::{Rule, SetKind};

/// The whole rule.
pub(super) fn whole(words: &Words<'_>, rule: &Rule) -> String {
    rule_of(words, rule, false, false)
}

/// A rule, or that it does not hold; groups in parentheses where they stand in others.
fn rule_of(words: &Words<'_>, rule: &Rule, negated: bool, inside: bool) -> String {
    match (rule, negated) {
        (Rule::All { rules }, false) | (Rule::Any { rules }, true) if rules.is_empty() => "everyone".to_owned(),
        (Rule::Any { rules }, false) | (Rule::All { rules }, true) if rules.is_empty() => "no one".to_owned(),
        (Rule::All { rules } | Rule::Any { rules }, _) if rules.len() == 1 => {
            rules.iter().map(|part| rule_of(words, part, negated, inside)).collect()
        }
        (Rule::All { .. } | Rule::Any { .. }, true) => format!("not ({})", rule_of(words, rule, false, false)),
        (Rule::All { rules }, false) => enclosed(&joined(words, rules, "and"), inside),
        (Rule::Any { rules }, false) => enclosed(&joined(words, rules, "or"), inside),
        (Rule::Not { rule }, negated) => rule_of(words, rule, !negated, inside),
        (Rule::Is { attribute, test }, negated) => test::test(words, &words.attribute(attribute), test, negated),
        (Rule::Did(behaviour), negated) => {
            enclosed(&behaviour::behaviour(words, behaviour, negated), inside && behaviour.bounds.len() > 1)
        }
        (Rule::Then(sequence), true) => format!("not ({})", behaviour::sequence(words, sequence)),
        (Rule::Then(sequence), false) => enclosed(&behaviour::sequence(words, sequence), inside),
        (Rule::In { set, name }, negated) => {
            let set = match set {
                SetKind::Segment => "segment",
                SetKind::List => "list",
                SetKind::Group => "group",
            };
            format!("is{} in {set} “{name}”", if negated { " not" } else { "" })
        }
    }
}

fn joined(words: &Words<'_>, rules: &[Rule], word: &str) -> String {
    let parts: Vec<String> = rules.iter().map(|part| rule_of(words, part, false, true)).collect();
    listed(&parts, word)
}

fn enclosed(text: &str, parentheses: bool) -> String {
    if parentheses { format!("({text})") } else { text.to_owned() }
}

/// `a`, `a or b`, `a, b, or c`.
fn listed(parts: &[String], word: &str) -> String {
    let last = if parts.len() > 2 { format!(", {word} ") } else { format!(" {word} ") };
    crate::problem::listed(parts, ", ", &last)
}
