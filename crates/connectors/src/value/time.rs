//! Instants and days as exports print them.

use jiff::{
    civil,
    tz::{Offset, TimeZone},
};

use crate::drafts::Millis;

/// Where the clock stood that wrote a time without an offset.
#[derive(Debug, Clone)]
pub enum Zone {
    /// So many seconds ahead of UTC, all year.
    Fixed(i64),
    /// A zone of the tz database.
    Named(TimeZone),
}

/// China's time: what Chinese platforms print.
pub const CHINA: Zone = Zone::Fixed(8 * 3600);

/// How the parts of a date follow one another when the year does not come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// `31/12/2024`.
    #[default]
    DayFirst,
    /// `12/31/2024`.
    MonthFirst,
}

impl Zone {
    /// Finds a zone by its name in the tz database (`Europe/London`).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "Asia/Shanghai" | "PRC" | "Asia/Chongqing" => Some(CHINA),
            "UTC" | "Z" | "Etc/UTC" => Some(Self::Fixed(0)),
            _ => TimeZone::get(name).ok().map(Self::Named),
        }
    }

    fn instant(&self, moment: civil::DateTime) -> Option<Millis> {
        match self {
            Self::Fixed(offset) => utc(moment)?.checked_sub(offset.checked_mul(1000)?),
            Self::Named(zone) => zone.to_timestamp(moment).ok().map(|at| at.as_millisecond()),
        }
    }
}

/// Milliseconds since the epoch of a moment on UTC's clock.
fn utc(moment: civil::DateTime) -> Option<Millis> {
    Offset::UTC.to_timestamp(moment).ok().map(|at| at.as_millisecond())
}

/// Reads an instant in any of the shapes that exports use: `yyyy-MM-dd HH:mm:ss`, `yyyy/M/d H:mm`, `yyyy.MM.dd`,
/// `yyyy年M月d日`, `yyyyMMddHHmmss`, RFC 3339, seconds or milliseconds since the epoch, a spreadsheet's day number.
/// `None` when it is anything else.
#[must_use]
pub fn instant(text: &str, zone: &Zone, order: Order) -> Option<Millis> {
    let (moment, offset) = match read(text, order)? {
        Read::Moment(moment, offset) => (moment, offset),
        Read::Epoch(millis) => return Some(millis),
    };
    match offset {
        Some(seconds) => utc(moment)?.checked_sub(seconds.checked_mul(1000)?),
        None => zone.instant(moment),
    }
}

/// Reads an instant by a pattern of `strptime` (`%d/%m/%Y %H:%M`).
#[must_use]
pub fn instant_by(text: &str, pattern: &str, zone: &Zone) -> Option<Millis> {
    let parsed = jiff::fmt::strtime::parse(pattern, text).ok()?;
    if parsed.offset().is_some() {
        return parsed.to_timestamp().ok().map(|at| at.as_millisecond());
    }
    let moment = parsed.to_datetime().or_else(|_| parsed.to_date().map(|day| day.at(0, 0, 0, 0))).ok()?;
    zone.instant(moment)
}

/// Reads a day: as `yyyy-mm-dd`, or `--mm-dd` when the year is not said.
#[must_use]
pub fn day(text: &str, order: Order) -> Option<String> {
    if let Some(Read::Moment(moment, _)) = read(text, order) {
        return Some(moment.date().to_string());
    }
    let mut parts = text.trim_start_matches('-').split(['-', '/', '.', '月']);
    let (first, second) = (parts.next()?, parts.next()?.trim_end_matches('日'));
    let (first, second): (i8, i8) = (first.trim().parse().ok()?, second.trim().parse().ok()?);
    civil::Date::new(2000, first, second).ok()?;
    parts.all(str::is_empty).then(|| format!("--{first:02}-{second:02}"))
}

enum Read {
    Moment(civil::DateTime, Option<i64>),
    Epoch(Millis),
}

