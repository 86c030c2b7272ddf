//! Behaviours and sequences.

use super::condition::Placed;
use super::cursor::{Cursor, Read};
use super::meant;
use super::spans::Spans;
use super::token::Token;
use crate::problem::Expected;
use crate::{
    Aggregate, Behaviour, Bound, Catalogue, Comparison, FactKind, Filter, Occasion, Rule, Sequence, Span, Step, Window,
};

/// How many times, in words.
pub(super) const TIMES: [(&[&str], Comparison); 6] = [
    (&["at", "least"], Comparison::AtLeast),
    (&["at", "most"], Comparison::AtMost),
    (&["exactly"], Comparison::Equal),
    (&["more", "than"], Comparison::More),
    (&["fewer", "than"], Comparison::Less),
    (&["not", "exactly"], Comparison::NotEqual),
];

/// The words of aggregates, the canonical ones first.
pub(super) const AGGREGATES: [(&str, Aggregate); 4] = [
    ("total", Aggregate::Sum),
    ("lowest", Aggregate::Min),
    ("highest", Aggregate::Max),
    ("average", Aggregate::Average),
];

/// What stands behind a kind's name.
#[derive(Default)]
struct Clauses {
    bounds: Vec<Bound>,
    filter: Option<Filter>,
    window: Option<Window>,
    spans: Vec<(String, Spans)>,
}

impl Clauses {
    fn place(&mut self, step: &str, spans: Spans) {
        self.spans.push((step.to_owned(), spans));
    }
}

impl<'a> Cursor<'a> {
    /// `did paid at least 2 times with … where … in last 90 days`, `first paid …`, `did viewed then no paid …`.
    pub(super) fn behaviour(&mut self) -> Read<Placed> {
        let from = self.here().start;
        let _ = self.eats(&["did"]);
        let occasion = if self.eats(&["first"]) {
            Occasion::First
        } else if self.eats(&["last"]) {
            Occasion::Last
        } else {
            Occasion::Every
        };
        let (name, kind, here) = self.kind()?;
        let clauses = self.clauses(kind, occasion)?;
        if occasion == Occasion::Every && clauses.bounds.is_empty() && self.eats(&["then"]) {
            return self.sequence(from, name, (kind, here), clauses);
        }
        if !self.ends() {
            return Err(self.unexpected(&following(&clauses, occasion)));
        }
        let spans = placed(self.since(from), clauses.spans).with("kind", here);
        let Clauses { bounds, filter, window, .. } = clauses;
        let behaviour = Behaviour { kind: name, occasion, filter, bounds, window: window.unwrap_or_default() };
        Ok((Rule::Did(behaviour), spans))
    }

    /// Whether a condition may end here.
    fn ends(&self) -> bool {
        self.sees(&["and"]) || self.sees(&["or"]) || self.sees(&[")"]) || *self.ahead(0) == Token::End
    }

    /// The name of a kind of fact, which may be its label.
    fn kind(&mut self) -> Read<(String, Option<&'a FactKind>, Spans)> {
        let here = self.here();
        let written = self.name(Expected::Kind)?;
        let catalogue: &'a Catalogue = self.catalogue;
        let known = meant::kind(catalogue, &written);
        Ok((known.map_or(written, |kind| kind.name.clone()), known, Spans::new(here)))
    }

    /// Counts, bounds, filter and window in any order, each once.
    fn clauses(&mut self, kind: Option<&FactKind>, occasion: Occasion) -> Read<Clauses> {
        let mut clauses = Clauses::default();
        loop {
            if clauses.bounds.is_empty() && occasion == Occasion::Every && self.counts(&mut clauses)? {
                continue;
            }
            let times = matches!(self.ahead(1), Token::Word(word) if word.eq_ignore_ascii_case("times"));
            if times && matches!(self.ahead(0), Token::Number(_)) {
                return Err(self.unexpected(&["at least", "at most", "exactly"].map(Expected::Token)));
            }
            if self.sees(&["with"]) && !self.sees(&["with", "the"]) && occasion == Occasion::Every {
                self.step();
                self.bounds(&mut clauses, kind)?;
            } else if clauses.filter.is_none() && self.eats(&["where"]) {
                let (filter, spans) = self.filter(kind)?;
                clauses.filter = Some(filter);
                clauses.place("filter", spans);
            } else if clauses.window.is_none()
                && let Some((window, spans)) = self.window()?
            {
                clauses.window = Some(window);
                clauses.place("window", spans);
            } else {
                break;
            }
        }
        Ok(clauses)
    }

    /// `at least 2 times`, if it follows.
    fn counts(&mut self, clauses: &mut Clauses) -> Read<bool> {
        let from = self.here().start;
        let Some((_, comparison)) = TIMES.into_iter().find(|(words, _)| self.eats(words)) else { return Ok(false) };
        let here = self.here();
        let value = self.number()?;
        self.needs("times")?;
        let spans = Spans::new(self.since(from)).with("value", Spans::new(here));
        clauses.place("bounds.0", spans);
        clauses.bounds.push(Bound { aggregate: Aggregate::Times, property: None, comparison, value });
        Ok(true)
    }

