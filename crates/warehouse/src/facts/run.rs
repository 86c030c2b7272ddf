//! Facts of one kind as plain columns, in any order: what blocks are made from, what new facts gather in, and what one
//! customer's history is looked at in.
//!
//! Absent from here: which customers and kinds there are. A row is a place in a page, a property a place in its kind.

use crate::packed::UNKNOWN;

/// Which properties of a kind belong to items, in the kind's order.
pub(crate) type OfItem = [bool];

/// Facts side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// Whose each fact is.
    pub(crate) rows: Vec<u16>,
    /// When each was; [`UNKNOWN`] of one that was taken out.
    pub(crate) at: Vec<i64>,
    /// A column for each property: as long as the facts, or as the items when it is of items; empty when nobody asked for it.
    pub(crate) columns: Vec<Vec<i64>>,
    /// Where each fact's items begin, and after the last, where they end.
    pub(crate) items: Vec<u32>,
}

impl Default for Run {
    fn default() -> Self {
        Self { rows: Vec::new(), at: Vec::new(), columns: Vec::new(), items: vec![0] }
    }
}

impl Run {
    /// No facts, of a kind with so many properties.
    pub(crate) fn new(properties: usize) -> Self {
        Self { columns: vec![Vec::new(); properties], ..Self::default() }
    }

    /// Takes every fact out and makes room for so many properties.
    pub(crate) fn clear(&mut self, properties: usize) {
        self.rows.clear();
        self.at.clear();
        self.columns.iter_mut().for_each(Vec::clear);
        self.columns.resize(properties, Vec::new());
        self.items.clear();
        self.items.push(0);
    }

    pub(crate) fn len(&self) -> usize {
        self.at.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// Adds a fact with what is known of it.
    pub(crate) fn push(
        &mut self,
        row: u16,
        at: i64,
        known: &[(u16, i64)],
        items: &[Vec<(u16, i64)>],
        of_item: &OfItem,
    ) {
        self.rows.push(row);
        self.at.push(at);
        for (place, (column, &of_item)) in self.columns.iter_mut().zip(of_item).enumerate() {
            let find = |values: &[(u16, i64)]| {
                values.iter().find(|(property, _)| usize::from(*property) == place).map_or(UNKNOWN, |(_, value)| *value)
            };
            if of_item {
                column.extend(items.iter().map(|item| find(item)));
            } else {
                column.push(find(known));
            }
        }
        self.items.push(self.items.last().copied().unwrap_or(0) + items.len() as u32);
    }

    /// Adds a fact of another run of the same kind.
    pub(crate) fn push_from(&mut self, other: &Self, fact: usize, of_item: &OfItem) {
        self.rows.push(other.rows.get(fact).copied().unwrap_or(0));
        self.at.push(other.at.get(fact).copied().unwrap_or(UNKNOWN));
        let items = other.items_of(fact);
        self.items.push(self.items.last().copied().unwrap_or(0) + items.len() as u32);
        for ((mine, theirs), &of_item) in self.columns.iter_mut().zip(&other.columns).zip(of_item) {
            if of_item {
                mine.extend_from_slice(theirs.get(items.clone()).unwrap_or(&[]));
            } else {
                mine.extend(theirs.get(fact));
            }
        }
    }

    /// The places of a fact's items.
    #[inline]
    pub(crate) fn items_of(&self, fact: usize) -> std::ops::Range<usize> {
        let at = |fact: usize| self.items.get(fact).map_or(0, |&at| at as usize);
        at(fact)..at(fact + 1)
    }

    /// The value of a property, at the place of a fact or, when it is of items, of an item.
    #[inline]
    pub(crate) fn value(&self, property: u16, place: usize) -> i64 {
        self.columns.get(usize::from(property)).and_then(|column| column.get(place)).copied().unwrap_or(UNKNOWN)
    }
}
