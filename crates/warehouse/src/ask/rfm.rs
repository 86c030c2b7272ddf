//! Recency, frequency and monetary of everybody in a crowd.
//!
//! Absent from here: scores and cells, which are what science makes of it.

#![expect(clippy::indexing_slicing, reason = "a row of two bytes is below the 65,536 places whatever it is")]

use crate::bits::{Bits, ROWS};
use crate::evaluate::boxed;
use crate::facts::KindFacts;
use crate::packed::{Lane, Packed, UNKNOWN};
use crate::{Cancel, Crowd, KindId, PropertyId, Refusal, Rfm, Warehouse, spread};

/// A row's figures, together, so that a fact touches one line of the cache.
#[derive(Debug, Clone, Copy)]
struct One {
    last: i64,
    sum: i64,
    times: u32,
}

const NONE: One = One { last: UNKNOWN, sum: 0, times: 0 };

/// Room for a page's figures.
struct Room(Box<[One; ROWS]>);

impl Default for Room {
    fn default() -> Self {
        Self(boxed(NONE))
    }
}

impl Warehouse {
    /// Recency, frequency and monetary of a crowd over facts of a kind from `from` (included) to `to` (not included), in
    /// parts. Whoever has no such fact is left out. Sums beyond nine quintillion ten-thousandths stay at the end.
    ///
    /// # Errors
    /// When somebody cancels, or the kind or property does not exist.
    pub fn rfm(
        &self,
        crowd: &Crowd,
        kind: KindId,
        sum: PropertyId,
        from: Option<i64>,
        to: Option<i64>,
        cancel: &Cancel,
    ) -> Result<Vec<Rfm>, Refusal> {
        let unknown =
            || Refusal::UnknownProperty { kind: format!("number {}", kind.0), property: format!("number {}", sum.0) };
        crowd.state.layout.property(kind, sum).ok_or_else(unknown)?;
        let of_item = crowd.state.layout.kind(kind).and_then(|kind| kind.of_item.get(usize::from(sum.0))).copied();
        if of_item != Some(false) {
            return Err(unknown());
        }
        let (from, to) = (from.unwrap_or(UNKNOWN + 1).max(UNKNOWN + 1), to.unwrap_or(i64::MAX));
        let pages = crowd.pages();
        spread::over(&pages, self.threads(), cancel, |(page, rows), room: &mut Room| {
            let mut part = Rfm::default();
            if let Some(facts) = page.kinds.get(usize::from(kind.0)) {
                room.reckon(facts, usize::from(sum.0), from, to);
                room.collect(page, &rows.bits(), &mut part);
            }
            part
        })
    }
}

impl Room {
    fn reckon(&mut self, facts: &KindFacts, sum: usize, from: i64, to: i64) {
        let Self(all) = self;
        all.fill(NONE);
        let none = Packed::default();
        for block in facts.blocks.iter().filter(|block| block.last >= from && block.first < to) {
            let column = block.columns.get(sum).unwrap_or(&none);
            // Where every fact counts, no instant is looked at twice.
            let all_count = from <= block.first && block.last < to;
            let mut add = |row: u16, at: u32, value: i64| {
                let at = block.start + i64::from(at);
                if all_count || (from <= at && at < to) {
                    all[usize::from(row)].add(at, value);
                }
            };
            let facts = block.rows.iter().zip(&block.at);
            let (base, step) = (column.base, column.step);
            match &column.lane {
                Lane::Two(raw) => facts.zip(raw).for_each(|((&row, &at), &raw)| {
                    add(row, at, if raw == u16::MAX { 0 } else { base + step * i64::from(raw) });
                }),
                Lane::Four(raw) => facts.zip(raw).for_each(|((&row, &at), &raw)| {
                    add(row, at, if raw == u32::MAX { 0 } else { base + step * i64::from(raw) });
                }),
                Lane::One(_) | Lane::Eight(_) => facts.enumerate().for_each(|(fact, (&row, &at))| {
                    let value = column.get(fact);
                    add(row, at, if value == UNKNOWN { 0 } else { value });
                }),
            }
        }
        if !facts.replaced.is_empty() {
            facts.replaced.bits().rows().for_each(|row| all[usize::from(row)] = NONE);
        }
        for (fact, (&at, &row)) in facts.tail.at.iter().zip(&facts.tail.rows).enumerate() {
            if at != UNKNOWN && from <= at && at < to {
                let value = facts.tail.value(sum as u16, fact);
                all[usize::from(row)].add(at, if value == UNKNOWN { 0 } else { value });
            }
        }
    }

    fn collect(&self, page: &crate::page::Page, rows: &Bits, part: &mut Rfm) {
        let n = self.0.iter().filter(|one| one.times > 0).count();
        part.customers.reserve_exact(n);
        part.last.reserve_exact(n);
        part.times.reserve_exact(n);
        part.sum.reserve_exact(n);
        for (row, (one, &customer)) in self.0.iter().zip(page.ids.iter()).enumerate() {
            if one.times > 0 && rows.has(row as u16) {
                part.customers.push(customer);
                part.last.push(one.last);
                part.times.push(one.times);
                part.sum.push(one.sum);
            }
        }
    }
}

impl One {
    #[inline]
    fn add(&mut self, at: i64, value: i64) {
        self.last = at.max(self.last);
        self.sum = self.sum.saturating_add(value);
        self.times += 1;
    }
}
