//! One customer at a time.
//!
//! Absent from here: choosing between this and running over blocks.

use super::{Asked, Scratch};
use crate::plan::{Bound, BoundDid, BoundThen, TagTest};

impl Asked<'_> {
    /// Whether a bound plan without sets and segments holds of a row.
    pub(crate) fn row(&self, bound: &Bound, row: u16, scratch: &mut Scratch) -> bool {
        match bound {
            Bound::All(parts) => parts.iter().all(|part| self.row(part, row, scratch)),
            Bound::Any(parts) => parts.iter().any(|part| self.row(part, row, scratch)),
            Bound::Not(part) => !self.row(part, row, scratch),
            Bound::Is { attribute, pass } => {
                self.page.columns.get(usize::from(*attribute)).is_some_and(|column| pass.has(column.get(row)))
            }
            Bound::Tags { attribute, test } => {
                let Some(column) = self.page.columns.get(usize::from(*attribute)) else { return false };
                let has = |code: &u32| {
                    column.by_code.as_ref().and_then(|by_code| by_code.get(code)).is_some_and(|rows| rows.has(row))
                };
                match test {
                    TagTest::Known => column.tags(row).next().is_some(),
                    TagTest::OneOf(codes) => codes.iter().any(has),
                    TagTest::AllOf(codes) => codes.iter().all(has),
                }
            }
            Bound::Did(did) => self.row_did(did, row, scratch),
            Bound::Then(then) => self.row_then(then, row, scratch),
            Bound::In(kind, id) => self.page.sets.get(&(*kind, *id)).is_some_and(|rows| rows.has(row)),
            Bound::Segment(id) => self.page.members.get(id).is_some_and(|rows| rows.has(row)),
        }
    }

    /// Whether a behaviour holds of a row.
    pub(crate) fn row_did(&self, did: &BoundDid, row: u16, scratch: &mut Scratch) -> bool {
        let (from, to) = did.reach();
        let [history, _] = &mut scratch.histories;
        self.history(did.kind, row, from, to, &did.wanted, history);
        did.holds(history)
    }

    /// Whether a sequence holds of a row.
    pub(crate) fn row_then(&self, then: &BoundThen, row: u16, scratch: &mut Scratch) -> bool {
        let [(from, to), (then_from, then_to)] = then.reach();
        let [first, second] = &mut scratch.histories;
        if then.first.kind == then.then.kind {
            // One history for both sides, so that a fact is known to be itself.
            let wanted: Vec<bool> =
                then.first.wanted.iter().zip(&then.then.wanted).map(|(one, other)| *one || *other).collect();
            self.history(then.first.kind, row, from.min(then_from), to.max(then_to), &wanted, first);
            return then.holds(first, first, true);
        }
        self.history(then.first.kind, row, from, to, &then.first.wanted, first);
        if first.is_empty() {
            return false;
        }
        self.history(then.then.kind, row, then_from, then_to, &then.then.wanted, second);
        then.holds(first, second, false)
    }

    /// A row's facts of a kind between two instants.
    pub(crate) fn history(
        &self,
        kind: u16,
        row: u16,
        from: i64,
        to: i64,
        wanted: &[bool],
        out: &mut crate::facts::Run,
    ) {
        let place = usize::from(kind);
        if let (Some(facts), Some(layout)) = (self.page.kinds.get(place), self.layout.kinds.get(place)) {
            out.clear(layout.properties.len());
            facts.gather(row, from, to, wanted, &layout.of_item, out);
        } else {
            out.clear(0);
        }
    }
}
