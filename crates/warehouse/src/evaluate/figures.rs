//! The facts of a page, for whoever counts and sums over them.
//!
//! Absent from here: what the figures are for.

use rules::{Aggregate, Decimal};

use super::accumulate::each_marked;
use super::figure::Figure;
use super::scan::{each_block, each_in_tail};
use super::{Asked, Scratch};
use crate::Quantity;
use crate::bits::{Bits, ROWS};
use crate::facts::Items;
use crate::packed::UNKNOWN;
use crate::plan::{BoundDid, each_value};

impl Asked<'_> {
    /// Calls with a number, in ten-thousandths, for each row of `mask` whose facts come to one.
    pub(crate) fn quantities(
        &self,
        did: &BoundDid,
        quantity: Quantity,
        now: i64,
        mask: &Bits,
        scratch: &mut Scratch,
        found: &mut impl FnMut(u16, i64),
    ) {
        let Some(facts) = self.page.kinds.get(usize::from(did.kind)) else { return };
        let Quantity::Of(aggregate, _) = quantity else {
            let first = quantity == Quantity::DaysSinceFirst;
            let mut edge = vec![UNKNOWN; ROWS];
            self.each_instant_of(did, scratch, &mut |row, at| {
                if let Some(edge) = edge.get_mut(usize::from(row)) {
                    *edge = if first { (-at).max(*edge) } else { at.max(*edge) };
                }
            });
            for row in mask.rows() {
                let edge = edge.get(usize::from(row)).copied().unwrap_or(UNKNOWN);
                if edge != UNKNOWN {
                    let at = if first { -edge } else { edge };
                    found(row, now.saturating_sub(at).div_euclid(86_400_000).saturating_mul(Decimal::SCALE));
                }
            }
            return;
        };
        let mut figures: Vec<Figure> = did.bounds.iter().map(|bound| Figure::new(bound, &mut scratch.scan)).collect();
        self.figures(did, facts, &mut figures, scratch);
        for figure in figures {
            for row in mask.rows() {
                if let Some(number) = figure.number(row)
                    && (aggregate != Aggregate::Times || number > 0)
                {
                    found(row, number);
                }
            }
            figure.give(&mut scratch.scan);
        }
    }

    /// Calls with the row and instant of every fact that counts.
    pub(crate) fn each_instant_of(&self, did: &BoundDid, scratch: &mut Scratch, found: &mut impl FnMut(u16, i64)) {
        let Some(facts) = self.page.kinds.get(usize::from(did.kind)) else { return };
        let replaced = facts.replaced.bits();
        each_block(did, facts, &mut scratch.scan, |block, marks, _| {
            for ((&row, &at), &mark) in block.rows.iter().zip(&block.at).zip(marks) {
                if mark != 0 && !replaced.has(row) {
                    found(row, block.start + i64::from(at));
                }
            }
        });
        each_in_tail(did, facts, |fact| {
            if let (Some(&row), Some(&at)) = (facts.tail.rows.get(fact), facts.tail.at.get(fact)) {
                found(row, at);
            }
        });
    }

    /// Calls with the row, value and, where one is asked for, instant of every known value of a property.
    pub(crate) fn each_value_of(
        &self,
        did: &BoundDid,
        (property, of_item): (u16, bool),
        scratch: &mut Scratch,
        found: &mut impl FnMut(u16, i64, i64),
    ) {
        let Some(facts) = self.page.kinds.get(usize::from(did.kind)) else { return };
        let replaced = facts.replaced.bits();
        let with_items = BoundDid { names_items: did.names_items || of_item, ..did.clone() };
        let did = if of_item { &with_items } else { did };
        each_block(did, facts, &mut scratch.scan, |block, marks, item_marks| {
            let Some(column) = block.columns.get(usize::from(property)) else { return };
            let mut take = |row: u16, value: i64| {
                if !replaced.has(row) {
                    found(row, value, block.start);
                }
            };
            match (&block.items, of_item) {
                (_, false) => each_marked(column, marks, block.rows.iter().copied(), &mut take),
                (Items::None, true) => {}
                (Items::One, true) => each_marked(column, item_marks, block.rows.iter().copied(), &mut take),
                (Items::At(offsets), true) => {
                    let owners = block.rows.iter().zip(offsets.windows(2)).flat_map(|(&row, ends)| {
                        let n = if let [from, to] = ends { to - from } else { 0 };
                        std::iter::repeat_n(row, n as usize)
                    });
                    each_marked(column, item_marks, owners, &mut take);
                }
            }
        });
        each_in_tail(did, facts, |fact| {
            let row = facts.tail.rows.get(fact).copied().unwrap_or(0);
            let at = facts.tail.at.get(fact).copied().unwrap_or(0);
            each_value(did.filter.as_ref(), (property, of_item), &facts.tail, fact, |value| found(row, value, at));
        });
    }
}
