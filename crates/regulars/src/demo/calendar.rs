//! When people buy: a year's seasons, the week, the hours of the day, 618 and 双11.
//!
//! A calendar turns the two years into a line of its own, on which purchases are even: a stretch of 双11 is long on
//! it, a stretch of the spring festival short. Waiting times are drawn on that line and carried back to the clock,
//! so every person's rhythm follows the seasons without a word about them in her own life.

use connectors::drafts::Millis;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::chance::Chance;

const DAY: i64 = 86_400_000;
/// China's clock: no summer time, eight hours ahead.
const AHEAD: i64 = 8 * 3_600_000;

/// Whose calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Most people.
    Ordinary,
    /// Those who wait for sales.
    Bargains,
    /// Those who buy presents.
    Presents,
}

/// First days of the lunar year, and of the mid-autumn festival, as (year, month, day).
const NEW_YEARS: &[(i16, i8, i8)] = &[
    (2020, 1, 25),
    (2021, 2, 12),
    (2022, 2, 1),
    (2023, 1, 22),
    (2024, 2, 10),
    (2025, 1, 29),
    (2026, 2, 17),
    (2027, 2, 6),
    (2028, 1, 26),
    (2029, 2, 13),
    (2030, 2, 3),
    (2031, 1, 23),
    (2032, 2, 11),
    (2033, 1, 31),
    (2034, 2, 19),
    (2035, 2, 8),
];
const MID_AUTUMNS: &[(i16, i8, i8)] = &[
    (2020, 10, 1),
    (2021, 9, 21),
    (2022, 9, 10),
    (2023, 9, 29),
    (2024, 9, 17),
    (2025, 10, 6),
    (2026, 9, 25),
    (2027, 9, 15),
    (2028, 10, 3),
    (2029, 9, 22),
    (2030, 9, 12),
    (2031, 10, 1),
    (2032, 9, 19),
    (2033, 9, 8),
    (2034, 9, 27),
    (2035, 9, 16),
];

/// A calendar over the story.
pub(crate) struct Calendar {
    /// Midnight in China before the story begins.
    first: Millis,
    from: Millis,
    to: Millis,
    /// Length of the line at the end of every day.
    ends: Vec<f64>,
    whole: f64,
}

impl Calendar {
    pub(crate) fn new(mood: Mood, from: Millis, to: Millis) -> Self {
        let to = to.max(from + DAY);
        let first = (from + AHEAD).div_euclid(DAY) * DAY - AHEAD;
        let days = (to - first).div_euclid(DAY) + 1;
        let mut whole = 0.0;
        let ends = (0..days)
            .map(|day| {
                // The shop grows: the second year sells about a third more than the first.
                let grown = 1.0 + 0.6 * day as f64 / days as f64;
                whole += grown * weight(mood, date_of(first + day * DAY));
                whole
            })
            .collect();
        Self { first, from, to, ends, whole }
    }

    /// The instant at this share (0 to 1) of the line; the hour is left to `hour`.
    pub(crate) fn instant(&self, share: f64, chance: &mut Chance, indoors: bool) -> Millis {
        let at = share.clamp(0.0, 1.0) * self.whole;
        let day = self.ends.partition_point(|end| *end < at).min(self.ends.len().saturating_sub(1));
        let midnight = self.first + day as i64 * DAY;
        let at = midnight + time_of_day(chance, indoors, is_sale(date_of(midnight)));
        if (self.from..self.to).contains(&at) {
            return at;
        }
        // The first and the last day are cut; what falls outside is spread over what is left of them.
        let (begins, ends) = (midnight.max(self.from), (midnight + DAY).min(self.to));
        let begins = (begins + 999).div_euclid(1_000) * 1_000;
        begins + chance.below(((ends - begins) / 1_000).max(1) as u64) as i64 * 1_000
    }
}

/// The date in China.
pub(crate) fn date_of(at: Millis) -> Date {
    jiff::Timestamp::from_millisecond(at).map(|at| Offset::constant(8).to_datetime(at).date()).unwrap_or_default()
}

/// The month in China, 0 is January.
pub(crate) fn month_of(at: Millis) -> usize {
    (date_of(at).month() - 1).max(0) as usize
}

/// Whether the platforms hold one of their two great sales.
pub(crate) fn is_great_sale(at: Millis) -> bool {
    is_sale(date_of(at))
}

fn is_sale(date: Date) -> bool {
    matches!((date.month(), date.day()), (11, 1 | 10 | 11) | (6, 1 | 17 | 18))
}