/// Reads text from left to right.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn number(&mut self) -> Option<(i64, usize)> {
        let length = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let mut value: i64 = 0;
        for byte in self.0.get(..length).filter(|_| length > 0 && length <= 18)? {
            value = value.wrapping_mul(10).wrapping_add(i64::from(byte.wrapping_sub(b'0')));
        }
        self.0 = self.0.get(length..)?;
        Some((value, length))
    }

    fn skip(&mut self, any: &[&str]) -> bool {
        for sign in any {
            if let Some(rest) = self.0.strip_prefix(sign.as_bytes()) {
                self.0 = rest;
                return true;
            }
        }
        false
    }

    fn blanks(&mut self) -> bool {
        let mut some = false;
        while self.skip(&[" ", "\t", "\u{a0}", "\u{3000}"]) {
            some = true;
        }
        some
    }
}

fn read(text: &str, order: Order) -> Option<Read> {
    let mut at = Cursor(text.trim().as_bytes());
    let (first, length) = at.number()?;
    if length >= 5 {
        return compact(first, length, at.0);
    }
    if !at.skip(&["-", "/", ".", "年"]) {
        return None;
    }
    let (second, _) = at.number()?;
    if !at.skip(&["-", "/", ".", "月"]) {
        return None;
    }
    let (third, third_length) = at.number()?;
    at.skip(&["日", "号"]);
    let (year, month, day) = match (length, third_length, order) {
        (4, ..) => (first, second, third),
        (_, 4, Order::DayFirst) => (third, second, first),
        (_, 4, Order::MonthFirst) => (third, first, second),
        _ => return None,
    };
    let clock = at.blanks() | at.skip(&["T", "t"]);
    let (mut hour, mut minute, mut second, mut nanos) = (0, 0, 0, 0);
    let mut offset = None;
    if clock && !at.0.is_empty() {
        hour = at.number()?.0;
        if !at.skip(&[":", "：", "时"]) {
            return None;
        }
        minute = at.number()?.0;
        at.skip(&["分"]);
        if at.skip(&[":", "："]) || at.0.first().is_some_and(u8::is_ascii_digit) {
            second = at.number()?.0;
            at.skip(&["秒"]);
            if at.skip(&[".", ","]) {
                let (fraction, digits) = at.number()?;
                nanos = fraction.checked_mul(10_i64.checked_pow(9_u32.checked_sub(u32::try_from(digits).ok()?)?)?)?;
            }
        }
        at.blanks();
        if at.skip(&["PM", "pm", "下午"]) {
            hour = if hour < 12 { hour.checked_add(12)? } else { hour };
        } else if at.skip(&["AM", "am", "上午"]) && hour == 12 {
            hour = 0;
        }
        if at.skip(&["Z", "z", "UTC"]) {
            offset = Some(0);
        } else if let Some(sign) = at.0.first().copied().filter(|sign| matches!(sign, b'+' | b'-')) {
            at.0 = at.0.get(1..)?;
            let (mut hours, digits) = at.number()?;
            let mut minutes = 0;
            if at.skip(&[":"]) {
                minutes = at.number()?.0;
            } else if digits == 4 {
                (hours, minutes) = (hours.checked_div(100)?, hours.checked_rem(100)?);
            }
            let seconds = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?;
            offset = Some(if sign == b'-' { seconds.checked_neg()? } else { seconds });
        }
    }
    at.blanks();
    if !at.0.is_empty() {
        return None;
    }
    moment(year, month, day, hour, minute, second, nanos).map(|moment| Read::Moment(moment, offset))
}

