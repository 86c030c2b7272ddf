//! Days that are compared with others, and which of the ones stands beside which of the others.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use platform::Error;
use rules::{Calendar, Period};

use super::model::{Compare, Days, Word};

impl Days {
    /// The days, once they are known to be in order.
    pub(super) fn check(self, field: &str) -> Result<Self, Error> {
        let sound = self.from <= self.to && self.from.year() >= 1970 && self.to.year() <= 9_000;
        if sound { Ok(self) } else { Err(Error::invalid(format!("{field}.to"), "out_of_range")) }
    }

    /// The instants of these days in a calendar: the first, and the one after the last.
    pub(super) fn instants(self, calendar: &Calendar) -> (i64, i64) {
        (calendar.start(self.from), calendar.start(Period::Day.next(self.to)))
    }
}

/// The days that `period` is compared with.
///
/// # Errors
/// `invalid` when there is no period, or the calendar has no such days.
pub(super) fn compared(compare: Option<Compare>, period: Option<Days>) -> Result<Option<Days>, Error> {
    let wrong = || Error::invalid("compare", "out_of_range");
    let Some(compare) = compare else { return Ok(None) };
    let Some(period) = period else { return Err(Error::invalid("period", "required")) };
    let days = match compare {
        Compare::Days(days) => days,
        Compare::Word(word) => {
            let back: Span = match word {
                Word::Previous => (i64::from((period.to - period.from).get_days()) + 1).days(),
                Word::YearBefore => 1.year(),
            };
            let earlier = |day: Date| day.checked_sub(back).map_err(|_| wrong());
            Days { from: earlier(period.from)?, to: earlier(period.to)? }
        }
    };
    days.check("compare").map(Some)
}

/// How many periods a day's lies after the first one of the calendar's era.
fn ordinal(period: Period, day: Date) -> i64 {
    let (year, month) = (i64::from(day.year()), i64::from(day.month()) - 1);
    match period {
        Period::Day => i64::from((day - Date::constant(1970, 1, 5)).get_days()),
        // 5 January 1970 was a Monday.
        Period::Week => i64::from((period.first(day) - Date::constant(1970, 1, 5)).get_days()).div_euclid(7),
        Period::Month => year * 12 + month,
        Period::Quarter => year * 4 + month / 3,
        Period::Year => year,
    }
}

/// The first day of the period with that ordinal.
fn nth(period: Period, n: i64) -> Option<Date> {
    let month = |year: i64, month: i64| Date::new(i16::try_from(year).ok()?, i8::try_from(month + 1).ok()?, 1).ok();
    let days = |n: i64| Date::constant(1970, 1, 5).checked_add(n.checked_mul(1)?.days()).ok();
    match period {
        Period::Day => days(n),
        Period::Week => days(n.checked_mul(7)?),
        Period::Month => month(n.div_euclid(12), n.rem_euclid(12)),
        Period::Quarter => month(n.div_euclid(4), n.rem_euclid(4) * 3),
        Period::Year => month(n, 0),
    }
}

/// Where a period of the compared days stands among those that they are compared with: the second beside the second.
pub(super) fn aligned(period: Period, day: Date, compared: Days, with: Days) -> Option<Date> {
    nth(period, ordinal(period, day) - ordinal(period, compared.from) + ordinal(period, with.from))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: &str, to: &str) -> Days {
        Days { from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    #[test]
    fn days_are_compared_with_those_before() {
        let march = days("2026-03-01", "2026-03-31");
        for (compare, expected) in [
            (Compare::Word(Word::Previous), Ok(days("2026-01-29", "2026-02-28"))),
            (Compare::Word(Word::YearBefore), Ok(days("2025-03-01", "2025-03-31"))),
            (Compare::Days(days("2024-02-01", "2024-02-29")), Ok(days("2024-02-01", "2024-02-29"))),
            (Compare::Days(days("2024-02-02", "2024-02-01")), Err("invalid [compare.to: out_of_range]")),
        ] {
            let found = compared(Some(compare), Some(march)).map(|days| days.unwrap()).map_err(|one| one.to_string());
            assert_eq!(found, expected.map_err(str::to_owned));
        }
        assert!(compared(Some(Compare::Word(Word::Previous)), None).is_err());
        assert_eq!(compared(None, Some(march)).unwrap(), None);
    }

    #[test]
    fn the_second_period_stands_beside_the_second() {
        let (before, now) = (days("2025-11-10", "2025-12-31"), days("2026-02-02", "2026-03-25"));
        for (period, day, beside) in [
            (Period::Day, "2025-11-12", "2026-02-04"),
            (Period::Week, "2025-11-17", "2026-02-09"),
            (Period::Month, "2025-12-01", "2026-03-01"),
            (Period::Quarter, "2025-10-01", "2026-01-01"),
            (Period::Year, "2025-01-01", "2026-01-01"),
        ] {
            assert_eq!(aligned(period, day.parse().unwrap(), before, now), Some(beside.parse().unwrap()), "{period:?}");
        }
    }
}
