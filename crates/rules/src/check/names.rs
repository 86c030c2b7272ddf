//! Names that the catalogue must know.

use super::Checking;
use crate::problem::{label, near};
use crate::{Catalogue, Code, FactKind, Label, Test};

/// A name with its words, as candidates for what was perhaps meant.
fn words<'a>(name: &'a str, label: &'a Label) -> [(&'a str, &'a str); 3] {
    [(name, name), (name, &label.zh), (name, &label.en)]
}

impl<'a> Checking<'a> {
    pub(super) fn attribute(&mut self, name: &str, test: &Test) {
        let catalogue: &Catalogue = self.catalogue;
        let Some(attribute) = catalogue.attribute(name) else {
            let candidates = catalogue.attributes.iter().flat_map(|one| words(&one.name, &one.label));
            let mut message = label(format!("没有客户属性“{name}”。"), format!("There is no attribute `{name}`."));
            if let Some(kind) = catalogue.kinds.iter().find(|kind| kind.property(name).is_some()) {
                message.zh += &format!("它是行为“{}”的属性：where 后面有多个条件时请加括号。", kind.name);
                message.en += &format!(
                    " It is a property of `{}`: put several conditions after `where` in parentheses.",
                    kind.name
                );
            } else if catalogue.kind(name).is_some() {
                message.zh += &format!("它是一种行为：请写 did {name}。");
                message.en += &format!(" It is a kind of behaviour: write `did {name}`.");
            }
            let near = near(name, candidates);
            self.under("attribute", |this| {
                let problem = this.here(Code::UnknownAttribute, message).found(name).near(near);
                this.problems.push(problem);
            });
            return;
        };
        self.under("test", |this| this.test(test, attribute.kind, &attribute.choices, true));
    }

    /// The kind of this name, or a problem.
    pub(super) fn kind(&mut self, name: &str) -> Option<&'a FactKind> {
        let catalogue: &'a Catalogue = self.catalogue;
        let known = catalogue.kind(name);
        if known.is_none() {
            let near = near(name, catalogue.kinds.iter().flat_map(|one| words(&one.name, &one.label)));
            let message = label(format!("没有行为“{name}”。"), format!("There is no kind of behaviour `{name}`."));
            self.under("kind", |this| {
                let problem = this.here(Code::UnknownKind, message).found(name).near(near);
                this.problems.push(problem);
            });
        }
        known
    }

    /// Reports that a kind has no such property.
    pub(super) fn unknown_property(&mut self, step: &str, kind: &FactKind, name: &str) {
        let near = near(name, kind.properties.iter().flat_map(|one| words(&one.name, &one.label)));
        let message = label(
            format!("行为“{}”没有属性“{name}”。", kind.name),
            format!("`{}` has no property `{name}`.", kind.name),
        );
        self.under(step, |this| {
            let problem = this.here(Code::UnknownProperty, message).found(name).near(near);
            this.problems.push(problem);
        });
    }
}
