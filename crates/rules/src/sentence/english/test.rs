//! Tests of attributes and properties.

use super::super::{Subject, Words, opposite};
use super::listed;
use super::window::when;
use crate::{Comparison, Test, Type, Value, Window};

/// `age is between 25 and 34`. What does not hold of unknown values holds of them when it is turned round, and says so.
pub(super) fn test(words: &Words<'_>, subject: &Subject<'_>, test: &Test, negated: bool) -> String {
    let label = &subject.label;
    let unknown = if negated && subject.kind != Type::Tags { " (or is not known)" } else { "" };
    let not = if negated { " not" } else { "" };
    let does = |verb: &str| if negated { format!("does not {verb}") } else { format!("{verb}s") };
    match test {
        Test::Known => format!("{label} is{not} known"),
        Test::Compare { comparison, value: Value::Flag(yes) } => {
            let yes = (*comparison == Comparison::Equal) == (*yes != negated);
            format!("{label}: {}{}", if yes { "yes" } else { "no" }, if negated { " or not known" } else { "" })
        }
        Test::Compare { comparison, value } => {
            let comparison = if negated { opposite(*comparison) } else { *comparison };
            format!("{label} is {}{}{unknown}", compares(comparison, value), words.value(value, subject))
        }
        Test::Between { from, to } => {
            let (from, to) = (words.value(from, subject), words.value(to, subject));
            format!("{label} is{not} between {from} and {to}{unknown}")
        }
        Test::OneOf { values } if subject.kind == Type::Tags => {
            let include = if negated { "do not include" } else { "include" };
            format!("{label} {include} {}", listed(&words.values(values, subject), "or"))
        }
        Test::OneOf { values } => format!("{label} is{not} {}{unknown}", listed(&words.values(values, subject), "or")),
        Test::AllOf { values } => {
            let include = if negated { "do not include" } else { "include" };
            let all = match values.len() {
                0 | 1 => "",
                2 => "both ",
                _ => "all of ",
            };
            format!("{label} {include} {all}{}", listed(&words.values(values, subject), "and"))
        }
        Test::Contains { text } => format!("{label} {} “{text}”{unknown}", does("contain")),
        Test::StartsWith { text } => format!("{label} {} with “{text}”{unknown}", does("start")),
        Test::When { window: Window::Ever } => format!("{label} is{not} before now{unknown}"),
        Test::When { window } => format!("{label} is{not} {}{unknown}", when(*window)),
    }
}

/// How something compares with a value, after "is".
pub(super) const fn compares(comparison: Comparison, value: &Value) -> &'static str {
    match (value, comparison) {
        (_, Comparison::Equal) => "",
        (_, Comparison::NotEqual) => "not ",
        (Value::Day(_) | Value::Instant(_), Comparison::Less) => "before ",
        (Value::Day(_) | Value::Instant(_), Comparison::AtMost) => "no later than ",
        (Value::Day(_) | Value::Instant(_), Comparison::More) => "after ",
        (Value::Day(_) | Value::Instant(_), Comparison::AtLeast) => "no earlier than ",
        (_, Comparison::Less) => "less than ",
        (_, Comparison::AtMost) => "at most ",
        (_, Comparison::More) => "more than ",
        (_, Comparison::AtLeast) => "at least ",
    }
}
