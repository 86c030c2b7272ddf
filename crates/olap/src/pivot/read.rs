//! From the rows of an answer to groups with exact figures.

use std::collections::BTreeMap;

use rules::{Decimal, Type};
use serde_json::Value as Json;
use warehouse::{Axis, Census, CustomerMeasure, Group, Grouping, Key, KindId, Measure, Schema};

/// The groups of facts; `different` has those of the second question, when there was one.
pub(super) fn groups(schema: &Schema, grouping: &Grouping, rows: &[Vec<Json>], different: &[Vec<Json>]) -> Vec<Group> {
    let width = grouping.axes.len();
    let keyed = |row: &[Json]| keys(schema, &grouping.axes, Some(grouping.kind), row);
    let told: BTreeMap<Vec<Key>, &[Json]> =
        different.iter().map(|row| (keyed(row), row.get(width..).unwrap_or_default())).collect();
    gathered(rows.iter().filter_map(|row| {
        let (keys, mut cells) = (keyed(row), row.get(width..)?.iter());
        let (facts, customers) = (count(cells.next())?, count(cells.next())?);
        let mut told = told.get(&keys).copied().unwrap_or_default().iter();
        let values = grouping.measures.iter().map(|measure| match measure {
            Measure::Facts => Decimal::whole(facts),
            Measure::Customers => Decimal::whole(customers),
            Measure::Different(_) => Decimal::whole(count(told.next()).unwrap_or(0)),
            Measure::Average(_) => mean(cells.next(), cells.next()),
            Measure::Sum(_) | Measure::Min(_) | Measure::Max(_) => decimal(cells.next()),
        });
        (facts > 0).then(|| Group { values: values.collect(), keys })
    }))
}

/// The groups of customers.
pub(super) fn customers(schema: &Schema, census: &Census, rows: &[Vec<Json>]) -> Vec<Group> {
    gathered(rows.iter().filter_map(|row| {
        let mut cells = row.get(census.axes.len()..)?.iter();
        let n = count(cells.next())?;
        let values = census.measures.iter().map(|measure| match measure {
            CustomerMeasure::Customers => Decimal::whole(n),
            CustomerMeasure::Average(_) => mean(cells.next(), cells.next()),
            CustomerMeasure::Sum(_) | CustomerMeasure::Min(_) | CustomerMeasure::Max(_) => decimal(cells.next()),
        });
        (n > 0).then(|| Group { values: values.collect(), keys: keys(schema, &census.axes, None, row) })
    }))
}

fn gathered(groups: impl Iterator<Item = Group>) -> Vec<Group> {
    let mut groups: Vec<Group> = groups.collect();
    groups.sort_unstable_by(|one, other| one.keys.cmp(&other.keys));
    groups
}

fn keys(schema: &Schema, axes: &[Axis], kind: Option<KindId>, row: &[Json]) -> Vec<Key> {
    let told = |(axis, cell): (&Axis, &Json)| cell.as_str().and_then(|text| key(schema, axis, kind, text));
    axes.iter().zip(row).map(|pair| told(pair).unwrap_or(Key::Unknown)).collect()
}

fn key(schema: &Schema, axis: &Axis, kind: Option<KindId>, text: &str) -> Option<Key> {
    let index = || text.parse().ok().map(Key::Index);
    let of = match axis {
        Axis::Bands(..) | Axis::Hour | Axis::Weekday => return index(),
        Axis::When(..) | Axis::Period(_) => return text.parse().ok().map(Key::Day),
        Axis::Attribute(id) => {
            let one = schema.catalogue().attributes.get(usize::from(id.0))?;
            if one.derived.is_some() {
                return exact(text)
                    .map(|age| age / i128::from(Decimal::SCALE))
                    .and_then(|age| age.try_into().ok())
                    .map(Key::Index);
            }
            one.kind
        }
        Axis::Property(id) => {
            schema.catalogue().kinds.get(usize::from(kind?.0))?.properties.get(usize::from(id.0))?.kind
        }
    };
    match of {
        Type::Flag => text.parse().ok().map(Key::Flag),
        Type::Number | Type::Money => exact(text).and_then(narrow).map(Key::Number),
        Type::Day | Type::Anniversary => text.parse().ok().map(Key::Day),
        Type::Text | Type::Choice | Type::Tags | Type::Instant => Some(Key::Text(text.to_owned())),
    }
}

fn count(cell: Option<&Json>) -> Option<i64> {
    cell?.as_i64()
}

fn decimal(cell: Option<&Json>) -> Option<Decimal> {
    exact(cell?.as_str()?).and_then(narrow)
}

/// A sum over how many, rounded half away from zero.
fn mean(sum: Option<&Json>, n: Option<&Json>) -> Option<Decimal> {
    let (sum, n) = (exact(sum?.as_str()?)?, i128::from(count(n)?));
    if n <= 0 {
        return None;
    }
    narrow((sum + if sum < 0 { -n / 2 } else { n / 2 }) / n)
}

fn narrow(number: i128) -> Option<Decimal> {
    i64::try_from(number).ok().map(Decimal)
}

/// A decimal in ten-thousandths, as long as it may be.
fn exact(text: &str) -> Option<i128> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{rest:0<4}").parse().ok().filter(|_| rest.len() <= 4)
}
