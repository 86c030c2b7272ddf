//! Conditions and how they are joined.

use super::cursor::{Cursor, Read};
use super::meant;
use super::spans::Spans;
use super::token::Token;
use crate::problem::Expected;
use crate::{Catalogue, Rule, SetKind};

/// A rule and where its parts stand.
pub(super) type Placed = (Rule, Spans);

impl Cursor<'_> {
    /// The whole text.
    pub(super) fn whole(&mut self) -> Read<Placed> {
        let rule = self.any()?;
        match self.ahead(0) {
            Token::End => Ok(rule),
            _ => Err(self.unexpected(&[Expected::Token("and"), Expected::Token("or"), Expected::End])),
        }
    }

    /// Conditions joined with `or`, which binds less than `and`.
    fn any(&mut self) -> Read<Placed> {
        self.joined(
            "or",
            |cursor| cursor.joined("and", Self::primary, |rules| Rule::All { rules }),
            |rules| Rule::Any { rules },
        )
    }

    fn joined(
        &mut self,
        word: &str,
        part: impl Fn(&mut Self) -> Read<Placed>,
        group: impl Fn(Vec<Rule>) -> Rule,
    ) -> Read<Placed> {
        let from = self.here().start;
        let first = part(self)?;
        if !self.sees(&[word]) {
            return Ok(first);
        }
        let mut found = vec![first];
        while self.eats(&[word]) {
            found.push(part(self)?);
        }
        let mut spans = Spans::new(self.since(from));
        let mut rules = Vec::new();
        for (at, (rule, part)) in found.into_iter().enumerate() {
            rules.push(rule);
            spans = spans.with(format!("rules.{at}"), part);
        }
        Ok((group(rules), spans))
    }

    fn primary(&mut self) -> Read<Placed> {
        let from = self.here().start;
        if self.eats(&["("]) {
            let (rule, spans) = self.nested(Self::any)?;
            if !self.eats(&[")"]) {
                let expected = [Expected::Token("and"), Expected::Token("or"), Expected::Token(")")];
                return Err(self.unexpected(&expected));
            }
            return Ok((rule, spans));
        }
        if self.eats(&["not"]) {
            let (rule, spans) = self.nested(Self::primary)?;
            let spans = Spans::new(self.since(from)).with("rule", spans);
            return Ok((Rule::Not { rule: Box::new(rule) }, spans));
        }
        if self.eats(&["everyone"]) {
            return Ok((Rule::All { rules: Vec::new() }, Spans::new(self.since(from))));
        }
        if self.eats(&["no", "one"]) {
            return Ok((Rule::Any { rules: Vec::new() }, Spans::new(self.since(from))));
        }
        if self.eats(&["in"]) {
            return self.set(from);
        }
        if self.sees(&["did"]) || self.sees(&["first"]) || self.sees(&["last"]) {
            return self.behaviour();
        }
        if self.names_something() { self.attribute() } else { Err(self.unexpected(&[Expected::Condition])) }
    }

    fn names_something(&self) -> bool {
        match self.ahead(0) {
            Token::Word(word) => !super::token::is_word(word),
            Token::Quoted(_) => true,
            _ => false,
        }
    }

    fn set(&mut self, from: usize) -> Read<Placed> {
        let kinds = [("segment", SetKind::Segment), ("list", SetKind::List), ("group", SetKind::Group)];
        let Some((_, set)) = kinds.into_iter().find(|(word, _)| self.eats(&[word])) else {
            return Err(self.unexpected(&kinds.map(|(word, _)| Expected::Token(word))));
        };
        let here = self.here();
        let Token::Quoted(name) = self.ahead(0) else { return Err(self.unexpected(&[Expected::Text])) };
        let name = name.clone();
        self.step();
        Ok((Rule::In { set, name }, Spans::new(self.since(from)).with("name", Spans::new(here))))
    }

    /// `province in ("浙江", "江苏")`: an attribute and its test.
    fn attribute(&mut self) -> Read<Placed> {
        let here = self.here();
        let written = self.name(Expected::Attribute)?;
        let catalogue: &Catalogue = self.catalogue;
        let known = meant::attribute(catalogue, &written);
        let name = known.map_or(written, |attribute| attribute.name.clone());
        let place = |spans: Spans, cursor: &Self| {
            Spans::new(cursor.since(here.start)).with("attribute", Spans::new(here.clone())).with("test", spans)
        };
        // `is unknown`, `is not known` and `not in (…)` turn the whole condition round.
        let negated = self.negated();
        let (test, spans) = self.test(true)?;
        let (test, choices) = match known {
            Some(attribute) => (meant::test(test, attribute.kind), attribute.choices.as_slice()),
            None => (test, [].as_slice()),
        };
        let rule = Rule::Is { attribute: name, test: meant::choices(test, choices) };
        let spans = place(spans, self);
        if negated {
            let whole = Spans::new(spans.range()).with("rule", spans);
            return Ok((Rule::Not { rule: Box::new(rule) }, whole));
        }
        Ok((rule, spans))
    }
}
