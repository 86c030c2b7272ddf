//! Instants as clients write them, and the correction of their clocks.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use crate::drafts::Millis;

/// The instant of an ISO 8601 text in any usual form, or of a number of seconds, milliseconds, microseconds or
/// nanoseconds since 1970 (told apart by size). A text without a zone is read as UTC. Milliseconds, rounded down.
#[must_use]
pub fn parse(text: &str) -> Option<Millis> {
    let text = text.trim();
    if let Ok(found) = text.parse::<Timestamp>() {
        return Some(found.as_millisecond());
    }
    if let Some(found) = numeric(text) {
        return Some(found);
    }
    if let Ok(civil) = text.parse::<DateTime>() {
        return utc(civil);
    }
    let (date, time) = text.split_once(['T', 't', ' ']).unwrap_or((text, ""));
    let date = date.parse::<Date>().ok().or_else(|| ordinal(date)).or_else(|| week(date)).or_else(|| month(date))?;
    if time.is_empty() {
        return utc(date.at(0, 0, 0, 0));
    }
    let zone_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at_checked(zone_at)?;
    let clock = clock.trim().replace(',', ".").parse::<Time>().ok()?;
    let zone = zone.trim().replace('z', "Z");
    let zone = if zone.is_empty() { "Z" } else { zone.as_str() };
    format!("{date}T{clock}{zone}").parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

fn utc(civil: DateTime) -> Option<Millis> {
    civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp().as_millisecond())
}

/// Digits with an optional sign and fraction. Eight digits are a date (`20151212`), not a number.
fn numeric(text: &str) -> Option<Millis> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() == 8 || whole.len() > 19 || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let value: i64 = whole.parse().ok()?;
    let millis = match whole.len() {
        0..=11 => {
            let thousandths = format!("{fraction:0<3}").get(..3)?.parse::<i64>().ok()?;
            value.checked_mul(1000)?.checked_add(thousandths)?
        }
        12..=14 => value,
        15..=17 => value / 1_000,
        _ => value / 1_000_000,
    };
    Some(sign * millis)
}

/// `2015-346` or `2015346`.
fn ordinal(text: &str) -> Option<Date> {
    let plain = text.replace('-', "");
    if plain.len() != 7 || !plain.bytes().all(|b| b.is_ascii_digit()) || text.contains('W') {
        return None;
    }
    let year: i16 = plain.get(..4)?.parse().ok()?;
    let day: i16 = plain.get(4..)?.parse().ok()?;
    Date::new(year, 1, 1).ok()?.with().day_of_year(day).build().ok()
}

/// `2015-W50-6`.
fn week(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once("-W").or_else(|| text.split_once('W'))?;
    let plain = rest.replace('-', "");
    let number: i8 = plain.get(..2)?.parse().ok()?;
    let day: i8 = if plain.len() > 2 { plain.get(2..)?.parse().ok()? } else { 1 };
    let weekday = jiff::civil::Weekday::from_monday_one_offset(day).ok()?;
    jiff::civil::ISOWeekDate::new(year.parse().ok()?, number, weekday).ok().map(|found| found.date())
}

/// `2015-12`.
fn month(text: &str) -> Option<Date> {
    let (year, month) = text.split_once('-')?;
    if year.len() != 4 || month.len() != 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()
}

/// When a message happened by our clock: the sender's instant, moved by what its clock differs from ours when it sent
/// (`timestamp − sentAt + receivedAt`), and never later than we received it. Without `sentAt` the sender's instant
/// stands; without an instant, the time of receipt.
#[must_use]
pub fn correct(said_at: Option<Millis>, sent_at: Option<Millis>, received_at: Millis) -> Millis {
    let Some(said_at) = said_at else { return received_at };
    let corrected = match sent_at {
        Some(sent_at) => said_at.saturating_sub(sent_at).saturating_add(received_at),
        None => said_at,
    };
    corrected.min(received_at)
}
