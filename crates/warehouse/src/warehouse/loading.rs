//! A whole database goes in, for rebuilds.
//!
//! Absent from here: reading the database.

use std::sync::Arc;

use rules::{SetKind, Values};

use super::Warehouse;
use crate::layout::{EncodedFact, Layout};
use crate::live::Live;
use crate::page::Page;
use crate::state::{Index, Seat, State, shard_of};
use crate::{AttributeId, Cancel, Crossing, FactRow, Refusal, Told, spread};

/// Takes in whole customers in place of what a warehouse holds. Nothing is seen until [`Loader::finish`].
#[derive(Debug)]
pub struct Loader<'a> {
    warehouse: &'a Warehouse,
    state: State,
    index: Vec<Index>,
}

impl Warehouse {
    /// Takes in a whole database, in place of what is there. Nothing is seen until [`Loader::finish`].
    #[must_use]
    pub fn loader(&self) -> Loader<'_> {
        let layout = Layout::clone(&self.inner.read().state.layout);
        let shards = self.options.shards;
        Loader { warehouse: self, state: State::new(layout, shards), index: vec![Index::default(); shards] }
    }
}

impl Loader<'_> {
    /// Takes in a customer with attributes and the lists and groups that hold him. One that comes twice has the later
    /// values.
    ///
    /// # Errors
    /// When a value does not fit its column.
    pub fn customer(
        &mut self,
        customer: i64,
        attributes: &[(AttributeId, Values)],
        sets: &[(SetKind, i64)],
    ) -> Result<(), Refusal> {
        let layout = Arc::clone(&self.state.layout);
        let cells = attributes
            .iter()
            .map(|(id, value)| Ok((id.0, layout.cell(*id, Some(value))?)))
            .collect::<Result<Vec<_>, Refusal>>()?;
        let (page, row) = self.sit(customer)?;
        for (attribute, cell) in cells {
            page.set_attribute(row, attribute, &cell);
        }
        for (kind, id) in sets {
            page.set_membership(row, *kind, *id, true);
        }
        Ok(())
    }

    /// Takes in a fact of a customer, in any order.
    ///
    /// # Errors
    /// When a value does not fit its column.
    pub fn fact(&mut self, customer: i64, fact: &FactRow) -> Result<(), Refusal> {
        let fact = self.state.layout.fact(fact)?;
        self.add(customer, &fact)
    }

    /// The same, of a fact that is told by names.
    ///
    /// # Errors
    /// As [`Self::fact`], and when the catalogue does not have one of the names.
    pub fn told(&mut self, customer: i64, fact: &Told<'_>) -> Result<(), Refusal> {
        let fact = self.state.layout.told(fact)?;
        self.add(customer, &fact)
    }

    fn add(&mut self, customer: i64, fact: &EncodedFact) -> Result<(), Refusal> {
        let layout = Arc::clone(&self.state.layout);
        let (page, row) = self.sit(customer)?;
        page.add_fact(row, fact, &layout);
        fold_large(page, usize::from(fact.kind), &layout);
        Ok(())
    }

    /// Puts what was taken in into the place of everything, at a position in the outbox. Live segments stay defined;
    /// answers who crosses, expiries that came due before first.
    ///
    /// # Errors
    /// When the warehouse was extended meanwhile: then the loading is to be done again.
    pub fn finish(self, position: u64, now: i64) -> Result<Vec<Crossing>, Refusal> {
        let Self { warehouse, mut state, index } = self;
        let threads = warehouse.options.threads;
        let pages: Vec<&Arc<Page>> = state.shards.iter().flatten().collect();
        let folded = spread::over(&pages, threads, &Cancel::new(), |page, (): &mut ()| {
            let mut page = Page::clone(page);
            page.fold(&state.layout, true);
            page.index(&state.layout);
            Arc::new(page)
        })?;
        let mut folded = folded.into_iter();
        let shards: Vec<Vec<_>> =
            state.shards.iter().map(|pages| folded.by_ref().take(pages.len()).collect()).collect();
        state.shards = shards;
        let mut live = warehouse.live.lock();
        let mut inner = warehouse.inner.write();
        let inner = &mut *inner;
        if state.layout.schema.catalogue() != inner.state.layout.schema.catalogue() {
            return Err(Refusal::Reshaped("the catalogue".to_owned()));
        }
        let mut out = Vec::new();
        live.advance(&mut inner.state, now, threads, &mut out);
        state.position = position;
        out.extend(live.rebuild(&inner.state, &mut state, threads));
        *inner = super::Inner { state, index };
        Ok(out)
    }

    /// The page and row of a customer.
    fn sit(&mut self, customer: i64) -> Result<(&mut Page, u16), Refusal> {
        let shard = shard_of(customer, self.index.len());
        let (row, new) = self.index.get_mut(shard as usize).map_or((0, false), |index| index.seat(customer));
        let seat = Seat { shard, row };
        let Some(page) = self.state.page_mut(seat) else { return Err(Refusal::Catalogue("no shards".to_owned())) };
        if new {
            page.seat(seat.place(), customer);
        }
        Ok((page, seat.place()))
    }
}

/// Folds a kind's facts when very many have gathered.
fn fold_large(page: &mut Page, kind: usize, layout: &Layout) {
    if let (Some(facts), Some(kind)) = (page.kinds.get_mut(kind), layout.kinds.get(kind))
        && facts.tail.len() >= 1 << 16
    {
        Arc::make_mut(facts).fold(&kind.of_item);
    }
}

impl Live {
    /// Asks every segment of a new state, and answers who crosses against an old one.
    fn rebuild(&mut self, old: &State, state: &mut State, threads: usize) -> Vec<Crossing> {
        let segments = self.in_order();
        let now = self.now;
        let mut fresh = Self::new(state.shards.len());
        fresh.now = now;
        fresh.await_facts(state, now);
        fresh.learn(state);
        let mut before = rustc_hash::FxHashMap::default();
        let mut out = Vec::new();
        for (id, rule, node) in segments {
            let members = old.pages().flat_map(|(_, _, page)| {
                let rows = page.members.get(&id).map(|rows| rows.bits()).unwrap_or_default();
                rows.rows().map(|row| page.customer(row)).collect::<Vec<_>>()
            });
            before.extend(members.map(|customer| ((id, customer), ())));
            for crossing in fresh.put(state, id, &rule, node, now, threads).unwrap_or_default() {
                // Who was in already has not entered.
                if before.remove(&(crossing.segment, crossing.customer)).is_none() {
                    out.push(crossing);
                }
            }
        }
        out.extend(before.into_keys().map(|(segment, customer)| Crossing {
            at: now,
            customer,
            segment,
            entered: false,
        }));
        out.sort_unstable();
        *self = fresh;
        self.mark_right(state);
        out
    }
}
