//! What a rule names: what must be watched for it to stay right.

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::is_of_item;
use crate::{Catalogue, Derived, Filter, Rule, Sequence, SetKind};

/// The names in a rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// Attributes. With [`Names::with_sources`], what derived ones follow from too.
    pub attributes: BTreeSet<String>,
    /// Kinds of facts, each with the properties that are asked for.
    pub kinds: BTreeMap<String, BTreeSet<String>>,
    /// Sets: segments, lists and groups.
    pub sets: BTreeSet<(SetKind, String)>,
}

/// The names in a rule.
#[must_use]
pub fn names(rule: &Rule) -> Names {
    let mut names = Names::default();
    names.rule(rule);
    names
}

/// Calls every mention of a set by another name; whether there was one.
pub fn rename_set(rule: &mut Rule, set: SetKind, from: &str, to: &str) -> bool {
    match rule {
        Rule::All { rules } | Rule::Any { rules } => {
            rules.iter_mut().map(|part| rename_set(part, set, from, to)).filter(|renamed| *renamed).count() > 0
        }
        Rule::Not { rule } => rename_set(rule, set, from, to),
        Rule::In { set: kind, name } if *kind == set && name == from => {
            to.clone_into(name);
            true
        }
        Rule::In { .. } | Rule::Is { .. } | Rule::Did(_) | Rule::Then(_) => false,
    }
}

impl Names {
    /// The same with the attributes that derived ones follow from: of an age, the birthday.
    #[must_use]
    pub fn with_sources(mut self, catalogue: &Catalogue) -> Self {
        let sources: Vec<String> = self
            .attributes
            .iter()
            .filter_map(|name| catalogue.attribute(name)?.derived.as_ref())
            .map(|Derived::AgeOf(source)| source.clone())
            .collect();
        self.attributes.extend(sources);
        self
    }

    /// Whether the facts' items are asked for.
    #[must_use]
    pub fn has_items(&self) -> bool {
        self.kinds.values().flatten().any(|property| is_of_item(property))
    }

    fn rule(&mut self, rule: &Rule) {
        match rule {
            Rule::All { rules } | Rule::Any { rules } => rules.iter().for_each(|part| self.rule(part)),
            Rule::Not { rule } => self.rule(rule),
            Rule::Is { attribute, .. } => {
                self.attributes.insert(attribute.clone());
            }
            Rule::Did(behaviour) => {
                let properties = self.kinds.entry(behaviour.kind.clone()).or_default();
                properties.extend(behaviour.bounds.iter().filter_map(|bound| bound.property.clone()));
                filter(behaviour.filter.as_ref(), properties);
            }
            Rule::Then(sequence) => self.sequence(sequence),
            Rule::In { set, name } => {
                self.sets.insert((*set, name.clone()));
            }
        }
    }

    fn sequence(&mut self, sequence: &Sequence) {
        for step in [&sequence.first, &sequence.then] {
            let properties = self.kinds.entry(step.kind.clone()).or_default();
            properties.extend(sequence.same.clone());
            filter(step.filter.as_ref(), properties);
        }
    }
}

fn filter(of: Option<&Filter>, to: &mut BTreeSet<String>) {
    match of {
        None => {}
        Some(Filter::All { filters } | Filter::Any { filters }) => {
            filters.iter().for_each(|part| filter(Some(part), to));
        }
        Some(Filter::Not { filter: part }) => filter(Some(part), to),
        Some(Filter::Property { property, .. }) => {
            to.insert(property.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::testing::catalogue;
    use crate::{parse, print};

    fn check(text: &str, expected: Expect) {
        let catalogue = catalogue();
        let names = names(&parse(text, &catalogue).unwrap());
        expected.assert_eq(&format!("{:?} items {}", names.clone().with_sources(&catalogue), names.has_items()));
    }

    #[test]
    fn names_of_rules() {
        check(
            "age > 25 and (tags any of (\"老客\") or not in segment \"高价值\")",
            expect![[
                r#"Names { attributes: {"age", "birthday", "tags"}, kinds: {}, sets: {(Segment, "高价值")} } items false"#
            ]],
        );
        check(
            "did paid with total amount > 5 where (channel = \"jd\" and not item.price > 3)",
            expect![[
                r#"Names { attributes: {}, kinds: {"paid": {"amount", "channel", "item.price"}}, sets: {} } items true"#
            ]],
        );
        check(
            "did viewed then no paid where coupon = yes with the same item.product within 3 days",
            expect![[
                r#"Names { attributes: {}, kinds: {"paid": {"coupon", "item.product"}, "viewed": {"item.product"}}, sets: {} } items true"#
            ]],
        );
    }

    #[test]
    fn sets_are_renamed_where_they_are_named() {
        let catalogue = catalogue();
        let text = r#"in segment "a" and not (in list "a" or in segment "a") and in segment "b""#;
        let mut rule = parse(text, &catalogue).unwrap();
        assert!(rename_set(&mut rule, SetKind::Segment, "a", "新"));
        assert!(!rename_set(&mut rule, SetKind::Segment, "a", "新"));
        expect![[r#"in segment "新" and not (in list "a" or in segment "新") and in segment "b""#]]
            .assert_eq(&print(&rule, &catalogue));
    }
}
