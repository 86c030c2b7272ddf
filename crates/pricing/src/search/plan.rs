//! A cart taken apart: lines that share an offer of a few lines belong together, and offers of many lines are wide.
//!
//! What can become of a part ([`super::parts`]) depends on its own offers and on which wide offers take a place on its lines
//! before them. Some offers need no deciding at all: gifts that take no place and shipping for less only ever do good, so
//! they ride along with every combination. And of prices that are the same in all but their name the first stands for all.

use std::collections::BTreeMap;

use super::class::{Stand, stands};
use super::parts::{AGAIN, Part, WAYS};
use crate::money::times;
use crate::table::{Candidate, Table};
use crate::{At, Layer, Offer};

/// An offer of more lines than this is wide.
const NARROW: usize = 3;
/// With more wide offers than this a cart is not taken apart: sets of them are bits.
pub(super) const WIDE: usize = 32;

/// A cart taken apart.
pub(super) struct Plan<'t, 'a> {
    pub(super) table: &'t Table<'a>,
    /// The wide offers, in order. Sets of them are bits in this order.
    pub(super) wide: Vec<usize>,
    /// How they stand on lines.
    pub(super) stands: Vec<Stand>,
    /// The offers that ride along, in order.
    pub(super) riders: Vec<usize>,
    pub(super) parts: Vec<Part>,
    /// By part its lines and its own offers.
    lines: Vec<(Vec<usize>, Vec<usize>)>,
    /// Ways are left out that are worse than others.
    pub(super) lean: bool,
    /// Of a difference between a way that was left out and the one that was kept for it, so many thousandths remain when
    /// offers of their part come after a wide one.
    pub(super) steady: i64,
    /// How many steps this took.
    pub(super) steps: u32,
    /// Ways were given up that may have been better.
    pub(super) trimmed: bool,
}

impl<'t, 'a> Plan<'t, 'a> {
    /// Takes a cart apart; nothing when it hangs together too closely. A `lean` plan leaves out ways that are worse than
    /// others unless a threshold of a wide offer makes them worth while.
    pub(super) fn new(table: &'t Table<'a>, lean: bool) -> Option<Self> {
        if table.shelf.programme.settings.cap.is_some() {
            return None;
        }
        let mut plan = Self {
            table,
            wide: Vec::new(),
            stands: Vec::new(),
            riders: Vec::new(),
            parts: Vec::new(),
            lines: Vec::new(),
            lean,
            steady: 1000,
            steps: 0,
            trimmed: false,
        };
        let own = plan.sort();
        plan.stands = stands(plan.wide.iter().filter_map(|which| table.candidate_at(*which)));
        if plan.wide.len() > WIDE {
            return None;
        }
        for (lines, own) in together(table, &own) {
            let mut part = plan.part(&lines, &own, lean, WAYS)?;
            if part.doubtful {
                part = plan.part(&lines, &own, false, AGAIN).unwrap_or(part);
            }
            plan.trimmed |= part.doubtful;
            plan.steady = plan.steady.min(part.steady());
            plan.parts.push(part);
            plan.lines.push((lines, own));
        }
        Some(plan)
    }

    /// The same with all ways of the parts of which some were left out; nothing when there are too many.
    pub(super) fn full(mut self) -> Option<Self> {
        (self.steps, self.lean, self.steady) = (0, false, 1000);
        for place in 0..self.parts.len() {
            if self.parts.get(place).is_some_and(Part::lacks)
                && let Some((lines, own)) = self.lines.get(place).cloned()
            {
                let part = self.part(&lines, &own, false, WAYS)?;
                *self.parts.get_mut(place)? = part;
            }
        }
        Some(self)
    }

    pub(super) fn candidate(&self, bit: usize) -> Option<&'t Candidate<'a>> {
        self.table.candidates.get(*self.wide.get(bit)?)
    }

    /// Which offers are wide and which ride along; answers those of a few lines.
    fn sort(&mut self) -> Vec<usize> {
        let table = self.table;
        let company = Company::new(table);
        let mut own: Vec<usize> = Vec::new();
        for (which, candidate) in table.candidates.iter().enumerate() {
            let twin = |other: &usize| twins(table, *other, which);
            if idle(table, candidate) {
                continue;
            }
            // Coupons come after all else that looks at places, so apart from them parts hang together less.
            let broad = candidate.layer == Layer::Coupon || candidate.covers.len() > NARROW;
            if company.rides(candidate) {
                self.riders.push(which);
            } else if candidate.layer >= Layer::Points || (broad && splits(table, candidate)) {
                if !self.wide.iter().any(twin) {
                    self.wide.push(which);
                }
            } else if !own.iter().rev().any(twin) {
                own.push(which);
            }
        }
        own
    }
}

/// What decides which offers ride along.
struct Company {
    /// Some offer shares its lines with no other.
    alone: bool,
    /// Budgets of offers on shipping are larger than what there is to take off.
    ample: bool,
}

impl Company {
    fn new(table: &Table<'_>) -> Self {
        let mut shipping = table.candidates.iter().filter(|one| one.layer == Layer::Shipping);
        Self {
            alone: table.candidates.iter().any(|one| one.manner.alone),
            ample: shipping.all(|one| one.budget >= table.cart.shipping),
        }
    }

