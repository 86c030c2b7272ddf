//! Tests of attributes and properties.

use super::super::{Subject, Words, opposite};
use super::listed;
use super::window::lies;
use crate::{Comparison, Test, Type, Value};

/// `年龄在25至34岁之间`. What does not hold of unknown values holds of them when it is turned round, and says so.
pub(super) fn test(words: &Words<'_>, subject: &Subject<'_>, test: &Test, negated: bool) -> String {
    let label = &subject.label;
    let empty = if negated && subject.kind != Type::Tags { "（含为空）" } else { "" };
    let not = if negated { "不" } else { "" };
    match test {
        Test::Known => format!("{label}{}", if negated { "为空" } else { "不为空" }),
        Test::Compare { comparison, value: Value::Flag(yes) } => {
            let yes = (*comparison == Comparison::Equal) == (*yes != negated);
            format!("{label}：{}{}", if yes { "是" } else { "否" }, if negated { "或为空" } else { "" })
        }
        Test::Compare { comparison, value } => {
            let comparison = if negated { opposite(*comparison) } else { *comparison };
            format!("{label}{}{}{empty}", compares(comparison, subject.kind), words.value(value, subject))
        }
        Test::Between { from, to } => format!("{label}{not}在{}之间{empty}", between(words, subject, from, to)),
        Test::OneOf { values } if subject.kind == Type::Tags => {
            let said = words.values(values, subject);
            if negated && said.len() > 1 {
                return format!("{label}不包含{}中的任何一个", listed(&said, "、"));
            }
            format!("{label}{not}包含{}", listed(&said, "或"))
        }
        Test::OneOf { values } => format!("{label}{not}为{}{empty}", listed(&words.values(values, subject), "或")),
        Test::AllOf { values } => {
            let said = words.values(values, subject);
            let together = if said.len() > 1 { "同时" } else { "" };
            let not = if negated && said.len() > 1 { "没有" } else { not };
            format!("{label}{not}{together}包含{}", listed(&said, "和"))
        }
        Test::Contains { text } => format!("{label}{not}包含“{text}”{empty}"),
        Test::StartsWith { text } => format!("{label}{not}以“{text}”开头{empty}"),
        Test::When { window } => format!("{label}{not}{}{empty}", lies(words, *window)),
    }
}

/// `25至34岁`: the unit is said once.
fn between(words: &Words<'_>, subject: &Subject<'_>, from: &Value, to: &Value) -> String {
    let to = words.value(to, subject);
    match from {
        Value::Number(from) => format!("{from}至{to}"),
        from => format!("{}至{to}", words.value(from, subject)),
    }
}

/// How something of this type compares.
pub(super) const fn compares(comparison: Comparison, kind: Type) -> &'static str {
    match kind {
        Type::Money => match comparison {
            Comparison::Equal => "等于",
            Comparison::NotEqual => "不等于",
            Comparison::Less => "低于",
            Comparison::AtMost => "不超过",
            Comparison::More => "超过",
            Comparison::AtLeast => "不少于",
        },
        Type::Number => match comparison {
            Comparison::Equal => "等于",
            Comparison::NotEqual => "不等于",
            Comparison::Less => "小于",
            Comparison::AtMost => "不超过",
            Comparison::More => "大于",
            Comparison::AtLeast => "不低于",
        },
        _ => match comparison {
            Comparison::Equal => "为",
            Comparison::NotEqual => "不为",
            Comparison::Less => "早于",
            Comparison::AtMost => "不晚于",
            Comparison::More => "晚于",
            Comparison::AtLeast => "不早于",
        },
    }
}
