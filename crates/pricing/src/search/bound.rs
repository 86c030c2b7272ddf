//! How good a combination can still become: what may be left to pay at least, and what gifts may be worth at most. The
//! search leaves out whatever cannot beat the best that it has.
//!
//! The bound never counts more than offers can take, and mostly not much less:
//!
//! * a line's price is the lowest that any remaining price offer gives it;
//! * rates apply to those lowest prices, because what is left under a rate falls with the price;
//! * amounts off depend on thresholds, which a dearer cart reaches sooner: so the bound is the least over all ways of
//!   leaving the cart dearer by some amount, and only amounts that reach another step matter.

use crate::money::{narrow, times};
use crate::state::{State, worth};
use crate::step::{amount_off, bundle_nominal};
use crate::table::{Candidate, Table};
use crate::{AmountStep, At, Layer, Offer};

/// What a combination that begins with this state can reach at best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bound {
    /// No less is to be paid.
    pub(super) payable: i64,
    /// Gifts are worth no more.
    pub(super) worth: i64,
}

/// The most that each bundle or redemption takes off, whatever the combination.
pub(super) fn potentials(table: &Table<'_>) -> Vec<i64> {
    table.candidates.iter().map(|candidate| potential(table, candidate)).collect()
}

fn potential(table: &Table<'_>, candidate: &Candidate<'_>) -> i64 {
    let most = match &candidate.promotion.offer {
        Offer::Redeem { products, price, limit, .. } => {
            let covered = candidate.covers.iter().filter_map(|at| table.line(*at));
            let redeemed = covered.filter(|line| products.contains(&line.product));
            redeemed.map(|line| times((line.unit_price - price).max(0), line.quantity.min(*limit))).sum()
        }
        offer if offer.is_bundle() => bundle_nominal(table, candidate),
        _ => 0,
    };
    most.min(candidate.promotion.max_off.unwrap_or(i64::MAX)).min(candidate.budget)
}

/// An offer with a threshold in money: what it takes off when its goods come to so much.
struct Step<'a> {
    low: i64,
    high: i64,
    quantity: u32,
    most: i64,
    kind: Kind<'a>,
    group: usize,
}

enum Kind<'a> {
    Goods(&'a [AmountStep], Option<u32>),
    Shipping(Option<At>),
}

/// More thresholds than this are taken as reached rather than tried.
const THRESHOLDS: usize = 64;
/// Rates are multiplied in millionths, rounded down.
const WHOLE: i64 = 1_000_000;

