//! The words that messages are made of.

use crate::{Label, Type};

/// Something in both languages.
pub(crate) fn label(zh: impl Into<String>, en: impl Into<String>) -> Label {
    Label { zh: zh.into(), en: en.into() }
}

/// `a`, `a or b`, `a, b or c`.
pub(crate) fn listed(parts: &[String], between: &str, last: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{}{last}{end}", first.join(between)),
    }
}

/// What the language may expect at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    /// A word or sign of the language.
    Token(&'static str),
    /// A condition.
    Condition,
    /// An attribute's name.
    Attribute,
    /// The name of a kind of fact.
    Kind,
    /// A property's name.
    Property,
    /// A value.
    Value,
    /// A text in quotes.
    Text,
    /// A number.
    Number,
    /// A day or an instant.
    Moment,
    /// A unit of time.
    Unit,
    /// A period of the calendar.
    Period,
    /// A window.
    Window,
    /// The end of the text.
    End,
}

impl Expected {
    /// Its words.
    pub(crate) fn label(self) -> Label {
        match self {
            Self::Token(token) => label(token, token),
            Self::Condition => label("条件", "a condition"),
            Self::Attribute => label("客户属性", "an attribute"),
            Self::Kind => label("行为", "a kind of behaviour"),
            Self::Property => label("行为的属性", "a property"),
            Self::Value => {
                label("值（如 \"浙江\"、200、2026-11-11、yes）", "a value such as \"text\", 200, 2026-11-11 or yes")
            }
            Self::Text => label("引号内的文字", "text in quotes"),
            Self::Number => label("数字", "a number"),
            Self::Moment => label("日期或时刻（如 2026-11-11）", "a day or an instant such as 2026-11-11"),
            Self::Unit => label(
                "时间单位（minutes、hours、days、weeks、months、years）",
                "minutes, hours, days, weeks, months or years",
            ),
            Self::Period => label("周期（day、week、month、quarter、year）", "day, week, month, quarter or year"),
            Self::Window => label("时间范围（如 in last 30 days）", "a window such as in last 30 days"),
            Self::End => label("结尾", "the end"),
        }
    }

    /// The word or sign itself.
    pub(crate) const fn token(self) -> Option<&'static str> {
        if let Self::Token(token) = self { Some(token) } else { None }
    }
}

impl Type {
    /// Its words.
    pub(crate) fn label(self) -> Label {
        match self {
            Self::Text => label("文本", "text"),
            Self::Choice => label("单选", "a choice"),
            Self::Tags => label("标签", "tags"),
            Self::Number => label("数字", "a number"),
            Self::Money => label("金额", "an amount"),
            Self::Flag => label("是否", "yes or no"),
            Self::Day => label("日期", "a day"),
            Self::Anniversary => label("纪念日", "an anniversary"),
            Self::Instant => label("时刻", "an instant"),
        }
    }
}
