//! So many units from a day, and back again. What leaves the calendar stays at its first or last day.

use jiff::Span;
use jiff::civil::Date;

use crate::Unit;

/// The day after.
pub(super) fn after(day: Date) -> Date {
    day.tomorrow().unwrap_or(Date::MAX)
}

/// The day before.
pub(super) fn before(day: Date) -> Date {
    day.yesterday().unwrap_or(Date::MIN)
}

/// The day `n` units on, or back when `n` is negative. A month that is too short gives its last day. Units below a day do
/// not move a day.
pub(super) fn shift(day: Date, n: i64, unit: Unit) -> Date {
    if day == Date::MIN || day == Date::MAX {
        return day;
    }
    let span = match unit {
        Unit::Minutes | Unit::Hours => return day,
        Unit::Days => Span::new().try_days(n),
        Unit::Weeks => Span::new().try_weeks(n),
        Unit::Months => Span::new().try_months(n),
        Unit::Years => Span::new().try_years(n),
    };
    span.and_then(|span| day.checked_add(span)).unwrap_or(if n < 0 { Date::MIN } else { Date::MAX })
}

/// The first day from which `n` units back is `day` or later: when `day` has come to lie `n` units ago.
pub(super) fn reached(day: Date, n: u32, unit: Unit) -> Date {
    let mut first = shift(day, i64::from(n), unit);
    // A short month's last day stands for the longer one's: from 31 January a month on is 28 February, and from there a
    // month back is only 28 January. A few steps settle it.
    while first < Date::MAX && shift(first, -i64::from(n), unit) < day {
        first = after(first);
    }
    first
}

/// The first day from which `n` units on is later than `day`: when `day` has come to lie in the next `n`.
pub(super) fn due(day: Date, n: u32, unit: Unit) -> Date {
    let mut first = shift(day, -i64::from(n), unit);
    while first < Date::MAX && shift(first, i64::from(n), unit) <= day {
        first = after(first);
    }
    first
}
