//! Width folding: the full-width forms that Chinese keyboards produce, to the plain ones.

/// The half-width form of a full-width ASCII letter, digit or sign (`Ａ` to `A`, `＠` to `@`), and a plain space for the
/// ideographic one. Every other character stays.
#[must_use]
pub fn fold(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Whether a character stands for hidden ones in a masked value.
#[must_use]
pub fn is_star(c: char) -> bool {
    matches!(c, '*' | '＊' | '•' | '●' | '∗')
}

/// Strips what spreadsheets wrap around text: white space, tabs, a leading apostrophe, and `="…"`.
#[must_use]
pub fn bare(raw: &str) -> &str {
    let mut text = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if let Some(inside) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        text = inside.trim();
    }
    text.trim_start_matches(['\'', '’', '‘', '`']).trim()
}
