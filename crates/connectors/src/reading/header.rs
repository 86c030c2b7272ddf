//! The header row: names of columns, trimmed and folded, found by any of their synonyms.

use crate::source::Row;

/// Names of the columns of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    names: Vec<String>,
    folded: Vec<String>,
}

impl Header {
    /// Takes a row for a header. Empty cells at its end are dropped.
    #[must_use]
    pub fn of(row: &Row) -> Self {
        Self::new(row.cells())
    }

    /// A header of these names.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut names: Vec<String> = names.into_iter().map(|name| name.trim().to_owned()).collect();
        while names.last().is_some_and(String::is_empty) {
            names.pop();
        }
        let folded = names.iter().map(|name| fold(name)).collect();
        Self { names, folded }
    }

    /// The names as printed, trimmed.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many columns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no column.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The column of the first of these names that is there.
    #[must_use]
    pub fn find(&self, synonyms: &[&str]) -> Option<usize> {
        synonyms.iter().find_map(|wanted| {
            let wanted = fold(wanted);
            self.folded.iter().position(|name| *name == wanted)
        })
    }

    /// Whether any of these names is there.
    #[must_use]
    pub fn has(&self, synonyms: &[&str]) -> bool {
        self.find(synonyms).is_some()
    }

    /// Whether all of these names are there.
    #[must_use]
    pub fn has_all(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.has(&[name]))
    }

    /// Whether a row says the header again.
    #[must_use]
    pub(crate) fn repeats(&self, row: &Row) -> bool {
        row.cell(0) == self.names.first().map_or("", String::as_str)
            && row.cell(1) == self.names.get(1).map_or("", String::as_str)
            && self.names.iter().enumerate().all(|(index, name)| row.cell(index) == name)
    }
}

/// One form for names that differ in width, blanks or case only.
#[must_use]
pub(crate) fn fold(name: &str) -> String {
    name.chars()
        .filter(|sign| !sign.is_whitespace() && !sign.is_control() && *sign != '\u{feff}')
        .map(|sign| match sign {
            '（' => '(',
            '）' => ')',
            '：' => ':',
            '／' => '/',
            _ => sign,
        })
        .flat_map(char::to_lowercase)
        .collect()
}
