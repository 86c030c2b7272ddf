//! Mobiles: what a phone column really holds.
//!
//! A masked number (`138****8000`) and a privacy number (`18877771111-123`) both look like digits to a phone library,
//! which would read them as somebody else's number; they are recognised before anything is parsed.

use std::fmt;

use super::fold::{bare, fold, is_star};
use super::mask;

/// What a phone cell holds.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Mobile {
    /// A whole mobile in E.164 (`+8613800000000`). Only this one may join profiles. A foreign number is here too,
    /// when it was written with its country, since numbering plans do not tell its mobiles apart.
    Full(String),
    /// Some digits are hidden.
    Masked,
    /// A platform's forwarding number with an extension; it belongs to an order and expires.
    PrivacyNumber,
    /// A fixed line or a service number, as `area-number` and `-extension` when there is one.
    Landline(String),
    /// Anything else, the empty cell included.
    Invalid,
}

impl Mobile {
    /// The E.164 form, when the number is whole.
    #[must_use]
    pub fn full(&self) -> Option<&str> {
        match self {
            Self::Full(value) => Some(value),
            _ => None,
        }
    }

    /// The E.164 form by value, when the number is whole.
    #[must_use]
    pub fn into_full(self) -> Option<String> {
        match self {
            Self::Full(value) => Some(value),
            _ => None,
        }
    }

    /// A stable code: `full`, `masked`, `privacy_number`, `landline`, `invalid`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Full(_) => "full",
            Self::Masked => "masked",
            Self::PrivacyNumber => "privacy_number",
            Self::Landline(_) => "landline",
            Self::Invalid => "invalid",
        }
    }
}

impl fmt::Debug for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full(value) => write!(f, "Full({})", mask::mobile(value)),
            Self::Landline(value) => write!(f, "Landline({})", mask::mobile(value)),
            Self::Masked => f.write_str("Masked"),
            Self::PrivacyNumber => f.write_str("PrivacyNumber"),
            Self::Invalid => f.write_str("Invalid"),
        }
    }
}

const MOST_DIGITS: usize = 24;
const MOBILE_DIGITS: usize = 11;
const LONGEST_EXTENSION: usize = 6;

/// Digits of a cell, and where they were broken by something written between them.
struct Digits {
    digits: [u8; MOST_DIGITS],
    len: usize,
    plus: bool,
    /// Bit `i` is set when something stood before digit `i`.
    breaks: u32,
    /// Index of the first digit behind `转`, a comma, `#` and the like.
    extension: Option<usize>,
}

impl Digits {
    fn text(&self) -> &[u8] {
        self.digits.get(..self.len).unwrap_or_default()
    }

    fn broken_at(&self, index: usize) -> bool {
        self.breaks >> index & 1 == 1
    }
}

/// Reads a cell. Never fails; what is not understood is [`Mobile::Invalid`].
#[must_use]
pub fn classify(raw: &str) -> Mobile {
    let text = bare(raw);
    if is_mainland(text.as_bytes()) {
        return full("+86", text);
    }
    if text.chars().any(is_star) || is_x_masked(text) {
        return Mobile::Masked;
    }
    match scan(text) {
        Some(digits) => understand(&digits),
        None => Mobile::Invalid,
    }
}

/// Whether the bytes are the eleven digits of a mainland mobile.
#[must_use]
pub fn is_mainland(digits: &[u8]) -> bool {
    matches!(digits, [b'1', b'3'..=b'9', rest @ ..] if rest.len() == 9 && rest.iter().all(u8::is_ascii_digit))
}

