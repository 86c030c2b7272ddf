//! Offers that take pieces of several lines together: 第N件N折, 买X送Y, N件X元, 打包一口价. Pieces are counted from the
//! dearest down, of equal ones from the earlier line on. A line with a piece in a set belongs to the offer.

use std::collections::BTreeMap;

use super::{open, take_each};
use crate::money::{kept, spread, times};
use crate::state::State;
use crate::table::{Candidate, Table};
use crate::{At, Offer, Part, Reason};

/// Pieces of one line at one price.
#[derive(Debug, Clone, Copy)]
struct Run {
    line: usize,
    price: i64,
    count: u32,
}

/// Applies a bundle.
pub(super) fn step(
    table: &Table<'_>,
    state: &mut State,
    which: usize,
    candidate: &Candidate<'_>,
) -> Result<(), Reason> {
    let open = open(table, state, candidate)?;
    let runs = runs(table, &open);
    let (claimed, total) = sets(table, &candidate.promotion.offer, &runs);
    if claimed.is_empty() {
        return Err(match pieces_short(&candidate.promotion.offer, &products_in(table, &open)) {
            Some(_) => Reason::Short,
            None => Reason::NotLower,
        });
    }
    let wanted = total.unwrap_or_else(|| claimed.values().sum());
    let amounts: Vec<(usize, i64)> = match total {
        // One price for all: what it takes off is shared by what the pieces cost.
        Some(total) => {
            let most = candidate.promotion.max_off.unwrap_or(i64::MAX).min(state.cap(table));
            let parts: Vec<(i64, i64)> =
                claimed.iter().map(|(line, weight)| (*weight, state.room(table, *line))).collect();
            claimed.keys().copied().zip(spread(total.min(most), &parts)).collect()
        }
        None => claimed.into_iter().collect(),
    };
    take_each(table, state, which, candidate, &amounts, wanted)
}

/// The most that a bundle takes off when it may take all lines that it covers.
pub(crate) fn nominal(table: &Table<'_>, candidate: &Candidate<'_>) -> i64 {
    let (claimed, total) = sets(table, &candidate.promotion.offer, &runs(table, &candidate.covers));
    total.unwrap_or_else(|| claimed.values().sum())
}

/// How many more pieces complete the next set, when one is begun or none is complete.
pub(crate) fn pieces_short(offer: &Offer, by_product: &BTreeMap<&str, u32>) -> Option<At> {
    let all: u32 = by_product.values().sum();
    let size = match offer {
        Offer::NthDiscount { n, .. } => *n,
        Offer::BuyGet { buy, get, .. } => buy + get,
        Offer::Bundle { quantity, .. } => *quantity,
        Offer::Package { parts, .. } => {
            let has = |part: &Part| by_product.get(part.product.as_str()).copied().unwrap_or(0);
            let missing: u32 = parts.iter().map(|part| part.quantity.saturating_sub(has(part))).sum();
            return (missing > 0).then_some(At::Quantity(missing));
        }
        _ => return None,
    };
    let over = all.checked_rem(size)?;
    (over > 0 || all == 0).then_some(At::Quantity(size - over))
}

/// How many pieces of each product these lines hold.
pub(crate) fn products_in<'a>(table: &Table<'a>, lines: &[usize]) -> BTreeMap<&'a str, u32> {
    let mut by_product = BTreeMap::new();
    for line in lines.iter().filter_map(|at| table.line(*at)) {
        *by_product.entry(line.product.as_str()).or_insert(0) += line.quantity;
    }
    by_product
}

fn runs(table: &Table<'_>, lines: &[usize]) -> Vec<Run> {
    let run = |at: &usize| table.line(*at).map(|line| Run { line: *at, price: line.unit_price, count: line.quantity });
    let mut runs: Vec<Run> = lines.iter().filter_map(run).collect();
    runs.sort_by(|one, other| other.price.cmp(&one.price).then(one.line.cmp(&other.line)));
    runs
}

