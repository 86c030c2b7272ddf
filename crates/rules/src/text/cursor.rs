//! A place in the words of a text: looking ahead, stepping on, saying what was expected.

use std::ops::Range;

use super::token::{MORE_WORDS, Placed, Token, WORDS, is_word};
use crate::check::too_deep;
use crate::problem::{Expected, label, listed, near};
use crate::{Catalogue, Code, Decimal, MAX_DEPTH, Problem};

/// What reading a phrase gives.
pub(super) type Read<T> = Result<T, Box<Problem>>;

/// How deep parentheses and `not` may be nested, those that make no node included.
const MAX_NESTING: usize = 3 * MAX_DEPTH;

/// A place in a text.
pub(super) struct Cursor<'a> {
    text: &'a str,
    tokens: Vec<Placed>,
    at: usize,
    nesting: usize,
    pub(super) catalogue: &'a Catalogue,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, tokens: Vec<Placed>, catalogue: &'a Catalogue) -> Self {
        Self { text, tokens, at: 0, nesting: 0, catalogue }
    }

    /// The token `ahead` places on.
    pub(super) fn ahead(&self, ahead: usize) -> &Token {
        self.tokens.get(self.at + ahead).map_or(&Token::End, |placed| &placed.token)
    }

    /// The place of the next token.
    pub(super) fn here(&self) -> Range<usize> {
        let end = self.text.len()..self.text.len();
        self.tokens.get(self.at).map_or(end, |placed| placed.range.clone())
    }

    /// From a place to the end of the last token that was read.
    pub(super) fn since(&self, from: usize) -> Range<usize> {
        let read = self.at.checked_sub(1).and_then(|last| self.tokens.get(last));
        from..read.map_or(from, |placed| placed.range.end.max(from))
    }

    /// Steps over the next token.
    pub(super) fn step(&mut self) {
        self.at = (self.at + 1).min(self.tokens.len());
    }

    /// Whether the words of the language that follow are these.
    pub(super) fn sees(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(ahead, word)| match self.ahead(ahead) {
            Token::Word(found) => found.eq_ignore_ascii_case(word),
            Token::Sign(found) => found == word,
            _ => false,
        })
    }

    /// Steps over these words, if they follow.
    pub(super) fn eats(&mut self, words: &[&str]) -> bool {
        let sees = self.sees(words);
        if sees {
            self.at += words.len();
        }
        sees
    }

    /// Steps over this word or sign, which must follow.
    pub(super) fn needs(&mut self, word: &'static str) -> Read<()> {
        if self.eats(&[word]) { Ok(()) } else { Err(self.unexpected(&[Expected::Token(word)])) }
    }

    /// A name, bare or in quotes.
    pub(super) fn name(&mut self, expected: Expected) -> Read<String> {
        let name = match self.ahead(0) {
            Token::Word(word) if !is_word(word) => word.clone(),
            Token::Quoted(text) => text.clone(),
            _ => return Err(self.unexpected(&[expected])),
        };
        self.step();
        Ok(name)
    }

    /// A number.
    pub(super) fn number(&mut self) -> Read<Decimal> {
        let Token::Number(number) = self.ahead(0) else { return Err(self.unexpected(&[Expected::Number])) };
        let number = *number;
        self.step();
        Ok(number)
    }

    /// A whole number, not negative.
    pub(super) fn count(&mut self) -> Read<u32> {
        let here = self.here();
        let number = self.number()?;
        let whole = (number.0 % Decimal::SCALE == 0).then_some(number.0 / Decimal::SCALE);
        whole.and_then(|whole| u32::try_from(whole).ok()).ok_or_else(|| {
            let message =
                label("这里需要不小于 0、不太大的整数。", "This must be a whole number, not below 0 and not huge.");
            let problem = Problem::new(Code::WrongCount, String::new(), message);
            Box::new(problem.at(&here).found(&number.to_string()))
        })
    }

    /// Reads something nested, unless it lies too deep.
    pub(super) fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.nesting >= MAX_NESTING {
            return Err(Box::new(Problem::new(Code::TooDeep, String::new(), too_deep()).at(&self.here())));
        }
        self.nesting += 1;
        let found = read(self);
        self.nesting -= 1;
        found
    }

    /// The problem that the next token is none of these.
    pub(super) fn unexpected(&self, expected: &[Expected]) -> Box<Problem> {
        let here = self.here();
        let written = self.text.get(here.clone()).unwrap_or_default();
        let short: String = written.chars().take(40).collect();
        let labels: Vec<_> = expected.iter().map(|one| one.label()).collect();
        let words = |quote: [&str; 2], of: fn(&crate::Label) -> &String| -> Vec<String> {
            let quoted = |(one, label): (&Expected, &crate::Label)| match one {
                Expected::Token(_) => format!("{}{}{}", quote[0], of(label), quote[1]),
                _ => of(label).clone(),
            };
            expected.iter().zip(&labels).map(quoted).collect()
        };
        let zh = listed(&words(["“", "”"], |label| &label.zh), "、", "或");
        let en = listed(&words(["`", "`"], |label| &label.en), ", ", " or ");
        let mut message = if short.is_empty() {
            label(format!("文本到此结束，这里还需要{zh}。"), format!("The text ends where {en} was expected."))
        } else {
            label(format!("“{short}”处应为{zh}。"), format!("Found `{short}` where {en} was expected."))
        };
        let names = |one: &Expected| {
            matches!(one, Expected::Attribute | Expected::Condition | Expected::Kind | Expected::Property)
        };
        if let Token::Word(word) = self.ahead(0) {
            if is_word(word) && expected.iter().any(names) {
                message.zh += &format!("“{short}”是语言里的词，用作名称时请加引号。");
                message.en += &format!(" `{short}` is a word of the language: as a name it is written in quotes.");
            } else if !is_word(word) && expected.iter().any(|one| matches!(one, Expected::Value | Expected::Text)) {
                message.zh += &format!("文字请加引号：\"{short}\"。");
                message.en += &format!(" Text is written in quotes: \"{short}\".");
            }
        }
        let problem = Problem::new(Code::Unexpected, String::new(), message).at(&here).found(&short).expected(labels);
        Box::new(match self.ahead(0) {
            Token::Word(word) => problem.near(self.near(word, expected)),
            _ => problem,
        })
    }

    /// Words of the language that were perhaps meant.
    fn near(&self, word: &str, expected: &[Expected]) -> Vec<String> {
        if is_word(word) {
            return Vec::new();
        }
        let open = [Expected::Window, Expected::Unit, Expected::Period, Expected::End];
        if expected.iter().any(|one| open.contains(one)) {
            return near(word, WORDS.iter().chain(&MORE_WORDS).map(|word| (*word, *word)));
        }
        near(word, expected.iter().filter_map(|one| one.token()).map(|token| (token, token)))
    }
}
