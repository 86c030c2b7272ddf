//! What a bound plan comes to on a page of customers.
//!
//! Every part is asked only of the rows that the parts before it left open, as sets of bits. Behaviours are asked either
//! customer by customer or by running over the blocks of the window, whichever touches less.
//!
//! Absent from here: pages of other customers, and `now`.

mod accumulate;
mod figure;
mod figures;
mod near;
mod row;
mod scan;
mod sequence;
mod stretch;

pub(crate) use accumulate::boxed;

use crate::bits::{Bits, ROWS};
use crate::facts::Run;
use crate::layout::Layout;
use crate::page::Page;
use crate::plan::{Bound, BoundDid, BoundThen, TagTest};

/// Room to work in, used again from page to page.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    spare: Vec<Bits>,
    pub(crate) histories: [Run; 2],
    pub(crate) scan: accumulate::Room,
}

impl Scratch {
    /// An empty set.
    pub(crate) fn bits(&mut self) -> Bits {
        self.spare.pop().map_or_else(Bits::new, |mut bits| {
            bits.clear();
            bits
        })
    }

    /// Gives a set back.
    pub(crate) fn give(&mut self, bits: Bits) {
        self.spare.push(bits);
    }
}

/// A page that is asked.
pub(crate) struct Asked<'a> {
    pub(crate) page: &'a Page,
    pub(crate) layout: &'a Layout,
}

