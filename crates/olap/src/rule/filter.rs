//! Which facts and items pass, as SQL. Facts stand under the alias `f`, items under `i`.

use rules::Filter;
use warehouse::KindId;

use super::{Untold, Writer, between, joined, test, text};
use crate::tables::Table;

/// Facts of a kind that pass a filter in a stretch of time.
pub(crate) struct Passing<'f> {
    pub(crate) kind: KindId,
    pub(crate) name: &'f str,
    pub(crate) filter: Option<&'f Filter>,
    /// From when on, included.
    pub(crate) start: i64,
    /// Until when, not included.
    pub(crate) end: i64,
}

impl Passing<'_> {
    fn names_items(&self) -> bool {
        self.filter.is_some_and(Filter::names_items)
    }
}

/// Whether a filter speaks of a property of the fact itself.
fn names_facts(filter: &Filter) -> bool {
    match filter {
        Filter::All { filters } | Filter::Any { filters } => filters.iter().any(names_facts),
        Filter::Not { filter } => names_facts(filter),
        Filter::Property { property, .. } => !property.starts_with("item."),
    }
}

impl Writer<'_> {
    /// `FROM facts AS f WHERE …`: the facts that pass.
    pub(crate) fn facts(&self, of: &Passing<'_>) -> Result<String, Untold> {
        let plain = format!("FROM facts AS f WHERE {}", self.when("f", of));
        Ok(match of.filter {
            None => plain,
            Some(_) if of.names_items() => format!("{plain} AND f.fact IN (SELECT i.fact {})", self.items(of)?),
            Some(filter) => format!("{plain} AND {}", self.filter(of.kind, filter)?),
        })
    }

    /// `FROM items AS i … WHERE …`: the items with which a fact passes; all of them where the filter speaks of none.
    pub(super) fn items(&self, of: &Passing<'_>) -> Result<String, Untold> {
        let when = self.when("i", of);
        Ok(match of.filter {
            None => format!("FROM items AS i WHERE {when}"),
            Some(filter) => {
                let filtered = self.filter(of.kind, filter)?;
                let join = if names_facts(filter) { " JOIN facts AS f ON f.fact = i.fact" } else { "" };
                format!("FROM items AS i{join} WHERE {when} AND {filtered}")
            }
        })
    }

    fn when(&self, alias: &str, of: &Passing<'_>) -> String {
        let kind = text(of.name);
        // Nothing after the question's instant counts yet.
        let end = of.end.min(self.now.saturating_add(1));
        let at = between(&format!("CAST({alias}.at AS BIGINT)"), of.start, end);
        format!("{alias}.kind = {kind} AND {at}")
    }

    /// Whether a fact `f`, or an item `i` of it, passes.
    pub(crate) fn filter(&self, kind: KindId, filter: &Filter) -> Result<String, Untold> {
        let each =
            |filters: &[Filter]| filters.iter().map(|part| self.filter(kind, part)).collect::<Result<Vec<_>, _>>();
        Ok(match filter {
            Filter::All { filters } => joined(each(filters)?, " AND ", "TRUE"),
            Filter::Any { filters } => joined(each(filters)?, " OR ", "FALSE"),
            Filter::Not { filter } => format!("NOT {}", self.filter(kind, filter)?),
            Filter::Property { property, test } => {
                let (table, column, of) = self.property(kind, property)?;
                test::passes(&format!("{}.{column}", alias(table)), of, test)
            }
        })
    }
}

/// The alias under which a table's columns stand.
pub(super) fn alias(table: Table) -> &'static str {
    if table == Table::Items { "i" } else { "f" }
}