/// A run of digits: a day, a moment, an epoch or a spreadsheet's day number with what follows it.
fn compact(number: i64, length: usize, rest: &[u8]) -> Option<Read> {
    let clock = |clock: i64| {
        Some((clock.checked_div(10_000)?, clock.checked_div(100)?.checked_rem(100)?, clock.checked_rem(100)?))
    };
    match (length, rest) {
        (8, []) => {
            let (year, month, day) = clock(number)?;
            Some(Read::Moment(moment(year, month, day, 0, 0, 0, 0)?, None))
        }
        (14, []) => {
            let (year, month, day) = clock(number.checked_div(1_000_000)?)?;
            let (hour, minute, second) = clock(number.checked_rem(1_000_000)?)?;
            Some(Read::Moment(moment(year, month, day, hour, minute, second, 0)?, None))
        }
        (10, []) => Some(Read::Epoch(number.checked_mul(1000)?)),
        (13, []) => Some(Read::Epoch(number)),
        (5, fraction) if (20_000..80_000).contains(&number) => {
            let part: f64 = match fraction {
                [] => 0.0,
                [b'.', ..] => std::str::from_utf8(fraction).ok()?.parse().ok()?,
                _ => return None,
            };
            let seconds = jiff::SignedDuration::try_from_secs_f64((part * 86_400.0).round()).ok()?;
            let day = civil::date(1899, 12, 30).checked_add(jiff::Span::new().try_days(number).ok()?).ok()?;
            Some(Read::Moment(day.at(0, 0, 0, 0).checked_add(seconds).ok()?, None))
        }
        _ => None,
    }
}

fn moment(year: i64, month: i64, day: i64, hour: i64, minute: i64, second: i64, nanos: i64) -> Option<civil::DateTime> {
    if !(1900..=2200).contains(&year) {
        return None;
    }
    civil::DateTime::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second).ok()?,
        i32::try_from(nanos).ok()?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_in_every_shape() {
        for (text, expected) in [
            ("2018-09-01 18:11:05", "2018-09-01T10:11:05Z"),
            ("2018/09/01 18:11", "2018-09-01T10:11:00Z"),
            ("2018/9/1 8:01:05", "2018-09-01T00:01:05Z"),
            ("2018-09-01 18:11", "2018-09-01T10:11:00Z"),
            ("2018-09-01", "2018-08-31T16:00:00Z"),
            ("2018年9月1日 18:11", "2018-09-01T10:11:00Z"),
            ("2018.9.1", "2018-08-31T16:00:00Z"),
            ("20180901181105", "2018-09-01T10:11:05Z"),
            ("20180901", "2018-08-31T16:00:00Z"),
            ("2018-09-01T10:11:05Z", "2018-09-01T10:11:05Z"),
            ("2018-09-01T10:11:05.250+01:00", "2018-09-01T09:11:05.25Z"),
            ("2018-09-01 10:11:05 +0800", "2018-09-01T02:11:05Z"),
            ("01/09/2018 6:11 PM", "2018-09-01T10:11:00Z"),
            ("1535796665", "2018-09-01T10:11:05Z"),
            ("1535796665000", "2018-09-01T10:11:05Z"),
            ("43344.5", "2018-09-01T04:00:00Z"),
            ("2018-13-01", "-"),
            ("2018-02-30", "-"),
            ("0000-00-00 00:00:00", "-"),
            ("2018-09-01 25:00", "-"),
            ("2018-09-01 18:11:05 x", "-"),
            ("3.5E+17", "-"),
            ("待付款", "-"),
        ] {
            let read = instant(text, &CHINA, Order::DayFirst)
                .map_or("-".to_owned(), |at| jiff::Timestamp::from_millisecond(at).unwrap().to_string());
            assert_eq!(read, expected, "{text:?}");
        }
        let london = Zone::named("Europe/London").unwrap();
        assert_eq!(
            instant("2011-07-01 08:26:00", &london, Order::DayFirst),
            instant("2011-07-01T07:26:00Z", &london, Order::DayFirst)
        );
        assert_eq!(
            instant_by("7/1/2011 08:26", "%m/%d/%Y %H:%M", &london),
            instant("2011-07-01T07:26:00Z", &london, Order::DayFirst)
        );
    }

    #[test]
    fn days_are_read_with_and_without_a_year() {
        for (text, expected) in [
            ("1990-05-06", Some("1990-05-06")),
            ("1990年5月6日", Some("1990-05-06")),
            ("05-06", Some("--05-06")),
            ("--05-06", Some("--05-06")),
            ("5月6日", Some("--05-06")),
            ("13-40", None),
        ] {
            assert_eq!(day(text, Order::DayFirst).as_deref(), expected, "{text:?}");
        }
    }
}