/// The bound for combinations of this state and candidates from `from` on.
pub(super) fn bound(table: &Table<'_>, potentials: &[i64], state: &State, from: usize) -> Bound {
    let rest = || table.candidates.iter().skip(from);
    let potential = |(_, potential): (&Candidate<'_>, &i64)| *potential;
    let counts = counts(table, state);
    let mut low = state.left.clone();
    // Nothing but bundles and redemptions has one.
    let constant: i64 = rest().zip(potentials.iter().skip(from)).map(potential).sum();
    for candidate in rest().take_while(|candidate| candidate.layer == Layer::Item) {
        for (place, line) in candidate.covers.iter().enumerate() {
            let pieces = candidate.pieces.unwrap_or(u32::MAX).min(table.quantity(*line));
            if let Some(low) = low.get_mut(*line) {
                *low = (*low).min(table.start(*line) - times(candidate.off_at(place), pieces));
            }
        }
    }
    let mut rates = vec![WHOLE; low.len()];
    let firm = firm(table);
    let (mut slack, mut steps, mut gifts) = (0, Vec::new(), state.worth(table));
    let (mut lots, mut most) = (0_i64, 0_i64);
    // Offers on the same lines take each other's places: no more of them apply than a line has free. One that shares no line
    // with some others may leave a line to the next.
    let mut groups: Vec<(&[usize], usize)> = Vec::new();
    for candidate in rest() {
        if matches!(candidate.promotion.offer, Offer::Special { .. }) {
            gifts += special(table, candidate);
        }
        if candidate.manner.prices || candidate.manner.bundle {
            continue;
        }
        let closed = |line: &usize| candidate.manner.counts && places(table, &counts, &[*line]) == 0;
        let open = || candidate.covers.iter().copied().filter(|line| !closed(line));
        let high: i64 = open().map(|line| state.left(line)).sum();
        let quantity: u32 = open().map(|line| table.quantity(line)).sum();
        let own = candidate.promotion.max_off.unwrap_or(i64::MAX).min(candidate.budget);
        let mut step = |kind, most| {
            let shy = candidate.manner.alone || candidate.manner.group.is_some();
            let known = groups.iter().position(|group| !shy && group.0 == candidate.covers);
            let group = known.unwrap_or(groups.len());
            if known.is_none() {
                let places = if shy { usize::MAX } else { places(table, &counts, &candidate.covers) };
                groups.push((if shy { &[] } else { &candidate.covers }, places));
            }
            let low = open().map(|line| low.get(line).copied().unwrap_or(0)).sum();
            steps.push(Step { low, high, quantity, most, kind, group });
        };
        match &candidate.promotion.offer {
            Offer::AmountOff { steps, repeat } => step(Kind::Goods(steps, *repeat), own),
            Offer::FreeShipping { at, off } => {
                step(Kind::Shipping(*at), off.unwrap_or(i64::MAX).min(own).min(state.shipping))
            }
            Offer::PercentOff { steps } => {
                let reached = steps.iter().filter(|step| step.at.reached(high, quantity));
                if let Some(keep) = reached.map(|step| step.keep).min() {
                    slack += lower(&mut rates, open(), keep, firm);
                }
            }
            Offer::Discount { keep } => slack += lower(&mut rates, open(), *keep, firm),
            Offer::Gift { steps, repeat } => {
                let of = |step: &crate::GiftStep| {
                    let often = step.at.times(high, quantity).min(repeat.unwrap_or(1));
                    times(worth(&step.gifts), often)
                };
                gifts += steps.iter().map(of).max().unwrap_or(0);
            }
            Offer::Points { points, worth, most: share } => {
                let spare = table.cart.spend_points.min(table.cart.buyer.points) - state.points;
                lots = lots.saturating_add((spare / (*points).max(1)).max(0).saturating_mul(*worth));
                most = (most + i64::from(*share)).min(1000);
            }
            _ => {}
        }
    }
    let reduced = low
        .iter()
        .zip(&rates)
        .map(|(low, rate)| narrow((i128::from(*low) * i128::from(*rate)).div_euclid(i128::from(WHOLE))));
    let base = reduced.sum::<i64>() - constant - slack;
    let least = rates.iter().copied().min().unwrap_or(WHOLE);
    let floors: i64 = table.floors.iter().sum();
    let shipping = state.shipping;
    let payable = |raise: i64, all: bool| {
        let (mut goods, mut fee) = (base + narrow(i128::from(raise) * i128::from(least) / i128::from(WHOLE)), shipping);
        let mut offs = Vec::with_capacity(steps.len());
        for step in &steps {
            let off = step.off(if all { step.high } else { step.high.min(step.low + raise) });
            match step.kind {
                Kind::Goods(..) => offs.push((step.group, off)),
                Kind::Shipping(_) => fee -= off,
            }
        }
        offs.sort_unstable_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)));
        let (mut last, mut taken) = (usize::MAX, 0);
        for (group, off) in offs {
            taken = if group == last { taken + 1 } else { 1 };
            last = group;
            if groups.get(group).is_none_or(|group| taken <= group.1) {
                goods -= off;
            }
        }
        let goods = (goods - lots).max(narrow(i128::from(goods) * i128::from(1000 - most) / 1000)).max(floors);
        goods + fee.max(0)
    };
    let payable = match raises(&steps) {
        Some(raises) => raises.into_iter().map(|raise| payable(raise, false)).min().unwrap_or(0),
        None => payable(0, true),
    };
    Bound { payable, worth: gifts }
}

