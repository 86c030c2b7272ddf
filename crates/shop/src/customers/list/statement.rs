//! A statement put together from literals, with its values beside it.

use platform::db::Value;

use super::find::Place;

/// Text and values. The text comes from literals only; every value goes through a placeholder.
#[derive(Debug)]
pub(super) struct Statement {
    text: String,
    values: Vec<Value>,
}

impl Statement {
    pub(super) fn new(text: String) -> Self {
        Self { text, values: Vec::new() }
    }

    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Takes a value in and answers its placeholder.
    pub(super) fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// Takes values in and answers their placeholders with commas between them.
    pub(super) fn list(&mut self, ids: &[i64]) -> String {
        ids.iter().map(|id| self.bind(*id)).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn equal(&mut self, column: &str, value: impl Into<Value>) {
        let place = self.bind(value);
        self.push(&format!(" and {column} = {place}"));
    }

    /// `from <= column` and `column <= to`, or before `to` when the end is not `included`.
    pub(super) fn between(&mut self, column: &str, (from, to): (Option<i64>, Option<i64>), included: bool) {
        if let Some(from) = from {
            let place = self.bind(from);
            self.push(&format!(" and {column} >= {place}"));
        }
        if let Some(to) = to {
            let place = self.bind(to);
            self.push(&format!(" and {column} {} {place}", if included { "<=" } else { "<" }));
        }
    }

    /// Only what comes behind a place, both parts falling.
    pub(super) fn after(&mut self, key: &str, id: &str, after: Option<Place>) {
        let Some((at, last)) = after else { return };
        if key == id {
            let last = self.bind(last);
            self.push(&format!(" and {id} < {last}"));
        } else {
            let (at, last) = (self.bind(at), self.bind(last));
            self.push(&format!(" and ({key}, {id}) < ({at}, {last})"));
        }
    }

    /// Nothing behind a place, both parts falling.
    pub(super) fn until(&mut self, key: &str, id: &str, (at, last): Place) {
        if key == id {
            let last = self.bind(last);
            self.push(&format!(" and {id} >= {last}"));
        } else {
            let (at, last) = (self.bind(at), self.bind(last));
            self.push(&format!(" and ({key}, {id}) >= ({at}, {last})"));
        }
    }

    /// `set`, whose placeholders begin at `$1`, with its values taken in and its placeholders moved behind ours.
    pub(super) fn renumbered(&mut self, set: &str, values: &[Value]) -> String {
        let before = self.values.len();
        let mut parts = set.split('$');
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let (number, rest) = part.split_at(digits);
            let number = number.parse::<usize>().unwrap_or_default();
            text.push_str(&format!("${}{rest}", before + number));
        }
        self.values.extend(values.iter().cloned());
        text
    }

    pub(super) fn finish(self) -> (String, Vec<Value>) {
        (self.text, self.values)
    }
}
