//! One spelling for what is written in several: width, case, spaces, dates, telephone numbers.

use super::kind::Kind;

/// What stands for nothing.
const NOTHING: [&str; 12] = ["-", "--", "/", "null", "none", "nan", "n/a", "na", "unknown", "无", "未知", "暂无"];

/// The normal form of a value; empty when it says nothing.
#[must_use]
pub fn normal(kind: Kind, text: &str) -> String {
    let folded = fold(text);
    if NOTHING.contains(&folded.as_str()) {
        return String::new();
    }
    match kind {
        Kind::Mobile => mobile(&folded),
        Kind::Date => date(&folded).unwrap_or(folded),
        Kind::Number | Kind::Postcode | Kind::Code => folded.chars().filter(|c| !matches!(c, ' ' | '-')).collect(),
        // An address of Chinese characters has no spaces of its own.
        Kind::Street | Kind::Place if !folded.is_ascii() => folded.chars().filter(|c| !c.is_whitespace()).collect(),
        _ => folded,
    }
}

/// Half-width, lower case, single spaces and none at the ends.
#[must_use]
pub fn fold(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() && !text.contains("  ") {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '\u{3000}' => ' ',
            '＊' | '•' | '●' => '*',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        };
        if c.is_whitespace() {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else {
            folded.extend(c.to_lowercase());
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Digits and masks of a telephone number, without China's country code.
#[must_use]
pub fn mobile(text: &str) -> String {
    let shown: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '*').collect();
    let bare = shown.strip_prefix("00").unwrap_or(&shown);
    match bare.strip_prefix("86") {
        Some(rest) if rest.len() == 11 && rest.starts_with('1') => rest.to_owned(),
        _ => shown,
    }
}

/// `yyyymmdd` of a day written as `1990-05-17`, `1990/5/17`, `19900517`, `17/05/1990` or `1990年5月17日`.
#[must_use]
pub fn date(text: &str) -> Option<String> {
    let day = text.split(['T', 't', ' ']).next().unwrap_or(text);
    let parts: Vec<&str> = day.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<u32>().ok();
    let (year, month, day) = match parts.as_slice() {
        [whole] if whole.len() == 8 && whole.len() == day.len() => {
            (number(whole.get(..4)?)?, number(whole.get(4..6)?)?, number(whole.get(6..)?)?)
        }
        [year, month, day] if year.len() == 4 => (number(year)?, number(month)?, number(day)?),
        [day, month, year] if year.len() == 4 => (number(year)?, number(month)?, number(day)?),
        _ => return None,
    };
    let sound = (1850..=2100).contains(&year) && (1..=31).contains(&month) && (1..=31).contains(&day);
    sound.then(|| format!("{year:04}{month:02}{day:02}"))
}
