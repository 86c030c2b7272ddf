//! Reading everybody out, part by part, as they stand at one position: for SQL and for files.
//!
//! Absent from here: questions. Whoever only wants to know something of everybody asks.

use std::collections::BTreeMap;
use std::sync::Arc;

use rules::{Fact, SetKind, Values};

use super::Warehouse;
use super::asking::{attributes, facts, known};
use crate::page::Page;
use crate::state::{Seat, State};
use crate::{AttributeId, KindId, Schema};

/// Everybody as they stand at one position. Holds nobody up, and stays as it is while it is held.
#[derive(Debug, Clone)]
pub struct Reader {
    pub(super) state: State,
    pub(super) pages: Vec<Arc<Page>>,
}

impl Warehouse {
    /// Everybody as they stand now, to be read out.
    #[must_use]
    pub fn reader(&self) -> Reader {
        let state = self.look();
        let pages = state.pages().map(|(_, _, page)| Arc::clone(page)).collect();
        Reader { state, pages }
    }
}

impl Warehouse {
    /// The values that these attributes have for these customers, in the order of both: nothing where a value is not known,
    /// the attribute is derived from another, or there is no such customer.
    #[must_use]
    pub fn values_of(&self, customers: &[i64], attributes: &[AttributeId]) -> Vec<Vec<Option<Values>>> {
        let inner = self.inner.read();
        let (state, seats) = (inner.state.clone(), customers.iter().map(|id| inner.seat(*id)).collect::<Vec<_>>());
        drop(inner);
        let value = |seat: Option<Seat>, attribute: &AttributeId| {
            let seat = seat?;
            let column = state.page(seat)?.columns.get(usize::from(attribute.0))?;
            known(column, seat.place(), state.layout.attribute(*attribute)?)
        };
        seats.into_iter().map(|seat| attributes.iter().map(|one| value(seat, one)).collect()).collect()
    }
}

impl Reader {
    /// What they hold.
    #[must_use]
    pub fn schema(&self) -> Schema {
        self.state.layout.schema.clone()
    }

    /// The position in the outbox.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.state.position
    }

    /// How many parts there are, of at most 65,536 customers each.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.pages.len()
    }

    /// The customers of a part with their rows in it.
    pub fn customers(&self, part: usize) -> impl Iterator<Item = (u16, i64)> + '_ {
        let page = self.pages.get(part);
        page.into_iter().flat_map(|page| page.present.rows().map(|row| (row, page.customer(row))))
    }

    /// What is known of the customer in a row of a part.
    #[must_use]
    pub fn attributes(&self, part: usize, row: u16) -> BTreeMap<String, Values> {
        let Some(page) = self.pages.get(part) else { return BTreeMap::new() };
        attributes(page, row, &self.state)
    }

    /// What the customer in a row of a part did of one kind, always in the same order.
    #[must_use]
    pub fn facts(&self, part: usize, row: u16, kind: KindId) -> Vec<Fact> {
        let Some(page) = self.pages.get(part) else { return Vec::new() };
        facts(page, row, &self.state, usize::from(kind.0))
    }

    /// How many customers are in each segment, list and group that anybody is in, and in those that are live.
    #[must_use]
    pub fn sets(&self) -> BTreeMap<(SetKind, i64), u64> {
        let mut sizes: BTreeMap<(SetKind, i64), u64> =
            self.state.plans.keys().map(|id| ((SetKind::Segment, *id), 0)).collect();
        for page in &self.pages {
            for ((kind, id), rows) in &page.sets {
                *sizes.entry((*kind, *id)).or_default() += rows.len() as u64;
            }
            for (id, rows) in &page.members {
                *sizes.entry((SetKind::Segment, *id)).or_default() += rows.len() as u64;
            }
        }
        sizes
    }

    /// Who of a part is in a set.
    #[must_use]
    pub fn members(&self, part: usize, kind: SetKind, id: i64) -> Vec<i64> {
        let Some(page) = self.pages.get(part) else { return Vec::new() };
        let rows = if kind == SetKind::Segment { page.members.get(&id) } else { page.sets.get(&(kind, id)) };
        let Some(rows) = rows else { return Vec::new() };
        page.present.rows().filter(|row| rows.has(*row)).map(|row| page.customer(row)).collect()
    }
}
