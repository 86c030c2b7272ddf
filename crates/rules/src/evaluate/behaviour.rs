//! What a behaviour means.

use std::ops::Range;

use super::filter::{passes, values};
use super::{Asked, Comparison};
use crate::{Aggregate, Answer, Behaviour, Bound, Decimal, Fact, Occasion, Value};

/// A fact that passes the filter, and between which nows it counts.
struct Passing<'a> {
    fact: &'a Fact,
    stay: Range<i64>,
}

impl Asked<'_> {
    pub(super) fn behaviour(&self, behaviour: &Behaviour) -> Answer {
        let passing: Vec<Passing<'_>> = self
            .person
            .facts
            .iter()
            .filter(|fact| fact.kind == behaviour.kind && passes(behaviour.filter.as_ref(), fact))
            .map(|fact| Passing { fact, stay: self.calendar.stay_of_fact(behaviour.window, fact.at) })
            .collect();
        let edges = passing.iter().flat_map(|one| [one.fact.at, one.stay.start, one.stay.end]).collect();
        self.changing(|now| holds_at(behaviour, &passing, now), edges)
    }
}

fn holds_at(behaviour: &Behaviour, passing: &[Passing<'_>], now: i64) -> bool {
    let past = passing.iter().filter(|one| one.fact.at <= now);
    let chosen = match behaviour.occasion {
        Occasion::Every => {
            let counted: Vec<&Fact> = past.filter(|one| one.stay.contains(&now)).map(|one| one.fact).collect();
            return match behaviour.bounds.as_slice() {
                [] => !counted.is_empty(),
                bounds => bounds.iter().all(|bound| is_kept(bound, behaviour, &counted)),
            };
        }
        Occasion::First => past.min_by_key(|one| one.fact.at),
        Occasion::Last => past.max_by_key(|one| one.fact.at),
    };
    chosen.is_some_and(|one| one.stay.contains(&now))
}

/// Whether the facts that count keep a bound.
fn is_kept(bound: &Bound, behaviour: &Behaviour, counted: &[&Fact]) -> bool {
    let count = |n: usize| i128::try_from(n).unwrap_or(i128::MAX);
    let scale = i128::from(Decimal::SCALE);
    let limit = i128::from(bound.value.0);
    if bound.aggregate == Aggregate::Times {
        return compared(bound.comparison, count(counted.len()).saturating_mul(scale), limit);
    }
    let property = bound.property.as_deref().unwrap_or_default();
    let numbers: Vec<i128> = counted
        .iter()
        .flat_map(|fact| values(behaviour.filter.as_ref(), fact, property))
        .filter_map(|value| if let Value::Number(number) = value { Some(i128::from(number.0)) } else { None })
        .collect();
    let sum: i128 = numbers.iter().sum();
    match bound.aggregate {
        Aggregate::Times | Aggregate::Sum => compared(bound.comparison, sum, limit),
        Aggregate::Min => numbers.iter().min().is_some_and(|&least| compared(bound.comparison, least, limit)),
        Aggregate::Max => numbers.iter().max().is_some_and(|&most| compared(bound.comparison, most, limit)),
        Aggregate::Average => {
            let n = count(numbers.len());
            n > 0 && compared(bound.comparison, sum, limit.saturating_mul(n))
        }
    }
}

fn compared(comparison: Comparison, left: i128, right: i128) -> bool {
    comparison.holds(&left, &right)
}
