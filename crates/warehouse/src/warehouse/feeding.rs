//! Changes go in.
//!
//! Absent from here: rebuilds, which load everything at once.

use rustc_hash::FxHashMap;

use super::{Inner, Warehouse};
use crate::facts::Run;
use crate::layout::{Cell, Encoded, EncodedFact, Layout};
use crate::live::{Live, Touched};
use crate::state::{Seat, shard_of};
use crate::{Batch, Change, Crossing, Refusal};

impl Warehouse {
    /// Catches up with expiries until `now`, then applies the changes; answers with what crossed, in order. A customer that
    /// changes several times in one batch is asked once, after the last. A batch at or below the position is a repetition
    /// and changes nothing but the time.
    ///
    /// # Errors
    /// When a value does not fit its column: then the whole batch is refused and nothing has changed.
    pub fn apply(&self, batch: Batch, now: i64) -> Result<Vec<Crossing>, Refusal> {
        self.take_in(&batch.changes, Some(batch.position), now)
    }

    /// As [`Self::apply`], of what the database held already at the position that the warehouse is at: the position stays.
    /// For what is read again after [`Self::extend`], since the new columns know nothing of what came before them.
    ///
    /// # Errors
    /// As [`Self::apply`].
    pub fn amend(&self, changes: &[Change], now: i64) -> Result<Vec<Crossing>, Refusal> {
        self.take_in(changes, None, now)
    }

    fn take_in(&self, changes: &[Change], position: Option<u64>, now: i64) -> Result<Vec<Crossing>, Refusal> {
        let mut live = self.live.lock();
        let layout = std::sync::Arc::clone(&self.inner.read().state.layout);
        let changes = changes.iter().map(|change| layout.encode(change)).collect::<Result<Vec<_>, _>>()?;
        let mut out = Vec::new();
        self.catch_up(&mut live, now, &mut out);
        let mut inner = self.inner.write();
        let inner = &mut *inner;
        if position.is_some_and(|position| position <= inner.state.position && inner.state.position > 0) {
            return Ok(out);
        }
        let now = live.now;
        live.learn(&inner.state);
        let begun = out.len();
        let mut touched: FxHashMap<Seat, Touched> = FxHashMap::default();
        for change in changes {
            take(inner, &mut live, &layout, change, now, &mut touched, &mut out);
        }
        let mut touched: Vec<(Seat, Touched)> = touched.into_iter().collect();
        touched.sort_unstable_by_key(|(seat, _)| *seat);
        for (seat, touched) in &touched {
            live.settle(&mut inner.state, *seat, touched, now, &mut out);
        }
        if let Some(own) = out.get_mut(begun..) {
            own.sort_unstable();
        }
        for (seat, _) in &touched {
            if let Some(page) = inner.state.page_mut(*seat) {
                page.fold(&layout, false);
            }
        }
        inner.state.position = position.unwrap_or(inner.state.position);
        live.mark_right(&mut inner.state);
        Ok(out)
    }

    /// Folds new facts into the blocks where many have gathered, and answers whether there was something to do. Called in
    /// quiet moments until there is not; `apply` folds by itself what has grown too large.
    pub fn fold(&self) -> bool {
        let live = self.live.lock();
        let mut inner = self.inner.write();
        let layout = std::sync::Arc::clone(&inner.state.layout);
        let waiting = |page: &crate::page::Page| {
            page.kinds.iter().any(|facts| facts.tail.len() >= 256 || !facts.replaced.is_empty())
        };
        let page = inner.state.shards.iter_mut().flatten().find(|page| waiting(page));
        let found = page.is_some();
        if let Some(page) = page {
            std::sync::Arc::make_mut(page).fold(&layout, true);
        }
        drop(live);
        found
    }
}

#[cfg(test)]
impl Warehouse {
    /// Folds everything.
    pub(crate) fn fold_all(&self) {
        let mut inner = self.inner.write();
        let layout = std::sync::Arc::clone(&inner.state.layout);
        for page in inner.state.shards.iter_mut().flatten() {
            std::sync::Arc::make_mut(page).fold(&layout, true);
        }
    }
}

