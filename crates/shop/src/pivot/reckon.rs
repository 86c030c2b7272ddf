//! A pivot from its figures: cells, totals, order, comparison.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use platform::Instant;
use rules::{Catalogue, Decimal, Rule};
use warehouse::{Axis, Cancel, Key, Refusal};

use super::catalogue::Look;
use super::figures::{Along, Figures};
use super::lay::{Laid, Plan};
use super::model::{Answer, Cell, Header, ShownMeasure};
use super::say::{self, Common};
use super::{CELLS, align, words};

/// Figures by members: a figure for each measure.
type Set = BTreeMap<Vec<Key>, Vec<Option<Decimal>>>;

/// Figures along some dimensions, with those of the compared days.
#[derive(Debug, Default)]
struct Both {
    now: Set,
    before: Set,
}

/// What a pivot is reckoned from.
pub(super) struct Given<'a> {
    pub(super) figures: &'a Figures,
    pub(super) catalogue: &'a Catalogue,
    /// Of whom, for the rules of the cells.
    pub(super) slice: &'a Rule,
}

/// A dimension's members in order.
struct Members<'a> {
    laid: &'a Laid,
    keys: Vec<Key>,
    places: BTreeMap<Key, usize>,
    further: usize,
}

impl Given<'_> {
    /// The answer to a question.
    ///
    /// # Errors
    /// When somebody cancels, or there are more cells than an answer holds.
    pub(super) fn answer(&self, plan: &Plan, cancel: &Cancel) -> Result<Answer, Refusal> {
        let all: Vec<usize> = (0..plan.axes.len()).collect();
        let (rows, columns) = all.split_at(plan.rows);
        let ranked = plan.ranked();
        let wanted = [all.clone(), rows.to_vec(), columns.to_vec(), Vec::new()];
        let wanted = wanted.into_iter().chain(ranked.iter().map(|at| vec![*at]));
        let sets: BTreeMap<Vec<usize>, Both> = wanted.map(|at| (at.clone(), self.both(plan, &at))).collect();
        let none = Both::default();
        let set = |at: &[usize]| sets.get(at).unwrap_or(&none);
        let whole = set(&all);
        let members: Vec<Members<'_>> = plan
            .axes
            .iter()
            .enumerate()
            .map(|(at, laid)| {
                let single = ranked.contains(&at).then(|| set(&[at]));
                members(laid, at, whole, single)
            })
            .collect();
        let total = self.cell(plan, &[], &[], set(&[])).unwrap_or_else(|| self.nothing(plan));
        let cells = |at: &[usize]| {
            if at.is_empty() { Ok(Vec::new()) } else { self.cells(plan, at, &members, set(at), cancel) }
        };
        let header = |members: &Members<'_>| Header {
            dimension: members.laid.dimension.key.clone(),
            label: members.laid.dimension.label.clone(),
            kind: members.laid.dimension.kind(),
            members: members
                .keys
                .iter()
                .map(|key| words::member(&members.laid.dimension, key, self.catalogue, plan.kind()))
                .collect(),
            further: members.further,
        };
        let (row_members, column_members) = members.split_at(plan.rows.min(members.len()));
        Ok(Answer {
            at: Instant(self.figures.at),
            subject: plan.subject.clone(),
            currency: self.catalogue.currency.clone(),
            customers: self.figures.customers,
            period: plan.period,
            compared: plan.compared,
            rows: row_members.iter().map(header).collect(),
            columns: column_members.iter().map(header).collect(),
            measures: plan.measures.iter().map(|one| one.shown.clone()).collect::<Vec<ShownMeasure>>(),
            cells: cells(&all)?,
            row_totals: if columns.is_empty() { Vec::new() } else { cells(rows)? },
            column_totals: if rows.is_empty() { Vec::new() } else { cells(columns)? },
            total,
        })
    }

    /// The figures along these dimensions, those of the compared days beside what they are compared with.
    fn both(&self, plan: &Plan, at: &[usize]) -> Both {
        let now = self.set(plan, at, false);
        let (Some(compared), Some(period)) = (plan.compared, plan.period) else {
            return Both { now, before: Set::new() };
        };
        let beside = |(keys, values): (Vec<Key>, Vec<Option<Decimal>>)| {
            let keys =
                keys.into_iter().zip(at).map(|(key, at)| match (&key, plan.axes.get(*at).map(|one| &one.axis)) {
                    (Key::Day(day), Some(Axis::Period(unit))) => {
                        align::aligned(*unit, *day, compared, period).map_or(key, Key::Day)
                    }
                    _ => key,
                });
            (keys.collect(), values)
        };
        Both { now, before: self.set(plan, at, true).into_iter().map(beside).collect() }
    }

    fn set(&self, plan: &Plan, at: &[usize], before: bool) -> Set {
        let valued = |parts: &[Option<Decimal>]| {
            let mut rest = parts;
            plan.measures
                .iter()
                .zip(&plan.widths)
                .map(|(measure, width)| {
                    let (own, others) = rest.split_at_checked(*width).unwrap_or_default();
                    rest = others;
                    measure.value(own)
                })
                .collect()
        };
        let groups = self.figures.groups.get(&Along { at: at.to_vec(), before });
        groups.into_iter().flatten().map(|group| (group.keys.clone(), valued(&group.values))).collect()
    }

    /// The cells along these dimensions, in the order of their members.
    fn cells(
        &self,
        plan: &Plan,
        at: &[usize],
        members: &[Members<'_>],
        both: &Both,
        cancel: &Cancel,
    ) -> Result<Vec<Cell>, Refusal> {
        let mut placed: Vec<(Vec<usize>, &Vec<Key>)> = Vec::new();
        let keys: BTreeSet<&Vec<Key>> = both.now.keys().chain(both.before.keys()).collect();
        for keys in keys {
            let places = keys.iter().zip(at).map(|(key, at)| members.get(*at)?.places.get(key).copied());
            if let Some(places) = places.collect::<Option<Vec<usize>>>() {
                placed.push((places, keys));
            }
        }
        if placed.len() > CELLS {
            return Err(Refusal::TooLarge { what: "cells", limit: CELLS as u64 });
        }
        placed.sort_unstable();
        let mut cells = Vec::new();
        for (number, (places, keys)) in placed.into_iter().enumerate() {
            if number % 256 == 0 && cancel.is_cancelled() {
                return Err(Refusal::Cancelled);
            }
            if let Some(mut cell) = self.cell(plan, at, keys, both) {
                let split = at.iter().filter(|at| **at < plan.rows).count();
                let (row, column) = places.split_at(split.min(places.len()));
                (cell.row, cell.column) = (row.to_vec(), column.to_vec());
                cells.push(cell);
            }
        }
        Ok(cells)
    }

    fn cell(&self, plan: &Plan, at: &[usize], keys: &[Key], both: &Both) -> Option<Cell> {
        let (now, before) = (both.now.get(keys), both.before.get(keys));
        if now.is_none() && before.is_none() {
            return None;
        }
        let empty: Vec<Option<Decimal>> = plan.measures.iter().map(super::measures::Measured::of_none).collect();
        let along: Vec<_> =
            at.iter().zip(keys).filter_map(|(at, key)| Some((&plan.axes.get(*at)?.dimension, key))).collect();
        let common = Common { slice: self.slice, kind: plan.kind(), filter: plan.filter.as_ref(), period: plan.period };
        let now = now.unwrap_or(&empty);
        let before = plan.compared.map(|_| before.unwrap_or(&empty));
        Some(Cell {
            row: Vec::new(),
            column: Vec::new(),
            values: now.iter().map(said).collect(),
            before: before.map(|all| all.iter().map(said).collect()),
            change: before.map(|all| now.iter().zip(all).map(|(now, before)| change(*now, *before)).collect()),
            rule: say::rule(&common, &along).map(|rule| rules::print(&rule, self.catalogue)),
        })
    }

    /// The total of nothing at all.
    fn nothing(&self, plan: &Plan) -> Cell {
        let empty: Vec<Option<Decimal>> = plan.measures.iter().map(super::measures::Measured::of_none).collect();
        let both = Both { now: Set::from([(Vec::new(), empty)]), before: Set::new() };
        self.cell(plan, &[], &[], &both).unwrap_or_else(|| Cell {
            row: Vec::new(),
            column: Vec::new(),
            values: Vec::new(),
            before: None,
            change: None,
            rule: None,
        })
    }
}

