//! What a value must pass, as SQL.

use std::ops::Range;

use jiff::civil::Date;
use rules::{Comparison, Decimal, Test, Type, Value};

use super::{joined, known, text};

/// Whether the value in a column passes: true or false, never unknown.
pub(super) fn passes(column: &str, kind: Type, test: &Test) -> String {
    if kind == Type::Tags {
        return tags(column, test);
    }
    let same = |value: &Value| literal(kind, value);
    match test {
        Test::Known => format!("({column} IS NOT NULL)"),
        Test::Compare { comparison, value } => match same(value) {
            Some(with) => known(&format!("{} {} {with}", operand(column, kind), sign(*comparison))),
            None => no(),
        },
        Test::Between { from, to } => match (same(from), same(to)) {
            (Some(from), Some(to)) => {
                let of = operand(column, kind);
                known(&format!("({of} >= {from} AND {of} <= {to})"))
            }
            _ => no(),
        },
        Test::OneOf { values } => match values.iter().filter_map(same).collect::<Vec<_>>() {
            none if none.is_empty() => no(),
            some => known(&format!("{} IN ({})", operand(column, kind), some.join(", "))),
        },
        Test::Contains { text: part } if is_text(kind) => {
            known(&format!("contains(lower({column}), {})", text(&part.to_lowercase())))
        }
        Test::StartsWith { text: part } if is_text(kind) => {
            known(&format!("starts_with(lower({column}), {})", text(&part.to_lowercase())))
        }
        Test::Contains { .. } | Test::StartsWith { .. } | Test::AllOf { .. } | Test::When { .. } => no(),
    }
}

fn no() -> String {
    "FALSE".to_owned()
}

fn is_text(kind: Type) -> bool {
    matches!(kind, Type::Text | Type::Choice)
}

fn tags(column: &str, test: &Test) -> String {
    let has = |value: &Value| match value {
        Value::Text(tag) => known(&format!("array_has({column}, {})", text(tag))),
        _ => no(),
    };
    match test {
        Test::Known => known(&format!("cardinality({column}) > 0")),
        Test::OneOf { values } => joined(values.iter().map(has).collect(), " OR ", "FALSE"),
        Test::AllOf { values } => {
            // Tags that are not known have none of them, not even none.
            let all = joined(values.iter().map(has).collect(), " AND ", "TRUE");
            format!("({column} IS NOT NULL AND {all})")
        }
        _ => no(),
    }
}

/// What a column is compared as: instants by their milliseconds.
fn operand(column: &str, kind: Type) -> String {
    if kind == Type::Instant { format!("CAST({column} AS BIGINT)") } else { column.to_owned() }
}

/// A value as SQL, when it is of the column's type.
fn literal(kind: Type, value: &Value) -> Option<String> {
    match (kind, value) {
        (Type::Text | Type::Choice, Value::Text(value)) => Some(text(value)),
        (Type::Number | Type::Money, Value::Number(value)) => Some(number(*value)),
        (Type::Flag, Value::Flag(flag)) => Some(if *flag { "TRUE" } else { "FALSE" }.to_owned()),
        (Type::Day | Type::Anniversary, Value::Day(day)) => Some(date(*day)),
        (Type::Instant, Value::Instant(at)) => Some(at.as_millisecond().to_string()),
        _ => None,
    }
}

/// A number as SQL, exactly.
pub(crate) fn number(value: Decimal) -> String {
    format!("CAST('{value}' AS DECIMAL(19, 4))")
}

/// A day as SQL.
pub(crate) fn date(day: Date) -> String {
    format!("DATE '{day}'")
}

/// Days from `start` to before `end`; days before the first year need not be said, nor the end of the calendar.
pub(super) fn days(column: &str, range: &Range<Date>) -> String {
    let mut parts = vec![format!("{column} IS NOT NULL")];
    if range.start.year() > 0 {
        parts.push(format!("{column} >= {}", date(range.start)));
    }
    if range.end.year() <= 0 {
        parts.push(no());
    } else if range.end < Date::MAX {
        parts.push(format!("{column} < {}", date(range.end)));
    }
    joined(parts, " AND ", "TRUE")
}

/// How SQL writes a comparison.
pub(super) fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "<>",
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::More => ">",
        Comparison::AtLeast => ">=",
    }
}