impl Step<'_> {
    fn off(&self, amount: i64) -> i64 {
        match self.kind {
            Kind::Goods(steps, repeat) => amount_off(steps, repeat, amount, self.quantity).min(self.most),
            Kind::Shipping(at) => {
                if at.is_none_or(|at| at.reached(amount, self.quantity)) {
                    self.most.min(i64::MAX / 4)
                } else {
                    0
                }
            }
        }
    }
}

/// By how much the cart can be dearer to reach another step; nothing when there are too many of them.
fn raises(steps: &[Step<'_>]) -> Option<Vec<i64>> {
    let mut raises = vec![0];
    for step in steps {
        // An amount above what the goods cost takes off all of that, and so more of more: until it is spent.
        let mut spend = |one: &AmountStep, repeat: Option<u32>| {
            let off = times(one.off, one.at.times(step.high, step.quantity).min(repeat.unwrap_or(1))).min(step.high);
            raises.extend((off > step.low).then(|| off - step.low));
        };
        if let Kind::Goods(steps, repeat) = step.kind {
            steps.iter().for_each(|one| spend(one, repeat));
        }
        let mut add = |at: At, most: u32| {
            let At::Amount(at) = at else { return true };
            let first = step.low.max(0) / at.max(1) + 1;
            let last = (step.high / at.max(1)).min(i64::from(most));
            for often in first..=last {
                raises.push(at * often - step.low);
                if raises.len() > THRESHOLDS {
                    return false;
                }
            }
            true
        };
        let few = match step.kind {
            Kind::Goods(steps, repeat) => steps.iter().all(|one| add(one.at, repeat.unwrap_or(1))),
            Kind::Shipping(at) => at.is_none_or(|at| add(at, 1)),
        };
        if !few {
            return None;
        }
    }
    Some(raises)
}

/// Some line has a floor.
fn firm(table: &Table<'_>) -> bool {
    let ahead = |one: &Candidate<'_>| matches!(one.promotion.offer, Offer::Presale { .. });
    table.floors.iter().any(|floor| *floor > 0) || table.candidates.iter().any(ahead)
}

/// Lowers the rates of lines, and answers by how many units rounding may help. What a line on its floor does not give others
/// do, and the next rate finds more of it: so rates are added up where there are floors.
fn lower(rates: &mut [i64], lines: impl Iterator<Item = usize>, keep: u16, firm: bool) -> i64 {
    let mut slack = 1;
    for line in lines {
        if let Some(rate) = rates.get_mut(line) {
            // Below nothing it is what other lines give beside.
            *rate = if firm { *rate - WHOLE + WHOLE * i64::from(keep) / 1000 } else { *rate * i64::from(keep) / 1000 };
            slack += 1;
        }
    }
    slack
}

/// What the gifts of a special price are worth at most.
fn special(table: &Table<'_>, candidate: &Candidate<'_>) -> i64 {
    let Offer::Special { gifts, .. } = &candidate.promotion.offer else { return 0 };
    let pieces: u32 = candidate.covers.iter().map(|line| table.quantity(*line)).sum();
    times(worth(gifts), pieces)
}

/// How many counted offers each line has.
fn counts(table: &Table<'_>, state: &State) -> Vec<usize> {
    let mut counts = vec![0; table.lines.len()];
    for taken in &state.cuts {
        let counted = table.candidate_at(taken.by).is_some_and(|by| by.manner.counts);
        if let Some(count) = counts.get_mut(taken.line).filter(|_| counted) {
            *count += 1;
        }
    }
    counts
}

/// How many further counted offers the freest of these lines may have.
fn places(table: &Table<'_>, counts: &[usize], lines: &[usize]) -> usize {
    let Some(most) = table.shelf.programme.settings.together else { return usize::MAX };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let free = |line: &usize| most.saturating_sub(counts.get(*line).copied().unwrap_or(0));
    lines.iter().map(free).max().unwrap_or(0)
}
