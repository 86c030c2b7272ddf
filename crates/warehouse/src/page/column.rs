//! A page's values of one attribute, with what makes them quick to ask: a set of rows for each value where they are few,
//! rising sets below a row of edges where they are ordered.
//!
//! Absent from here: what an attribute means.

use std::collections::BTreeMap;

use crate::bits::{Bits, Few};
use crate::packed::{Packed, UNKNOWN};
use crate::pass::Pass;
use crate::wide::wide;

/// Above how many different values in a page there is no set for each.
const VALUES: usize = 1_024;

/// Into how many parts the edges split an ordered column.
const PARTS: usize = 64;

/// From how many known values on a column gets edges.
const ORDERED: usize = 8_192;

/// An attribute's values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Column {
    /// A value for each row; [`UNKNOWN`] beyond the end. Unused by tags.
    pub(crate) values: Packed,
    /// The rows of each code, for texts of few values, flags and tags.
    pub(crate) by_code: Option<BTreeMap<u32, Few>>,
    /// The rows below each edge, for numbers and days.
    edges: Option<Edges>,
}

/// Rows below each of rising edges.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edges {
    at: Vec<i64>,
    /// The known rows whose value is below the edge; the last edge is above every value.
    below: Vec<Bits>,
}

/// How a column is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Codes of texts, and flags.
    Codes,
    /// Numbers, days, instants.
    Ordered,
    /// Sets of codes.
    Tags,
}

impl Column {
    /// An empty column.
    pub(crate) fn new(form: Form) -> Self {
        let by_code = matches!(form, Form::Codes | Form::Tags).then(BTreeMap::new);
        Self { by_code, ..Self::default() }
    }

    /// The value of a row.
    #[inline]
    pub(crate) fn get(&self, row: u16) -> i64 {
        self.values.get(usize::from(row))
    }

