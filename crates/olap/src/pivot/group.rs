//! Figures over facts, as SQL: their dimensions, how many facts there are, then the columns of each measure.
//!
//! With a dimension of an item's property every item that passes is looked at by itself, and a fact counts once in each
//! group that it is in, as do the fact's own numbers. Where only a measure is an item's, the items that pass are gathered
//! fact by fact first.

use rules::{Calendar, Filter};
use warehouse::{Grouping, Measure, PropertyId};

use super::axes::{self, Key};
use crate::rule::{Passing, Untold, Writer};
use crate::tables::{Layout, Table};

/// What is asked.
pub(super) struct Asked {
    /// Every figure but how many different values there are.
    pub(super) figures: String,
    /// These, when they are asked for.
    pub(super) different: Option<String>,
}

/// A measure over a property.
struct Number {
    /// Its place among the measures.
    place: usize,
    measure: Measure,
    of: Table,
    column: String,
}

/// The questions; `crowd` is a SELECT of the customers looked at.
pub(super) fn sql(
    layout: &Layout,
    calendar: &Calendar,
    now: i64,
    crowd: &str,
    grouping: &Grouping,
) -> Result<Asked, Untold> {
    let writer = Writer::new(layout, now, calendar);
    let mut keys: Vec<Key> = Vec::new();
    for axis in &grouping.axes {
        keys.push(axes::key(&writer, axis, Some(grouping.kind))?);
    }
    let mut numbers = Vec::new();
    for (place, measure) in grouping.measures.iter().enumerate() {
        if let Some(id) = property(*measure) {
            let (of, column, _) = axes::property(&writer, Some(grouping.kind), id)?;
            numbers.push(Number { place, measure: *measure, of, column });
        }
    }
    let by_item = keys.iter().any(|key| key.of == Table::Items);
    let with_items = by_item || numbers.iter().any(|one| one.of == Table::Items);
    let from = rows(&writer, crowd, grouping, by_item, with_items, keys.iter().any(|key| key.of == Table::Customers))?;
    let texts: Vec<String> = keys.into_iter().map(|key| key.text).collect();
    let (tells, figures): (Vec<Number>, Vec<Number>) =
        numbers.into_iter().partition(|one| matches!(one.measure, Measure::Different(_)));
    let different = (!tells.is_empty()).then(|| {
        let told: Vec<String> =
            tells.iter().map(|one| format!("COUNT(DISTINCT {}) AS s{}", one.column, one.place)).collect();
        format!("SELECT {} {from}{}", listed(&texts, &told), by(texts.len()))
    });
    let figures = if with_items { of_items(&texts, &figures, &from) } else { of_facts(&texts, &figures, &from) };
    Ok(Asked { figures, different })
}

/// `FROM … WHERE …`: a row for each fact, or for each item that passes.
fn rows(
    writer: &Writer<'_>,
    crowd: &str,
    grouping: &Grouping,
    by_item: bool,
    with_items: bool,
    with_customers: bool,
) -> Result<String, Untold> {
    let kinds = &writer.layout.schema().catalogue().kinds;
    let name = kinds.get(usize::from(grouping.kind.0)).map_or("", |kind| kind.name.as_str());
    let filter = grouping.filter.as_ref();
    let names_items = filter.is_some_and(Filter::names_items);
    let (start, end) = (grouping.from.unwrap_or(i64::MIN), grouping.to.unwrap_or(i64::MAX));
    // Where items are looked at, they are filtered one by one; else the facts are.
    let of_facts = Passing { kind: grouping.kind, name, filter: filter.filter(|_| !with_items), start, end };
    let mut from = format!("FROM (SELECT f.* {}) AS f", writer.facts(&of_facts)?);
    if with_items {
        let join = if by_item || names_items { "JOIN" } else { "LEFT JOIN" };
        from.push_str(&format!(" {join} items AS i ON i.fact = f.fact"));
    }
    from.push_str(&format!(" JOIN ({crowd}) AS w ON w.customer = f.customer"));
    if with_customers {
        from.push_str(" JOIN customers AS c ON c.customer = f.customer");
    }
    if let Some(filter) = filter.filter(|_| with_items) {
        from.push_str(&format!(" WHERE {}", writer.filter(grouping.kind, filter)?));
    }
    Ok(from)
}

