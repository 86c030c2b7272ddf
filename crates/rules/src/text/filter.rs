//! Filters: what stands after `where`.

use super::cursor::{Cursor, Read};
use super::meant;
use super::spans::Spans;
use crate::problem::Expected;
use crate::{FactKind, Filter};

/// A filter and where its parts stand.
type Placed = (Filter, Spans);

impl Cursor<'_> {
    /// One condition on a fact, or several in parentheses: what follows without them belongs to the rule.
    pub(super) fn filter(&mut self, kind: Option<&FactKind>) -> Read<Placed> {
        let from = self.here().start;
        if self.eats(&["("]) {
            let found = self.nested(|cursor| cursor.filters(kind))?;
            if !self.eats(&[")"]) {
                let expected = [Expected::Token("and"), Expected::Token("or"), Expected::Token(")")];
                return Err(self.unexpected(&expected));
            }
            return Ok(found);
        }
        if self.eats(&["not"]) {
            let (filter, spans) = self.nested(|cursor| cursor.filter(kind))?;
            let spans = Spans::new(self.since(from)).with("filter", spans);
            return Ok((Filter::Not { filter: Box::new(filter) }, spans));
        }
        if self.eats(&["anything"]) {
            return Ok((Filter::All { filters: Vec::new() }, Spans::new(self.since(from))));
        }
        if self.eats(&["nothing"]) {
            return Ok((Filter::Any { filters: Vec::new() }, Spans::new(self.since(from))));
        }
        let here = self.here();
        let (name, known) = self.property(kind)?;
        let negated = self.negated();
        let (test, spans) = self.test(false)?;
        let test = meant::choices(test, known.map_or(&[], |property| property.choices.as_slice()));
        let filter = Filter::Property { property: name, test };
        let spans = Spans::new(self.since(from)).with("property", Spans::new(here)).with("test", spans);
        if negated {
            let whole = Spans::new(spans.range()).with("filter", spans);
            return Ok((Filter::Not { filter: Box::new(filter) }, whole));
        }
        Ok((filter, spans))
    }

    /// A property's name, which may be its label.
    pub(super) fn property<'k>(&mut self, kind: Option<&'k FactKind>) -> Read<(String, Option<&'k crate::Property>)> {
        let written = self.name(Expected::Property)?;
        let known = kind.and_then(|kind| meant::property(kind, &written));
        Ok((known.map_or(written, |property| property.name.clone()), known))
    }

    fn filters(&mut self, kind: Option<&FactKind>) -> Read<Placed> {
        self.filters_joined("or", |cursor| cursor.filters_joined("and", |cursor| cursor.filter(kind)))
    }

    fn filters_joined(&mut self, word: &str, part: impl Fn(&mut Self) -> Read<Placed>) -> Read<Placed> {
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
        let mut filters = Vec::new();
        for (at, (filter, part)) in found.into_iter().enumerate() {
            filters.push(filter);
            spans = spans.with(format!("filters.{at}"), part);
        }
        Ok((if word == "or" { Filter::Any { filters } } else { Filter::All { filters } }, spans))
    }
}
