//! Calendars, instants and windows.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use proptest::sample::select;

use crate::{Calendar, Moment, Period, Unit, Window};

/// Time zones as POSIX writes them, which needs no database: Shanghai, New York, one whose clocks change at midnight
/// (Havana), one that sets them back into yesterday (St. John's of old), one of half hours (Lord Howe), and UTC.
pub const CALENDARS: [&str; 6] = [
    "CST-8",
    "EST5EDT,M3.2.0,M11.1.0",
    "CST5CDT,M3.2.0/0,M11.1.0/0",
    "NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01",
    "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
    "UTC0",
];

/// The calendar of a zone as POSIX writes it; UTC's when it is none.
#[must_use]
pub fn calendar(posix: &str) -> Calendar {
    Calendar::new(TimeZone::posix(posix).unwrap_or(TimeZone::UTC))
}

/// One of [`CALENDARS`], Shanghai's most often.
pub fn any_calendar() -> BoxedStrategy<Calendar> {
    prop_oneof![2 => Just(calendar(CALENDARS[0])), 3 => select(CALENDARS.to_vec()).prop_map(calendar)].boxed()
}

/// A day of 2026 or near it; odd ones (ends of months, 29 February, days on which clocks change) more often.
pub fn any_day() -> BoxedStrategy<Date> {
    let odd: Vec<Date> = [
        (2024, 2, 29),
        (2026, 2, 28),
        (2026, 3, 1),
        (2026, 3, 8),
        (2026, 3, 31),
        (2026, 11, 1),
        (2026, 11, 11),
        (2026, 12, 31),
        (2027, 1, 1),
    ]
    .into_iter()
    .filter_map(|(year, month, day)| Date::new(year, month, day).ok())
    .collect();
    let first = odd.first().copied().unwrap_or(Date::ZERO);
    let near = move |n: i64| first.saturating_add(n.days());
    prop_oneof![
        // Some weeks around November 2026, so that facts and windows of days meet.
        9 => (985_i64..1020).prop_map(near),
        2 => select(odd),
        1 => (550_i64..1200).prop_map(near),
    ]
    .boxed()
}

/// An instant in milliseconds UTC, often within a millisecond of a day's beginning somewhere.
pub fn any_now() -> BoxedStrategy<i64> {
    let past = prop_oneof![
        3 => -1_i64..=1,
        2 => (0_i64..24).prop_map(|hours| hours * 3_600_000),
        2 => 0_i64..86_400_000,
        1 => -7_300_000_i64..7_300_000,
    ];
    (any_day(), any_calendar(), past).prop_map(|(day, calendar, past)| calendar.start(day) + past).boxed()
}

pub(super) fn any_unit() -> BoxedStrategy<Unit> {
    prop_oneof![
        1 => Just(Unit::Minutes),
        2 => Just(Unit::Hours),
        9 => Just(Unit::Days),
        2 => Just(Unit::Weeks),
        1 => Just(Unit::Months),
        1 => Just(Unit::Years),
    ]
    .boxed()
}

fn any_period() -> BoxedStrategy<Period> {
    select(vec![Period::Day, Period::Week, Period::Month, Period::Quarter, Period::Year]).boxed()
}

fn calendar_unit() -> BoxedStrategy<Unit> {
    select(vec![Unit::Days, Unit::Weeks, Unit::Months, Unit::Years]).boxed()
}

fn any_count() -> BoxedStrategy<u32> {
    prop_oneof![3 => 1_u32..4, 6 => 1_u32..40, 1 => 40_u32..800].boxed()
}

fn stretch(moments: BoxedStrategy<Moment>, calendar: &Calendar) -> BoxedStrategy<Window> {
    let calendar = calendar.clone();
    let of = move |moment: Moment| match moment {
        Moment::Day(day) => calendar.start(day),
        Moment::Instant(at) => at.as_millisecond(),
    };
    (moments.clone(), moments)
        .prop_filter_map("in order", move |(one, other)| match (one, other) {
            (Moment::Day(one), Moment::Day(other)) => {
                Some(Window::Between { from: Moment::Day(one.min(other)), to: Moment::Day(one.max(other)) })
            }
            (from, to) => (of(from) + 172_800_000 < of(to)).then_some(Window::Between { from, to }),
        })
        .boxed()
}

fn any_moment() -> BoxedStrategy<Moment> {
    let instant = any_now().prop_filter_map("a timestamp", |at| Timestamp::from_millisecond(at).ok());
    prop_oneof![2 => any_day().prop_map(Moment::Day), 1 => instant.prop_map(Moment::Instant)].boxed()
}

fn any_ago(unit: BoxedStrategy<Unit>) -> BoxedStrategy<Window> {
    (0_u32..30, 0_u32..30, unit)
        .prop_map(|(one, other, unit)| Window::Ago { from: one.max(other), to: one.min(other), unit })
        .boxed()
}

/// A window for facts: one that looks back.
pub fn any_window() -> BoxedStrategy<Window> {
    prop_oneof![
        1 => Just(Window::Ever),
        5 => (any_count(), any_unit()).prop_map(|(n, unit)| Window::Last { n, unit }),
        1 => (any_count(), any_unit()).prop_map(|(n, unit)| Window::Over { n, unit }),
        2 => any_ago(any_unit()),
        1 => any_period().prop_map(|period| Window::Current { period }),
        1 => any_period().prop_map(|period| Window::Previous { period }),
        1 => any_moment().prop_map(|from| Window::Since { from }),
        1 => any_moment().prop_map(|to| Window::Before { to }),
        1 => stretch(any_moment(), &calendar(CALENDARS[0])),
    ]
    .boxed()
}

/// A window for an attribute that is an instant: forward too.
pub(super) fn window_of_instant() -> BoxedStrategy<Window> {
    prop_oneof![4 => any_window(), 1 => (any_count(), any_unit()).prop_map(|(n, unit)| Window::Next { n, unit })]
        .boxed()
}

/// A window for an attribute that is a day: no hours, no instants.
pub(super) fn window_of_day() -> BoxedStrategy<Window> {
    let days = || any_day().prop_map(Moment::Day).boxed();
    prop_oneof![
        1 => Just(Window::Ever),
        1 => (any_count(), calendar_unit()).prop_map(|(n, unit)| Window::Over { n, unit }),
        1 => days().prop_map(|from| Window::Since { from }),
        1 => days().prop_map(|to| Window::Before { to }),
        6 => window_of_anniversary(),
    ]
    .boxed()
}

/// A window for an anniversary: one with two ends.
pub(super) fn window_of_anniversary() -> BoxedStrategy<Window> {
    let days = any_day().prop_map(Moment::Day).boxed();
    prop_oneof![
        2 => (any_count(), calendar_unit()).prop_map(|(n, unit)| Window::Last { n, unit }),
        3 => (any_count(), calendar_unit()).prop_map(|(n, unit)| Window::Next { n, unit }),
        1 => any_ago(calendar_unit()),
        2 => any_period().prop_map(|period| Window::Current { period }),
        1 => any_period().prop_map(|period| Window::Previous { period }),
        1 => stretch(days, &calendar(CALENDARS[0])),
    ]
    .boxed()
}