impl Asked<'_> {
    /// About how many values a question looks at here, to tell whether more than one thread pays.
    pub(crate) fn weight(&self, bound: &Bound) -> usize {
        let facts = |kind: u16, (from, to): (i64, i64)| self.in_window(kind, from, to);
        match bound {
            Bound::All(parts) | Bound::Any(parts) => parts.iter().map(|part| self.weight(part)).sum(),
            Bound::Not(part) => self.weight(part),
            Bound::Did(did) => facts(did.kind, did.reach()),
            Bound::Then(then) => {
                let [first, second] = then.reach();
                2 * (facts(then.first.kind, first) + facts(then.then.kind, second))
            }
            // Sixteen rows of a set or small column cost about as much as one fact.
            Bound::Is { .. } | Bound::Tags { .. } | Bound::In(..) | Bound::Segment(_) => ROWS / 16,
        }
    }

    /// About how many facts of a kind lie between two instants.
    fn in_window(&self, kind: u16, from: i64, to: i64) -> usize {
        let Some(facts) = self.page.kinds.get(usize::from(kind)) else { return 0 };
        let blocks = facts.blocks.iter().filter(|block| block.last >= from && block.first < to);
        blocks.map(|block| block.len()).sum::<usize>() + facts.tail.len()
    }

    /// Adds the rows of `mask` of whom it holds to `out`.
    pub(crate) fn ask(&self, bound: &Bound, mask: &Bits, out: &mut Bits, scratch: &mut Scratch) {
        match bound {
            Bound::All(parts) => {
                let mut parts = parts.iter();
                let Some(first) = parts.next() else { return out.or(mask) };
                let mut left = scratch.bits();
                self.ask(first, mask, &mut left, scratch);
                let mut next = scratch.bits();
                for part in parts {
                    if left.is_empty() {
                        break;
                    }
                    next.clear();
                    self.ask(part, &left, &mut next, scratch);
                    std::mem::swap(&mut left, &mut next);
                }
                out.or(&left);
                scratch.give(left);
                scratch.give(next);
            }
            Bound::Any(parts) => {
                let mut left = scratch.bits();
                left.copy(mask);
                let mut found = scratch.bits();
                for part in parts {
                    self.ask(part, &left, &mut found, scratch);
                    left.minus(&found);
                    if left.is_empty() {
                        break;
                    }
                }
                out.or(&found);
                scratch.give(left);
                scratch.give(found);
            }
            Bound::Not(part) => {
                let mut found = scratch.bits();
                self.ask(part, mask, &mut found, scratch);
                for ((out, mask), found) in out.words_mut().iter_mut().zip(mask.words()).zip(found.words()) {
                    *out |= mask & !found;
                }
                scratch.give(found);
            }
            Bound::Is { attribute, pass } => {
                if let Some(column) = self.page.columns.get(usize::from(*attribute)) {
                    column.rows(pass, mask, out);
                }
            }
            Bound::Tags { attribute, test } => self.tags(*attribute, test, mask, out, scratch),
            Bound::Did(did) => self.did(did, mask, out, scratch),
            Bound::Then(then) => self.then(then, mask, out, scratch),
            Bound::In(kind, id) => {
                if let Some(rows) = self.page.sets.get(&(*kind, *id)) {
                    rows.or_into(mask, out);
                }
            }
            Bound::Segment(id) => {
                if let Some(rows) = self.page.members.get(id) {
                    rows.or_into(mask, out);
                }
            }
        }
    }

    fn tags(&self, attribute: u16, test: &TagTest, mask: &Bits, out: &mut Bits, scratch: &mut Scratch) {
        let Some(column) = self.page.columns.get(usize::from(attribute)) else { return };
        let none = std::collections::BTreeMap::new();
        let by_code = column.by_code.as_ref().unwrap_or(&none);
        match test {
            TagTest::Known => by_code.values().for_each(|rows| rows.or_into(mask, out)),
            TagTest::OneOf(codes) => {
                codes.iter().filter_map(|code| by_code.get(code)).for_each(|rows| rows.or_into(mask, out));
            }
            TagTest::AllOf(codes) => {
                let mut left = scratch.bits();
                left.copy(mask);
                let mut next = scratch.bits();
                for code in codes {
                    next.clear();
                    if let Some(rows) = by_code.get(code) {
                        rows.or_into(&left, &mut next);
                    }
                    std::mem::swap(&mut left, &mut next);
                }
                out.or(&left);
                scratch.give(left);
                scratch.give(next);
            }
        }
    }

    fn did(&self, did: &BoundDid, mask: &Bits, out: &mut Bits, scratch: &mut Scratch) {
        if mask.is_empty() {
            return;
        }
        let Some(facts) = self.page.kinds.get(usize::from(did.kind)) else { return };
        let (from, to) = did.reach();
        let mut n = facts.tail.len();
        let mut blocks = 1;
        for block in facts.blocks.iter().filter(|block| block.last >= from && block.first < to) {
            n += block.len();
            blocks += 1;
        }
        #[cfg(test)]
        self.both_ways_agree(did, mask, facts, scratch);
        // Looking a customer up in a block costs about as much as running over this many facts.
        let by_customer = mask.len() * blocks * 24;
        if by_customer < n + 4_096 || !scan::is_safe(did, facts) {
            self.did_by_customer(did, mask, out, scratch);
        } else {
            self.did_by_scan(did, mask, out, scratch);
        }
    }

    #[cfg(test)]
    fn both_ways_agree(&self, did: &BoundDid, mask: &Bits, facts: &crate::facts::KindFacts, scratch: &mut Scratch) {
        let (mut one, mut other) = (Bits::new(), Bits::new());
        self.did_by_customer(did, mask, &mut one, scratch);
        if scan::is_safe(did, facts) {
            self.did_by_scan(did, mask, &mut other, scratch);
            assert_eq!(one.rows().collect::<Vec<_>>(), other.rows().collect::<Vec<_>>(), "{did:?}");
        }
    }

    fn did_by_customer(&self, did: &BoundDid, mask: &Bits, out: &mut Bits, scratch: &mut Scratch) {
        for row in mask.rows() {
            if self.row_did(did, row, scratch) {
                out.set(row);
            }
        }
    }

    fn then(&self, then: &BoundThen, mask: &Bits, out: &mut Bits, scratch: &mut Scratch) {
        let [(from, to), (then_from, then_to)] = then.reach();
        // Of a sequence that must not have happened, only what has had its time counts.
        let to = if then.negated { to.min(then.now.saturating_sub(then.span).saturating_add(1)) } else { to };
        let mut first = scratch.bits();
        self.did(&then.first.existence(from, to), mask, &mut first, scratch);
        let mut left = scratch.bits();
        self.did(&then.then.existence(then_from, then_to), &first, &mut left, scratch);
        if then.negated {
            // Whoever never did the second thing did not do it afterwards.
            first.minus(&left);
            out.or(&first);
        }
        scratch.give(first);
        // Only of those who did both does it matter when.
        let blocks = |kind: u16| self.page.kinds.get(usize::from(kind)).map_or(0, |facts| facts.blocks.len());
        // Looking customers up costs more than running over the facts as soon as there are some hundreds of them.
        let many = left.len() * (blocks(then.first.kind) + blocks(then.then.kind)) > 4_096;
        #[cfg(test)]
        let many = many || !left.is_empty();
        if many && then.first.same.is_none() && then.first.kind != then.then.kind {
            self.then_by_scan(then, &left, out, scratch);
        } else {
            for row in left.rows() {
                if self.row_then(then, row, scratch) {
                    out.set(row);
                }
            }
        }
        scratch.give(left);
    }
}
