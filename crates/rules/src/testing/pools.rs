//! The values that generated customers have and generated rules ask for.

use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::select;

use super::instants::{any_day, any_now};
use crate::{Choice, Decimal, SetKind, Type, Value};

/// The sets that generated customers may be in, by kind.
#[must_use]
pub fn set_names(set: SetKind) -> [&'static str; 3] {
    match set {
        SetKind::Segment => ["近7天已触达", "高价值", "asleep \"180\""],
        SetKind::List => ["双11邀请", "VIP walk-ins", "导入\\名单"],
        SetKind::Group => ["老客", "经销商", "staff"],
    }
}

fn text(of: &[&str]) -> BoxedStrategy<Value> {
    select(of.iter().map(|text| Value::Text((*text).to_owned())).collect::<Vec<_>>()).boxed()
}

/// A value of an attribute or property of this name and type, from a small pool. Tags give one tag.
pub fn values_of(name: &str, kind: Type, choices: &[Choice]) -> BoxedStrategy<Value> {
    let numbers = |of: Vec<i64>| select(of).prop_map(|number| Value::Number(Decimal(number))).boxed();
    match kind {
        Type::Choice if !choices.is_empty() => {
            select(choices.iter().map(|choice| Value::Text(choice.value.clone())).collect::<Vec<_>>()).boxed()
        }
        Type::Tags => text(&["老客", "大客户", "爱喝茶", "it's \"tea\""]),
        Type::Text | Type::Choice => match name {
            "nick" => text(&["茶小喵", "Tea Lover", "tea", "TEA时光", "明前\\龙井"]),
            "mobile" => text(&["13800000001", "13800000002"]),
            "item.product" => text(&["龙井", "普洱", "茉莉花茶", "Assam"]),
            "item.category" => text(&["绿茶", "黑茶", "口红"]),
            _ => text(&["一", "二", "Three", "four five"]),
        },
        Type::Number if name == "age" => numbers([17, 18, 25, 34, 35, 60].map(|n| n * Decimal::SCALE).to_vec()),
        Type::Number => numbers(vec![-5_000, 0, 5_000, 10_000, 20_000, 30_000, 50_000, 1_200_000]),
        Type::Money => numbers(vec![0, 95_000, 100_000, 499_900, 500_000, 1_000_000, 2_000_700, 30_000_000]),
        Type::Flag => any::<bool>().prop_map(Value::Flag).boxed(),
        Type::Day => any_day().prop_map(Value::Day).boxed(),
        Type::Anniversary => (any_day(), 18_i16..40)
            .prop_map(|(day, years)| {
                // 29 February keeps its name in every year that has one.
                let born = day.with().year(day.year() - years / 4 * 4).build().unwrap_or(day);
                Value::Day(born)
            })
            .boxed(),
        Type::Instant => any_now()
            .prop_map(|at| Value::Instant(Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH)))
            .boxed(),
    }
}