    /// `total amount >= 200 and average item.price < 50`. What follows `and` belongs here when it begins with the word of
    /// an aggregate.
    fn bounds(&mut self, clauses: &mut Clauses, kind: Option<&FactKind>) -> Read<()> {
        loop {
            let (bound, spans) = self.bound(kind)?;
            let at = clauses.bounds.len();
            clauses.place(&format!("bounds.{at}"), spans);
            clauses.bounds.push(bound);
            let more = |word: &str| self.sees(&["and", word]);
            if !AGGREGATES.iter().any(|(word, _)| more(word)) && !more("times") {
                return Ok(());
            }
            self.step();
        }
    }

    fn bound(&mut self, kind: Option<&FactKind>) -> Read<(Bound, Spans)> {
        let from = self.here().start;
        let (aggregate, property, here) = if self.eats(&["times"]) {
            (Aggregate::Times, None, None)
        } else if let Some((_, aggregate)) = AGGREGATES.into_iter().find(|(word, _)| self.eats(&[word])) {
            let here = self.here();
            (aggregate, Some(self.property(kind)?.0), Some(here))
        } else {
            return Err(self.unexpected(&["times", "total", "average", "lowest", "highest"].map(Expected::Token)));
        };
        let Some(comparison) = self.comparison() else {
            return Err(self.unexpected(&["=", "!=", "<", "<=", ">", ">="].map(Expected::Token)));
        };
        let value_at = self.here();
        let value = self.number()?;
        let spans = Spans::new(self.since(from)).with("value", Spans::new(value_at));
        let spans = here.into_iter().fold(spans, |spans, here| spans.with("property", Spans::new(here)));
        Ok((Bound { aggregate, property, comparison, value }, spans))
    }

    /// What follows `then`: `no paid where … with the same item.product within 3 days in last 30 days`.
    fn sequence(
        &mut self,
        from: usize,
        name: String,
        (kind, here): (Option<&FactKind>, Spans),
        clauses: Clauses,
    ) -> Read<Placed> {
        let negated = self.eats(&["no"]) || self.eats(&["not"]);
        let (then, then_kind, then_here) = self.kind()?;
        let Clauses { filter: first, mut window, spans, .. } = clauses;
        let named =
            |(step, spans): (String, Spans)| (if step == "filter" { "first.filter".to_owned() } else { step }, spans);
        let mut places: Vec<(String, Spans)> = spans.into_iter().map(named).collect();
        places.push(("first.kind".to_owned(), here));
        places.push(("then.kind".to_owned(), then_here));
        let (mut filter, mut same, mut within) = (None, None, None);
        loop {
            if filter.is_none() && self.eats(&["where"]) {
                let (found, spans) = self.filter(then_kind)?;
                filter = Some(found);
                places.push(("then.filter".to_owned(), spans));
            } else if same.is_none() && self.eats(&["with", "the", "same"]) {
                places.push(("same".to_owned(), Spans::new(self.here())));
                same = Some(self.property(kind)?.0);
            } else if within.is_none() && self.eats(&["within"]) {
                let start = self.here().start;
                let (n, unit) = self.length()?;
                within = Some(Span { n, unit });
                places.push(("within".to_owned(), Spans::new(self.since(start))));
            } else if window.is_none()
                && let Some((found, spans)) = self.window()?
            {
                window = Some(found);
                places.push(("window".to_owned(), spans));
            } else {
                break;
            }
        }
        let Some(within) = within else {
            return Err(self.unexpected(&["within", "with the same", "where"].map(Expected::Token)));
        };
        if !self.ends() {
            return Err(self.unexpected(&[
                Expected::Window,
                Expected::Token("and"),
                Expected::Token("or"),
                Expected::End,
            ]));
        }
        let sequence = Sequence {
            first: Step { kind: name, filter: first },
            then: Step { kind: then, filter },
            negated,
            within,
            same,
            window: window.unwrap_or_default(),
        };
        Ok((Rule::Then(sequence), placed(self.since(from), places)))
    }
}

fn placed(range: std::ops::Range<usize>, parts: Vec<(String, Spans)>) -> Spans {
    parts.into_iter().fold(Spans::new(range), |spans, (step, part)| spans.with(step, part))
}

/// What may follow a behaviour of which so much has been read.
fn following(clauses: &Clauses, occasion: Occasion) -> Vec<Expected> {
    let every = occasion == Occasion::Every;
    let mut expected = Vec::new();
    if every && clauses.bounds.is_empty() {
        expected.extend(["at least", "with", "then"].map(Expected::Token));
    }
    if clauses.filter.is_none() {
        expected.push(Expected::Token("where"));
    }
    if clauses.window.is_none() {
        expected.push(Expected::Window);
    }
    expected.extend([Expected::Token("and"), Expected::Token("or"), Expected::End]);
    expected
}
