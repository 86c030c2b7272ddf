//! Pictures made of figures: a code to be scanned, and the way from level to level.

use maud::{Markup, html};
use platform::i18n::Locale;
use qrcode::{Color, EcLevel, QrCode};

use super::raw;
use crate::members::{Level, Measure, Programme};
use crate::wording;

/// Modules of quiet around a code, as its standard asks.
const QUIET: usize = 4;
/// Levels that stand beside each other on the way, and Chinese letters of their names.
const SHOWN: usize = 5;
const LETTERS: usize = 8;

/// A code that a till or a camera reads; nothing when the text is too long for one.
pub(super) fn qr(text: &str, label: &str) -> Markup {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return html! {} };
    let (width, mut path) = (code.width(), String::new());
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET));
        }
    }
    let side = width + 2 * QUIET;
    html! {
        svg.qr viewBox=(format!("0 0 {side} {side}")) role="img" aria-label=(label) shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#111" {}
        }
    }
}

/// How far somebody is from her level to the next, per mille.
pub(super) fn progress(programme: &Programme, rank: usize, amount: i64, deals: i64) -> i64 {
    let Some(next) = programme.at(rank + 1) else { return 1_000 };
    let now = programme.at(rank);
    let share = |has: i64, from: Option<i64>, to: Option<i64>| {
        let (from, to) = (from.unwrap_or(0), to?);
        let way = to.saturating_sub(from);
        if way <= 0 {
            return Some(1_000);
        }
        let gone = i128::from(has.saturating_sub(from).clamp(0, way)) * 1_000 / i128::from(way);
        i64::try_from(gone).ok()
    };
    let of = |pick: fn(&Level) -> Option<i64>, has: i64| share(has, now.and_then(pick), pick(next));
    let (by_amount, by_deals) = (of(|level| level.amount, amount), of(|level| level.deals, deals));
    let both = [by_amount, by_deals].into_iter().flatten();
    let found = match programme.by {
        Measure::Amount => by_amount,
        Measure::Deals => by_deals,
        Measure::Either => both.max(),
        Measure::Both => both.min(),
    };
    found.unwrap_or(0)
}

/// The way from level to level, with how far she has come.
pub(super) fn ladder(locale: Locale, programme: &Programme, rank: usize, share: i64, label: &str) -> Markup {
    let count = programme.levels.len();
    let first = rank.saturating_sub(2).min(count.saturating_sub(SHOWN));
    let names: Vec<&str> =
        programme.levels.iter().skip(first).take(SHOWN).map(|level| wording::read(&level.name, locale)).collect();
    let (left, right) = (36.0, 284.0);
    let steps = names.len().saturating_sub(1).max(1);
    let place = |at: usize| if names.len() == 1 { right } else { left + (right - left) * at as f64 / steps as f64 };
    // The rank is 1 for the first level; what is shown begins after `first` of them.
    let reached = rank.saturating_sub(first);
    let from = if reached == 0 { 6.0 } else { place(reached - 1) };
    let to = if reached < names.len() { place(reached) } else { from };
    let end = from + (to - from) * share as f64 / 1_000.0;
    let mut marks = String::new();
    for (at, name) in names.iter().enumerate() {
        let (x, class) = (place(at), if at < reached { "reached" } else { "ahead" });
        marks.push_str(&format!("<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"12\" r=\"6\"/>"));
        let short = short(name);
        let here = if at + 1 == reached { " here" } else { "" };
        let text = html! { (short) }.into_string();
        marks.push_str(&format!("<text class=\"{class}{here}\" x=\"{x:.1}\" y=\"38\">{text}</text>"));
    }
    html! {
        svg.ladder viewBox="0 0 320 44" role="img" aria-label=(label) {
            line.track x1="6" y1="12" x2="314" y2="12" {}
            line.done x1="6" y1="12" x2=(format!("{end:.1}")) y2="12" {}
            (raw(marks))
        }
    }
}

/// A name as far as there is room for it: eight Chinese letters, or twice as many Latin ones.
fn short(name: &str) -> String {
    let mut room = 2 * LETTERS;
    let mut text = String::new();
    for letter in name.chars() {
        let takes = if letter.is_ascii() { 1 } else { 2 };
        if takes > room {
            text.push('…');
            break;
        }
        room -= takes;
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use pricing::Words;

    use super::*;

    fn programme(by: Measure, levels: &[(i64, i64)]) -> Programme {
        let levels = levels.iter().map(|(amount, deals)| Level {
            name: Words::alike(amount.to_string()),
            amount: Some(*amount),
            deals: Some(*deals),
            ..Level::default()
        });
        let mut programme = Programme::simple();
        (programme.by, programme.levels) = (by, levels.collect());
        programme
    }

    #[test]
    fn names_are_as_long_as_there_is_room() {
        for (name, shown) in [
            ("至尊VIP会员", "至尊VIP会员"),
            ("Supreme VIP", "Supreme VIP"),
            ("七彩云南普洱茶友会", "七彩云南普洱茶友…"),
            ("Friends of the house", "Friends of the h…"),
        ] {
            assert_eq!(short(name), shown);
        }
    }

    #[test]
    fn the_way_to_the_next_level_is_measured_as_the_programme_says() {
        let levels = [(10_000, 1), (50_000, 5), (100_000, 9)];
        for (by, rank, amount, deals, expected) in [
            (Measure::Amount, 0, 5_000, 9, 500),
            (Measure::Amount, 1, 30_000, 0, 500),
            (Measure::Amount, 1, 10_000, 0, 0),
            // Set by hand above what was bought.
            (Measure::Amount, 2, 0, 0, 0),
            (Measure::Deals, 1, 0, 4, 750),
            (Measure::Either, 1, 30_000, 4, 750),
            (Measure::Both, 1, 30_000, 4, 500),
            (Measure::Both, 3, 0, 0, 1_000),
            (Measure::Amount, 0, i64::MAX, 0, 1_000),
        ] {
            let found = progress(&programme(by, &levels), rank, amount, deals);
            assert_eq!(found, expected, "{by:?} from {rank} with {amount} in {deals}");
        }
    }

    #[test]
    fn a_code_is_drawn_square_and_a_name_cannot_break_the_picture() {
        let code = qr("M00000001", "no").into_string();
        // Version 1 has 21 modules a side.
        assert!(code.contains("viewBox=\"0 0 29 29\""), "{code}");
        let mut odd = programme(Measure::Amount, &[(1, 1), (2, 2)]);
        odd.levels[0].name = "<b>".into();
        let drawn = ladder(Locale::ZhCn, &odd, 1, 500, "way").into_string();
        assert!(drawn.contains("&lt;b&gt;") && !drawn.contains("<b>"), "{drawn}");
    }
}
