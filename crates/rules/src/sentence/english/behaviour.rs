//! Behaviours and sequences.

use super::super::{Words, opposite};
use super::test::{compares, test};
use super::window::{length, when};
use super::{enclosed, listed};
use crate::{Aggregate, Behaviour, Bound, Comparison, Filter, Occasion, Sequence, Value, Window};

/// `paid at least 2 times in the last 90 days, with total amount at least ¥200`.
pub(super) fn behaviour(words: &Words<'_>, behaviour: &Behaviour, negated: bool) -> String {
    let what = step(words, &behaviour.kind, behaviour.filter.as_ref(), None);
    let ever = behaviour.window == Window::Ever;
    let when = if ever { String::new() } else { format!(" {}", when(behaviour.window)) };
    match (behaviour.occasion, behaviour.bounds.as_slice()) {
        (Occasion::First | Occasion::Last, _) if !ever => {
            let which = if behaviour.occasion == Occasion::First { "first" } else { "last" };
            if negated {
                return format!("{which} {what} not{when}, or never");
            }
            format!("{which} {what}{when}")
        }
        (Occasion::First | Occasion::Last, _) | (Occasion::Every, []) => match (ever, negated) {
            // What a kind is called stands in the past: "was refunded" goes with "never", not with "has not".
            (true, false) => format!("{what} at least once"),
            (false, false) => format!("{what}{when}"),
            (_, true) => format!("never {what}{when}"),
        },
        (Occasion::Every, [Bound { aggregate: Aggregate::Times, comparison, value, .. }]) => {
            let comparison = if negated { opposite(*comparison) } else { *comparison };
            format!("{what} {}{when}", times(comparison, &value.to_string()))
        }
        (Occasion::Every, _) if negated => format!("not ({})", self::behaviour(words, behaviour, false)),
        (Occasion::Every, [Bound { aggregate: Aggregate::Times, comparison, value, .. }, rest @ ..]) => {
            let rest: Vec<String> = rest.iter().map(|bound| bound_of(words, behaviour, bound, " ")).collect();
            format!("{what} {}{when}, with {}", times(*comparison, &value.to_string()), listed(&rest, "and"))
        }
        (Occasion::Every, bounds) => {
            let of = format!(" of what was {what}{when} is ");
            let said = |(at, bound)| bound_of(words, behaviour, bound, if at == 0 { &of } else { " is " });
            listed(&bounds.iter().enumerate().map(said).collect::<Vec<_>>(), "and")
        }
    }
}

fn times(comparison: Comparison, n: &str) -> String {
    let how = match comparison {
        Comparison::Equal => "exactly",
        Comparison::NotEqual => "not exactly",
        Comparison::Less => "fewer than",
        Comparison::AtMost => "at most",
        Comparison::More => "more than",
        Comparison::AtLeast => "at least",
    };
    format!("{how} {n} time{}", if n == "1" { "" } else { "s" })
}

fn bound_of(words: &Words<'_>, behaviour: &Behaviour, bound: &Bound, is: &str) -> String {
    let how = match bound.aggregate {
        Aggregate::Times => {
            return format!("count{is}{}", compares(bound.comparison, &Value::Number(bound.value)))
                + &bound.value.to_string();
        }
        Aggregate::Sum => "total",
        Aggregate::Min => "lowest",
        Aggregate::Max => "highest",
        Aggregate::Average => "average",
    };
    let subject = words.property(&behaviour.kind, bound.property.as_deref().unwrap_or_default());
    let value = words.number(bound.value, &subject);
    let compared = match bound.comparison {
        Comparison::Equal => "exactly ",
        comparison => compares(comparison, &Value::Number(bound.value)),
    };
    format!("{how} {}{is}{compared}{value}", subject.label)
}

/// `viewed in the last 30 days and then never paid (same product) within 3 days`.
pub(super) fn sequence(words: &Words<'_>, sequence: &Sequence) -> String {
    let first = step(words, &sequence.first.kind, sequence.first.filter.as_ref(), None);
    let same = sequence.same.as_deref().map(|same| words.property(&sequence.first.kind, same).label);
    let then = step(words, &sequence.then.kind, sequence.then.filter.as_ref(), same);
    let within = length(sequence.within.n, sequence.within.unit);
    let when = match sequence.window {
        Window::Ever => String::new(),
        window => format!(" {}", when(window)),
    };
    format!("{first}{when} and then {}{then} within {within}", if sequence.negated { "never " } else { "" })
}

/// `paid (channel is Tmall)`.
fn step(words: &Words<'_>, kind: &str, filter: Option<&Filter>, same: Option<String>) -> String {
    let conditions = filter.map(|filter| filter_of(words, kind, filter, false, false));
    let parts: Vec<String> = same.map(|same| format!("same {same}")).into_iter().chain(conditions).collect();
    let conditions = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
    format!("{}{conditions}", words.kind(kind))
}

fn filter_of(words: &Words<'_>, kind: &str, filter: &Filter, negated: bool, inside: bool) -> String {
    let parts = |filters: &[Filter], word: &str| {
        let said: Vec<String> = filters.iter().map(|part| filter_of(words, kind, part, false, true)).collect();
        listed(&said, word)
    };
    match (filter, negated) {
        (Filter::All { filters }, false) | (Filter::Any { filters }, true) if filters.is_empty() => {
            "anything".to_owned()
        }
        (Filter::Any { filters }, false) | (Filter::All { filters }, true) if filters.is_empty() => {
            "nothing".to_owned()
        }
        (Filter::All { filters } | Filter::Any { filters }, _) if filters.len() == 1 => {
            filters.iter().map(|part| filter_of(words, kind, part, negated, inside)).collect()
        }
        (Filter::All { .. } | Filter::Any { .. }, true) => {
            format!("not ({})", filter_of(words, kind, filter, false, false))
        }
        (Filter::All { filters }, false) => enclosed(&parts(filters, "and"), inside),
        (Filter::Any { filters }, false) => enclosed(&parts(filters, "or"), inside),
        (Filter::Not { filter }, negated) => filter_of(words, kind, filter, !negated, inside),
        (Filter::Property { property, test: of }, negated) => test(words, &words.property(kind, property), of, negated),
    }
}
