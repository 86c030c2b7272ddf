//! The golden cases of windows, and the law that both ways of asking agree.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use crate::{Calendar, Moment, Period, Unit, Window};

const SHANGHAI: &str = "CST-8";
const NEW_YORK: &str = "EST5EDT,M3.2.0,M11.1.0";
/// Clocks change at midnight: one day begins at 1:00, another has its first hour twice.
const HAVANA: &str = "CST5CDT,M3.2.0/0,M11.1.0/0";
/// Clocks are set back at 0:01, so that yesterday's last hour comes back.
const SAINT_JOHNS: &str = "NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01";
const LORD_HOWE: &str = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0";
const ZONES: [&str; 6] = [SHANGHAI, NEW_YORK, HAVANA, SAINT_JOHNS, LORD_HOWE, "UTC0"];

fn calendar(zone: &str) -> Calendar {
    Calendar::new(TimeZone::posix(zone).unwrap())
}

/// An instant of wall clock text such as `2026-11-20T15:30`, the earlier one where there are two.
fn at(calendar: &Calendar, text: &str) -> i64 {
    let wall: jiff::civil::DateTime = text.parse().unwrap();
    calendar.zone().to_timestamp(wall).unwrap().as_millisecond()
}

fn shown(calendar: &Calendar, at: i64) -> String {
    match at {
        i64::MIN => "…".to_owned(),
        i64::MAX => "…".to_owned(),
        at => {
            let wall = calendar.zone().to_datetime(jiff::Timestamp::from_millisecond(at).unwrap());
            wall.strftime("%m-%dT%H:%M:%S%.f").to_string()
        }
    }
}

fn check(zone: &str, now: &str, windows: &[Window], expected: Expect) {
    let calendar = calendar(zone);
    let now = at(&calendar, now);
    let mut found = String::new();
    for &window in windows {
        let range = calendar.range(window, now);
        let moves = calendar.moves(window, now).map_or("–".to_owned(), |at| shown(&calendar, at));
        let (from, to) = (shown(&calendar, range.start), shown(&calendar, range.end));
        writeln!(found, "{window:?}: {from} to {to}, moves {moves}").unwrap();
    }
    expected.assert_eq(&found);
}

fn day(text: &str) -> Moment {
    Moment::Day(text.parse().unwrap())
}

