//! Which facts pass a filter, and with which of their items.

use std::collections::BTreeMap;

use crate::{Fact, Filter, Value};

/// The properties of one item.
type Item = BTreeMap<String, Value>;

impl Filter {
    /// Whether the filter speaks of an item.
    #[must_use]
    pub fn names_items(&self) -> bool {
        match self {
            Self::All { filters } | Self::Any { filters } => filters.iter().any(Self::names_items),
            Self::Not { filter } => filter.names_items(),
            Self::Property { property, .. } => is_of_item(property),
        }
    }

    /// Whether the whole filter holds of a fact with one of its items.
    fn holds(&self, fact: &Fact, item: Option<&Item>) -> bool {
        match self {
            Self::All { filters } => filters.iter().all(|part| part.holds(fact, item)),
            Self::Any { filters } => filters.iter().any(|part| part.holds(fact, item)),
            Self::Not { filter } => !filter.holds(fact, item),
            Self::Property { property, test } => value(property, fact, item).is_some_and(|value| test.passes(value)),
        }
    }
}

/// Whether a property's name speaks of an item.
pub(crate) fn is_of_item(property: &str) -> bool {
    property.starts_with("item.")
}

fn value<'a>(property: &str, fact: &'a Fact, item: Option<&'a Item>) -> Option<&'a Value> {
    if is_of_item(property) { item?.get(property) } else { fact.properties.get(property) }
}

/// Whether a fact passes: where the filter names items, there is one item with which the whole of it holds.
pub(super) fn passes(filter: Option<&Filter>, fact: &Fact) -> bool {
    match filter {
        None => true,
        Some(filter) if filter.names_items() => fact.items.iter().any(|item| filter.holds(fact, Some(item))),
        Some(filter) => filter.holds(fact, None),
    }
}

/// The values of a property over a fact that passes: of the items with which it passes, or the fact's own.
pub(super) fn values<'a>(filter: Option<&Filter>, fact: &'a Fact, property: &str) -> Vec<&'a Value> {
    if !is_of_item(property) {
        return fact.properties.get(property).into_iter().collect();
    }
    let counted = fact.items.iter().filter(|item| filter.is_none_or(|filter| filter.holds(fact, Some(item))));
    counted.filter_map(|item| item.get(property)).collect()
}
