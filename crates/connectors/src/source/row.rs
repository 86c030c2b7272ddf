//! A row: its number, its cells in one string, and what is wrong with it as a whole.

use std::fmt;

/// What is wrong with a row as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Bytes that are not text in the file's encoding.
    BadEncoding,
    /// A quote is never closed.
    OpenQuote,
    /// Longer than any row of a table is.
    TooLong,
}

/// A row of a table. Its cells are ranges of one string, so that reading a row allocates nothing once the string has
/// grown to a usual row's length.
#[derive(Clone, Default)]
pub struct Row {
    pub(crate) number: u64,
    pub(crate) sheet: u32,
    pub(crate) text: String,
    pub(crate) ends: Vec<usize>,
    pub(crate) fault: Option<Fault>,
}

impl Row {
    /// The row's number in its file; the first row is 1. Sheets of a workbook count on.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Which sheet of a workbook it stands on, from 0.
    #[must_use]
    pub fn sheet(&self) -> u32 {
        self.sheet
    }

    /// What is wrong with the row as a whole.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// How many cells it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no cells.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Whether no cell says anything.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.fault.is_none() && (0..self.len()).all(|index| self.cell(index).is_empty())
    }

    /// The cell as it stands in the file, or an empty text beyond the last.
    #[must_use]
    pub fn raw(&self, index: usize) -> &str {
        let Some(&end) = self.ends.get(index) else { return "" };
        let start = match index.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(0),
            None => 0,
        };
        self.text.get(start..end).unwrap_or("")
    }

    /// The cell without what spreadsheets and platforms wrap around values: blanks and tabs at its ends, `="…"`, and
    /// the apostrophe that marks text.
    #[must_use]
    pub fn cell(&self, index: usize) -> &str {
        clean(self.raw(index))
    }

    /// All cells, cleaned.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.cell(index))
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.fault = None;
    }

    pub(crate) fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.end_cell();
    }

    pub(crate) fn end_cell(&mut self) {
        self.ends.push(self.text.len());
    }
}

/// Rows hold personal data, so only their shape is shown.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row {} ({} cells, fault {:?})", self.number, self.len(), self.fault)
    }
}

/// Strips what is wrapped around a value.
#[must_use]
pub(crate) fn clean(text: &str) -> &str {
    let mut text = trim(text);
    if !matches!(text.as_bytes().first(), Some(b'=' | b'\'')) {
        return text;
    }
    if let Some(inner) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        text = trim(inner);
    }
    if let Some(rest) = text.strip_prefix('\'')
        && rest.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '=' | '@'))
    {
        text = trim(rest);
    }
    text
}

fn trim(text: &str) -> &str {
    let plain = |byte: Option<&u8>| byte.is_none_or(|&byte| byte > b' ' && byte < 0x80);
    let bytes = text.as_bytes();
    if plain(bytes.first()) && plain(bytes.last()) {
        return text;
    }
    text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}' || c == '\u{200b}')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn wrapping_is_stripped() {
        for (given, expected) in [
            ("=\"3500000000000001\"", "3500000000000001"),
            ("=\"\"", ""),
            ("'13800000000", "13800000000"),
            ("'=1+1", "=1+1"),
            ("'tis", "'tis"),
            ("\t230901-1\t", "230901-1"),
            (" 订单编号 ", "订单编号"),
            ("\u{3000}张**\u{a0}", "张**"),
            ("a\"b", "a\"b"),
            ("'", "'"),
        ] {
            assert_eq!(clean(given), expected, "{given:?}");
        }
    }
}