/// Takes one change in, and notes what it touched.
fn take(
    inner: &mut Inner,
    live: &mut Live,
    layout: &Layout,
    change: Encoded,
    now: i64,
    touched: &mut FxHashMap<Seat, Touched>,
    out: &mut Vec<Crossing>,
) {
    match change {
        Encoded::Put { customer, attributes, facts, sets } => {
            let seat = sit(inner, customer, touched);
            let note = touched.entry(seat).or_default();
            let Some(page) = inner.state.page_mut(seat) else { return };
            let row = seat.place();
            let emptied = page.empty(row);
            note.attributes.extend(emptied.attributes);
            note.kinds.extend(emptied.kinds);
            note.sets.extend(emptied.sets);
            for (attribute, cell) in &attributes {
                page.set_attribute(row, *attribute, cell);
                note.attributes.push(*attribute);
            }
            for (kind, id) in sets {
                page.set_membership(row, kind, id, true);
                note.sets.push((kind, id));
            }
            note_facts(note, &facts, layout);
            note.kinds.extend(facts.iter().map(|fact| fact.kind));
            facts.iter().for_each(|fact| page.add_fact(row, fact, layout));
            note.attributes.sort_unstable();
            note.attributes.dedup();
            note.kinds.sort_unstable();
            note.kinds.dedup();
        }
        Encoded::Append { customer, attributes, facts } => {
            let seat = sit(inner, customer, touched);
            let note = touched.entry(seat).or_default();
            let Some(page) = inner.state.page_mut(seat) else { return };
            append(page, seat.place(), &attributes, &facts, layout, note);
        }
        Encoded::Remove { customer } => {
            let Some(seat) = inner.seat(customer) else { return };
            live.forget(&mut inner.state, seat, customer, now, out);
            if let Some(page) = inner.state.page_mut(seat) {
                page.unseat(seat.place());
            }
            if let Some(index) = inner.index.get_mut(seat.shard as usize) {
                index.leave(customer);
            }
            touched.remove(&seat);
        }
        Encoded::Sets { customer, kind, id, inside } => {
            let seat = sit(inner, customer, touched);
            let note = touched.entry(seat).or_default();
            let Some(page) = inner.state.page_mut(seat) else { return };
            if page.set_membership(seat.place(), kind, id, inside) {
                note.sets.push((kind, id));
            }
        }
    }
}

/// The customer's seat, given now when there was none.
fn sit(inner: &mut Inner, customer: i64, touched: &mut FxHashMap<Seat, Touched>) -> Seat {
    let shard = shard_of(customer, inner.index.len());
    let (row, new) = inner.index.get_mut(shard as usize).map_or((0, false), |index| index.seat(customer));
    let seat = Seat { shard, row };
    if new {
        if let Some(page) = inner.state.page_mut(seat) {
            page.seat(seat.place(), customer);
        }
        touched.entry(seat).or_default().seated = true;
    }
    seat
}

fn append(
    page: &mut crate::page::Page,
    row: u16,
    attributes: &[(u16, Cell)],
    facts: &[EncodedFact],
    layout: &Layout,
    note: &mut Touched,
) {
    for (attribute, cell) in attributes {
        if page.set_attribute(row, *attribute, cell) {
            note.attributes.push(*attribute);
        }
    }
    note_facts(note, facts, layout);
    facts.iter().for_each(|fact| page.add_fact(row, fact, layout));
}

/// Notes new facts, kind by kind.
fn note_facts(note: &mut Touched, facts: &[EncodedFact], layout: &Layout) {
    for fact in facts {
        let Some(kind) = layout.kinds.get(usize::from(fact.kind)) else { continue };
        let at = note.facts.iter().position(|(one, _)| *one == fact.kind).unwrap_or_else(|| {
            note.facts.push((fact.kind, Run::new(kind.properties.len())));
            note.facts.len() - 1
        });
        if let Some((_, run)) = note.facts.get_mut(at) {
            run.push(0, fact.at, &fact.known, &fact.items, &kind.of_item);
        }
    }
}
