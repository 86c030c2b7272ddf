//! Measures: their names, and what of the warehouse each is reckoned from.

use rules::{Catalogue, Decimal, FactKind, Label, Type};
use warehouse::{CustomerMeasure, KindId, Measure, Schema};

use super::model::{MeasureKind, ShownMeasure};
use super::words::label;
use crate::segments::catalogue::{HOUR, WEEKDAY};

/// How a measure follows from a property or attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Facts,
    Customers,
    Sum,
    Average,
    Min,
    Max,
    /// The sum over how many customers there are.
    PerCustomer,
    /// Facts over how many customers there are.
    FactsPerCustomer,
    Different,
}

/// A measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Measured {
    pub(super) shown: ShownMeasure,
    pub(super) how: How,
    /// The property, or attribute of a customer.
    pub(super) of: String,
}

/// The words before and after what is measured: key, Chinese before and after, English before.
const HOWS: &[(How, &str, &str, &str, &str)] = &[
    (How::Sum, "sum", "", "合计", "Total"),
    (How::Average, "average", "平均", "", "Average"),
    (How::Min, "min", "最低", "", "Lowest"),
    (How::Max, "max", "最高", "", "Highest"),
];

/// What may be measured of customers, or of facts of a kind.
pub(super) fn measures(catalogue: &Catalogue, kind: Option<&FactKind>) -> Vec<Measured> {
    let mut all = Vec::new();
    let mut add = |key: String, label: Label, kind: MeasureKind, how: How, of: &str| {
        all.push(Measured { shown: ShownMeasure { key, label, kind }, how, of: of.to_owned() });
    };
    add("customers".into(), label("客户数", "Customers"), MeasureKind::Count, How::Customers, "");
    let Some(kind) = kind else {
        for one in &catalogue.attributes {
            let Some(number) = number(one.kind) else { continue };
            let hows = HOWS.iter().filter(|(how, ..)| *how != How::Sum || one.derived.is_none());
            hows.for_each(|row| {
                add(format!("{}:{}", row.1, one.name), said(row, &one.label), number, row.0, &one.name)
            });
        }
        return all;
    };
    add("facts".into(), label("次数", "Times"), MeasureKind::Count, How::Facts, "");
    let per = label("人均次数", "Times per customer");
    add("per_customer:facts".into(), per, MeasureKind::Number, How::FactsPerCustomer, "");
    // Nobody adds up hours of the day.
    for one in kind.properties.iter().filter(|one| !matches!(one.name.as_str(), HOUR | WEEKDAY)) {
        if let Some(number) = number(one.kind) {
            for row in HOWS {
                add(format!("{}:{}", row.1, one.name), said(row, &one.label), number, row.0, &one.name);
            }
            let per = label(format!("人均{}", one.label.zh), format!("{} per customer", one.label.en));
            add(format!("per_customer:{}", one.name), per, number, How::PerCustomer, &one.name);
        } else if matches!(one.kind, Type::Text | Type::Choice) {
            let different = label(format!("{}种数", one.label.zh), format!("Different: {}", one.label.en));
            add(format!("distinct:{}", one.name), different, MeasureKind::Count, How::Different, &one.name);
        }
    }
    all
}

fn number(kind: Type) -> Option<MeasureKind> {
    match kind {
        Type::Money => Some(MeasureKind::Money),
        Type::Number => Some(MeasureKind::Number),
        _ => None,
    }
}

fn said(row: &(How, &str, &str, &str, &str), of: &Label) -> Label {
    let en: String =
        of.en.chars().next().into_iter().flat_map(char::to_lowercase).chain(of.en.chars().skip(1)).collect();
    label(format!("{}{}{}", row.2, of.zh, row.3), format!("{} {en}", row.4))
}

impl Measured {
    /// What the warehouse reckons for it, of facts of a kind.
    pub(super) fn of_facts(&self, schema: &Schema, kind: KindId) -> Option<Vec<Measure>> {
        let property = || schema.property(kind, &self.of);
        Some(match self.how {
            How::Facts => vec![Measure::Facts],
            How::Customers => vec![Measure::Customers],
            How::Sum => vec![Measure::Sum(property()?)],
            How::Average => vec![Measure::Average(property()?)],
            How::Min => vec![Measure::Min(property()?)],
            How::Max => vec![Measure::Max(property()?)],
            How::Different => vec![Measure::Different(property()?)],
            How::PerCustomer => vec![Measure::Sum(property()?), Measure::Customers],
            How::FactsPerCustomer => vec![Measure::Facts, Measure::Customers],
        })
    }

    /// What the warehouse reckons for it, of customers.
    pub(super) fn of_customers(&self, schema: &Schema) -> Option<Vec<CustomerMeasure>> {
        let attribute = || schema.attribute(&self.of);
        Some(match self.how {
            How::Customers => vec![CustomerMeasure::Customers],
            How::Sum => vec![CustomerMeasure::Sum(attribute()?)],
            How::Average => vec![CustomerMeasure::Average(attribute()?)],
            How::Min => vec![CustomerMeasure::Min(attribute()?)],
            How::Max => vec![CustomerMeasure::Max(attribute()?)],
            How::Facts | How::Different | How::PerCustomer | How::FactsPerCustomer => return None,
        })
    }

    /// The measure from what the warehouse reckoned for it.
    pub(super) fn value(&self, parts: &[Option<Decimal>]) -> Option<Decimal> {
        let first = parts.first().copied().flatten();
        match (self.how, parts.get(1).copied().flatten()) {
            (How::PerCustomer | How::FactsPerCustomer, Some(people)) => ratio(first?, people.0 / Decimal::SCALE),
            (How::PerCustomer | How::FactsPerCustomer, None) => None,
            _ => first,
        }
    }

    /// What it is of nothing at all.
    pub(super) fn of_none(&self) -> Option<Decimal> {
        matches!(self.how, How::Facts | How::Customers | How::Sum | How::Different).then_some(Decimal(0))
    }
}

/// A number over a whole one, rounded half away from zero.
fn ratio(number: Decimal, over: i64) -> Option<Decimal> {
    if over <= 0 {
        return None;
    }
    let (number, over) = (i128::from(number.0), i128::from(over));
    i64::try_from((number.abs() * 2 + over) / (over * 2) * number.signum()).ok().map(Decimal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shared_out_rounded_half_away_from_zero() {
        for (number, over, expected) in
            [(0, 3, Some(0)), (10, 4, Some(3)), (-10, 4, Some(-3)), (7, 0, None), (1, 3, Some(0)), (2, 3, Some(1))]
        {
            assert_eq!(ratio(Decimal(number), over), expected.map(Decimal), "{number} over {over}");
        }
    }
}
