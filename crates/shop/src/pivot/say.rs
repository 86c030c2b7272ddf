//! A cell's customers as a rule.

use rules::{Behaviour, Comparison, Decimal, Filter, Moment, Occasion, Period, Rule, Test, Value, Window};
use warehouse::Key;

use super::catalogue::{Dimension, Look};
use super::model::Days;
use crate::segments::catalogue::{HOUR, WEEKDAY};

/// What every cell of a pivot has in common.
pub(super) struct Common<'a> {
    /// Of whom.
    pub(super) slice: &'a Rule,
    /// The kind of fact; none of customers.
    pub(super) kind: Option<&'a str>,
    /// Which facts.
    pub(super) filter: Option<&'a Filter>,
    /// On which days.
    pub(super) period: Option<Days>,
}

fn test_of(key: &Key) -> Option<Test> {
    let value = match key {
        Key::Text(text) => Value::Text(text.clone()),
        Key::Flag(flag) => Value::Flag(*flag),
        Key::Number(number) => Value::Number(*number),
        Key::Unknown | Key::Index(_) | Key::Day(_) => return None,
    };
    Some(Test::Compare { comparison: Comparison::Equal, value })
}

fn days(from: jiff::civil::Date, to: jiff::civil::Date) -> Window {
    Window::Between { from: Moment::Day(from), to: Moment::Day(to) }
}

fn last(period: Period, first: jiff::civil::Date) -> jiff::civil::Date {
    period.next(first).yesterday().unwrap_or(first)
}

/// The rule of the customers behind these members; `None` where the language cannot say it.
pub(super) fn rule(common: &Common<'_>, along: &[(&Dimension, &Key)]) -> Option<Rule> {
    let mut rules = Vec::new();
    let mut filters: Vec<Filter> = common.filter.cloned().into_iter().collect();
    let mut within = common.period;
    for (dimension, key) in along {
        match &dimension.look {
            Look::Value(name) => {
                let is = |test| Rule::Is { attribute: name.clone(), test };
                rules.push(match test_of(key) {
                    Some(test) => is(test),
                    None if **key == Key::Unknown => Rule::Not { rule: Box::new(is(Test::Known)) },
                    None => return None,
                });
            }
            Look::Property(name) => {
                let is = |test| Filter::Property { property: name.clone(), test };
                filters.push(match test_of(key) {
                    Some(test) => is(test),
                    None if **key == Key::Unknown => Filter::Not { filter: Box::new(is(Test::Known)) },
                    None => return None,
                });
            }
            Look::Bands(name, edges) => {
                let is = |test| Rule::Is { attribute: name.clone(), test };
                match key {
                    Key::Unknown => rules.push(Rule::Not { rule: Box::new(is(Test::Known)) }),
                    Key::Index(at) => {
                        let at = usize::try_from(*at).ok()?;
                        let edge = |at: usize| edges.get(at).copied();
                        let bound =
                            |comparison, value: Decimal| is(Test::Compare { comparison, value: Value::Number(value) });
                        rules.extend(at.checked_sub(1).and_then(edge).map(|low| bound(Comparison::AtLeast, low)));
                        rules.extend(edge(at).map(|high| bound(Comparison::Less, high)));
                    }
                    _ => return None,
                }
            }
            Look::When(name, period) => {
                let is = |test| Rule::Is { attribute: name.clone(), test };
                rules.push(match key {
                    Key::Day(first) => is(Test::When { window: days(*first, last(*period, *first)) }),
                    _ => Rule::Not { rule: Box::new(is(Test::Known)) },
                });
            }
            Look::Time(period) => {
                let Key::Day(first) = key else { return None };
                let (from, to) = (*first, last(*period, *first));
                let own = within.unwrap_or(Days { from, to });
                within = Some(Days { from: own.from.max(from), to: own.to.min(to) });
            }
            Look::Hour | Look::Weekday => {
                let Key::Index(at) = key else { return None };
                let (property, value) = if dimension.look == Look::Hour {
                    (HOUR, Value::Number(Decimal::whole(i64::from(*at))?))
                } else {
                    (WEEKDAY, Value::Text(at.to_string()))
                };
                let test = Test::Compare { comparison: Comparison::Equal, value };
                filters.push(Filter::Property { property: property.to_owned(), test });
            }
        }
    }
    if let Some(kind) = common.kind {
        let filter = if filters.len() > 1 { Some(Filter::All { filters }) } else { filters.pop() };
        let window = within.map_or(Window::Ever, |own| days(own.from, own.to));
        let (kind, occasion, bounds) = (kind.to_owned(), Occasion::Every, Vec::new());
        rules.push(Rule::Did(Behaviour { kind, occasion, filter, bounds, window }));
    }
    // The slice first, its parts beside the others where that means the same.
    let mut parts = match common.slice {
        Rule::All { rules } => rules.clone(),
        other => vec![other.clone()],
    };
    parts.append(&mut rules);
    Some(if parts.len() == 1 { parts.remove(0) } else { Rule::All { rules: parts } })
}
