//! Tests of attributes and properties.

use super::cursor::{Cursor, Read};
use super::spans::Spans;
use super::token::Token;
use crate::problem::Expected;
use crate::{Comparison, Test, Value};

/// The signs of comparisons.
pub(super) const COMPARISONS: [(&str, Comparison); 6] = [
    ("=", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<", Comparison::Less),
    ("<=", Comparison::AtMost),
    (">", Comparison::More),
    (">=", Comparison::AtLeast),
];

impl Cursor<'_> {
    /// Steps over what turns a test round: the `not` of `not in (…)` and `is not known`, the `un` of `is unknown`.
    pub(super) fn negated(&mut self) -> bool {
        self.sees(&["is", "unknown"]) || self.sees(&["is", "not", "known"]) || self.eats(&["not"])
    }

    /// A comparison's sign.
    pub(super) fn comparison(&mut self) -> Option<Comparison> {
        COMPARISONS.into_iter().find(|(sign, _)| self.eats(&[sign])).map(|(_, comparison)| comparison)
    }

    /// A test; of an attribute, windows too.
    pub(super) fn test(&mut self, attribute: bool) -> Read<(Test, Spans)> {
        let from = self.here().start;
        if let Some(comparison) = self.comparison() {
            let (value, here) = self.value()?;
            let spans = Spans::new(self.since(from)).with("value", here);
            return Ok((Test::Compare { comparison, value }, spans));
        }
        if self.eats(&["is"]) {
            if self.eats(&["known"]) || self.eats(&["not", "known"]) || self.eats(&["unknown"]) {
                return Ok((Test::Known, Spans::new(self.since(from))));
            }
            return Err(self.unexpected(&[Expected::Token("known"), Expected::Token("unknown")]));
        }
        if self.eats(&["between"]) {
            let (least, one) = self.value()?;
            self.needs("and")?;
            let (most, other) = self.value()?;
            let spans = Spans::new(self.since(from)).with("from", one).with("to", other);
            return Ok((Test::Between { from: least, to: most }, spans));
        }
        if self.sees(&["in", "("]) || self.sees(&["any"]) || (!attribute && self.sees(&["in"])) {
            if !self.eats(&["in"]) {
                self.step();
                self.needs("of")?;
            }
            let (values, spans) = self.values(from)?;
            return Ok((Test::OneOf { values }, spans));
        }
        if self.eats(&["all"]) {
            self.needs("of")?;
            let (values, spans) = self.values(from)?;
            return Ok((Test::AllOf { values }, spans));
        }
        let starts = self.eats(&["starts", "with"]);
        if starts || self.eats(&["contains"]) {
            let here = self.here();
            let Token::Quoted(text) = self.ahead(0) else { return Err(self.unexpected(&[Expected::Text])) };
            let text = text.clone();
            self.step();
            let test = if starts { Test::StartsWith { text } } else { Test::Contains { text } };
            return Ok((test, Spans::new(self.since(from)).with("text", Spans::new(here))));
        }
        if attribute && let Some((window, spans)) = self.window()? {
            return Ok((Test::When { window }, Spans::new(self.since(from)).with("window", spans)));
        }
        Err(self.unexpected(expected(attribute)))
    }

    /// Values in parentheses.
    fn values(&mut self, from: usize) -> Read<(Vec<Value>, Spans)> {
        self.needs("(")?;
        let (mut values, mut places) = (Vec::new(), Vec::new());
        loop {
            let (value, here) = self.value()?;
            values.push(value);
            places.push(here);
            if self.eats(&[")"]) {
                break;
            }
            if !self.eats(&[","]) {
                return Err(self.unexpected(&[Expected::Token(","), Expected::Token(")")]));
            }
        }
        let mut spans = Spans::new(self.since(from));
        for (at, place) in places.into_iter().enumerate() {
            spans = spans.with(format!("values.{at}"), place);
        }
        Ok((values, spans))
    }

    /// A value.
    pub(super) fn value(&mut self) -> Read<(Value, Spans)> {
        let here = self.here();
        let value = match self.ahead(0) {
            Token::Quoted(text) => Value::Text(text.clone()),
            Token::Number(number) => Value::Number(*number),
            Token::Day(day) => Value::Day(*day),
            Token::Instant(instant) => Value::Instant(*instant),
            Token::Word(_) if self.sees(&["yes"]) => Value::Flag(true),
            Token::Word(_) if self.sees(&["no"]) => Value::Flag(false),
            _ => return Err(self.unexpected(&[Expected::Value])),
        };
        self.step();
        Ok((value, Spans::new(here)))
    }
}

/// What may follow the name of an attribute or property.
const fn expected(attribute: bool) -> &'static [Expected] {
    const ALL: [Expected; 15] = [
        Expected::Token("="),
        Expected::Token("!="),
        Expected::Token("<"),
        Expected::Token("<="),
        Expected::Token(">"),
        Expected::Token(">="),
        Expected::Token("is"),
        Expected::Token("in"),
        Expected::Token("between"),
        Expected::Token("contains"),
        Expected::Token("starts with"),
        Expected::Token("any of"),
        Expected::Token("all of"),
        Expected::Token("over"),
        Expected::Token("since"),
    ];
    if attribute { ALL.as_slice() } else { ALL.split_at(11).0 }
}