/// Figures where every row is a fact.
fn of_facts(keys: &[String], numbers: &[Number], from: &str) -> String {
    let figures = numbers.iter().map(|one| figure(one, &one.column, &format!("COUNT({})", one.column)));
    let figures: Vec<String> = counts("f.customer").into_iter().chain(figures).collect();
    format!("SELECT {} {from}{}", listed(keys, &figures), by(keys.len()))
}

/// Figures where a fact may have several rows: what its items come to is gathered first.
fn of_items(keys: &[String], numbers: &[Number], from: &str) -> String {
    let inner = numbers.iter().flat_map(|one| {
        let (column, place) = (&one.column, one.place);
        let function = match one.measure {
            // Every row of a fact says the same of the fact.
            _ if one.of == Table::Facts => "MIN",
            Measure::Sum(_) | Measure::Average(_) => "SUM",
            Measure::Max(_) => "MAX",
            _ => "MIN",
        };
        let known =
            if one.of == Table::Facts { format!("COUNT(DISTINCT {column})") } else { format!("COUNT({column})") };
        [format!("{function}({column}) AS v{place}"), format!("{known} AS n{place}")]
    });
    let inner: Vec<String> = ["f.customer".to_owned(), "f.fact".to_owned()].into_iter().chain(inner).collect();
    let mut grouped = by(keys.len());
    grouped.push_str(if keys.is_empty() { " GROUP BY f.customer, f.fact" } else { ", f.customer, f.fact" });
    let outer = numbers.iter().map(|one| figure(one, &format!("r.v{}", one.place), &format!("SUM(r.n{})", one.place)));
    let outer: Vec<String> = counts("r.customer").into_iter().chain(outer).collect();
    let own: Vec<String> = (0..keys.len()).map(|place| format!("r.g{place}")).collect();
    format!(
        "SELECT {} FROM (SELECT {} {from}{grouped}) AS r{}",
        listed(&own, &outer),
        listed(keys, &inner),
        by(keys.len())
    )
}

fn counts(customer: &str) -> [String; 2] {
    ["COUNT(*) AS n".to_owned(), format!("COUNT(DISTINCT {customer}) AS p")]
}

/// A measure's columns: what it comes to, and of how many when it is a mean.
fn figure(one: &Number, column: &str, known: &str) -> String {
    let place = one.place;
    let of = |function: &str| format!("CAST({function}({column}) AS VARCHAR) AS s{place}");
    match one.measure {
        Measure::Max(_) => of("MAX"),
        Measure::Min(_) => of("MIN"),
        Measure::Average(_) => format!("{}, {known} AS k{place}", of("SUM")),
        _ => of("SUM"),
    }
}

/// What is selected: the dimensions, then figures.
pub(super) fn listed(keys: &[String], figures: &[String]) -> String {
    let keys = keys.iter().enumerate().map(|(place, key)| format!("{key} AS g{place}"));
    keys.chain(figures.iter().cloned()).collect::<Vec<_>>().join(", ")
}

/// ` GROUP BY` the first so many columns.
pub(super) fn by(keys: usize) -> String {
    let places: Vec<String> = (1..=keys).map(|place| place.to_string()).collect();
    if places.is_empty() { String::new() } else { format!(" GROUP BY {}", places.join(", ")) }
}

fn property(measure: Measure) -> Option<PropertyId> {
    match measure {
        Measure::Facts | Measure::Customers => None,
        Measure::Sum(id) | Measure::Min(id) | Measure::Max(id) | Measure::Average(id) | Measure::Different(id) => {
            Some(id)
        }
    }
}
