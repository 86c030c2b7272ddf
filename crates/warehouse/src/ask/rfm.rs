//! Recency, frequency and monetary of everybody in a crowd.
//!
//! Absent from here: scores and cells, which are what science makes of it.

use crate::bits::{Bits, ROWS};
use crate::evaluate::each_marked;
use crate::facts::KindFacts;
use crate::packed::UNKNOWN;
use crate::{Cancel, Crowd, KindId, PropertyId, Refusal, Rfm, Warehouse, spread};

/// Room for a page's figures.
#[derive(Default)]
struct Room {
    last: Vec<i64>,
    times: Vec<u32>,
    sum: Vec<i64>,
    marks: Vec<u8>,
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
        self.last.clear();
        self.last.resize(ROWS, UNKNOWN);
        self.times.clear();
        self.times.resize(ROWS, 0);
        self.sum.clear();
        self.sum.resize(ROWS, 0);
        let Self { last, times, sum: sums, marks } = self;
        for block in facts.blocks.iter().filter(|block| block.last >= from && block.first < to) {
            marks.clear();
            if from <= block.first && block.last < to {
                marks.resize(block.len(), 1);
            } else {
                let inside = |&at: &u32| {
                    let at = block.start + i64::from(at);
                    u8::from(from <= at && at < to)
                };
                marks.extend(block.at.iter().map(inside));
            }
            for ((&row, &at), &mark) in block.rows.iter().zip(&block.at).zip(marks.iter()) {
                let row = usize::from(row);
                if let (1, Some(last), Some(times)) = (mark, last.get_mut(row), times.get_mut(row)) {
                    *last = (block.start + i64::from(at)).max(*last);
                    *times += 1;
                }
            }
            if let Some(column) = block.columns.get(sum) {
                each_marked(column, marks, block.rows.iter().copied(), |row, value| {
                    if let Some(sum) = sums.get_mut(usize::from(row)) {
                        *sum = sum.saturating_add(value);
                    }
                });
            }
        }
        for row in if facts.replaced.is_empty() { Vec::new() } else { facts.replaced.bits().rows().collect() } {
            let row = usize::from(row);
            if let (Some(last), Some(times), Some(sum)) = (last.get_mut(row), times.get_mut(row), sums.get_mut(row)) {
                (*last, *times, *sum) = (UNKNOWN, 0, 0);
            }
        }
        for (fact, (&at, &row)) in facts.tail.at.iter().zip(&facts.tail.rows).enumerate() {
            let row = usize::from(row);
            if at != UNKNOWN
                && from <= at
                && at < to
                && let (Some(last), Some(times), Some(total)) =
                    (last.get_mut(row), times.get_mut(row), sums.get_mut(row))
            {
                *last = at.max(*last);
                *times += 1;
                let value = facts.tail.value(sum as u16, fact);
                *total = total.saturating_add(if value == UNKNOWN { 0 } else { value });
            }
        }
    }

    fn collect(&self, page: &crate::page::Page, rows: &Bits, part: &mut Rfm) {
        let figures = self.last.iter().zip(&self.times).zip(&self.sum).zip(page.ids.iter()).enumerate();
        for (row, (((&last, &times), &sum), &customer)) in figures {
            if times > 0 && rows.has(row as u16) {
                part.customers.push(customer);
                part.last.push(last);
                part.times.push(times);
                part.sum.push(sum);
            }
        }
    }
}
