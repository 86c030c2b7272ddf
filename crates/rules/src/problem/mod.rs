//! What is wrong with a rule, where, and what would be right, in both languages.

mod near;
mod words;

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Label;
pub(crate) use near::near;
pub(crate) use words::{Expected, label, listed};

/// Something wrong with a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RuleProblem)]
pub struct Problem {
    /// Which kind of problem it is.
    pub code: Code,
    /// The place in the tree: field names and indexes joined with dots, as in `rules.0.rule.filter`; empty for the whole
    /// and for text that made no tree.
    pub path: String,
    /// The place in the text, when the rule came as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<TextRange>,
    /// What stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// What may stand there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<Label>,
    /// Names or words that were perhaps meant, the likeliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<String>,
    /// The whole in a sentence.
    pub message: Label,
}

/// A stretch of text in bytes of UTF-8, `to` outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TextRange {
    /// The first byte.
    pub from: usize,
    /// The byte after the last.
    pub to: usize,
}

/// The kinds of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A word or sign stands where the language expects another.
    Unexpected,
    /// A sign that the language does not know.
    UnknownSign,
    /// A quote that is not closed, or an escape that is none.
    BrokenText,
    /// A number, day or instant that cannot be read.
    BrokenNumber,
    /// The text is longer than [`crate::MAX_TEXT`].
    TooLong,
    /// Nested deeper than [`crate::MAX_DEPTH`].
    TooDeep,
    /// More conditions than [`crate::MAX_NODES`].
    TooLarge,
    /// More values than [`crate::MAX_VALUES`].
    TooManyValues,
    /// The catalogue has no such attribute.
    UnknownAttribute,
    /// The catalogue has no such kind of fact.
    UnknownKind,
    /// The kind has no such property.
    UnknownProperty,
    /// The choice has no such value.
    UnknownChoice,
    /// The test is not for this type.
    WrongTest,
    /// The value is of another type.
    WrongValue,
    /// The window is not for this.
    WrongWindow,
    /// A fact of the future is asked for.
    LooksForward,
    /// Zero, or more than makes sense.
    WrongCount,
    /// The end lies before the beginning.
    WrongOrder,
    /// The length of time is not the same everywhere.
    WrongSpan,
    /// The bound is not of this property, or not with first or last.
    WrongBound,
    /// The two kinds do not share this property.
    NotShared,
    /// Nothing stands where something must.
    Empty,
}

impl Problem {
    /// A problem at a place in the tree.
    pub(crate) fn new(code: Code, path: String, message: Label) -> Self {
        Self { code, path, range: None, found: None, expected: Vec::new(), near: Vec::new(), message }
    }

    /// The same with what stands there.
    pub(crate) fn found(mut self, found: &str) -> Self {
        self.found = Some(found.to_owned());
        self
    }

    /// The same at a place in the text.
    pub(crate) fn at(mut self, range: &Range<usize>) -> Self {
        self.range = Some(TextRange { from: range.start, to: range.end });
        self
    }

    /// The same with what may stand there.
    pub(crate) fn expected(mut self, expected: Vec<Label>) -> Self {
        self.expected = expected;
        self
    }

    /// The same with what was perhaps meant, said in the message too.
    pub(crate) fn near(mut self, near: Vec<String>) -> Self {
        if !near.is_empty() {
            let quoted = |open: &str, close: &str| -> Vec<String> {
                near.iter().map(|name| format!("{open}{name}{close}")).collect()
            };
            self.message.zh += &format!("是不是想写{}？", listed(&quoted("“", "”"), "、", "或"));
            self.message.en += &format!(" Did you mean {}?", listed(&quoted("`", "`"), ", ", " or "));
        }
        self.near = near;
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.message.en)
    }
}

impl std::error::Error for Problem {}