    /// Any combination is better with the offer where it can apply, and nothing else goes by whether it is there.
    fn rides(&self, candidate: &Candidate<'_>) -> bool {
        match candidate.promotion.offer {
            Offer::Gift { .. } => !self.alone && candidate.manner.group.is_none(),
            Offer::FreeShipping { .. } => self.ample,
            _ => false,
        }
    }
}

/// The first, which comes before the second, sets the very same prices, whatever else is there.
fn twins(table: &Table<'_>, first: usize, second: usize) -> bool {
    let (Some(one), Some(other)) = (table.candidate_at(first), table.candidate_at(second)) else { return false };
    one.manner == other.manner
        && one.covers == other.covers
        && one.off == other.off
        && one.pieces == other.pieces
        && free(one)
        && free(other)
        && !table.candidates.iter().take(second).skip(first + 1).any(|between| may_tie(table, one, between))
}

/// It sets prices and nothing else, whatever they come to.
fn free(candidate: &Candidate<'_>) -> bool {
    candidate.manner.prices
        && candidate.budget == i64::MAX
        && candidate.promotion.max_off.is_none()
        && !matches!(candidate.promotion.offer, Offer::Special { .. } | Offer::Presale { .. })
}

/// Of two equal prices the first stays, so one that lies between two others and may come to the same as they do keeps its
/// place before the second, and with it what else it gives or forbids.
fn may_tie(table: &Table<'_>, one: &Candidate<'_>, between: &Candidate<'_>) -> bool {
    if !between.manner.prices || between.manner == one.manner && free(between) {
        return false;
    }
    let most = |candidate: &Candidate<'_>, line: usize| {
        let place = candidate.covers.iter().position(|own| *own == line)?;
        let room = table.start(line) - table.floors.get(line).copied().unwrap_or(0);
        Some(times(candidate.off_at(place), table.quantity(line)).min(room))
    };
    let sure = |candidate: &Candidate<'_>| candidate.pieces.is_none() && free(candidate);
    between.covers.iter().any(|line| {
        let (one_off, off) = (most(one, *line), most(between, *line));
        one_off.is_some() && (!sure(one) || !sure(between) || one_off == off)
    })
}

/// The offer can do nothing in any combination.
fn idle(table: &Table<'_>, candidate: &Candidate<'_>) -> bool {
    let amount: i64 = candidate.covers.iter().map(|line| table.start(*line)).sum();
    let quantity: u32 = candidate.covers.iter().map(|line| table.quantity(*line)).sum();
    let short = |at: Option<At>| at.is_some_and(|at| !at.reached(amount, quantity));
    match &candidate.promotion.offer {
        _ if candidate.manner.prices => candidate.off.iter().all(|off| *off <= 0),
        Offer::AmountOff { steps, .. } => short(steps.first().map(|step| step.at)),
        Offer::PercentOff { steps } => short(steps.first().map(|step| step.at)),
        Offer::Gift { steps, .. } => short(steps.first().map(|step| step.at)),
        Offer::FreeShipping { at, .. } => table.cart.shipping == 0 || short(*at),
        Offer::Redeem { products, .. } => {
            let there = |line: &usize| table.line(*line).is_some_and(|line| products.contains(&line.product));
            !candidate.covers.iter().any(there)
        }
        Offer::Points { points, .. } => table.cart.spend_points.min(table.cart.buyer.points) < *points,
        Offer::NthDiscount { n, .. } => quantity < *n,
        Offer::BuyGet { buy, get, .. } => quantity < buy + get,
        Offer::Bundle { quantity: size, .. } => quantity < *size,
        _ => false,
    }
}

/// What a wide offer does to a line depends on that line alone, or is an amount that is shared in the end.
fn splits(table: &Table<'_>, candidate: &Candidate<'_>) -> bool {
    let promotion = candidate.promotion;
    if candidate.manner.prices {
        let quantity: u32 = candidate.covers.iter().map(|line| table.quantity(*line)).sum();
        return promotion.max_off.is_none()
            && candidate.budget == i64::MAX
            && candidate.pieces.is_none_or(|pieces| pieces >= quantity);
    }
    matches!(
        promotion.offer,
        Offer::AmountOff { .. } | Offer::PercentOff { .. } | Offer::Discount { .. } | Offer::Gift { .. }
    )
}

/// Lines that hang together by offers, with those offers in order. A line without offers is a part of its own.
fn together(table: &Table<'_>, own: &[usize]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut root: Vec<usize> = (0..table.lines.len()).collect();
    let of = |root: &[usize], line: usize| root.get(line).copied().unwrap_or(line);
    for candidate in own.iter().filter_map(|which| table.candidate_at(*which)) {
        let Some(first) = candidate.covers.first().map(|line| of(&root, *line)) else { continue };
        for line in &candidate.covers {
            let other = of(&root, *line);
            root.iter_mut().filter(|one| **one == other).for_each(|one| *one = first);
        }
    }
    let mut parts: BTreeMap<usize, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for line in 0..table.lines.len() {
        parts.entry(of(&root, line)).or_default().0.push(line);
    }
    for which in own {
        let line = table.candidate_at(*which).and_then(|candidate| candidate.covers.first());
        if let Some(part) = line.and_then(|line| parts.get_mut(&of(&root, *line))) {
            part.1.push(*which);
        }
    }
    parts.into_values().collect()
}
