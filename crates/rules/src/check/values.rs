//! Tests and the values that they name.

use super::{Checking, MAX_VALUES};
use crate::problem::{label, near};
use crate::{Choice, Code, Comparison, Test, Type, Value};

impl Checking<'_> {
    /// A test of something of this type; only attributes are asked for windows.
    pub(super) fn test(&mut self, test: &Test, kind: Type, choices: &[Choice], attribute: bool) {
        let ordered = matches!(kind, Type::Number | Type::Money | Type::Day | Type::Anniversary | Type::Instant);
        let fits = match test {
            Test::Known => true,
            Test::Compare { comparison: Comparison::Equal | Comparison::NotEqual, .. } => kind != Type::Tags,
            Test::Compare { .. } | Test::Between { .. } => ordered,
            Test::OneOf { .. } => matches!(kind, Type::Text | Type::Choice | Type::Tags | Type::Number | Type::Money),
            Test::AllOf { .. } => kind == Type::Tags,
            Test::Contains { .. } | Test::StartsWith { .. } => kind == Type::Text,
            Test::When { .. } => attribute && matches!(kind, Type::Day | Type::Anniversary | Type::Instant),
        };
        if !fits {
            let (words, can) = (kind.label(), possible(kind, attribute));
            let message = label(
                format!("“{}”类型不能这样比较；可以用：{can}。", words.zh),
                format!("This test is not for {}; possible are {can}.", words.en),
            );
            self.say(Code::WrongTest, message);
            return;
        }
        match test {
            Test::Known => {}
            Test::Compare { value, .. } => self.under("value", |this| this.value(value, kind, choices)),
            Test::Between { from, to } => {
                self.under("from", |this| this.value(from, kind, choices));
                self.under("to", |this| this.value(to, kind, choices));
                if std::mem::discriminant(from) == std::mem::discriminant(to) && from > to {
                    self.say(Code::WrongOrder, backwards());
                }
            }
            Test::OneOf { values } | Test::AllOf { values } => self.values(values, kind, choices),
            Test::Contains { text } | Test::StartsWith { text } => {
                if text.is_empty() {
                    self.under("text", |this| {
                        this.say(Code::Empty, label("请写出要查找的文字。", "Say which characters to look for."));
                    });
                }
            }
            Test::When { window } => self.window_of_attribute(window, kind),
        }
    }

    fn values(&mut self, values: &[Value], kind: Type, choices: &[Choice]) {
        if values.is_empty() {
            self.under("values", |this| {
                this.say(Code::Empty, label("请至少写出一个值。", "Name at least one value."));
            });
        }
        if values.len() > MAX_VALUES {
            let message = label(
                format!("共有 {} 个值，最多 {MAX_VALUES} 个。请改用名单。", values.len()),
                format!("{} values, at most {MAX_VALUES} may be. Use a list instead.", values.len()),
            );
            self.under("values", |this| this.say(Code::TooManyValues, message));
            return;
        }
        for (at, value) in values.iter().enumerate() {
            self.under(&format!("values.{at}"), |this| this.value(value, kind, choices));
        }
    }

    fn value(&mut self, value: &Value, kind: Type, choices: &[Choice]) {
        let fits = match kind {
            Type::Text | Type::Choice | Type::Tags => matches!(value, Value::Text(_)),
            Type::Number | Type::Money => matches!(value, Value::Number(_)),
            Type::Flag => matches!(value, Value::Flag(_)),
            Type::Day | Type::Anniversary => matches!(value, Value::Day(_)),
            Type::Instant => matches!(value, Value::Instant(_)),
        };
        if !fits {
            let message = match kind {
                Type::Text | Type::Choice | Type::Tags => {
                    label("这里需要引号内的文字。", "This must be text in quotes.")
                }
                Type::Number => label("这里需要数字，如 3。", "This must be a number, such as 3."),
                Type::Money => label("这里需要金额，如 200 或 19.9。", "This must be an amount, such as 200 or 19.9."),
                Type::Flag => label("这里需要 yes 或 no。", "This must be yes or no."),
                Type::Day | Type::Anniversary => {
                    label("这里需要日期，如 2026-11-11。", "This must be a day, such as 2026-11-11.")
                }
                Type::Instant => label(
                    "这里需要时刻，如 2026-11-11T10:00:00+08:00。",
                    "This must be an instant, such as 2026-11-11T10:00:00+08:00.",
                ),
            };
            self.say(Code::WrongValue, message);
        } else if let Value::Text(text) = value
            && !choices.is_empty()
            && !choices.iter().any(|choice| choice.value == *text)
        {
            let words = choices.iter().flat_map(|choice| {
                let value = choice.value.as_str();
                [(value, value), (value, choice.label.zh.as_str()), (value, choice.label.en.as_str())]
            });
            let near = near(text, words);
            let message = label(format!("没有“{text}”这个选项。"), format!("There is no choice `{text}`."));
            let problem = self.here(Code::UnknownChoice, message).found(text).near(near);
            self.problems.push(problem);
        }
    }
}

/// What is said of an end that lies before its beginning.
pub(super) fn backwards() -> crate::Label {
    label("起点在终点之后，请对调。", "The beginning lies after the end: swap them.")
}

/// How something of this type can be asked, in the language's words.
const fn possible(kind: Type, attribute: bool) -> &'static str {
    match kind {
        Type::Text => "=, !=, in (…), contains, starts with, is known",
        Type::Choice => "=, !=, in (…), is known",
        Type::Tags => "any of (…), all of (…), is known",
        Type::Number | Type::Money => "=, !=, <, <=, >, >=, between … and …, in (…), is known",
        Type::Flag => "= yes, = no, is known",
        Type::Day | Type::Anniversary | Type::Instant if attribute => {
            "=, !=, <, <=, >, >=, between … and …, in last …, in next …, in this …, is known"
        }
        Type::Day | Type::Anniversary | Type::Instant => "=, !=, <, <=, >, >=, between … and …, is known",
    }
}