fn weight(mood: Mood, date: Date) -> f64 {
    let month = (date.month() - 1).max(0) as usize;
    let season = [1.05, 0.8, 1.0, 1.15, 1.05, 1.0, 0.85, 0.9, 1.15, 1.0, 1.15, 1.05];
    let mut weight: f64 = season.get(month).copied().unwrap_or(1.0);
    weight *= match date.weekday() {
        jiff::civil::Weekday::Saturday => 1.12,
        jiff::civil::Weekday::Sunday => 1.18,
        jiff::civil::Weekday::Friday => 0.94,
        _ => 0.97,
    };
    let sale: f64 = match (date.month(), date.day()) {
        (11, 11) => 14.0,
        (11, 1) => 7.0,
        (11, 2..=10) => 2.2,
        (6, 18) => 9.0,
        (6, 1) => 4.5,
        (6, 2..=17) => 1.6,
        (12, 12) => 3.5,
        (3, 8) => 2.5,
        (9, 9) => 1.8,
        (11, 12..=20) => 0.7,
        (6, 19..=26) => 0.75,
        _ => 1.0,
    };
    weight *= match mood {
        Mood::Ordinary => sale,
        Mood::Bargains => sale * sale,
        Mood::Presents => sale.sqrt(),
    };
    weight * festival(mood, date)
}

/// Before a festival presents are bought; during the spring festival no parcel moves.
fn festival(mood: Mood, date: Date) -> f64 {
    let to_new_year = nearest(NEW_YEARS, date);
    let to_autumn = nearest(MID_AUTUMNS, date);
    let gift = if mood == Mood::Presents { 3.0 } else { 1.0 };
    match (to_new_year, to_autumn) {
        (Some(-1..=3), _) => 0.35,
        (Some(4..=8), _) => 0.3,
        (Some(-5..=-2), _) => 0.6,
        (Some(-28..=-6), _) => 1.0 + 0.5 * gift,
        (_, Some(-20..=-3)) => 1.0 + 0.45 * gift,
        (_, Some(-2..=1)) => 0.7,
        _ => 1.0,
    }
}

/// Days since the festival of that year, negative before it.
fn nearest(festivals: &[(i16, i8, i8)], date: Date) -> Option<i32> {
    let (year, month, day) = *festivals.iter().find(|festival| festival.0 == date.year())?;
    let festival = Date::new(year, month, day).ok()?;
    date.since(festival).ok().map(|span| span.get_days())
}

/// Milliseconds since midnight: evenings online, opening hours at the till, the first hours of a sale.
fn time_of_day(chance: &mut Chance, indoors: bool, sale: bool) -> i64 {
    const ONLINE: [u32; 24] =
        [14, 7, 4, 2, 2, 3, 7, 14, 24, 38, 44, 40, 38, 38, 38, 38, 38, 36, 36, 44, 58, 66, 56, 32];
    const SALE: [u32; 24] =
        [120, 52, 20, 6, 4, 4, 10, 18, 30, 42, 44, 40, 38, 36, 36, 36, 36, 36, 40, 56, 110, 84, 72, 66];
    const TILL: [u32; 24] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 12, 14, 10, 10, 16, 20, 20, 16, 12, 14, 10, 2, 0, 0];
    let weights = match (indoors, sale) {
        (true, _) => &TILL,
        (false, true) => &SALE,
        (false, false) => &ONLINE,
    };
    let hour = chance.by_weight(weights) as i64;
    hour * 3_600_000 + chance.below(3_600) as i64 * 1_000
}

#[cfg(test)]
mod tests {
    use super::super::chance::Stream;
    use super::*;

    #[test]
    fn the_great_sale_towers_and_the_festival_rests() {
        let day = |month, day| Date::new(2025, month, day).unwrap();
        let ordinary = weight(Mood::Ordinary, day(5, 13));
        for (date, least, most) in
            [(day(11, 11), 8.0, 20.0), (day(6, 18), 5.0, 12.0), (day(1, 30), 0.1, 0.6), (day(4, 12), 0.8, 1.6)]
        {
            let ratio = weight(Mood::Ordinary, date) / ordinary;
            assert!((least..=most).contains(&ratio), "{date} {ratio}");
        }
    }

    #[test]
    fn the_line_runs_over_the_whole_story_and_back() {
        let to = 1_795_000_000_000;
        let from = to - 730 * DAY;
        let calendar = Calendar::new(Mood::Ordinary, from, to);
        let mut chance = Chance::new(1, Stream::Life, 1);
        let mut before = from;
        for step in 0..=100 {
            let share = f64::from(step) / 100.0;
            let at = calendar.instant(share, &mut chance, false);
            assert!((from..to).contains(&at));
            assert!(at + DAY >= before, "the line never runs back");
            before = at;
        }
    }
}
