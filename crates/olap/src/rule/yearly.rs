//! Days that come back every year, as SQL: birthdays in windows, and ages.
//!
//! A day of the year is its month times a hundred plus its day. 29 February is 1 March in common years.

use std::ops::Range;

use jiff::civil::Date;
use rules::{Test, Type};

use super::{Writer, test};

fn month_day(day: Date) -> i32 {
    i32::from(day.month()) * 100 + i32::from(day.day())
}

fn is_leap(year: i16) -> bool {
    Date::new(year, 2, 29).is_ok()
}

/// The day of the year of a column in a given year.
fn of_column(column: &str, year: i16) -> String {
    let own = format!("(EXTRACT(MONTH FROM {column}) * 100 + EXTRACT(DAY FROM {column}))");
    if is_leap(year) { own } else { format!("(CASE WHEN {own} = 229 THEN 301 ELSE {own} END)") }
}

/// Whether the first occurrence from the beginning of the stretch on comes before its end.
pub(super) fn lies_in(column: &str, days: &Range<Date>) -> String {
    let before_end = |year: i16| match year.cmp(&days.end.year()) {
        std::cmp::Ordering::Less => "TRUE".to_owned(),
        std::cmp::Ordering::Equal => format!("{} < {}", of_column(column, year), month_day(days.end)),
        std::cmp::Ordering::Greater => "FALSE".to_owned(),
    };
    let year = days.start.year();
    format!(
        "({column} IS NOT NULL AND CASE WHEN {} >= {} THEN {} ELSE {} END)",
        of_column(column, year),
        month_day(days.start),
        before_end(year),
        before_end(year.saturating_add(1)),
    )
}

impl Writer<'_> {
    /// Whole years since a day; below nought before it.
    pub(crate) fn years(&self, born: &str) -> String {
        let today = self.calendar.day(self.now);
        format!(
            "({} - EXTRACT(YEAR FROM {born}) - CASE WHEN {} > {} THEN 1 ELSE 0 END)",
            today.year(),
            of_column(born, today.year()),
            month_day(today),
        )
    }

    /// Whether an age passes; before birth it is not known.
    pub(super) fn age(&self, born: &str, test: &Test) -> String {
        let (age, today) = (self.years(born), self.calendar.day(self.now));
        let passes = test::passes(&format!("CAST({age} AS DECIMAL(19, 4))"), Type::Number, test);
        super::known(&format!("({born} <= {} AND {passes})", test::date(today)))
    }
}
