//! Values of the rule language as whole numbers, and back.
//!
//! Absent from here: columns.

use jiff::civil::Date;
use rules::{Decimal, Type, Value};

use crate::dictionary::Dictionary;
use crate::packed::UNKNOWN;

/// Days since 1970.
pub(crate) fn days(date: Date) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    date.duration_since(epoch).as_secs().div_euclid(86_400)
}

/// The day so many days after 1 January 1970; the calendar's ends beyond them.
pub(crate) fn date(days: i64) -> Date {
    Date::constant(1970, 1, 1)
        .checked_add(jiff::SignedDuration::from_hours(days.clamp(-9_000_000, 9_000_000).saturating_mul(24)))
        .unwrap_or(if days < 0 { Date::MIN } else { Date::MAX })
}

/// The number that stands for a value in a column of a type; `None` when it is of another type. Text that is new gets a code.
pub(crate) fn number(value: &Value, kind: Type, dictionary: &Dictionary) -> Option<i64> {
    match (kind, value) {
        (Type::Text | Type::Choice | Type::Tags, Value::Text(text)) => Some(dictionary.code(text)),
        (Type::Number | Type::Money, Value::Number(number)) => Some(number.0),
        (Type::Flag, Value::Flag(flag)) => Some(i64::from(*flag)),
        (Type::Day | Type::Anniversary, Value::Day(day)) => Some(days(*day)),
        (Type::Instant, Value::Instant(at)) => Some(at.as_millisecond()),
        _ => None,
    }
}

/// The value that a number stands for; `None` when it is unknown.
pub(crate) fn value(number: i64, kind: Type, dictionary: &Dictionary) -> Option<Value> {
    if number == UNKNOWN {
        return None;
    }
    Some(match kind {
        Type::Text | Type::Choice | Type::Tags => Value::Text(dictionary.text(number)?.to_string()),
        Type::Number | Type::Money => Value::Number(Decimal(number)),
        Type::Flag => Value::Flag(number != 0),
        Type::Day | Type::Anniversary => Value::Day(date(number)),
        Type::Instant => Value::Instant(jiff::Timestamp::from_millisecond(number).ok()?),
    })
}

/// What a column of a type holds, in words.
pub(crate) fn words(kind: Type) -> &'static str {
    match kind {
        Type::Text | Type::Choice => "text",
        Type::Tags => "tags",
        Type::Number | Type::Money => "a number",
        Type::Flag => "yes or no",
        Type::Day | Type::Anniversary => "a day",
        Type::Instant => "an instant",
    }
}
