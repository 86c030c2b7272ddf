//! A sequence asked of a whole page: the instants of both sides are put in the customers' order, and read side by side.
//!
//! Absent from here: sequences whose sides must share a value, or are of one kind; those are asked customer by customer.

use super::scan::{each_block, each_in_tail};
use super::{Asked, Scratch};
use crate::bits::{Bits, ROWS};
use crate::plan::{BoundDid, BoundThen};

/// Instants by row: where each row's begin, and the instants, rising within a row.
struct ByRow {
    begins: Vec<u32>,
    at: Vec<i64>,
}

impl ByRow {
    fn of(&self, row: u16) -> &[i64] {
        let row = usize::from(row);
        match (self.begins.get(row), self.begins.get(row + 1)) {
            (Some(&from), Some(&to)) => self.at.get(from as usize..to as usize).unwrap_or(&[]),
            _ => &[],
        }
    }
}

impl Asked<'_> {
    pub(super) fn then_by_scan(&self, then: &BoundThen, mask: &Bits, out: &mut Bits, scratch: &mut Scratch) {
        let [(from, to), (then_from, then_to)] = then.reach();
        // Of a sequence that must not have happened, only what has had its time counts.
        let to = if then.negated { to.min(then.now.saturating_sub(then.span).saturating_add(1)) } else { to };
        let first = self.by_row(&then.first.existence(from, to), mask, scratch);
        let second = self.by_row(&then.then.existence(then_from, then_to), mask, scratch);
        for row in mask.rows() {
            let followers = second.of(row);
            let mut next = 0;
            let holds = first.of(row).iter().any(|&at| {
                while followers.get(next).is_some_and(|&later| later < at) {
                    next += 1;
                }
                let followed = followers.get(next).is_some_and(|&later| later <= at.saturating_add(then.span));
                followed != then.negated
            });
            if holds {
                out.set(row);
            }
        }
    }

    /// The instants of the facts that count, by row.
    fn by_row(&self, did: &BoundDid, mask: &Bits, scratch: &mut Scratch) -> ByRow {
        let mut found: Vec<(u16, i64)> = Vec::new();
        let Some(facts) = self.page.kinds.get(usize::from(did.kind)) else {
            return ByRow { begins: Vec::new(), at: Vec::new() };
        };
        let replaced = facts.replaced.bits();
        // Blocks come in the order of time, so that each row's instants rise; only the tail's may not.
        each_block(did, facts, &mut scratch.scan, |block, marks, _| {
            for ((&row, &at), &mark) in block.rows.iter().zip(&block.at).zip(marks) {
                if mark != 0 && mask.has(row) && !replaced.has(row) {
                    found.push((row, block.start + i64::from(at)));
                }
            }
        });
        let blocks = found.len();
        each_in_tail(did, facts, |fact| {
            if let (Some(&row), Some(&at)) = (facts.tail.rows.get(fact), facts.tail.at.get(fact)) {
                found.push((row, at));
            }
        });
        let mut begins = vec![0_u32; ROWS + 1];
        for &(row, _) in &found {
            if let Some(n) = begins.get_mut(usize::from(row) + 1) {
                *n += 1;
            }
        }
        let mut sum = 0;
        for begin in &mut begins {
            sum += *begin;
            *begin = sum;
        }
        let mut next = begins.clone();
        let mut at = vec![0_i64; found.len()];
        for &(row, instant) in &found {
            if let Some(place) = next.get_mut(usize::from(row)) {
                if let Some(at) = at.get_mut(*place as usize) {
                    *at = instant;
                }
                *place += 1;
            }
        }
        let mut by_row = ByRow { begins, at };
        for &(row, _) in found.get(blocks..).unwrap_or(&[]) {
            by_row.sort(row);
        }
        by_row
    }
}

impl ByRow {
    fn sort(&mut self, row: u16) {
        let row = usize::from(row);
        if let (Some(&from), Some(&to)) = (self.begins.get(row), self.begins.get(row + 1))
            && let Some(own) = self.at.get_mut(from as usize..to as usize)
        {
            own.sort_unstable();
        }
    }
}
