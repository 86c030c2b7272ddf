//! What is understood beside the canonical words: labels for names, and tests that a type turns into others.

use crate::{Attribute, Catalogue, Choice, Comparison, FactKind, Label, Moment, Property, Test, Type, Value, Window};

fn is_called(written: &str, label: &Label) -> bool {
    let english = label.en.to_lowercase() == written.to_lowercase();
    !written.is_empty() && (label.zh == written || english)
}

/// The attribute of this name, or else of this label.
pub(super) fn attribute<'a>(catalogue: &'a Catalogue, written: &str) -> Option<&'a Attribute> {
    let called = || catalogue.attributes.iter().find(|one| is_called(written, &one.label));
    catalogue.attribute(written).or_else(called)
}

/// The kind of this name, or else of this label.
pub(super) fn kind<'a>(catalogue: &'a Catalogue, written: &str) -> Option<&'a FactKind> {
    let called = || catalogue.kinds.iter().find(|one| is_called(written, &one.label));
    catalogue.kind(written).or_else(called)
}

/// The property of this name, or else of this label.
pub(super) fn property<'a>(kind: &'a FactKind, written: &str) -> Option<&'a Property> {
    let called = || kind.properties.iter().find(|one| is_called(written, &one.label));
    kind.property(written).or_else(called)
}

/// A test in which choices may be called by their labels.
pub(super) fn choices(test: Test, choices: &[Choice]) -> Test {
    let meant = |value: Value| match value {
        Value::Text(text) if !choices.iter().any(|choice| choice.value == text) => {
            let called = choices.iter().find(|choice| is_called(&text, &choice.label));
            Value::Text(called.map_or(text, |choice| choice.value.clone()))
        }
        value => value,
    };
    match test {
        Test::Compare { comparison, value } => Test::Compare { comparison, value: meant(value) },
        Test::OneOf { values } => Test::OneOf { values: values.into_iter().map(meant).collect() },
        Test::AllOf { values } => Test::AllOf { values: values.into_iter().map(meant).collect() },
        test => test,
    }
}

/// The test that a type makes of another: instants compared with days are asked whether they lie in them, tags that equal
/// or contain one have it.
pub(super) fn test(test: Test, kind: Type) -> Test {
    match (kind, test) {
        (Type::Instant, Test::Compare { comparison, value: Value::Day(day) }) => {
            let next = day.tomorrow().map_or(Moment::Day(day), Moment::Day);
            let window = match comparison {
                Comparison::Less => Window::Before { to: Moment::Day(day) },
                Comparison::AtMost => Window::Before { to: next },
                Comparison::AtLeast => Window::Since { from: Moment::Day(day) },
                Comparison::More => Window::Since { from: next },
                Comparison::Equal => Window::Between { from: Moment::Day(day), to: Moment::Day(day) },
                // No window leaves one day out.
                Comparison::NotEqual => return Test::Compare { comparison, value: Value::Day(day) },
            };
            Test::When { window }
        }
        (Type::Instant, Test::Between { from: Value::Day(from), to: Value::Day(to) }) => {
            Test::When { window: Window::Between { from: Moment::Day(from), to: Moment::Day(to) } }
        }
        (Type::Tags, Test::Compare { comparison: Comparison::Equal, value }) => Test::OneOf { values: vec![value] },
        (Type::Tags, Test::Contains { text }) => Test::OneOf { values: vec![Value::Text(text)] },
        (_, test) => test,
    }
}
