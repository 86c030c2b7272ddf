//! Rules as text, in one form for each tree.

use std::fmt::Write as _;

use super::behaviour::{AGGREGATES, TIMES};
use super::test::COMPARISONS;
use super::token::is_bare;
use super::window::{PERIODS, UNITS};
use crate::{
    Aggregate, Behaviour, Bound, Catalogue, Choice, Comparison, FactKind, Filter, Label, Moment, Occasion, Period,
    Rule, Sequence, SetKind, Step, Test, Type, Unit, Value, Window,
};

/// The rule as text, on one line.
///
/// Reading it again gives the same tree, of every rule that the check lets pass; but for groups of one part, which are
/// written as that part ([`Rule::canonical`]).
#[must_use]
pub fn print(rule: &Rule, catalogue: &Catalogue) -> String {
    let mut printer = Printer { to: String::new(), catalogue, kind: None, choices: &[] };
    printer.rule(rule, false);
    printer.to
}

/// What people call a choice, where its value says nothing to them: the name that the shop gave it, in Chinese, when that
/// means this choice alone. The words of choices that every shop has are not written: their values are words already.
fn own_name<'c>(choices: &'c [Choice], value: &str) -> Option<&'c str> {
    let name = choices.iter().find(|choice| choice.value == value).map(|choice| choice.label.zh.as_str())?;
    let alike = |label: &Label| label.zh == name || label.en.to_lowercase() == name.to_lowercase();
    let mut called = choices.iter().filter(|choice| alike(&choice.label) || choice.value == name);
    let only = called.next().filter(|choice| choice.value == value && choice.own);
    only.filter(|_| called.next().is_none() && !name.is_empty()).map(|_| name)
}

struct Printer<'a> {
    to: String,
    catalogue: &'a Catalogue,
    /// The kind of fact whose properties are written.
    kind: Option<&'a FactKind>,
    /// The choices of what is tested.
    choices: &'a [Choice],
}

