//! The words and signs of the language.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::Decimal;

/// What the text is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A bare word: a word of the language or a name.
    Word(String),
    /// Text in quotes, without them.
    Quoted(String),
    /// A number.
    Number(Decimal),
    /// A calendar day.
    Day(Date),
    /// An instant.
    Instant(Timestamp),
    /// A sign: one of `( ) , = != < <= > >=`.
    Sign(&'static str),
    /// The end of the text.
    End,
}

/// A token and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) token: Token,
    pub(super) range: Range<usize>,
}

/// The words of the language. A name that is one of them is written in quotes.
pub(super) const WORDS: [&str; 59] = [
    "ago", "all", "and", "any", "anything", "at", "average", "before", "between", "contains", "day", "days", "did",
    "ever", "everyone", "exactly", "fewer", "first", "from", "group", "highest", "hour", "hours", "in", "is", "known",
    "last", "least", "list", "lowest", "minute", "minutes", "month", "months", "more", "most", "next", "no", "not",
    "nothing", "now", "of", "one", "or", "over", "previous", "quarter", "same", "segment", "since", "starts", "than",
    "the", "then", "this", "times", "to", "today", "total",
];

/// More words of the language, so that the lists stay readable.
pub(super) const MORE_WORDS: [&str; 11] =
    ["unknown", "until", "week", "weeks", "where", "with", "within", "year", "years", "yes", "yesterday"];

/// Whether a name is a word of the language, letter case apart.
pub(super) fn is_word(name: &str) -> bool {
    WORDS.iter().chain(&MORE_WORDS).any(|word| name.eq_ignore_ascii_case(word))
}

/// Whether a character may begin a bare word.
pub(super) fn begins_word(sign: char) -> bool {
    sign.is_alphabetic() || sign == '_'
}

/// Whether a character may stand in a bare word.
pub(super) fn is_in_word(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '.')
}

/// Whether a name can be written bare.
pub(super) fn is_bare(name: &str) -> bool {
    name.chars().next().is_some_and(begins_word) && name.chars().all(is_in_word) && !is_word(name)
}