    /// The tags of a row.
    pub(crate) fn tags(&self, row: u16) -> impl Iterator<Item = u32> + '_ {
        self.by_code.iter().flatten().filter(move |(_, rows)| rows.has(row)).map(|(code, _)| *code)
    }

    /// Puts a value in; answers whether it is another one than before.
    pub(crate) fn set(&mut self, row: u16, value: i64) -> bool {
        let before = self.get(row);
        if before == value {
            return false;
        }
        self.values.set(usize::from(row), value);
        if let Some(by_code) = &mut self.by_code {
            if before != UNKNOWN
                && let Some(rows) = by_code.get_mut(&(before as u32))
            {
                rows.put(row, false);
                if rows.is_empty() {
                    by_code.remove(&(before as u32));
                }
            }
            if value != UNKNOWN {
                by_code.entry(value as u32).or_default().put(row, true);
                if by_code.len() > VALUES {
                    self.by_code = None;
                }
            }
        }
        if value == i64::MAX {
            self.edges = None;
        }
        if let Some(edges) = &mut self.edges {
            for (at, below) in edges.at.iter().zip(&mut edges.below) {
                below.put(row, value != UNKNOWN && value < *at);
            }
        }
        true
    }

    /// Puts tags in; answers whether they are others than before.
    pub(crate) fn set_tags(&mut self, row: u16, tags: &[u32]) -> bool {
        let by_code = self.by_code.get_or_insert_default();
        let mut changed = false;
        by_code.retain(|code, rows| {
            if !tags.contains(code) {
                changed |= rows.put(row, false);
            }
            !rows.is_empty()
        });
        for tag in tags {
            changed |= by_code.entry(*tag).or_default().put(row, true);
        }
        changed
    }

    /// Makes the edges of an ordered column that has grown enough, or whose values have moved away from them.
    pub(crate) fn index(&mut self) {
        let mut values: Vec<i64> = self.values.values();
        values.retain(|&value| value != UNKNOWN);
        if values.len() < ORDERED || values.contains(&i64::MAX) {
            self.edges = None;
            return;
        }
        values.sort_unstable();
        let mut at: Vec<i64> = (1..PARTS).filter_map(|part| values.get(part * values.len() / PARTS).copied()).collect();
        at.push(i64::MAX);
        at.dedup();
        let mut below = vec![Bits::new(); at.len()];
        for row in 0..self.values.len() {
            let value = self.values.get(row);
            if value != UNKNOWN {
                let first = at.partition_point(|&edge| edge <= value);
                if let Some(bits) = below.get_mut(first) {
                    bits.set(row as u16);
                }
            }
        }
        for edge in 1..below.len() {
            let (before, after) = below.split_at_mut(edge);
            if let (Some(before), Some(after)) = (before.last(), after.first_mut()) {
                after.or(before);
            }
        }
        self.edges = Some(Edges { at, below });
    }

    /// Makes what [`Self::index`] and [`Self::set`] would have made, of packed values alone.
    pub(crate) fn of(values: Packed, form: Form) -> Self {
        let mut column = Self::new(form);
        column.values = values;
        match form {
            Form::Codes => {
                let mut rows: BTreeMap<u32, Vec<u16>> = BTreeMap::new();
                for row in 0..column.values.len() {
                    let value = column.values.get(row);
                    if value != UNKNOWN {
                        rows.entry(value as u32).or_default().push(row as u16);
                        if rows.len() > VALUES {
                            column.by_code = None;
                            return column;
                        }
                    }
                }
                let few = |rows: Vec<u16>| {
                    let mut bits = Bits::new();
                    rows.iter().for_each(|&row| bits.set(row));
                    Few::of(&bits)
                };
                column.by_code = Some(rows.into_iter().map(|(code, rows)| (code, few(rows))).collect());
            }
            Form::Ordered => column.index(),
            Form::Tags => {}
        }
        column
    }

    /// Adds the rows of `mask` whose value passes to `out`.
    pub(crate) fn rows(&self, pass: &Pass, mask: &Bits, out: &mut Bits) {
        if let (Some(by_code), Pass::Ranges(_) | Pass::Codes(_)) = (&self.by_code, pass) {
            if let Pass::Ranges(ranges) = pass {
                for &(low, high) in ranges {
                    let (Ok(low), high) = (u32::try_from(low.max(0)), high.clamp(-1, i64::from(u32::MAX))) else {
                        continue;
                    };
                    let Ok(high) = u32::try_from(high) else { continue };
                    if low <= high {
                        by_code.range(low..=high).for_each(|(_, rows)| rows.or_into(mask, out));
                    }
                }
            } else {
                by_code
                    .iter()
                    .filter(|(code, _)| pass.has(i64::from(**code)))
                    .for_each(|(_, rows)| rows.or_into(mask, out));
            }
            return;
        }
        if let (Some(edges), Pass::Ranges(ranges)) = (&self.edges, pass)
            && ranges.len() <= 4
        {
            ranges.iter().for_each(|&(low, high)| self.between(edges, low, high, mask, out));
            return;
        }
        pass.rows(&self.values, mask, out);
    }

    /// Rows with a value from `low` to `high`: whole parts at once, and the parts at the two ends value by value.
    fn between(&self, edges: &Edges, low: i64, high: i64, mask: &Bits, out: &mut Bits) {
        let edge = |part: usize| edges.at.get(part).copied().unwrap_or(i64::MAX);
        let part_of = |value: i64| edges.at.partition_point(|&edge| edge <= value).min(edges.at.len() - 1);
        let (one, other) = (part_of(low), part_of(high));
        let from_start = if one == 0 { low == UNKNOWN + 1 } else { low == edge(one - 1) };
        let to_end = high == i64::MAX || high + 1 == edge(other);
        let first = if from_start { one } else { one + 1 };
        let end = if to_end { other + 1 } else { other };
        // The rows from one part up to another, the second one outside.
        let parts = |first: usize, end: usize, mask: &Bits, out: &mut Bits| {
            let Some(above) = end.checked_sub(1).and_then(|last| edges.below.get(last)) else { return };
            let words = out.words_mut().iter_mut().zip(mask.words()).zip(above.words());
            match first.checked_sub(1).and_then(|before| edges.below.get(before)) {
                None => wide(|| words.for_each(|((out, mask), above)| *out |= mask & above)),
                Some(under) => {
                    let words = words.zip(under.words());
                    wide(|| words.for_each(|(((out, mask), above), under)| *out |= mask & above & !under));
                }
            }
        };
        if first < end {
            parts(first, end, mask, out);
        }
        let mut ends = Bits::new();
        if !from_start {
            parts(one, one + 1, mask, &mut ends);
        }
        if !to_end {
            parts(other, other + 1, mask, &mut ends);
        }
        Pass::range(low, high).rows(&self.values, &ends, out);
    }

    /// How many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        let sets: usize = self.by_code.iter().flatten().map(|(_, rows)| few_bytes(rows)).sum();
        let edges = self.edges.as_ref().map_or(0, |edges| edges.below.len() * 8_192);
        self.values.bytes() + sets + edges
    }
}

/// How many bytes a kept set takes.
pub(crate) fn few_bytes(rows: &Few) -> usize {
    match rows {
        Few::Rows(rows) => rows.len() * 2 + 32,
        Few::Bits(..) => 8_192 + 32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]

        #[test]
        fn edges_agree_with_values(spread in 1..5_000_i64, later in proptest::collection::vec((0..60_000_u16, -10..6_000_i64), 0..50),
                                   ranges in proptest::collection::vec((-5..5_100_i64, 0..3_000_i64), 10)) {
            let values: Vec<i64> = (0..20_000_i64).map(|n| if n % 7 == 0 { UNKNOWN } else { n * 7_919 % spread }).collect();
            let mut column = Column::of(Packed::of(&values), Form::Ordered);
            prop_assert!(column.edges.is_some());
            for (row, value) in later {
                column.set(row, value);
            }
            let mut mask = Bits::new();
            mask.fill_to(ROWS_TESTED);
            let edges = column.edges.clone().unwrap();
            let near = edges.at.iter().take(3).map(|&edge| (edge, edge.min(9_000)));
            let ends = [(UNKNOWN + 1, 70), (50, i64::MAX), (UNKNOWN + 1, i64::MAX)];
            for (low, high) in ranges.into_iter().map(|(low, width)| (low, low + width)).chain(near).chain(ends) {
                let mut out = Bits::new();
                column.rows(&Pass::range(low, high), &mask, &mut out);
                for row in 0..ROWS_TESTED {
                    let value = column.get(row as u16);
                    prop_assert_eq!(out.has(row as u16), value != UNKNOWN && low <= value && value <= high, "{} in {}..={}", value, low, high);
                }
            }
        }
    }

    const ROWS_TESTED: usize = 60_000;
}