impl Plan {
    /// The dimensions whose members come by their first figure.
    pub(super) fn ranked(&self) -> Vec<usize> {
        let by_figure =
            |laid: &Laid| laid.top.is_some() || matches!(laid.dimension.look, Look::Value(_) | Look::Property(_));
        self.axes.iter().enumerate().filter(|(_, laid)| by_figure(laid)).map(|(at, _)| at).collect()
    }
}

fn members<'a>(laid: &'a Laid, at: usize, whole: &Both, single: Option<&Both>) -> Members<'a> {
    let found: BTreeSet<&Key> = whole.now.keys().chain(whole.before.keys()).filter_map(|keys| keys.get(at)).collect();
    let mut keys: Vec<Key> = found.into_iter().cloned().collect();
    let first = |key: &Key| {
        let own = vec![key.clone()];
        let figures = |both: &Both| {
            let of = |set: &Set| set.get(&own).and_then(|values| values.first().copied().flatten());
            (of(&both.now), of(&both.before))
        };
        single.map(figures).unwrap_or_default()
    };
    let mut further = 0;
    if let Some(top) = laid.top
        && keys.len() > top
    {
        keys.sort_by_cached_key(|key| std::cmp::Reverse(first(key)));
        further = keys.len() - top;
        keys.truncate(top);
    }
    // Words by how much there is of them; what has an order of its own in that order; the unknown last.
    let ranks: BTreeMap<Key, _> = keys.iter().map(|key| (key.clone(), first(key))).collect();
    keys.sort_by(|one, other| match (one, other) {
        (Key::Unknown, Key::Unknown) => Ordering::Equal,
        (Key::Unknown, _) => Ordering::Greater,
        (_, Key::Unknown) => Ordering::Less,
        (Key::Text(_), Key::Text(_)) => ranks.get(other).cmp(&ranks.get(one)).then_with(|| one.cmp(other)),
        _ => one.cmp(other),
    });
    let places = keys.iter().cloned().zip(0..).collect();
    Members { laid, keys, places, further }
}

fn said(value: &Option<Decimal>) -> Option<String> {
    value.map(|value| value.to_string())
}

/// By how many per cent a figure is more than before, to one decimal.
fn change(now: Option<Decimal>, before: Option<Decimal>) -> Option<f64> {
    let (now, before) = (i128::from(now?.0), i128::from(before?.0));
    if before == 0 {
        return None;
    }
    let (more, of) = ((now - before) * 1_000, before.abs());
    let tenths = (more.abs() * 2 + of) / (of * 2) * more.signum();
    i32::try_from(tenths).ok().map(|tenths| f64::from(tenths) / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn change_is_told_in_per_cent() {
        for (now, before, expected) in [
            (Some(15), Some(10), Some(50.0)),
            (Some(5), Some(10), Some(-50.0)),
            (Some(2), Some(3), Some(-33.3)),
            (Some(5), Some(0), None),
            (None, Some(3), None),
            (Some(-5), Some(-10), Some(50.0)),
            (Some(0), Some(7), Some(-100.0)),
        ] {
            assert_eq!(change(now.map(Decimal), before.map(Decimal)), expected, "{now:?} after {before:?}");
        }
    }
}
