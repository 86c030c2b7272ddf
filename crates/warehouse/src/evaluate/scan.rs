//! A behaviour asked of a whole page by running over the blocks of its window.
//!
//! Absent from here: single customers.

use rules::{Aggregate, Occasion};

use super::accumulate::{Room, within};
use super::figure::Figure;
use super::{Asked, Scratch, near};
use crate::bits::Bits;
use crate::facts::{Block, Items, KindFacts};
use crate::packed::{Lane, Packed, UNKNOWN};
use crate::plan::{BoundDid, BoundFilter, each_value, passes};
use crate::wide::wide;

/// Whether sums of eight bytes suffice.
pub(super) fn is_safe(did: &BoundDid, facts: &KindFacts) -> bool {
    let summed = did.bounds.iter().filter(|bound| matches!(bound.aggregate, Aggregate::Sum | Aggregate::Average));
    let mut properties = summed.map(|bound| bound.property);
    properties.all(|property| {
        let mut most: u128 = 0;
        for block in &facts.blocks {
            if let Some(column) = block.columns.get(usize::from(property)) {
                most += greatest(column) * column.len() as u128;
            }
        }
        let tail = facts.tail.columns.get(usize::from(property)).map_or(0, |column| {
            column.iter().filter(|&&value| value != UNKNOWN).map(|value| u128::from(value.unsigned_abs())).sum()
        });
        most + tail < 1 << 62
    })
}

/// Above every value of a column, whatever its sign.
fn greatest(column: &Packed) -> u128 {
    let raw = match &column.lane {
        Lane::One(_) => i128::from(u8::MAX),
        Lane::Two(_) => i128::from(u16::MAX),
        Lane::Four(_) => i128::from(u32::MAX),
        Lane::Eight(values) => {
            return values
                .iter()
                .filter(|&&value| value != UNKNOWN)
                .map(|value| u128::from(value.unsigned_abs()))
                .max()
                .unwrap_or(0);
        }
    };
    let end = i128::from(column.base) + i128::from(column.step) * raw;
    end.unsigned_abs().max(i128::from(column.base).unsigned_abs())
}

