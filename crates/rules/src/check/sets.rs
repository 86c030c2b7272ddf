//! Whether the sets that a rule names stand. The catalogue does not know them: whoever asks says which there are.

use std::collections::BTreeSet;

use crate::problem::{label, near};
use crate::{Code, Problem, Rule, SetKind};

/// A problem for every mention of a set that is not among those that stand, with its place in the tree.
#[must_use]
pub fn missing_sets(rule: &Rule, standing: &BTreeSet<(SetKind, String)>) -> Vec<Problem> {
    let mut problems = Vec::new();
    look(rule, String::new(), standing, &mut problems);
    problems
}

fn look(rule: &Rule, path: String, standing: &BTreeSet<(SetKind, String)>, problems: &mut Vec<Problem>) {
    let under = |step: &str| if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") };
    match rule {
        Rule::All { rules } | Rule::Any { rules } => {
            for (at, part) in rules.iter().enumerate() {
                look(part, under(&format!("rules.{at}")), standing, problems);
            }
        }
        Rule::Not { rule } => look(rule, under("rule"), standing, problems),
        Rule::In { set, name } if !standing.contains(&(*set, name.clone())) => {
            let alike = standing.iter().filter(|(kind, _)| kind == set).map(|(_, name)| (name.as_str(), name.as_str()));
            let (zh, en) = words(*set);
            let message = label(
                format!("没有名为“{name}”的{zh}。它可能已改名或删除。"),
                format!("There is no {en} called `{name}`. It may have been renamed or deleted."),
            );
            let problem = Problem::new(Code::UnknownChoice, under("name"), message);
            problems.push(problem.found(name).near(near(name, alike)));
        }
        Rule::In { .. } | Rule::Is { .. } | Rule::Did(_) | Rule::Then(_) => {}
    }
}

fn words(kind: SetKind) -> (&'static str, &'static str) {
    match kind {
        SetKind::Segment => ("人群", "segment"),
        SetKind::List => ("名单", "list"),
        SetKind::Group => ("分组", "group"),
    }
}