#[test]
fn windows_at_an_instant() {
    let ago = |from, to, unit| Window::Ago { from, to, unit };
    let windows = [
        Window::Ever,
        Window::Last { n: 1, unit: Unit::Days },
        Window::Last { n: 3, unit: Unit::Days },
        Window::Last { n: 2, unit: Unit::Hours },
        Window::Last { n: 1, unit: Unit::Months },
        Window::Over { n: 3, unit: Unit::Days },
        Window::Over { n: 2, unit: Unit::Hours },
        // The golden cases: on the 20th, "5 to 3 days ago" is the 15th to the 17th, "2 to 1 days ago" the 18th or 19th.
        ago(5, 3, Unit::Days),
        ago(2, 1, Unit::Days),
        ago(1, 0, Unit::Days),
        ago(2, 1, Unit::Weeks),
        ago(2, 1, Unit::Hours),
        Window::Next { n: 7, unit: Unit::Days },
        Window::Next { n: 1, unit: Unit::Hours },
        Window::Current { period: Period::Day },
        Window::Current { period: Period::Week },
        Window::Current { period: Period::Month },
        Window::Current { period: Period::Quarter },
        Window::Current { period: Period::Year },
        Window::Previous { period: Period::Day },
        Window::Previous { period: Period::Week },
        Window::Previous { period: Period::Month },
        Window::Previous { period: Period::Quarter },
        Window::Since { from: day("2026-11-11") },
        Window::Before { to: day("2026-11-11") },
        Window::Between { from: day("2026-11-01"), to: day("2026-11-11") },
    ];
    check(
        SHANGHAI,
        "2026-11-20T15:30",
        &windows,
        expect![[r#"
        Ever: … to 11-20T15:30:00.001, moves –
        Last { n: 1, unit: Days }: 11-20T00:00:00 to 11-20T15:30:00.001, moves 11-21T00:00:00
        Last { n: 3, unit: Days }: 11-18T00:00:00 to 11-20T15:30:00.001, moves 11-21T00:00:00
        Last { n: 2, unit: Hours }: 11-20T13:30:00.001 to 11-20T15:30:00.001, moves 11-20T15:30:00.001
        Last { n: 1, unit: Months }: 10-21T00:00:00 to 11-20T15:30:00.001, moves 11-21T00:00:00
        Over { n: 3, unit: Days }: … to 11-18T00:00:00, moves 11-21T00:00:00
        Over { n: 2, unit: Hours }: … to 11-20T13:30:00.001, moves 11-20T15:30:00.001
        Ago { from: 5, to: 3, unit: Days }: 11-15T00:00:00 to 11-18T00:00:00, moves 11-21T00:00:00
        Ago { from: 2, to: 1, unit: Days }: 11-18T00:00:00 to 11-20T00:00:00, moves 11-21T00:00:00
        Ago { from: 1, to: 0, unit: Days }: 11-19T00:00:00 to 11-20T15:30:00.001, moves 11-21T00:00:00
        Ago { from: 2, to: 1, unit: Weeks }: 11-06T00:00:00 to 11-14T00:00:00, moves 11-21T00:00:00
        Ago { from: 2, to: 1, unit: Hours }: 11-20T13:30:00 to 11-20T14:30:00.001, moves 11-20T15:30:00.001
        Next { n: 7, unit: Days }: 11-20T15:30:00.001 to 11-27T00:00:00, moves 11-21T00:00:00
        Next { n: 1, unit: Hours }: 11-20T15:30:00.001 to 11-20T16:30:00.001, moves 11-20T15:30:00.001
        Current { period: Day }: 11-20T00:00:00 to 11-21T00:00:00, moves 11-21T00:00:00
        Current { period: Week }: 11-16T00:00:00 to 11-23T00:00:00, moves 11-23T00:00:00
        Current { period: Month }: 11-01T00:00:00 to 12-01T00:00:00, moves 12-01T00:00:00
        Current { period: Quarter }: 10-01T00:00:00 to 01-01T00:00:00, moves 01-01T00:00:00
        Current { period: Year }: 01-01T00:00:00 to 01-01T00:00:00, moves 01-01T00:00:00
        Previous { period: Day }: 11-19T00:00:00 to 11-20T00:00:00, moves 11-21T00:00:00
        Previous { period: Week }: 11-09T00:00:00 to 11-16T00:00:00, moves 11-23T00:00:00
        Previous { period: Month }: 10-01T00:00:00 to 11-01T00:00:00, moves 12-01T00:00:00
        Previous { period: Quarter }: 07-01T00:00:00 to 10-01T00:00:00, moves 01-01T00:00:00
        Since { from: Day(2026-11-11) }: 11-11T00:00:00 to …, moves –
        Before { to: Day(2026-11-11) }: … to 11-11T00:00:00, moves –
        Between { from: Day(2026-11-01), to: Day(2026-11-11) }: 11-01T00:00:00 to 11-12T00:00:00, moves –
    "#]],
    );
}

#[test]
fn days_begin_where_clocks_change() {
    let windows = [
        Window::Last { n: 1, unit: Unit::Days },
        Window::Last { n: 2, unit: Unit::Days },
        Window::Last { n: 24, unit: Unit::Hours },
        Window::Next { n: 2, unit: Unit::Days },
    ];
    check(
        NEW_YORK,
        "2026-03-08T12:00",
        &windows,
        expect![[r#"
        Last { n: 1, unit: Days }: 03-08T00:00:00 to 03-08T12:00:00.001, moves 03-09T00:00:00
        Last { n: 2, unit: Days }: 03-07T00:00:00 to 03-08T12:00:00.001, moves 03-09T00:00:00
        Last { n: 24, unit: Hours }: 03-07T11:00:00.001 to 03-08T12:00:00.001, moves 03-08T12:00:00.001
        Next { n: 2, unit: Days }: 03-08T12:00:00.001 to 03-10T00:00:00, moves 03-09T00:00:00
    "#]],
    );
    check(
        HAVANA,
        "2026-03-08T12:00",
        &windows,
        expect![[r#"
        Last { n: 1, unit: Days }: 03-08T01:00:00 to 03-08T12:00:00.001, moves 03-09T00:00:00
        Last { n: 2, unit: Days }: 03-07T00:00:00 to 03-08T12:00:00.001, moves 03-09T00:00:00
        Last { n: 24, unit: Hours }: 03-07T11:00:00.001 to 03-08T12:00:00.001, moves 03-08T12:00:00.001
        Next { n: 2, unit: Days }: 03-08T12:00:00.001 to 03-10T00:00:00, moves 03-09T00:00:00
    "#]],
    );
    check(
        HAVANA,
        "2026-11-01T12:00",
        &windows,
        expect![[r#"
        Last { n: 1, unit: Days }: 11-01T00:00:00 to 11-01T12:00:00.001, moves 11-02T00:00:00
        Last { n: 2, unit: Days }: 10-31T00:00:00 to 11-01T12:00:00.001, moves 11-02T00:00:00
        Last { n: 24, unit: Hours }: 10-31T13:00:00.001 to 11-01T12:00:00.001, moves 11-01T12:00:00.001
        Next { n: 2, unit: Days }: 11-01T12:00:00.001 to 11-03T00:00:00, moves 11-02T00:00:00
    "#]],
    );
    check(
        SAINT_JOHNS,
        "2026-11-01T12:00",
        &windows,
        expect![[r#"
        Last { n: 1, unit: Days }: 11-01T00:00:00 to 11-01T12:00:00.001, moves 11-02T00:00:00
        Last { n: 2, unit: Days }: 10-31T00:00:00 to 11-01T12:00:00.001, moves 11-02T00:00:00
        Last { n: 24, unit: Hours }: 10-31T13:00:00.001 to 11-01T12:00:00.001, moves 11-01T12:00:00.001
        Next { n: 2, unit: Days }: 11-01T12:00:00.001 to 11-03T00:00:00, moves 11-02T00:00:00
    "#]],
    );
}

#[test]
fn months_end_on_their_last_day() {
    for (now, expected) in [
        (
            "2026-03-27T12:00",
            expect![[r#"
            Last { n: 1, unit: Months }: 02-28T00:00:00 to 03-27T12:00:00.001, moves 03-28T00:00:00
            Next { n: 1, unit: Months }: 03-27T12:00:00.001 to 04-27T00:00:00, moves 03-28T00:00:00
            Last { n: 1, unit: Years }: 03-28T00:00:00 to 03-27T12:00:00.001, moves 03-28T00:00:00
        "#]],
        ),
        (
            "2026-03-28T12:00",
            expect![[r#"
            Last { n: 1, unit: Months }: 03-01T00:00:00 to 03-28T12:00:00.001, moves 03-29T00:00:00
            Next { n: 1, unit: Months }: 03-28T12:00:00.001 to 04-28T00:00:00, moves 03-29T00:00:00
            Last { n: 1, unit: Years }: 03-29T00:00:00 to 03-28T12:00:00.001, moves 03-29T00:00:00
        "#]],
        ),
        (
            "2026-03-31T12:00",
            expect![[r#"
            Last { n: 1, unit: Months }: 03-01T00:00:00 to 03-31T12:00:00.001, moves 04-01T00:00:00
            Next { n: 1, unit: Months }: 03-31T12:00:00.001 to 04-30T00:00:00, moves 04-01T00:00:00
            Last { n: 1, unit: Years }: 04-01T00:00:00 to 03-31T12:00:00.001, moves 04-01T00:00:00
        "#]],
        ),
        (
            "2024-02-29T12:00",
            expect![[r#"
            Last { n: 1, unit: Months }: 01-30T00:00:00 to 02-29T12:00:00.001, moves 03-01T00:00:00
            Next { n: 1, unit: Months }: 02-29T12:00:00.001 to 03-29T00:00:00, moves 03-01T00:00:00
            Last { n: 1, unit: Years }: 03-01T00:00:00 to 02-29T12:00:00.001, moves 03-01T00:00:00
        "#]],
        ),
    ] {
        let windows = [
            Window::Last { n: 1, unit: Unit::Months },
            Window::Next { n: 1, unit: Unit::Months },
            Window::Last { n: 1, unit: Unit::Years },
        ];
        check(SHANGHAI, now, &windows, expected);
    }
}

#[test]
fn anniversaries_come_every_year() {
    let calendar = calendar(SHANGHAI);
    let mut found = String::new();
    for (born, now, window) in [
        ("1990-11-20", "2026-11-20T08:00", Window::Next { n: 7, unit: Unit::Days }),
        ("1990-11-26", "2026-11-20T08:00", Window::Next { n: 7, unit: Unit::Days }),
        ("1990-11-27", "2026-11-20T08:00", Window::Next { n: 7, unit: Unit::Days }),
        ("1990-11-19", "2026-11-20T08:00", Window::Next { n: 7, unit: Unit::Days }),
        // Across the year's end.
        ("1990-01-03", "2026-12-28T08:00", Window::Next { n: 7, unit: Unit::Days }),
        ("1990-01-04", "2026-12-28T08:00", Window::Next { n: 7, unit: Unit::Days }),
        ("1990-12-31", "2026-01-02T08:00", Window::Last { n: 3, unit: Unit::Days }),
        // 29 February: on 1 March in common years.
        ("1992-02-29", "2026-02-28T08:00", Window::Current { period: Period::Day }),
        ("1992-02-29", "2026-03-01T08:00", Window::Current { period: Period::Day }),
        ("1992-02-29", "2028-02-29T08:00", Window::Current { period: Period::Day }),
        ("1992-02-29", "2028-03-01T08:00", Window::Current { period: Period::Day }),
        ("1992-02-29", "2026-02-10T08:00", Window::Current { period: Period::Month }),
        ("1992-02-29", "2028-02-10T08:00", Window::Current { period: Period::Month }),
        ("1990-11-01", "2026-11-20T08:00", Window::Current { period: Period::Month }),
        ("1990-12-01", "2026-11-20T08:00", Window::Current { period: Period::Month }),
        ("1990-12-24", "2026-11-20T08:00", Window::Between { from: day("2026-12-20"), to: day("2027-01-05") }),
        ("1990-11-20", "2026-11-20T08:00", Window::Ever),
    ] {
        let born: Date = born.parse().unwrap();
        let answer = calendar.ask_anniversary(window, born, at(&calendar, now));
        let until = answer.until.map_or("–".to_owned(), |at| {
            calendar.zone().to_datetime(jiff::Timestamp::from_millisecond(at).unwrap()).to_string()
        });
        writeln!(found, "{born} at {now} {window:?}: {} until {until}", answer.holds).unwrap();
    }
    expect![[r#"
        1990-11-20 at 2026-11-20T08:00 Next { n: 7, unit: Days }: true until 2026-11-21T00:00:00
        1990-11-26 at 2026-11-20T08:00 Next { n: 7, unit: Days }: true until 2026-11-27T00:00:00
        1990-11-27 at 2026-11-20T08:00 Next { n: 7, unit: Days }: false until 2026-11-21T00:00:00
        1990-11-19 at 2026-11-20T08:00 Next { n: 7, unit: Days }: false until 2027-11-13T00:00:00
        1990-01-03 at 2026-12-28T08:00 Next { n: 7, unit: Days }: true until 2027-01-04T00:00:00
        1990-01-04 at 2026-12-28T08:00 Next { n: 7, unit: Days }: false until 2026-12-29T00:00:00
        1990-12-31 at 2026-01-02T08:00 Last { n: 3, unit: Days }: true until 2026-01-03T00:00:00
        1992-02-29 at 2026-02-28T08:00 Current { period: Day }: false until 2026-03-01T00:00:00
        1992-02-29 at 2026-03-01T08:00 Current { period: Day }: true until 2026-03-02T00:00:00
        1992-02-29 at 2028-02-29T08:00 Current { period: Day }: true until 2028-03-01T00:00:00
        1992-02-29 at 2028-03-01T08:00 Current { period: Day }: false until 2029-03-01T00:00:00
        1992-02-29 at 2026-02-10T08:00 Current { period: Month }: false until 2026-03-01T00:00:00
        1992-02-29 at 2028-02-10T08:00 Current { period: Month }: true until 2028-03-01T00:00:00
        1990-11-01 at 2026-11-20T08:00 Current { period: Month }: true until 2026-12-01T00:00:00
        1990-12-01 at 2026-11-20T08:00 Current { period: Month }: false until 2026-12-01T00:00:00
        1990-12-24 at 2026-11-20T08:00 Between { from: Day(2026-12-20), to: Day(2027-01-05) }: true until –
        1990-11-20 at 2026-11-20T08:00 Ever: true until 2027-11-20T00:00:00
    "#]]
    .assert_eq(&found);
}

#[test]
fn ages_change_on_birthdays() {
    let calendar = calendar(SHANGHAI);
    for (born, now, age) in [
        ("2000-11-20", "2026-11-19T23:59", Some(25)),
        ("2000-11-20", "2026-11-20T00:00", Some(26)),
        ("2000-02-29", "2026-02-28T23:59", Some(25)),
        ("2000-02-29", "2026-03-01T00:00", Some(26)),
        ("2000-02-29", "2028-02-29T00:00", Some(28)),
        ("2026-11-20", "2026-11-20T00:00", Some(0)),
        ("2026-11-21", "2026-11-20T23:59", None),
    ] {
        let found = calendar.age(born.parse().unwrap(), at(&calendar, now));
        assert_eq!(found, age, "born {born} at {now}");
    }
}

fn any_unit() -> impl Strategy<Value = Unit> {
    prop_oneof![
        Just(Unit::Minutes),
        Just(Unit::Hours),
        Just(Unit::Days),
        Just(Unit::Weeks),
        Just(Unit::Months),
        Just(Unit::Years)
    ]
}

fn any_window() -> impl Strategy<Value = Window> {
    let n = || prop_oneof![8 => 0_u32..40, 1 => any::<u32>()];
    let period = || {
        prop_oneof![
            Just(Period::Day),
            Just(Period::Week),
            Just(Period::Month),
            Just(Period::Quarter),
            Just(Period::Year)
        ]
    };
    let moment = || {
        prop_oneof![
            any_day().prop_map(Moment::Day),
            any_instant().prop_map(|at| { Moment::Instant(jiff::Timestamp::from_millisecond(at).unwrap()) })
        ]
    };
    prop_oneof![
        Just(Window::Ever),
        (n(), any_unit()).prop_map(|(n, unit)| Window::Last { n, unit }),
        (n(), any_unit()).prop_map(|(n, unit)| Window::Next { n, unit }),
        (n(), any_unit()).prop_map(|(n, unit)| Window::Over { n, unit }),
        (n(), n(), any_unit()).prop_map(|(from, to, unit)| Window::Ago { from, to, unit }),
        period().prop_map(|period| Window::Current { period }),
        period().prop_map(|period| Window::Previous { period }),
        moment().prop_map(|from| Window::Since { from }),
        moment().prop_map(|to| Window::Before { to }),
        (moment(), moment()).prop_map(|(from, to)| Window::Between { from, to }),
    ]
}

/// Days of four years, the ends of months and the days on which clocks change more often than others.
fn any_day() -> impl Strategy<Value = Date> {
    let odd = ["2024-02-29", "2026-03-08", "2026-11-01", "2026-01-31", "2026-12-31", "2027-01-01", "2026-03-01"];
    prop_oneof![
        4 => (0_i64..1500).prop_map(|n| super::reach::shift("2024-01-01".parse().unwrap(), n, Unit::Days)),
        2 => proptest::sample::select(odd.to_vec()).prop_map(|text| text.parse().unwrap()),
    ]
}

/// Instants near the beginnings of days more often than others.
fn any_instant() -> impl Strategy<Value = i64> {
    let near = prop_oneof![Just(0_i64), -3_700_000_i64..3_700_000, 0_i64..86_400_000, -1_i64..=1];
    (any_day(), proptest::sample::select(ZONES.to_vec()), near)
        .prop_map(|(day, zone, near)| calendar(zone).start(day) + near)
}

proptest! {
    #![proptest_config(crate::testing::cases(2))]

    #[test]
    fn both_ways_of_asking_agree(zone in proptest::sample::select(ZONES.to_vec()), window in any_window(),
                                 at in any_instant(), now in any_instant()) {
        let calendar = calendar(zone);
        prop_assert_eq!(calendar.range(window, now).contains(&at), calendar.stay(window, at).contains(&now));
        let day = calendar.day(at);
        prop_assert_eq!(calendar.days(window, now).contains(&day), calendar.stay_of_day(window, day).contains(&now));
        for edge in [calendar.stay(window, at).start, calendar.stay(window, at).end] {
            for now in [edge.saturating_sub(1), edge] {
                if now > -1_000_000_000_000 && now < 4_000_000_000_000 {
                    prop_assert_eq!(calendar.range(window, now).contains(&at), calendar.stay(window, at).contains(&now));
                }
            }
        }
    }

    #[test]
    fn nothing_changes_before_until(zone in proptest::sample::select(ZONES.to_vec()), window in any_window(),
                                    day in any_day(), now in any_instant()) {
        let calendar = calendar(zone);
        let answer = calendar.ask_anniversary(window, day, now);
        prop_assert!(answer.until.is_none_or(|until| until > now));
        let step = 23 * 3_600_000;
        let mut then = now;
        for _ in 0..120 {
            then += step;
            if answer.until.is_some_and(|until| then >= until) {
                break;
            }
            prop_assert_eq!(calendar.ask_anniversary(window, day, then).holds, answer.holds, "at {}", then);
        }
    }

    #[test]
    fn ends_stand_until_they_move(zone in proptest::sample::select(ZONES.to_vec()), window in any_window(),
                                  now in any_instant(), on in 1_i64..90_000_000) {
        let calendar = calendar(zone);
        let moves = calendar.moves(window, now);
        prop_assert!(moves.is_none_or(|at| at > now));
        let then = now + on;
        if moves.is_none_or(|at| then < at) {
            let (before, after) = (calendar.range(window, now), calendar.range(window, then));
            // An end stands, or it is now itself.
            let stands = |one: i64, other: i64| one == other || (one == now + 1 && other == then + 1);
            prop_assert!(stands(before.start, after.start) && stands(before.end, after.end), "{before:?} {after:?}");
        }
    }

    #[test]
    fn a_day_holds_its_instants(zone in proptest::sample::select(ZONES.to_vec()), at in any_instant()) {
        let calendar = calendar(zone);
        let day = calendar.day(at);
        prop_assert!(calendar.start(day) <= at && at < calendar.start(super::reach::after(day)));
    }

    #[test]
    fn any_instant_at_all_is_answered(window in any_window(), at in any::<i64>(), now in any::<i64>(), day in any_day()) {
        let calendar = calendar(SHANGHAI);
        let _ = (calendar.ask(window, at, now), calendar.ask_day(window, day, now), calendar.moves(window, now));
        let _ = (calendar.ask_anniversary(window, day, now), calendar.age(day, now), calendar.birthday(day, now));
    }
}