impl Asked<'_> {
    pub(super) fn did_by_scan(&self, did: &BoundDid, mask: &Bits, out: &mut Bits, scratch: &mut Scratch) {
        let Some(facts) = self.page.kinds.get(usize::from(did.kind)) else { return };
        match (did.occasion, did.bounds.as_slice()) {
            (Occasion::Every, []) => self.existence(did, facts, mask, out, scratch),
            (Occasion::Every, _) if near::suits(did) => self.did_near(did, facts, mask, out, scratch),
            (Occasion::Every, bounds) => {
                let mut figures: Vec<Figure> =
                    bounds.iter().map(|bound| Figure::new(bound, &mut scratch.scan)).collect();
                self.figures(did, facts, &mut figures, scratch);
                let mut left = scratch.bits();
                left.copy(mask);
                let mut next = scratch.bits();
                for (bound, figure) in bounds.iter().zip(figures) {
                    next.clear();
                    figure.kept(bound, &left, &mut next);
                    figure.give(&mut scratch.scan);
                    std::mem::swap(&mut left, &mut next);
                }
                out.or(&left);
                scratch.give(left);
                scratch.give(next);
            }
            (occasion, _) => self.occasion(did, facts, occasion == Occasion::First, mask, out, scratch),
        }
    }

    /// Who has a fact at all.
    fn existence(&self, did: &BoundDid, facts: &KindFacts, mask: &Bits, out: &mut Bits, scratch: &mut Scratch) {
        let mut found = scratch.bits();
        each_block(did, facts, &mut scratch.scan, |block, marks, _| {
            for (&row, &mark) in block.rows.iter().zip(marks) {
                let word = usize::from(row >> 6);
                if let Some(word) = found.words_mut().get_mut(word) {
                    *word |= u64::from(mark) << (row & 63);
                }
            }
        });
        if !facts.replaced.is_empty() {
            found.minus(&facts.replaced.bits());
        }
        each_in_tail(did, facts, |fact| {
            found.set(facts.tail.rows.get(fact).copied().unwrap_or(0));
        });
        out.or_both(&found, mask);
        scratch.give(found);
    }

    /// Whose first or last fact lies in the window.
    fn occasion(
        &self,
        did: &BoundDid,
        facts: &KindFacts,
        first: bool,
        mask: &Bits,
        out: &mut Bits,
        scratch: &mut Scratch,
    ) {
        let mut latest = scratch.scan.numbers(UNKNOWN);
        let turned = |at: i64| if first { -at } else { at };
        let mut offer = |row: u16, at: i64| {
            if let Some(latest) = latest.get_mut(usize::from(row)) {
                *latest = turned(at).max(*latest);
            }
        };
        each_block(did, facts, &mut scratch.scan, |block, marks, _| {
            for ((&row, &mark), &at) in block.rows.iter().zip(marks).zip(&block.at) {
                if mark != 0 {
                    offer(row, block.start + i64::from(at));
                }
            }
        });
        let Some(end) = did.to.checked_sub(1).filter(|&end| end >= did.from) else {
            return scratch.scan.give_numbers(latest);
        };
        for row in rows(&facts.replaced) {
            if let Some(latest) = latest.get_mut(usize::from(row)) {
                *latest = UNKNOWN;
            }
        }
        each_in_tail(did, facts, |fact| {
            let row = facts.tail.rows.get(fact).copied().unwrap_or(0);
            if let (Some(latest), Some(&at)) = (latest.get_mut(usize::from(row)), facts.tail.at.get(fact)) {
                *latest = turned(at).max(*latest);
            }
        });
        let range = if first { (-end, -did.from) } else { (did.from, end) };
        within(latest.as_slice(), &[range], mask, out);
        scratch.scan.give_numbers(latest);
    }

    /// What every row's facts come to.
    pub(super) fn figures(&self, did: &BoundDid, facts: &KindFacts, figures: &mut [Figure], scratch: &mut Scratch) {
        each_block(did, facts, &mut scratch.scan, |block, marks, item_marks| {
            for (bound, figure) in did.bounds.iter().zip(figures.iter_mut()) {
                let none = Packed::default();
                let column = block.columns.get(usize::from(bound.property)).unwrap_or(&none);
                let own = block.rows.iter().copied();
                match (bound.of_item, &block.items) {
                    (false, _) => figure.take(column, marks, own),
                    (true, Items::None) => {}
                    (true, Items::One) => figure.take(column, item_marks, own),
                    (true, Items::At(offsets)) => {
                        let owners = own.zip(offsets.windows(2)).flat_map(|(row, ends)| {
                            let n = if let [from, to] = ends { to - from } else { 0 };
                            std::iter::repeat_n(row, n as usize)
                        });
                        figure.take(column, item_marks, owners);
                    }
                }
            }
        });
        for row in rows(&facts.replaced) {
            figures.iter_mut().for_each(|figure| figure.reset(row));
        }
        each_in_tail(did, facts, |fact| {
            let row = facts.tail.rows.get(fact).copied().unwrap_or(0);
            for (bound, figure) in did.bounds.iter().zip(figures.iter_mut()) {
                if bound.aggregate == Aggregate::Times {
                    figure.add(row, 0);
                } else {
                    let property = (bound.property, bound.of_item);
                    each_value(did.filter.as_ref(), property, &facts.tail, fact, |value| figure.add(row, value));
                }
            }
        });
    }
}

/// The rows of a kept set.
pub(super) fn rows(of: &crate::bits::Few) -> Vec<u16> {
    if of.is_empty() { Vec::new() } else { of.bits().rows().collect() }
}

/// Calls with each fact of the tail that passes.
pub(super) fn each_in_tail(did: &BoundDid, facts: &KindFacts, mut found: impl FnMut(usize)) {
    let (from, to) = did.reach();
    for (fact, &at) in facts.tail.at.iter().enumerate() {
        if at != UNKNOWN && from <= at && at < to && passes(did.filter.as_ref(), did.names_items, &facts.tail, fact) {
            found(fact);
        }
    }
}

