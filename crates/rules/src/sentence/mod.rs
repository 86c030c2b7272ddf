//! A rule as a sentence that a shop's operator would say.
//!
//! Names are said by their labels. Where leaving something out would mislead, it is said: that `not age >= 25` is also true
//! of those whose age is not known.
//!
//! Absent from here: the time zone; an instant is said in UTC.

mod chinese;
mod english;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Attribute, Catalogue, Choice, Comparison, Decimal, Derived, FactKind, Label, Rule, Type, Value};

/// A language that sentences are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl Label {
    /// The words in a language.
    #[must_use]
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

/// The rule as a sentence without a full stop.
#[must_use]
pub fn sentence(rule: &Rule, catalogue: &Catalogue, language: Language) -> String {
    let words = Words { catalogue, language };
    match language {
        Language::Zh => chinese::whole(&words, rule),
        Language::En => english::whole(&words, rule),
    }
}

/// The words of a catalogue in a language.
struct Words<'a> {
    catalogue: &'a Catalogue,
    language: Language,
}

/// How the values of an attribute or property are said.
struct Subject<'a> {
    label: String,
    kind: Type,
    choices: &'a [Choice],
    /// Whether its numbers are years of age.
    years: bool,
}

impl<'a> Words<'a> {
    fn label(&self, name: &str, label: Option<&Label>) -> String {
        let words = label.map(|label| label.of(self.language)).filter(|words| !words.is_empty());
        words.unwrap_or(name).to_owned()
    }

    fn attribute(&self, name: &str) -> Subject<'a> {
        let known: Option<&'a Attribute> = self.catalogue.attribute(name);
        Subject {
            label: self.label(name, known.map(|known| &known.label)),
            kind: known.map_or(Type::Text, |known| known.kind),
            choices: known.map_or(&[], |known| known.choices.as_slice()),
            years: known.is_some_and(|known| matches!(known.derived, Some(Derived::AgeOf(_)))),
        }
    }

    fn property(&self, kind: &str, name: &str) -> Subject<'a> {
        let known = self.catalogue.kind(kind).and_then(|kind: &'a FactKind| kind.property(name));
        Subject {
            label: self.label(name, known.map(|known| &known.label)),
            kind: known.map_or(Type::Text, |known| known.kind),
            choices: known.map_or(&[], |known| known.choices.as_slice()),
            years: false,
        }
    }

    fn kind(&self, name: &str) -> String {
        self.label(name, self.catalogue.kind(name).map(|kind| &kind.label))
    }

    /// A number of this type, with its unit.
    fn number(&self, number: Decimal, subject: &Subject<'_>) -> String {
        let currency = self.catalogue.currency.as_str();
        match (subject.kind, self.language, currency) {
            (Type::Money, Language::Zh, "CNY") => format!("{number}元"),
            (Type::Money, Language::En, "CNY") => format!("¥{number}"),
            (Type::Money, _, currency) if !currency.is_empty() => format!("{number} {currency}"),
            (Type::Number, Language::Zh, _) if subject.years => format!("{number}岁"),
            _ => number.to_string(),
        }
    }

    /// A value, with its label if it is a choice, its unit if it is a number, in quotes if it is text.
    fn value(&self, value: &Value, subject: &Subject<'_>) -> String {
        match value {
            Value::Text(text) => match subject.choices.iter().find(|choice| choice.value == *text) {
                Some(choice) => self.label(text, Some(&choice.label)),
                None => format!("“{text}”"),
            },
            Value::Number(number) => self.number(*number, subject),
            Value::Day(day) => self.day(*day),
            Value::Instant(at) => at.strftime("%Y-%m-%d %H:%M:%S%.f UTC").to_string(),
            Value::Flag(yes) => match (self.language, yes) {
                (Language::Zh, true) => "是".to_owned(),
                (Language::Zh, false) => "否".to_owned(),
                (Language::En, true) => "yes".to_owned(),
                (Language::En, false) => "no".to_owned(),
            },
        }
    }

    /// Values; of very many the first ones and how many there are.
    fn values(&self, values: &[Value], subject: &Subject<'_>) -> Vec<String> {
        const SAID: usize = 8;
        let mut said: Vec<String> = values.iter().take(SAID).map(|value| self.value(value, subject)).collect();
        if let Some(more) = values.len().checked_sub(SAID).filter(|more| *more > 0) {
            said.push(match self.language {
                Language::Zh => format!("另外{more}项"),
                Language::En => format!("{more} more"),
            });
        }
        said
    }

    fn day(&self, day: jiff::civil::Date) -> String {
        match self.language {
            Language::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            Language::En => day.to_string(),
        }
    }
}

/// The comparison that holds of known values when this one does not.
const fn opposite(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtMost => Comparison::More,
        Comparison::More => Comparison::AtMost,
        Comparison::AtLeast => Comparison::Less,
    }
}