/// `138xxxx8000`: letters in place of hidden digits.
fn is_x_masked(text: &str) -> bool {
    let mut chars = text.chars().skip_while(|c| !c.is_ascii_digit());
    chars.by_ref().find(|c| !c.is_ascii_digit()).is_some_and(|c| matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ'))
        && chars.next().is_some_and(|c| matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ'))
}

fn scan(text: &str) -> Option<Digits> {
    let mut found = Digits { digits: [0; MOST_DIGITS], len: 0, plus: false, breaks: 0, extension: None };
    let mut chars = text.chars().map(fold);
    while let Some(c) = chars.next() {
        match c {
            '0'..='9' => {
                *found.digits.get_mut(found.len)? = u8::try_from(c).ok()?;
                found.len += 1;
            }
            '+' if found.len == 0 && !found.plus => found.plus = true,
            ' ' | '-' | '.' | '(' | ')' | '（' | '）' | '–' | '—' | '－' | '_' | '\t' => {
                found.breaks |= 1 << found.len;
            }
            '转' | '轉' | ',' | '，' | '、' | '#' | ':' | ';' | '/' => mark_extension(&mut found)?,
            '分' if chars.next() == Some('机') => mark_extension(&mut found)?,
            'e' | 'E' if matches!((chars.next(), chars.next()), (Some('x' | 'X'), Some('t' | 'T'))) => {
                mark_extension(&mut found)?;
            }
            _ => return None,
        }
    }
    Some(found)
}

/// `None` when nothing stands before the sign.
fn mark_extension(found: &mut Digits) -> Option<()> {
    if found.len == 0 {
        return None;
    }
    found.breaks |= 1 << found.len;
    found.extension.get_or_insert(found.len);
    Some(())
}

fn understand(found: &Digits) -> Mobile {
    let all = found.text();
    match all {
        [b'8', b'6', rest @ ..] if found.plus => mainland(found, rest, 2, true),
        _ if found.plus => foreign(found, 0),
        [b'0', b'0', b'8', b'6', rest @ ..] => mainland(found, rest, 4, true),
        [b'0', b'0', ..] => foreign(found, 2),
        [b'8', b'6', rest @ ..] if rest.get(..MOBILE_DIGITS).is_some_and(is_mainland) => mainland(found, rest, 2, true),
        [b'0', rest @ ..] if is_mainland(rest) => mainland(found, rest, 1, false),
        [b'8', b'5', b'2' | b'3', rest @ ..] if found.broken_at(3) && rest.len() == 8 => foreign(found, 0),
        [b'8', b'8', b'6', rest @ ..] if found.broken_at(3) && rest.len() == 9 => foreign(found, 0),
        rest => mainland(found, rest, 0, false),
    }
}

fn mainland(found: &Digits, rest: &[u8], offset: usize, international: bool) -> Mobile {
    let Some((head, tail)) = rest.split_at_checked(MOBILE_DIGITS) else {
        return landline(found, rest, offset, international);
    };
    if !is_mainland(head) {
        return landline(found, rest, offset, international);
    }
    let end = offset + MOBILE_DIGITS;
    if found.extension.is_some_and(|at| at < end) {
        return Mobile::Invalid;
    }
    match tail.len() {
        0 => full("+86", ascii(head)),
        1..=LONGEST_EXTENSION if found.broken_at(end) => Mobile::PrivacyNumber,
        _ => Mobile::Invalid,
    }
}

fn foreign(found: &Digits, offset: usize) -> Mobile {
    let end = found.extension.unwrap_or(found.len);
    let number = found.text().get(offset..end).unwrap_or_default();
    if !(8..=15).contains(&number.len()) || number.first() == Some(&b'0') {
        return Mobile::Invalid;
    }
    match found.text().get(end..).unwrap_or_default() {
        [] => full("+", ascii(number)),
        extension if extension.len() <= LONGEST_EXTENSION => {
            Mobile::Landline(format!("+{}-{}", ascii(number), ascii(extension)))
        }
        _ => Mobile::Invalid,
    }
}

/// `0571-88888888-801`, `88888888`, `400-800-8888`; behind `+86` the area has lost its zero.
fn landline(found: &Digits, rest: &[u8], offset: usize, international: bool) -> Mobile {
    let (area_len, zero) = match rest {
        [b'0', b'1' | b'2', ..] => (3, ""),
        [b'0', b'3'..=b'9', ..] => (4, ""),
        [b'1', b'0', ..] | [b'2', ..] if international => (2, "0"),
        [b'3'..=b'9', ..] if international => (3, "0"),
        [b'4' | b'8', b'0', b'0', ..] if rest.len() == 10 => (3, ""),
        [b'2'..=b'9', ..] => (0, ""),
        _ => return Mobile::Invalid,
    };
    let Some((area, local)) = rest.split_at_checked(area_len) else { return Mobile::Invalid };
    // The local part is seven or eight digits; what follows a break behind it is an extension.
    let start = offset + area_len;
    let number_len = match local.len() {
        8 if found.extension == Some(start + 7) => 7,
        7 | 8 => local.len(),
        _ if local.len() > 8 && found.broken_at(start + 8) => 8,
        _ if local.len() > 7 && found.broken_at(start + 7) => 7,
        _ => return Mobile::Invalid,
    };
    let Some((number, extension)) = local.split_at_checked(number_len) else { return Mobile::Invalid };
    if matches!(number, [b'0' | b'1', ..]) && rest.len() != 10 || extension.len() > LONGEST_EXTENSION {
        return Mobile::Invalid;
    }
    let mut text = String::with_capacity(24);
    if !area.is_empty() {
        text.push_str(zero);
        text.push_str(ascii(area));
        text.push('-');
    }
    text.push_str(ascii(number));
    if !extension.is_empty() {
        text.push('-');
        text.push_str(ascii(extension));
    }
    Mobile::Landline(text)
}

fn full(prefix: &str, digits: &str) -> Mobile {
    let mut value = String::with_capacity(prefix.len() + digits.len());
    value.push_str(prefix);
    value.push_str(digits);
    Mobile::Full(value)
}

fn ascii(digits: &[u8]) -> &str {
    std::str::from_utf8(digits).unwrap_or_default()
}
