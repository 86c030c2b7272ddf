//! What may be shown of personal values when nobody asked to see them. Each function states the most it reveals.

use super::fold::fold;

/// At most three leading and four trailing characters (`138****0000`). `+86` is left out; a foreign number keeps its
/// sign and two digits (`+44****0958`). With fewer than four characters to hide, all are hidden.
#[must_use]
pub fn mobile(raw: &str) -> String {
    // Signs between the digits are no digits to hide.
    let bare: String = raw.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '(' | ')')).collect();
    let text = bare.strip_prefix("+86").unwrap_or(&bare);
    let count = text.chars().count();
    if count < 11 {
        return stars(count, 0, 0, text);
    }
    stars(count, 3, 4, text)
}

fn stars(count: usize, head: usize, tail: usize, text: &str) -> String {
    if count == 0 {
        return String::new();
    }
    let mut shown: String = text.chars().take(head).collect();
    shown.push_str("****");
    shown.extend(text.chars().skip(count - tail));
    shown
}

/// The first character, and two stars however long the name is (`张**`). A name of one character is hidden whole.
#[must_use]
pub fn name(raw: &str) -> String {
    let mut chars = raw.trim().chars();
    match (chars.next(), chars.next()) {
        (None, _) => String::new(),
        (Some(_), None) => "**".to_owned(),
        (Some(first), Some(_)) => format!("{first}**"),
    }
}

/// The first character before `@` and all behind it (`a***@b.com`). Without an `@`, or with one character before it,
/// that part is hidden whole.
#[must_use]
pub fn email(raw: &str) -> String {
    let text = raw.trim();
    if text.is_empty() {
        return String::new();
    }
    let Some((local, domain)) = text.rsplit_once('@') else { return "***".to_owned() };
    let mut chars = local.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(_)) => format!("{first}***@{domain}"),
        _ => format!("***@{domain}"),
    }
}

/// At most the first two characters, and no digit ever (`文三****`). Up to four characters are hidden whole.
#[must_use]
pub fn street(raw: &str) -> String {
    let text = raw.trim();
    if text.is_empty() {
        return String::new();
    }
    let mut shown = String::new();
    if text.chars().count() > 4 {
        shown.extend(text.chars().take(2).take_while(|c| !is_numeral(*c)));
    }
    shown.push_str("****");
    shown
}

/// At most the first three characters (`330****`), for landlines, nicks and other short values. Up to five characters
/// are hidden whole.
#[must_use]
pub fn text(raw: &str) -> String {
    let text = raw.trim();
    let count = text.chars().count();
    stars(count, if count > 5 { 3 } else { 0 }, 0, text)
}

fn is_numeral(c: char) -> bool {
    fold(c).is_numeric()
}
