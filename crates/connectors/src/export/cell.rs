//! A value on its way into a table.

use std::fmt::Write;

use crate::drafts::Millis;

/// A typed value. Writers decide how it looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text. Ids and phone numbers are text, too.
    Text(&'a str),
    /// A whole number.
    Whole(i64),
    /// An amount in minor units, and how many digits the currency has after its point.
    Money(i64, u32),
    /// A number in steps of so many digits after its point; zeros at its end are not written.
    Number(i64, u32),
    /// An instant, and how many seconds the reader's clock is ahead of UTC then.
    Instant(Millis, i64),
    /// Yes or no, written as 是 or 否.
    YesNo(bool),
}

impl Cell<'_> {
    /// Appends the value as plain text.
    pub(crate) fn push(&self, to: &mut String) {
        match *self {
            Self::Empty => {}
            Self::Text(text) => to.push_str(text),
            Self::Whole(number) => {
                let _ = write!(to, "{number}");
            }
            Self::Money(minor, digits) => push_money(minor, digits, to),
            Self::Number(steps, digits) => {
                let from = to.len();
                push_money(steps, digits, to);
                if digits > 0 {
                    let kept = to.trim_end_matches('0').trim_end_matches('.').len();
                    to.truncate(kept.max(from));
                }
            }
            Self::Instant(millis, ahead) => {
                if let Some(moment) = wall_clock(millis, ahead) {
                    to.push_str(&moment.strftime("%Y-%m-%d %H:%M:%S").to_string());
                }
            }
            Self::YesNo(yes) => to.push_str(if yes { "是" } else { "否" }),
        }
    }
}

/// What a clock shows that is so many seconds ahead of UTC.
pub(crate) fn wall_clock(millis: Millis, ahead: i64) -> Option<jiff::civil::DateTime> {
    let at = jiff::Timestamp::from_millisecond(millis.checked_add(ahead.checked_mul(1000)?)?).ok()?;
    Some(at.to_zoned(jiff::tz::TimeZone::UTC).datetime())
}

fn push_money(minor: i64, digits: u32, to: &mut String) {
    let unit = 10_u64.checked_pow(digits).unwrap_or(1);
    let size = minor.unsigned_abs();
    if minor < 0 {
        to.push('-');
    }
    let (whole, rest) = (size.checked_div(unit).unwrap_or(0), size.checked_rem(unit).unwrap_or(0));
    let _ = write!(to, "{whole}");
    if digits > 0 {
        let width = usize::try_from(digits).unwrap_or(2);
        let _ = write!(to, ".{rest:0width$}");
    }
}

/// Whether a spreadsheet would take the text for a formula.
pub(crate) fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}
