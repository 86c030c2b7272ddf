//! Whether a rule can be computed. One that cannot is refused with what is wrong; no part is ever skipped.
//!
//! Whether the sets that a rule names stand is looked at apart ([`missing_sets`]): the catalogue does not know them.

mod behaviour;
mod names;
mod sets;
#[cfg(test)]
mod tests;
mod values;
mod windows;

pub use sets::missing_sets;

use crate::problem::label;
use crate::{Catalogue, Code, Label, Problem, Rule};

/// How deep a rule may be nested: a condition is one deep, a group of conditions two.
pub const MAX_DEPTH: usize = 32;
/// How many conditions, groups, filters and bounds a rule may have in all.
pub const MAX_NODES: usize = 500;
/// How many values one test may name.
pub const MAX_VALUES: usize = 1_000;
/// The greatest number of units in a window or span.
pub const MAX_COUNT: u32 = 100_000;

/// What is wrong with a rule; nothing when it can be computed.
///
/// Types, names, windows, bounds, depth and size are looked at. Each problem says its place in the tree. At most twenty
/// are given.
#[must_use]
pub fn check(rule: &Rule, catalogue: &Catalogue) -> Vec<Problem> {
    let mut checking = Checking { catalogue, path: Vec::new(), depth: 0, nodes: 0, problems: Vec::new() };
    checking.rule(rule);
    if checking.nodes > MAX_NODES {
        let nodes = checking.nodes;
        let message = label(
            format!(
                "规则的条件、分组和筛选共有 {nodes} 个，最多 {MAX_NODES} 个。请把一部分条件另存为人群，再用“in segment”引用。"
            ),
            format!(
                "The rule has {nodes} conditions, groups and filters in all, at most {MAX_NODES} may be. Save some of them as a segment and refer to it."
            ),
        );
        checking.problems.insert(0, Problem::new(Code::TooLarge, String::new(), message));
    }
    checking.problems.truncate(20);
    checking.problems
}

/// How far a check has come.
struct Checking<'a> {
    catalogue: &'a Catalogue,
    path: Vec<String>,
    depth: usize,
    nodes: usize,
    problems: Vec<Problem>,
}

impl Checking<'_> {
    fn rule(&mut self, rule: &Rule) {
        self.deeper(|this| match rule {
            Rule::All { rules } | Rule::Any { rules } => {
                for (at, part) in rules.iter().enumerate() {
                    this.under(&format!("rules.{at}"), |this| this.rule(part));
                }
            }
            Rule::Not { rule } => this.under("rule", |this| this.rule(rule)),
            Rule::Is { attribute, test } => this.attribute(attribute, test),
            Rule::Did(behaviour) => this.behaviour(behaviour),
            Rule::Then(sequence) => this.sequence(sequence),
            Rule::In { name, .. } => {
                if name.trim().is_empty() {
                    this.under("name", |this| {
                        this.say(
                            Code::Empty,
                            label("请写出人群、名单或分组的名称。", "Name the segment, list or group."),
                        );
                    });
                }
            }
        });
    }

    /// Checks a part under its step of the path.
    fn under(&mut self, step: &str, check: impl FnOnce(&mut Self)) {
        self.path.push(step.to_owned());
        check(self);
        self.path.pop();
    }

    /// Counts a node and checks what is below it, unless it lies too deep.
    fn deeper(&mut self, check: impl FnOnce(&mut Self)) {
        self.nodes += 1;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.say(Code::TooDeep, too_deep());
        } else {
            check(self);
        }
        self.depth -= 1;
    }

    /// A problem here.
    fn here(&self, code: Code, message: Label) -> Problem {
        Problem::new(code, self.path.join("."), message)
    }

    /// Reports a problem here.
    fn say(&mut self, code: Code, message: Label) {
        let problem = self.here(code, message);
        self.problems.push(problem);
    }
}

/// What is said of rules that are nested too deep.
pub(crate) fn too_deep() -> Label {
    label(
        format!("嵌套超过 {MAX_DEPTH} 层。请把里面的条件另存为人群，再用“in segment”引用。"),
        format!("Nested more than {MAX_DEPTH} deep. Save the inner conditions as a segment and refer to it."),
    )
}
