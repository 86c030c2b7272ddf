//! What may be laid out and measured, from what rules may name.

use rules::{Catalogue, Decimal, FactKind, Label, Period, Type};
use serde::Serialize;
use utoipa::ToSchema;

use super::measures::{self, Measured};
use super::model::{Kind, ShownMeasure};
use super::words::label;
use crate::segments::catalogue::{HOUR, WEEKDAY};

/// The subject that is a customer a row.
pub(super) const CUSTOMERS: &str = "customers";

/// The periods with their keys and words, the longest first.
pub(super) const PERIODS: &[(Period, &str, &str, &str)] = &[
    (Period::Year, "year", "年", "Year"),
    (Period::Quarter, "quarter", "季度", "Quarter"),
    (Period::Month, "month", "月", "Month"),
    (Period::Week, "week", "周", "Week"),
    (Period::Day, "day", "日", "Day"),
];

/// Edges of numbers whose usual ones are known.
const EDGES: &[(&str, &[i64])] = &[
    ("age", &[18, 25, 30, 35, 40, 50, 60]),
    ("deals", &[1, 2, 3, 5, 10, 20]),
    ("deal_amount", &[50, 100, 200, 500, 1_000, 2_000, 5_000]),
    ("average_order", &[50, 100, 200, 300, 500, 1_000]),
];
/// Edges of other numbers, and of other amounts.
const OTHER: (&[i64], &[i64]) = (&[1, 2, 3, 5, 10, 20, 50], &[50, 100, 200, 500, 1_000, 2_000, 5_000]);

/// What members go from the coarse to the fine.
const HIERARCHIES: &[&[&str]] = &[
    &["year", "quarter", "month", "week", "day"],
    &["province", "city"],
    &["item.category", "item.product", "item.sku"],
    &["channel", "shop"],
];

/// What a dimension is a property of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PivotGroup)]
pub(super) enum Group {
    /// The customer.
    Customer,
    /// The fact.
    Fact,
    /// An item of the fact.
    Item,
    /// The instant of the fact.
    Time,
    /// A day of the customer's.
    Cohort,
}

/// What a dimension looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Look {
    /// The value of an attribute.
    Value(String),
    /// An attribute's number in bands.
    Bands(String, Vec<Decimal>),
    /// The period of an attribute's day.
    When(String, Period),
    /// A property of the fact or of its items.
    Property(String),
    /// The period of the fact.
    Time(Period),
    Hour,
    Weekday,
}

/// A dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dimension {
    pub(super) key: String,
    pub(super) label: Label,
    pub(super) group: Group,
    pub(super) look: Look,
}

impl Dimension {
    pub(super) fn kind(&self) -> Kind {
        match self.look {
            Look::Value(_) | Look::Property(_) => Kind::Choice,
            Look::Bands(..) => Kind::Bands,
            Look::When(..) | Look::Time(_) => Kind::Period,
            Look::Hour => Kind::Hour,
            Look::Weekday => Kind::Weekday,
        }
    }
}

/// Whole numbers as edges.
fn whole(edges: &[i64]) -> Vec<Decimal> {
    edges.iter().filter_map(|edge| Decimal::whole(*edge)).collect()
}

/// Along what customers, or facts of a kind, may be laid out.
pub(super) fn dimensions(catalogue: &Catalogue, kind: Option<&FactKind>) -> Vec<Dimension> {
    let mut all = Vec::new();
    for one in &catalogue.attributes {
        let mut add = |key: String, label: Label, group: Group, look: Look| {
            all.push(Dimension { key, label, group, look });
        };
        let name = one.name.clone();
        match one.kind {
            Type::Text | Type::Choice | Type::Flag => {
                add(name.clone(), one.label.clone(), Group::Customer, Look::Value(name));
            }
            Type::Number | Type::Money => {
                let other = if one.kind == Type::Money { OTHER.1 } else { OTHER.0 };
                let edges = EDGES.iter().find(|(known, _)| *known == name).map_or(other, |(_, edges)| edges);
                add(name.clone(), one.label.clone(), Group::Customer, Look::Bands(name, whole(edges)));
            }
            Type::Day | Type::Instant => {
                for (period, key, zh, en) in PERIODS.iter().take(3) {
                    let said = label(format!("{} · {zh}", one.label.zh), format!("{} · {en}", one.label.en));
                    add(format!("{name}:{key}"), said, Group::Cohort, Look::When(name.clone(), *period));
                }
            }
            // Tags put a customer in several places at once; an anniversary has no year.
            Type::Tags | Type::Anniversary => {}
        }
    }
    let Some(kind) = kind else { return all };
    all.extend(
        kind.properties
            .iter()
            // Hours and days of the week are dimensions of time, below.
            .filter(|one| !matches!(one.name.as_str(), HOUR | WEEKDAY))
            .filter(|one| matches!(one.kind, Type::Text | Type::Choice | Type::Flag | Type::Number))
            .map(|one| Dimension {
                // A property and an attribute of the same name are told apart by the property's being the fact's.
                key: if catalogue.attribute(&one.name).is_some() {
                    format!("fact:{}", one.name)
                } else {
                    one.name.clone()
                },
                label: one.label.clone(),
                group: if one.name.starts_with("item.") { Group::Item } else { Group::Fact },
                look: Look::Property(one.name.clone()),
            }),
    );
    all.extend(PERIODS.iter().map(|(period, key, zh, en)| Dimension {
        key: (*key).to_owned(),
        label: label(*zh, *en),
        group: Group::Time,
        look: Look::Time(*period),
    }));
    for (key, zh, en, look) in [("hour", "时段", "Hour", Look::Hour), ("weekday", "星期", "Weekday", Look::Weekday)]
    {
        all.push(Dimension { key: key.to_owned(), label: label(zh, en), group: Group::Time, look });
    }
    all
}

