//! Members of dimensions in words.

use rules::{Catalogue, Decimal, Label, Period};
use warehouse::Key;

use super::catalogue::{Dimension, Look};
use super::model::Member;
use crate::insight::{band, weekday};
use crate::segments::catalogue::lacking;

/// A label in two languages.
pub(super) fn label(zh: impl Into<String>, en: impl Into<String>) -> Label {
    Label { zh: zh.into(), en: en.into() }
}

/// A member of a dimension, of facts of a kind or of customers.
pub(super) fn member(dimension: &Dimension, key: &Key, catalogue: &Catalogue, kind: Option<&str>) -> Member {
    let same = |value: String| Member { label: label(value.clone(), value.clone()), value };
    match (key, &dimension.look) {
        (Key::Unknown, Look::Value(name) | Look::Bands(name, _)) => {
            Member { value: String::new(), label: lacking(name) }
        }
        (Key::Unknown, _) => Member { value: String::new(), label: label("未知", "Unknown") },
        (Key::Text(text), look) => {
            let choices = match look {
                Look::Property(name) => {
                    kind.and_then(|kind| catalogue.kind(kind)?.property(name)).map(|one| &one.choices)
                }
                Look::Value(name) => catalogue.attribute(name).map(|one| &one.choices),
                _ => None,
            };
            let known = choices.and_then(|all| all.iter().find(|choice| choice.value == *text));
            known.map_or_else(
                || same(text.clone()),
                |choice| Member { value: text.clone(), label: choice.label.clone() },
            )
        }
        (Key::Flag(flag), _) => {
            let said = if *flag { label("是", "Yes") } else { label("否", "No") };
            Member { value: if *flag { "yes" } else { "no" }.to_owned(), label: said }
        }
        (Key::Number(number), _) => same(number.to_string()),
        (Key::Index(at), Look::Bands(_, edges)) => Member { value: at.to_string(), label: band(*at, edges) },
        (Key::Index(day), Look::Weekday) => Member { value: day.to_string(), label: weekday(*day) },
        (Key::Index(hour), Look::Hour) => {
            let said = format!("{hour:02}:00");
            Member { value: hour.to_string(), label: label(said.clone(), said) }
        }
        (Key::Index(at), _) => same(at.to_string()),
        (Key::Day(day), Look::When(_, period) | Look::Time(period)) => {
            Member { value: day.to_string(), label: period_words(*period, *day) }
        }
        (Key::Day(day), _) => same(day.to_string()),
    }
}

fn period_words(period: Period, first: jiff::civil::Date) -> Label {
    let (year, month) = (first.year(), first.month());
    match period {
        Period::Day => label(first.to_string(), first.to_string()),
        Period::Week => label(format!("{first} 起一周"), format!("Week of {first}")),
        Period::Month => label(format!("{year}年{month}月"), format!("{year}-{month:02}")),
        Period::Quarter => {
            let quarter = (month - 1) / 3 + 1;
            label(format!("{year}年第{quarter}季度"), format!("{year} Q{quarter}"))
        }
        Period::Year => label(format!("{year}年"), year.to_string()),
    }
}

/// An edge that somebody wrote.
pub(super) fn edges(written: &[String]) -> Option<Vec<Decimal>> {
    let edges: Vec<Decimal> = written.iter().map(|one| Decimal::read(one.trim())).collect::<Option<_>>()?;
    let rising = edges.windows(2).all(|two| matches!(two, [one, other] if one < other));
    (rising && !edges.is_empty() && edges.len() <= 30).then_some(edges)
}