impl Printer<'_> {
    /// Writes a rule; in parentheses if it is a group below another or below `not`.
    fn rule(&mut self, rule: &Rule, inside: bool) {
        match rule {
            Rule::All { rules } => self.group(rules, "everyone", " and ", inside, Self::rule),
            Rule::Any { rules } => self.group(rules, "no one", " or ", inside, Self::rule),
            Rule::Not { rule } => {
                self.word("not ");
                self.rule(rule, true);
            }
            Rule::Is { attribute, test } => {
                let known = self.catalogue.attribute(attribute);
                self.name(attribute);
                self.choices = known.map_or(&[], |attribute| &attribute.choices);
                self.test(test, known.is_some_and(|attribute| attribute.kind == Type::Tags));
            }
            Rule::Did(behaviour) => self.behaviour(behaviour),
            Rule::Then(sequence) => self.sequence(sequence),
            Rule::In { set, name } => {
                self.word(match set {
                    SetKind::Segment => "in segment ",
                    SetKind::List => "in list ",
                    SetKind::Group => "in group ",
                });
                self.text(name);
            }
        }
    }

    fn group<T>(&mut self, parts: &[T], none: &str, joint: &str, inside: bool, write: fn(&mut Self, &T, bool)) {
        match parts {
            [] => self.word(none),
            [one] => write(self, one, inside),
            [first, rest @ ..] => {
                self.word(if inside { "(" } else { "" });
                write(self, first, true);
                for part in rest {
                    self.word(joint);
                    write(self, part, true);
                }
                self.word(if inside { ")" } else { "" });
            }
        }
    }

    fn behaviour(&mut self, behaviour: &Behaviour) {
        self.word(match behaviour.occasion {
            Occasion::Every => "did ",
            Occasion::First => "first ",
            Occasion::Last => "last ",
        });
        self.name(&behaviour.kind);
        let mut bounds = behaviour.bounds.as_slice();
        if let [Bound { aggregate: Aggregate::Times, property: None, comparison, value }, rest @ ..] = bounds {
            let words = TIMES.iter().find(|(_, one)| one == comparison).map(|(words, _)| words.join(" "));
            self.put(format_args!(" {} {value} times", words.unwrap_or_default()));
            bounds = rest;
        }
        for (at, bound) in bounds.iter().enumerate() {
            self.word(if at == 0 { " with " } else { " and " });
            self.bound(bound);
        }
        self.filter_of(&behaviour.kind, behaviour.filter.as_ref());
        self.window_of(behaviour.window);
    }

    fn bound(&mut self, bound: &Bound) {
        let word = AGGREGATES.iter().find(|(_, one)| *one == bound.aggregate).map_or("times", |(word, _)| word);
        self.word(word);
        if let Some(property) = &bound.property {
            self.word(" ");
            self.name(property);
        }
        self.put(format_args!(" {} {}", sign(bound.comparison), bound.value));
    }

    fn sequence(&mut self, sequence: &Sequence) {
        let step = |this: &mut Self, step: &Step| {
            this.name(&step.kind);
            this.filter_of(&step.kind, step.filter.as_ref());
        };
        self.word("did ");
        step(self, &sequence.first);
        self.word(if sequence.negated { " then no " } else { " then " });
        step(self, &sequence.then);
        if let Some(same) = &sequence.same {
            self.word(" with the same ");
            self.name(same);
        }
        self.word(" within ");
        self.length(sequence.within.n, sequence.within.unit);
        self.window_of(sequence.window);
    }

    fn filter_of(&mut self, kind: &str, filter: Option<&Filter>) {
        if let Some(filter) = filter {
            self.kind = self.catalogue.kind(kind);
            self.word(" where ");
            self.filter(filter, true);
        }
    }

    fn filter(&mut self, filter: &Filter, inside: bool) {
        match filter {
            Filter::All { filters } => self.group(filters, "anything", " and ", inside, Self::filter),
            Filter::Any { filters } => self.group(filters, "nothing", " or ", inside, Self::filter),
            Filter::Not { filter } => {
                self.word("not ");
                self.filter(filter, true);
            }
            Filter::Property { property, test } => {
                self.name(property);
                let known = self.kind.and_then(|kind| kind.properties.iter().find(|one| one.name == *property));
                self.choices = known.map_or(&[], |property| &property.choices);
                self.test(test, false);
            }
        }
    }

    fn test(&mut self, test: &Test, tags: bool) {
        match test {
            Test::Known => self.word(" is known"),
            Test::Compare { comparison, value } => {
                self.put(format_args!(" {} ", sign(*comparison)));
                self.value(value);
            }
            Test::Between { from, to } => {
                self.word(" between ");
                self.value(from);
                self.word(" and ");
                self.value(to);
            }
            Test::OneOf { values } => {
                self.word(if tags { " any of (" } else { " in (" });
                self.values(values);
            }
            Test::AllOf { values } => {
                self.word(" all of (");
                self.values(values);
            }
            Test::Contains { text } => {
                self.word(" contains ");
                self.text(text);
            }
            Test::StartsWith { text } => {
                self.word(" starts with ");
                self.text(text);
            }
            Test::When { window: Window::Ever } => self.word(" until now"),
            Test::When { window } => self.window_of(*window),
        }
    }

    fn values(&mut self, values: &[Value]) {
        for (at, value) in values.iter().enumerate() {
            self.word(if at == 0 { "" } else { ", " });
            self.value(value);
        }
        self.word(")");
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Text(text) => self.text(own_name(self.choices, text).unwrap_or(text)),
            Value::Number(number) => self.put(format_args!("{number}")),
            Value::Day(day) => self.put(format_args!("{day}")),
            Value::Instant(at) => self.put(format_args!("{at}")),
            Value::Flag(yes) => self.word(if *yes { "yes" } else { "no" }),
        }
    }

    /// A window after a space; nothing for "ever".
    fn window_of(&mut self, window: Window) {
        match window {
            Window::Ever => {}
            Window::Last { n, unit } => {
                self.word(" in last ");
                self.length(n, unit);
            }
            Window::Next { n, unit } => {
                self.word(" in next ");
                self.length(n, unit);
            }
            Window::Over { n, unit } => {
                self.word(" over ");
                self.length(n, unit);
                self.word(" ago");
            }
            Window::Ago { from, to, unit } => {
                self.put(format_args!(" {from} "));
                if from != to {
                    self.put(format_args!("to {to} "));
                }
                self.word(units(to.max(from), unit));
                self.word(" ago");
            }
            Window::Current { period: Period::Day } => self.word(" today"),
            Window::Previous { period: Period::Day } => self.word(" yesterday"),
            Window::Current { period } => self.put(format_args!(" in this {}", period_word(period))),
            Window::Previous { period } => self.put(format_args!(" in previous {}", period_word(period))),
            Window::Since { from } => {
                self.word(" since ");
                self.moment(from);
            }
            Window::Before { to } => {
                self.word(" before ");
                self.moment(to);
            }
            Window::Between { from, to } => {
                self.word(" from ");
                self.moment(from);
                self.word(" to ");
                self.moment(to);
            }
        }
    }

    fn moment(&mut self, moment: Moment) {
        match moment {
            Moment::Day(day) => self.put(format_args!("{day}")),
            Moment::Instant(at) => self.put(format_args!("{at}")),
        }
    }

    fn length(&mut self, n: u32, unit: Unit) {
        self.put(format_args!("{n} {}", units(n, unit)));
    }

    fn name(&mut self, name: &str) {
        if is_bare(name) { self.word(name) } else { self.text(name) }
    }

    fn text(&mut self, text: &str) {
        self.word(&quoted(text));
    }

    fn word(&mut self, word: &str) {
        self.to.push_str(word);
    }

    fn put(&mut self, words: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.to.write_fmt(words);
    }
}

fn sign(comparison: Comparison) -> &'static str {
    COMPARISONS.iter().find(|(_, one)| *one == comparison).map_or("=", |(sign, _)| sign)
}

fn units(n: u32, unit: Unit) -> &'static str {
    let found = UNITS.iter().find(|(_, _, one)| *one == unit);
    found.map_or("", |(one, many, _)| if n == 1 { one } else { many })
}

fn period_word(period: Period) -> &'static str {
    PERIODS.iter().find(|(_, one)| *one == period).map_or("", |(word, _)| word)
}

/// A text as rules write it, in quotes.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut to = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            '\n' => to.push_str("\\n"),
            '\r' => to.push_str("\\r"),
            '\t' => to.push_str("\\t"),
            sign if sign.is_control() => {
                // Writing to a text never fails.
                let _ = write!(to, "\\u{{{:x}}}", u32::from(sign));
            }
            sign => to.push(sign),
        }
    }
    to.push('"');
    to
}
