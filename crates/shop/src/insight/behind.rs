//! Who stands in a bar, as a rule.
//!
//! Absent from here: bars of what is not known, which no rule asks for.

use rules::{
    Aggregate, Behaviour, Bound, Catalogue, Comparison, Decimal, Filter, Occasion, Rule, Test, Type, Unit, Value,
    Window,
};
use warehouse::Key;

use super::dimensions::{Look, Spec, YEAR};
use crate::segments::catalogue::{HOUR, WEEKDAY};

/// The hours of a day: days since something go by time that has passed, windows of days by the shop's calendar.
const HOURS: i64 = 24;

impl Spec {
    /// Who stands in a bar; `None` where no rule says it.
    pub(super) fn rule(&self, key: &Key, catalogue: &Catalogue) -> Option<Rule> {
        match (&self.look, key) {
            (Look::Attribute(name), key) => of_attribute(name, key, catalogue),
            (Look::Bands(name, edges), Key::Index(at)) => between(edges, *at).map(|ends| in_band(name, ends)),
            (Look::Since(kind, first, edges), Key::Index(at)) => since(kind, *first, between(edges, *at)?),
            (Look::Times(kind, edges), Key::Index(at)) => Some(times(kind, between(edges, *at)?)),
            (Look::Mean(kind, property, edges), Key::Index(at)) => {
                let bounds = bounds(Aggregate::Average, Some(property), between(edges, *at)?);
                Some(did(kind, None, bounds))
            }
            (Look::Property(kind, property), Key::Text(text)) => {
                Some(did(kind, Some(is(property, Value::Text(text.clone()))), Vec::new()))
            }
            (Look::Hour(kind), Key::Index(at)) => Some(at_time(kind, Some(*at), None)),
            (Look::Weekday(kind), Key::Index(at)) => Some(at_time(kind, None, Some(*at))),
            (Look::WeekHour(kind), Key::Index(at)) => Some(at_time(kind, Some(at % 24), Some(at / 24 + 1))),
            _ => None,
        }
    }
}

/// From which edge on, and below which.
type Ends = (Option<i64>, Option<i64>);

/// The ends of a band; `None` when it has neither.
fn between(edges: &[i64], at: u32) -> Option<Ends> {
    let at = usize::try_from(at).ok()?;
    let ends = (at.checked_sub(1).and_then(|before| edges.get(before)).copied(), edges.get(at).copied());
    (ends != (None, None)).then_some(ends)
}

fn of_attribute(name: &str, key: &Key, catalogue: &Catalogue) -> Option<Rule> {
    let value = match key {
        Key::Text(text) => Value::Text(text.clone()),
        Key::Flag(flag) => Value::Flag(*flag),
        Key::Number(number) => Value::Number(*number),
        Key::Day(day) => Value::Day(*day),
        Key::Index(_) | Key::Unknown => return None,
    };
    let test = if catalogue.attribute(name)?.kind == Type::Tags {
        Test::OneOf { values: vec![value] }
    } else {
        Test::Compare { comparison: Comparison::Equal, value }
    };
    Some(Rule::Is { attribute: name.to_owned(), test })
}

fn in_band(name: &str, ends: Ends) -> Rule {
    let compare = |comparison, number| Rule::Is {
        attribute: name.to_owned(),
        test: Test::Compare { comparison, value: Value::Number(number) },
    };
    let mut rules: Vec<Rule> = compared(ends).map(|(comparison, number)| compare(comparison, number)).collect();
    match rules.pop() {
        Some(only) if rules.is_empty() => only,
        last => Rule::All { rules: rules.into_iter().chain(last).collect() },
    }
}

/// The ends as comparisons, the lower first.
fn compared((from, to): Ends) -> impl Iterator<Item = (Comparison, Decimal)> {
    let end = |comparison, edge: Option<i64>| Some((comparison, Decimal::whole(edge?)?));
    [end(Comparison::AtLeast, from), end(Comparison::Less, to)].into_iter().flatten()
}

fn bounds(aggregate: Aggregate, property: Option<&str>, ends: Ends) -> Vec<Bound> {
    let property = property.map(str::to_owned);
    compared(ends)
        .map(|(comparison, value)| Bound { aggregate, property: property.clone(), comparison, value })
        .collect()
}

fn behaviour(kind: &str, filter: Option<Filter>, bounds: Vec<Bound>, window: Window) -> Behaviour {
    Behaviour { kind: kind.to_owned(), occasion: Occasion::Every, filter, bounds, window }
}

fn did(kind: &str, filter: Option<Filter>, bounds: Vec<Bound>) -> Rule {
    Rule::Did(behaviour(kind, filter, bounds, YEAR))
}

/// Who never did it stands in the first band.
fn times(kind: &str, ends: Ends) -> Rule {
    match ends {
        (None, Some(1)) => Rule::Not { rule: Box::new(did(kind, None, Vec::new())) },
        ends => did(kind, None, bounds(Aggregate::Times, None, ends)),
    }
}

fn since(kind: &str, first: bool, ends: Ends) -> Option<Rule> {
    let hours = |days: i64| u32::try_from(days.checked_mul(HOURS)?).ok();
    let unit = Unit::Hours;
    let window = match ends {
        (None, Some(to)) => Window::Last { n: hours(to)?, unit },
        (Some(from), Some(to)) => Window::Ago { from: hours(to)?, to: hours(from)?, unit },
        (Some(from), None) => Window::Over { n: hours(from)?, unit },
        (None, None) => return None,
    };
    let occasion = if first { Occasion::First } else { Occasion::Last };
    Some(Rule::Did(Behaviour { occasion, ..behaviour(kind, None, Vec::new(), window) }))
}

fn is(property: &str, value: Value) -> Filter {
    let test = Test::Compare { comparison: Comparison::Equal, value };
    Filter::Property { property: property.to_owned(), test }
}

/// At an hour, on a day of the week, or both.
fn at_time(kind: &str, hour: Option<u32>, day: Option<u32>) -> Rule {
    let day = day.map(|day| is(WEEKDAY, Value::Text(day.to_string())));
    let hour = hour.and_then(|hour| Decimal::whole(i64::from(hour))).map(|hour| is(HOUR, Value::Number(hour)));
    let mut filters: Vec<Filter> = day.into_iter().chain(hour).collect();
    let filter = if filters.len() > 1 { Some(Filter::All { filters }) } else { filters.pop() };
    did(kind, filter, Vec::new())
}