/// A dimension as the catalogue shows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PivotDimension)]
pub(super) struct ShownDimension {
    key: String,
    label: Label,
    group: Group,
    /// The group in words.
    group_label: Label,
    kind: Kind,
    /// Of bands: the usual edges.
    #[serde(skip_serializing_if = "Option::is_none")]
    edges: Option<Vec<String>>,
}

/// What may be counted, along what, and how.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PivotSubject)]
pub(super) struct Subject {
    /// `customers`, or a kind of fact.
    key: String,
    label: Label,
    dimensions: Vec<ShownDimension>,
    measures: Vec<ShownMeasure>,
}

/// How much one question may ask.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PivotLimits)]
pub(super) struct Limits {
    rows: usize,
    columns: usize,
    measures: usize,
    cells: usize,
    seconds: u64,
}

/// Everything that a pivot may ask.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PivotCatalogue)]
pub(super) struct Offered {
    subjects: Vec<Subject>,
    /// ISO 4217 code of every amount.
    currency: String,
    /// The time zone in which days are reckoned.
    time_zone: String,
    limits: Limits,
    /// Dimensions from the coarse to the fine, for drilling down and up.
    hierarchies: Vec<Vec<String>>,
}

/// Everything that a pivot may ask of a shop.
pub(super) fn offered(catalogue: &Catalogue, time_zone: &str) -> Offered {
    let customers = subject(CUSTOMERS, label("客户", "Customers"), catalogue, None);
    let kinds = catalogue.kinds.iter().map(|kind| subject(&kind.name, kind.label.clone(), catalogue, Some(kind)));
    let subjects: Vec<Subject> = std::iter::once(customers).chain(kinds).collect();
    let stands = |key: &&&str| subjects.iter().flat_map(|one| &one.dimensions).any(|one| one.key == ***key);
    let hierarchies = HIERARCHIES
        .iter()
        .map(|keys| keys.iter().filter(stands).map(|key| (*key).to_owned()).collect::<Vec<_>>())
        .filter(|keys| keys.len() > 1)
        .collect();
    let (rows, columns, measures) = super::MOST;
    let seconds = crate::segments::ask::LIMIT.as_secs();
    Offered {
        subjects,
        currency: catalogue.currency.clone(),
        time_zone: time_zone.to_owned(),
        limits: Limits { rows, columns, measures, cells: super::CELLS, seconds },
        hierarchies,
    }
}

fn subject(key: &str, said: Label, catalogue: &Catalogue, kind: Option<&FactKind>) -> Subject {
    let dimensions = dimensions(catalogue, kind)
        .into_iter()
        .map(|one| ShownDimension {
            kind: one.kind(),
            group_label: match one.group {
                Group::Customer => label("客户", "Customer"),
                Group::Fact => label("行为", "Behaviour"),
                Group::Item => label("商品", "Product"),
                Group::Time => label("时间", "Time"),
                Group::Cohort => label("客户日期", "Customer's dates"),
            },
            edges: match &one.look {
                Look::Bands(_, edges) => Some(edges.iter().map(ToString::to_string).collect()),
                _ => None,
            },
            key: one.key,
            label: one.label,
            group: one.group,
        })
        .collect();
    let measures = measures::measures(catalogue, kind).into_iter().map(|Measured { shown, .. }| shown).collect();
    Subject { key: key.to_owned(), label: said, dimensions, measures }
}
