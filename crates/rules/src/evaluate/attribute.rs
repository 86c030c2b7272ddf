//! What an attribute's test means.

use jiff::civil::Date;

use super::{Asked, always};
use crate::{Answer, Decimal, Derived, Test, Type, Value, Values, Window};

impl Asked<'_> {
    pub(super) fn attribute(&self, name: &str, test: &Test) -> Answer {
        let attribute = self.catalogue.attribute(name);
        if let Some(Derived::AgeOf(source)) = attribute.and_then(|attribute| attribute.derived.as_ref()) {
            return match self.person.attributes.get(source) {
                Some(Values::One(Value::Day(born))) => self.age(*born, test),
                _ => always(false),
            };
        }
        let yearly = attribute.is_some_and(|attribute| attribute.kind == Type::Anniversary);
        match (self.person.attributes.get(name), test) {
            (None, _) => always(false),
            (Some(Values::One(value)), Test::When { window }) => self.when(value, *window, yearly),
            (Some(Values::One(value)), test) => always(test.passes(value)),
            (Some(Values::Tags(tags)), test) => always(test.passes_tags(|tag| tags.contains(tag), !tags.is_empty())),
        }
    }

    fn when(&self, value: &Value, window: Window, yearly: bool) -> Answer {
        match value {
            Value::Day(day) if yearly => self.calendar.ask_anniversary(window, *day, self.now),
            Value::Day(day) => self.calendar.ask_day(window, *day, self.now),
            Value::Instant(at) => self.calendar.ask(window, at.as_millisecond(), self.now),
            Value::Text(_) | Value::Number(_) | Value::Flag(_) => always(false),
        }
    }

    /// An age passes or not from one birthday to a later one.
    fn age(&self, born: Date, test: &Test) -> Answer {
        let passes = |age: i64| Decimal::whole(age).is_some_and(|age| test.passes(&Value::Number(age)));
        let Some(age) = self.calendar.age(born, self.now) else {
            // Not born yet: the age is unknown until then.
            return Answer { holds: false, until: Some(self.calendar.start(born)) };
        };
        let holds = passes(age);
        // Beyond the greatest number that the test names, a further year changes nothing.
        let last = test.numbers().map(|number| number.0 / Decimal::SCALE).max().unwrap_or(0).clamp(0, OLDEST) + 1;
        let turn = (age + 1..=last).find(|&later| passes(later) != holds);
        let until = turn.map(|turn| self.calendar.birthday(born, turn)).filter(|&at| at < i64::MAX);
        Answer { holds, until }
    }
}

/// No age beyond this is looked for; the calendar ends before.
const OLDEST: i64 = 20_000;

impl Test {
    /// Whether a known value passes. [`Test::When`] is answered by the calendar and does not hold here.
    #[must_use]
    pub fn passes(&self, value: &Value) -> bool {
        match self {
            Self::Known => true,
            Self::Compare { comparison, value: with } => {
                same_type(value, with) && comparison.holds(&key(value), &key(with))
            }
            Self::Between { from, to } => {
                same_type(value, from) && same_type(value, to) && key(from) <= key(value) && key(value) <= key(to)
            }
            Self::OneOf { values } => values.iter().any(|one| same_type(value, one) && key(one) == key(value)),
            Self::Contains { text } => as_text(value).is_some_and(|own| fold(own).contains(&fold(text))),
            Self::StartsWith { text } => as_text(value).is_some_and(|own| fold(own).starts_with(&fold(text))),
            Self::AllOf { .. } | Self::When { .. } => false,
        }
    }

    /// Whether tags pass, of which one can ask whether it is there, and whether there is any.
    #[must_use]
    pub fn passes_tags(&self, has: impl Fn(&str) -> bool, any: bool) -> bool {
        let there = |value: &Value| as_text(value).is_some_and(&has);
        match self {
            Self::Known => any,
            Self::OneOf { values } => values.iter().any(there),
            Self::AllOf { values } => values.iter().all(there),
            _ => false,
        }
    }

    /// The numbers that the test names.
    fn numbers(&self) -> impl Iterator<Item = Decimal> {
        let values: Vec<&Value> = match self {
            Self::Compare { value, .. } => vec![value],
            Self::Between { from, to } => vec![from, to],
            Self::OneOf { values } | Self::AllOf { values } => values.iter().collect(),
            Self::Known | Self::Contains { .. } | Self::StartsWith { .. } | Self::When { .. } => Vec::new(),
        };
        values.into_iter().filter_map(|value| if let Value::Number(number) = value { Some(*number) } else { None })
    }
}

fn same_type(left: &Value, right: &Value) -> bool {
    std::mem::discriminant(left) == std::mem::discriminant(right)
}

fn as_text(value: &Value) -> Option<&str> {
    if let Value::Text(text) = value { Some(text) } else { None }
}

/// What values are compared by: instants to the millisecond.
fn key(value: &Value) -> Value {
    match value {
        Value::Instant(at) => {
            Value::Instant(jiff::Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(jiff::Timestamp::MAX))
        }
        other => other.clone(),
    }
}

/// Letter case apart: the lower case of each character, as Unicode says, whatever the language.
fn fold(text: &str) -> String {
    text.to_lowercase()
}
