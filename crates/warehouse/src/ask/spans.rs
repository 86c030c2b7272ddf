//! Hours, weekdays and periods of instants, in the shop's time zone, quickly.
//!
//! Absent from here: windows, which belong to the rules' calendar.

use jiff::Timestamp;
use jiff::tz::TimeZone;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Local time over a stretch of time in which the clocks are not changed.
#[derive(Debug, Clone)]
pub(super) struct Local<'a> {
    zone: &'a TimeZone,
    /// The stretch, the end outside, and what local time is ahead of UTC there, in milliseconds.
    from: i64,
    to: i64,
    ahead: i64,
}

impl<'a> Local<'a> {
    pub(super) fn new(zone: &'a TimeZone) -> Self {
        Self { zone, from: 0, to: 0, ahead: 0 }
    }

    /// Milliseconds of local time.
    pub(super) fn time(&mut self, at: i64) -> i64 {
        if at < self.from || at >= self.to {
            let instant = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
            self.ahead = i64::from(self.zone.to_offset(instant).seconds()) * 1_000;
            // A change on the instant itself has happened.
            let after = Timestamp::from_millisecond(at.saturating_add(1)).unwrap_or(instant);
            self.from =
                self.zone.preceding(after).next().map_or(i64::MIN, |change| change.timestamp().as_millisecond());
            self.to =
                self.zone.following(instant).next().map_or(i64::MAX, |change| change.timestamp().as_millisecond());
        }
        at + self.ahead
    }

    /// The hour, from 0.
    pub(super) fn hour(&mut self, at: i64) -> u32 {
        (self.time(at).rem_euclid(DAY) / HOUR) as u32
    }

    /// The day since 1970.
    pub(super) fn day(&mut self, at: i64) -> i64 {
        self.time(at).div_euclid(DAY)
    }

    /// The weekday, Monday as 1.
    pub(super) fn weekday(&mut self, at: i64) -> u32 {
        // 1 January 1970 was a Thursday.
        ((self.day(at) + 3).rem_euclid(7) + 1) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_time_is_the_calendars() {
        for name in ["CST-8", "EST5EDT,M3.2.0,M11.1.0", "UTC0"] {
            let zone = TimeZone::posix(name).unwrap();
            let mut local = Local::new(&zone);
            for step in 0..20_000_i64 {
                let at = 1_700_000_000_000 + (step * 7_919_777) % 90_000_000_000;
                let known = zone.to_datetime(Timestamp::from_millisecond(at).unwrap());
                assert_eq!(local.hour(at), u32::from(known.hour().unsigned_abs()), "{name} {at}");
                assert_eq!(local.day(at), crate::value::days(known.date()), "{name} {at}");
                assert_eq!(local.weekday(at) as i8, known.weekday().to_monday_one_offset(), "{name} {at}");
            }
        }
    }
}
