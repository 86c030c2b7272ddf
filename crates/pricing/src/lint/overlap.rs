//! Promotions that meet on the same goods at the same time, where one takes the other's place.

use crate::problem::Gravity;
use crate::shelf::touches;
use crate::{Layer, Line, Problem, Promotion, Scope, Shelf};

/// More pairs than this are counted, not listed.
const LISTED: usize = 200;

pub(super) fn lint(shelf: &Shelf, goods: &[Line]) -> Vec<Problem> {
    let promotions = &shelf.programme.promotions;
    let covered: Vec<Vec<bool>> =
        promotions.iter().map(|promotion| goods.iter().map(|line| touches(promotion, line)).collect()).collect();
    let mut problems = Vec::new();
    for (at, (one, lines)) in promotions.iter().zip(&covered).enumerate() {
        for (other, others) in promotions.iter().zip(&covered).skip(at + 1) {
            if problems.len() >= LISTED {
                return problems;
            }
            let shared = lines.iter().zip(others).filter(|(one, other)| **one && **other).count();
            if shared == 0 || !meet(&one.scope, &other.scope) {
                continue;
            }
            if let Some((zh, en)) = contest(one, other) {
                problems.push(Problem::found(
                    "overlap",
                    Gravity::Note,
                    &[&one.key, &other.key],
                    format!("“{}”与“{}”在 {shared} 个商品上重叠：{zh}", one.name.in_chinese(), other.name.in_chinese()),
                    format!(
                        "“{}” and “{}” overlap on {shared} goods: {en}",
                        one.name.in_english(),
                        other.name.in_english()
                    ),
                ));
            }
        }
    }
    problems
}

/// How two promotions on one line stand in each other's way.
fn contest(one: &Promotion, other: &Promotion) -> Option<(&'static str, &'static str)> {
    if one.exclusive.is_some() && one.exclusive == other.exclusive {
        Some(("互斥，每行只取其一", "they are exclusive, so a line has one of them"))
    } else if one.alone || other.alone {
        Some(("其中之一不与其他优惠同享", "one of them shares with no other offer"))
    } else if one.layer() == Layer::Item && other.layer() == Layer::Item {
        Some(("单品优惠每行只取其一", "a line has one item offer"))
    } else {
        None
    }
}

/// Both can run for one buyer at one time, as far as dates and names say.
fn meet(one: &Scope, other: &Scope) -> bool {
    let share = |one: &std::collections::BTreeSet<String>, other: &std::collections::BTreeSet<String>| {
        one.is_empty() || other.is_empty() || !one.is_disjoint(other)
    };
    let before = |until: Option<jiff::civil::DateTime>, from: Option<jiff::civil::DateTime>| {
        until.zip(from).is_some_and(|(until, from)| until <= from)
    };
    share(&one.levels, &other.levels)
        && share(&one.channels, &other.channels)
        && share(&one.regions, &other.regions)
        && !before(one.until, other.from)
        && !before(other.until, one.from)
        && one.first_order.zip(other.first_order).is_none_or(|(one, other)| one == other)
        && (one.weekdays.is_empty() || other.weekdays.is_empty() || !one.weekdays.is_disjoint(&other.weekdays))
}
