//! Text into words and signs.

use std::ops::Range;

use super::token::{Placed, Token, begins_word, is_in_word};
use crate::problem::label;
use crate::{Code, Decimal, Label, Problem};

/// The words and signs of a text, an end at the end.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, Box<Problem>> {
    let mut lexer = Lexer { text, at: 0 };
    let mut found = Vec::new();
    loop {
        lexer.take_while(char::is_whitespace);
        let from = lexer.at;
        let token = lexer.token()?;
        let done = token == Token::End;
        found.push(Placed { token, range: from..lexer.at });
        if done {
            return Ok(found);
        }
    }
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let sign = self.peek()?;
        self.at += sign.len_utf8();
        Some(sign)
    }

    fn take_while(&mut self, is: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|sign| !is(sign)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn token(&mut self) -> Result<Token, Box<Problem>> {
        let Some(sign) = self.peek() else { return Ok(Token::End) };
        let mut after = self.rest().chars().skip(1);
        let second = after.next();
        match sign {
            '"' | '“' | '”' | '「' => self.quoted(),
            '0'..='9' => self.number(),
            '-' if second.is_some_and(|next| next.is_ascii_digit()) => self.number(),
            sign if begins_word(sign) => Ok(Token::Word(self.take_while(is_in_word).to_owned())),
            _ => self.sign(sign, second),
        }
    }

    /// A sign. Those of Chinese keyboards are understood.
    fn sign(&mut self, sign: char, second: Option<char>) -> Result<Token, Box<Problem>> {
        let (token, length) = match (sign, second) {
            ('(' | '（', _) => ("(", 1),
            (')' | '）', _) => (")", 1),
            (',' | '，' | '、', _) => (",", 1),
            ('=' | '＝', Some('=')) => ("=", 2),
            ('=' | '＝', _) => ("=", 1),
            ('!' | '！', Some('=' | '＝')) | ('<', Some('>')) => ("!=", 2),
            ('≠', _) => ("!=", 1),
            ('<' | '＜', Some('=' | '＝')) => ("<=", 2),
            ('≤', _) => ("<=", 1),
            ('<' | '＜', _) => ("<", 1),
            ('>' | '＞', Some('=' | '＝')) => (">=", 2),
            ('≥', _) => (">=", 1),
            ('>' | '＞', _) => (">", 1),
            _ => {
                let from = self.at;
                self.take();
                let message =
                    label(format!("规则里没有“{sign}”这个符号。"), format!("The language has no sign `{sign}`."));
                return Err(problem(Code::UnknownSign, &(from..self.at), message, &sign.to_string()));
            }
        };
        for _ in 0..length {
            self.take();
        }
        Ok(Token::Sign(token))
    }

    /// Text in straight quotes, with `\"`, `\\`, `\n`, `\r`, `\t` and `\u{…}`; or in “ ” or 「 」 as it stands.
    fn quoted(&mut self) -> Result<Token, Box<Problem>> {
        let from = self.at;
        let close = match self.take() {
            Some('“' | '”') => '”',
            Some('「') => '」',
            _ => '"',
        };
        let mut text = String::new();
        while let Some(sign) = self.take() {
            match sign {
                sign if sign == close => return Ok(Token::Quoted(text)),
                '\\' if close == '"' => text.push(self.escape(self.at - 1)?),
                sign => text.push(sign),
            }
        }
        let message =
            label(format!("引号没有结束，请补上 {close}。"), format!("The quote is not closed: add {close}."));
        Err(problem(Code::BrokenText, &(from..self.at), message, self.text.get(from..).unwrap_or_default()))
    }

    fn escape(&mut self, from: usize) -> Result<char, Box<Problem>> {
        let sign = match self.take() {
            Some('"') => Some('"'),
            Some('\\') => Some('\\'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some('u') if self.peek() == Some('{') => {
                self.take();
                let digits = self.take_while(|sign| sign.is_ascii_hexdigit());
                let closed = self.take() == Some('}');
                u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).filter(|_| closed)
            }
            _ => None,
        };
        sign.ok_or_else(|| {
            let range = from..self.at;
            let message = label(
                "引号里的反斜杠只能写成 \\\\、\\\"、\\n、\\r、\\t 或 \\u{…}。",
                "In quotes a backslash is written \\\\; known are \\\", \\n, \\r, \\t and \\u{…} too.",
            );
            problem(Code::BrokenText, &range, message, self.text.get(range.clone()).unwrap_or_default())
        })
    }

    /// A number, a day or an instant.
    fn number(&mut self) -> Result<Token, Box<Problem>> {
        let from = self.at;
        let first = self.take();
        self.take_while(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '+' | ':' | '.'));
        // Only a bare number may touch a word: `90days`.
        let written = self.text.get(from..self.at).unwrap_or_default();
        let digits = written.find(|sign: char| sign.is_ascii_alphabetic()).and_then(|end| written.get(..end));
        if let Some(number) = Decimal::read(written) {
            return Ok(Token::Number(number));
        }
        if let (Some(number), Some(digits)) = (digits.and_then(Decimal::read), digits)
            && !written.contains([':', '+'])
        {
            self.at = from + digits.len();
            return Ok(Token::Number(number));
        }
        let is_day = written.matches('-').count() - usize::from(first == Some('-')) == 2;
        if is_day
            && !written.contains(['T', 't', ':', '.', '+'])
            && let Ok(day) = written.parse()
        {
            return Ok(Token::Day(day));
        }
        if written.contains(':')
            && let Ok(instant) = written.parse()
        {
            return Ok(Token::Instant(instant));
        }
        let message = label(
            format!(
                "无法识别“{written}”。数字最多四位小数；日期写成 2026-11-11；时刻要带时区，如 2026-11-11T10:00:00+08:00。"
            ),
            format!(
                "`{written}` cannot be read. Numbers have at most four decimals, days look like 2026-11-11, instants say their offset as in 2026-11-11T10:00:00+08:00."
            ),
        );
        Err(problem(Code::BrokenNumber, &(from..self.at), message, written))
    }
}

fn problem(code: Code, range: &Range<usize>, message: Label, found: &str) -> Box<Problem> {
    let short: String = found.chars().take(40).collect();
    Box::new(Problem::new(code, String::new(), message).at(range).found(&short))
}
