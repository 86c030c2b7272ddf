//! Behaviours and sequences.

use super::super::{Words, opposite};
use super::test::{compares, test};
use super::window::{during, length, lies};
use super::{enclosed, listed};
use crate::{Aggregate, Behaviour, Bound, Comparison, Filter, Occasion, Sequence, Window};

/// `最近90天内付款至少2次，且付款金额合计不少于200元`.
pub(super) fn behaviour(words: &Words<'_>, behaviour: &Behaviour, negated: bool) -> String {
    let what = step(words, &behaviour.kind, behaviour.filter.as_ref(), None);
    let when = during(words, behaviour.window);
    let ever = behaviour.window == Window::Ever;
    match (behaviour.occasion, behaviour.bounds.as_slice()) {
        (Occasion::First | Occasion::Last, _) if ever && negated => format!("从未有过{what}"),
        (Occasion::First | Occasion::Last, _) if ever => format!("有过{what}"),
        (occasion @ (Occasion::First | Occasion::Last), _) => {
            let which = if occasion == Occasion::First { "首次" } else { "最近一次" };
            let (not, never) = if negated { ("不", "（含从未发生）") } else { ("", "") };
            format!("{which}{what}{not}{}{never}", lies(words, behaviour.window))
        }
        (Occasion::Every, []) => match (ever, negated) {
            // 没有 and 有过 go with every label, whether it is one verb, a verb with what it is done to, or an event: 优惠券即将到期.
            (true, true) => format!("从未有过{what}"),
            (false, true) => format!("{when}没有{what}"),
            (_, false) => format!("{when}有过{what}"),
        },
        (Occasion::Every, [Bound { aggregate: Aggregate::Times, comparison, value, .. }]) => {
            let comparison = if negated { opposite(*comparison) } else { *comparison };
            format!("{}{what}{}", if ever { "累计" } else { &when }, times(comparison, &value.to_string()))
        }
        (Occasion::Every, _) if negated => format!("不符合（{}）", self::behaviour(words, behaviour, false)),
        (Occasion::Every, [Bound { aggregate: Aggregate::Times, comparison, value, .. }, rest @ ..]) => {
            let rest: Vec<String> = rest.iter().map(|bound| bound_of(words, behaviour, bound)).collect();
            let first = times(*comparison, &value.to_string());
            format!("{}{what}{first}，且{}", if ever { "累计" } else { &when }, rest.join("，且"))
        }
        (Occasion::Every, bounds) => {
            let bounds: Vec<String> = bounds.iter().map(|bound| bound_of(words, behaviour, bound)).collect();
            let scope = match behaviour.filter {
                Some(_) => format!("{what}的"),
                None => String::new(),
            };
            format!("{}{scope}{}", if ever { "历史" } else { &when }, bounds.join("，且"))
        }
    }
}

fn times(comparison: Comparison, n: &str) -> String {
    match comparison {
        Comparison::Equal => format!("恰好{n}次"),
        Comparison::NotEqual => format!("不是恰好{n}次"),
        Comparison::Less => format!("不足{n}次"),
        Comparison::AtMost => format!("不超过{n}次"),
        Comparison::More => format!("超过{n}次"),
        Comparison::AtLeast => format!("至少{n}次"),
    }
}

fn bound_of(words: &Words<'_>, behaviour: &Behaviour, bound: &Bound) -> String {
    let name = bound.property.as_deref().unwrap_or_default();
    let (how, sum) = match bound.aggregate {
        Aggregate::Times => return format!("次数{}", times(bound.comparison, &bound.value.to_string())),
        Aggregate::Sum => ("", "合计"),
        Aggregate::Min => ("最低", ""),
        Aggregate::Max => ("最高", ""),
        Aggregate::Average => ("平均", ""),
    };
    let subject = words.property(&behaviour.kind, name);
    // 金额 alone says little: 付款金额. What belongs to an item speaks for itself.
    let whose = if name.starts_with("item.") { String::new() } else { words.kind(&behaviour.kind) };
    let value = words.number(bound.value, &subject);
    format!("{how}{whose}{}{sum}{}{value}", subject.label, compares(bound.comparison, subject.kind))
}

/// `最近30天内浏览后3天内没有付款（同一商品）`.
pub(super) fn sequence(words: &Words<'_>, sequence: &Sequence) -> String {
    let first = step(words, &sequence.first.kind, sequence.first.filter.as_ref(), None);
    let same = sequence.same.as_deref().map(|same| words.property(&sequence.first.kind, same).label);
    let then = step(words, &sequence.then.kind, sequence.then.filter.as_ref(), same);
    let (when, within) = (during(words, sequence.window), length(sequence.within.n, sequence.within.unit));
    format!("{when}{first}后{within}内{}{then}", if sequence.negated { "没有" } else { "" })
}

/// `付款（渠道为天猫）`.
fn step(words: &Words<'_>, kind: &str, filter: Option<&Filter>, same: Option<String>) -> String {
    let conditions = filter.map(|filter| filter_of(words, kind, filter, false, false));
    let parts: Vec<String> = same.map(|same| format!("同一{same}")).into_iter().chain(conditions).collect();
    format!("{}{}", words.kind(kind), enclosed(&parts.join("，"), !parts.is_empty()))
}

fn filter_of(words: &Words<'_>, kind: &str, filter: &Filter, negated: bool, inside: bool) -> String {
    let parts = |filters: &[Filter], joint: &str| {
        let said: Vec<String> = filters.iter().map(|part| filter_of(words, kind, part, false, true)).collect();
        said.join(joint)
    };
    match (filter, negated) {
        (Filter::All { filters }, false) | (Filter::Any { filters }, true) if filters.is_empty() => "不限".to_owned(),
        (Filter::Any { filters }, false) | (Filter::All { filters }, true) if filters.is_empty() => "均不计".to_owned(),
        (Filter::All { filters } | Filter::Any { filters }, _) if filters.len() == 1 => {
            listed(&filters.iter().map(|part| filter_of(words, kind, part, negated, inside)).collect::<Vec<_>>(), "")
        }
        (Filter::All { .. } | Filter::Any { .. }, true) => {
            format!("不符合（{}）", filter_of(words, kind, filter, false, false))
        }
        (Filter::All { filters }, false) => enclosed(&parts(filters, "且"), inside),
        (Filter::Any { filters }, false) => enclosed(&parts(filters, "，或"), inside),
        (Filter::Not { filter }, negated) => filter_of(words, kind, filter, !negated, inside),
        (Filter::Property { property, test: of }, negated) => test(words, &words.property(kind, property), of, negated),
    }
}