/// Calls with each block of the window, with 1 for each of its facts that passes, and for each of its items that does.
pub(super) fn each_block(
    did: &BoundDid,
    facts: &KindFacts,
    room: &mut Room,
    mut found: impl FnMut(&Block, &[u8], &[u8]),
) {
    let (from, to) = did.reach();
    // A window that has not begun ends before it starts: nothing lies in it.
    if from >= to {
        return;
    }
    let needs_items = did.names_items || did.bounds.iter().any(|bound| bound.of_item);
    for block in facts.blocks.iter().filter(|block| block.last >= from && block.first < to) {
        let mut marks = std::mem::take(&mut room.marks);
        let mut item_marks = std::mem::take(&mut room.item_marks);
        marks.clear();
        marks.resize(block.len(), 1);
        if block.first < from || block.last >= to {
            let low = from.saturating_sub(block.start).clamp(0, i64::from(u32::MAX)) as u32;
            let high = (to - 1 - block.start).clamp(0, i64::from(u32::MAX)) as u32;
            let width = high.wrapping_sub(low);
            let (marks, at) = (&mut marks, &block.at);
            wide(|| {
                for (mark, at) in marks.iter_mut().zip(at) {
                    *mark = u8::from(at.wrapping_sub(low) <= width);
                }
            });
        }
        if needs_items {
            spread(&marks, &block.items, &mut item_marks);
            if let Some(filter) = &did.filter {
                and_filter(filter, block, true, &mut item_marks, room);
                if did.names_items {
                    collect(&item_marks, &block.items, &mut marks);
                } else {
                    and_filter(filter, block, false, &mut marks, room);
                }
            }
        } else if let Some(filter) = &did.filter {
            and_filter(filter, block, false, &mut marks, room);
        }
        found(block, &marks, &item_marks);
        room.marks = marks;
        room.item_marks = item_marks;
    }
}

/// From facts to their items.
fn spread(marks: &[u8], items: &Items, out: &mut Vec<u8>) {
    out.clear();
    match items {
        Items::None => {}
        Items::One => out.extend_from_slice(marks),
        Items::At(offsets) => {
            for (&mark, ends) in marks.iter().zip(offsets.windows(2)) {
                if let [from, to] = ends {
                    out.extend(std::iter::repeat_n(mark, (to - from) as usize));
                }
            }
        }
    }
}

/// From items to their facts: a fact is marked when one of its items is.
fn collect(item_marks: &[u8], items: &Items, out: &mut [u8]) {
    match items {
        Items::None => out.fill(0),
        Items::One => out.copy_from_slice(item_marks),
        Items::At(offsets) => {
            for (mark, ends) in out.iter_mut().zip(offsets.windows(2)) {
                let own = if let [from, to] = ends { item_marks.get(*from as usize..*to as usize) } else { None };
                *mark = own.unwrap_or(&[]).iter().fold(0, |any, one| any | one);
            }
        }
    }
}

/// Takes the marks of those that do not pass away, of facts or of items.
fn and_filter(filter: &BoundFilter, block: &Block, of_items: bool, marks: &mut [u8], room: &mut Room) {
    match filter {
        BoundFilter::All(parts) => parts.iter().for_each(|part| and_filter(part, block, of_items, marks, room)),
        BoundFilter::Any(parts) => {
            let mut any = room.more.pop().unwrap_or_default();
            let mut one = room.more.pop().unwrap_or_default();
            any.clear();
            any.resize(marks.len(), 0);
            for part in parts {
                one.clear();
                one.extend_from_slice(marks);
                and_filter(part, block, of_items, &mut one, room);
                any.iter_mut().zip(&one).for_each(|(any, one)| *any |= one);
            }
            marks.copy_from_slice(&any);
            room.more.extend([any, one]);
        }
        BoundFilter::Not(part) => {
            let mut one = room.more.pop().unwrap_or_default();
            one.clear();
            one.extend_from_slice(marks);
            and_filter(part, block, of_items, &mut one, room);
            marks.iter_mut().zip(&one).for_each(|(mark, one)| *mark &= 1 - one);
            room.more.push(one);
        }
        BoundFilter::Property { property, of_item, pass } => {
            let Some(column) = block.columns.get(usize::from(*property)) else { return marks.fill(0) };
            if column.len() == 0 {
                return marks.fill(0);
            }
            let mut one = room.more.pop().unwrap_or_default();
            let places = if *of_item == of_items { marks.len() } else { block.len() };
            one.clear();
            one.resize(places, 0);
            pass.mark(column, 0, &mut one);
            if *of_item == of_items {
                wide(|| marks.iter_mut().zip(&one).for_each(|(mark, one)| *mark &= one));
            } else if of_items {
                let mut wide = room.more.pop().unwrap_or_default();
                spread(&one, &block.items, &mut wide);
                marks.iter_mut().zip(&wide).for_each(|(mark, one)| *mark &= one);
                room.more.push(wide);
            } else {
                marks.fill(0);
            }
            room.more.push(one);
        }
    }
}
