//! Dimensions as SQL: customers stand under the alias `c`, facts under `f`, items under `i`.

use rules::{Decimal, Derived, Period, Type};
use warehouse::{AttributeId, Axis, KindId, PropertyId};

use crate::rule::{Untold, Writer, identifier, test};
use crate::tables::Table;

/// A dimension.
pub(super) struct Key {
    /// What it is, as text; null where it is not known.
    pub(super) text: String,
    /// Where the value stands.
    pub(super) of: Table,
}

/// The dimension of an axis; `kind` is that of the facts, none over customers alone.
pub(super) fn key(writer: &Writer<'_>, axis: &Axis, kind: Option<KindId>) -> Result<Key, Untold> {
    let of_customer = |text: String| Key { text, of: Table::Customers };
    // The engine cuts instants in the zone that their column names, the shop's.
    let at = "f.at";
    let of_fact = |text: String| Key { text: as_text(&text), of: Table::Facts };
    Ok(match axis {
        Axis::Attribute(id) => {
            let (column, of, age) = attribute(writer, *id)?;
            of_customer(if age { as_text(&years(writer, &column)) } else { value(&column, of)? })
        }
        Axis::Bands(id, edges) => of_customer(band(&number(writer, *id)?, edges)),
        Axis::When(id, period) => {
            let (column, of, _) = attribute(writer, *id)?;
            let day = match of {
                Type::Day => column,
                Type::Instant => format!("CAST({column} AS DATE)"),
                _ => return Err(Untold::Absent(column)),
            };
            of_customer(as_text(&first(*period, &day)))
        }
        Axis::Property(id) => {
            let (table, column, of) = property(writer, kind, *id)?;
            Key { text: value(&column, of)?, of: table }
        }
        Axis::Period(period) => of_fact(first(*period, &format!("CAST({at} AS DATE)"))),
        Axis::Hour => of_fact(format!("CAST(EXTRACT(HOUR FROM {at}) AS BIGINT)")),
        // From Monday as 1; the engine counts from Sunday as 0.
        Axis::Weekday => of_fact(format!("(CAST(EXTRACT(DOW FROM {at}) AS BIGINT) + 6) % 7 + 1")),
    })
}

/// The number of an attribute of the customer: a column, or whole years since one.
pub(super) fn number(writer: &Writer<'_>, id: AttributeId) -> Result<String, Untold> {
    let (column, _, age) = attribute(writer, id)?;
    Ok(if age { years(writer, &column) } else { column })
}

/// Where a property stands, its column under its table's alias, and its type.
pub(super) fn property(
    writer: &Writer<'_>,
    kind: Option<KindId>,
    id: PropertyId,
) -> Result<(Table, String, Type), Untold> {
    let absent = || Untold::Absent(format!("property {}", id.0));
    let kind = kind.ok_or_else(absent)?;
    let known = writer.layout.schema().catalogue().kinds.get(usize::from(kind.0)).ok_or_else(absent)?;
    let named = known.properties.get(usize::from(id.0)).ok_or_else(absent)?;
    let (table, column, of) = writer.property(kind, &named.name)?;
    let alias = if table == Table::Items { "i" } else { "f" };
    Ok((table, format!("{alias}.{column}"), of))
}

/// An attribute's column, its type, and whether it is the day of birth of an age.
fn attribute(writer: &Writer<'_>, id: AttributeId) -> Result<(String, Type, bool), Untold> {
    let absent = || Untold::Absent(format!("attribute {}", id.0));
    let schema = writer.layout.schema();
    let one = schema.catalogue().attributes.get(usize::from(id.0)).ok_or_else(absent)?;
    let source = match &one.derived {
        Some(Derived::AgeOf(source)) => schema.attribute(source).ok_or_else(absent)?,
        None => id,
    };
    let column = writer.layout.attribute(source).ok_or_else(|| Untold::Absent(one.name.clone()))?;
    Ok((format!("c.{}", identifier(&column.name)), one.kind, one.derived.is_some()))
}

/// Whole years since a day; null before it.
fn years(writer: &Writer<'_>, born: &str) -> String {
    let (years, today) = (writer.years(born), writer.calendar.day(writer.now));
    format!("(CASE WHEN {born} <= {} THEN CAST({years} AS DECIMAL(19, 4)) END)", test::date(today))
}

fn value(column: &str, of: Type) -> Result<String, Untold> {
    match of {
        Type::Text | Type::Choice => Ok(column.to_owned()),
        Type::Flag | Type::Number | Type::Money | Type::Day | Type::Anniversary => Ok(as_text(column)),
        // Tags put a customer in several groups at once; an instant is asked for by its period.
        Type::Tags | Type::Instant => Err(Untold::Absent(column.to_owned())),
    }
}

fn as_text(of: &str) -> String {
    format!("CAST({of} AS VARCHAR)")
}

/// In which band a number lies, from 0: each begins with its edge.
fn band(number: &str, edges: &[Decimal]) -> String {
    let below =
        edges.iter().enumerate().map(|(band, edge)| format!("WHEN {number} < {} THEN {band} ", test::number(*edge)));
    as_text(&format!("CASE WHEN {number} IS NULL THEN NULL {}ELSE {} END", below.collect::<String>(), edges.len()))
}

/// The first day of the period that a day is in.
fn first(period: Period, day: &str) -> String {
    let unit = match period {
        Period::Day => return day.to_owned(),
        Period::Week => "week",
        Period::Month => "month",
        Period::Quarter => "quarter",
        Period::Year => "year",
    };
    format!("CAST(date_trunc('{unit}', CAST({day} AS TIMESTAMP)) AS DATE)")
}