/// The lines with pieces in a set, and per line what comes off it, or, where a total is given, what its pieces in sets cost.
fn sets(table: &Table<'_>, offer: &Offer, runs: &[Run]) -> (BTreeMap<usize, i64>, Option<i64>) {
    match offer {
        Offer::NthDiscount { n, keep, times } => {
            (periodic(runs, *n, 1, *times, |price| price - kept(price, *keep)), None)
        }
        Offer::BuyGet { buy, get, times } => (periodic(runs, buy + get, *get, *times, |price| price), None),
        Offer::Bundle { quantity, price, times } => {
            let (weights, total) = groups(runs, *quantity, *price, *times);
            (weights, Some(total))
        }
        Offer::Package { parts, price, times } => {
            let (weights, total) = packages(table, runs, parts, *price, *times);
            (weights, Some(total))
        }
        _ => (BTreeMap::new(), None),
    }
}

/// Of every `size` pieces the last `low` cost less. Without anything to gain no line is claimed.
fn periodic(runs: &[Run], size: u32, low: u32, most: Option<u32>, off: impl Fn(i64) -> i64) -> BTreeMap<usize, i64> {
    let all: u32 = runs.iter().map(|run| run.count).sum();
    let complete = all.checked_div(size).unwrap_or(0).min(most.unwrap_or(u32::MAX)).saturating_mul(size);
    let lows = |before: u32| {
        let before = before.min(complete);
        (before / size.max(1)) * low + (before % size.max(1)).saturating_sub(size - low)
    };
    let mut claimed = BTreeMap::new();
    let mut at = 0;
    for run in runs {
        if at < complete {
            *claimed.entry(run.line).or_insert(0) += times(off(run.price), lows(at + run.count) - lows(at));
        }
        at += run.count;
    }
    if claimed.values().all(|amount| *amount == 0) { BTreeMap::new() } else { claimed }
}

/// Takes `count` pieces from the front of the runs, noting what those of each line cost.
fn draw(runs: &mut [Run], count: u32, weights: &mut BTreeMap<usize, i64>) -> i64 {
    let (mut missing, mut sum) = (count, 0);
    for run in runs.iter_mut().filter(|run| run.count > 0) {
        if missing == 0 {
            break;
        }
        let taken = missing.min(run.count);
        run.count -= taken;
        missing -= taken;
        sum += times(run.price, taken);
        *weights.entry(run.line).or_insert(0) += times(run.price, taken);
    }
    sum
}

/// Sets of `size` pieces, as long as each costs more than its price.
fn groups(runs: &[Run], size: u32, price: i64, most: Option<u32>) -> (BTreeMap<usize, i64>, i64) {
    let mut runs = runs.to_vec();
    let all: u32 = runs.iter().map(|run| run.count).sum();
    let (mut weights, mut total) = (BTreeMap::new(), 0);
    for _ in 0..all.checked_div(size).unwrap_or(0).min(most.unwrap_or(u32::MAX)) {
        let mut with = weights.clone();
        let sum = draw(&mut runs, size, &mut with);
        if sum <= price {
            break;
        }
        weights = with;
        total += sum - price;
    }
    (weights, total)
}

/// Sets of named products, as long as each costs more than its price.
fn packages(
    table: &Table<'_>,
    runs: &[Run],
    parts: &[Part],
    price: i64,
    most: Option<u32>,
) -> (BTreeMap<usize, i64>, i64) {
    let of = |part: &Part| {
        let is = |run: &&Run| table.line(run.line).is_some_and(|line| line.product == part.product);
        runs.iter().filter(is).copied().collect::<Vec<_>>()
    };
    let mut shelves: Vec<(u32, Vec<Run>)> = parts.iter().map(|part| (part.quantity, of(part))).collect();
    let whole = |(quantity, runs): &(u32, Vec<Run>)| {
        runs.iter().map(|run| run.count).sum::<u32>().checked_div(*quantity).unwrap_or(0)
    };
    let sets = shelves.iter().map(whole).min().unwrap_or(0).min(most.unwrap_or(u32::MAX));
    let (mut weights, mut total) = (BTreeMap::new(), 0);
    for _ in 0..sets {
        let mut with = weights.clone();
        let sum: i64 = shelves.iter_mut().map(|(quantity, runs)| draw(runs, *quantity, &mut with)).sum();
        if sum <= price {
            break;
        }
        weights = with;
        total += sum - price;
    }
    (weights, total)
}
