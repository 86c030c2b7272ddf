//! What wide offers take off at most.

use super::plan::Plan;
use super::reach::Find;
use super::sieve::alike;
use crate::money::{narrow, times};
use crate::state::worth;
use crate::step::amount_off;
use crate::table::{Candidate, rate_off};
use crate::{AmountStep, At, Layer, Offer};

/// A wide offer.
pub(super) struct Saving<'t, 'a> {
    pub(super) candidate: &'t Candidate<'a>,
    /// The most that it takes off in any combination; prices of lines are reckoned with their parts.
    pub(super) most: i64,
    /// What its gifts are worth at most.
    pub(super) worth: i64,
    kind: Kind<'t>,
    /// The first wide offer of the same lines.
    group: usize,
    /// The wide offer right before it does the same, so that there is no need to try it without that one.
    pub(super) spare: bool,
    start: Vec<i64>,
    quantity: Vec<u32>,
}

enum Kind<'t> {
    /// A price of lines.
    Price,
    /// An amount from thresholds on.
    Amount(&'t [AmountStep], Option<u32>),
    /// So many thousandths of what it finds, from a threshold on.
    Rate(i64, Option<At>),
    /// At most an amount, from a threshold on: rates with a limit, and gifts.
    Flat(Option<At>),
    /// Points and shipping: at most an amount.
    Last,
}

/// The wide offers of a plan.
pub(super) fn savings<'t, 'a>(plan: &Plan<'t, 'a>) -> Vec<Saving<'t, 'a>> {
    (0..plan.wide.len()).filter_map(|bit| Saving::new(plan, bit)).collect()
}

/// The wide offer that a wide one follows without any other between them.
fn follows<'t, 'a>(plan: &Plan<'t, 'a>, bit: usize) -> Option<&'t Candidate<'a>> {
    let before = bit.checked_sub(1)?;
    (plan.wide.get(before)? + 1 == *plan.wide.get(bit)?).then(|| plan.candidate(before))?
}

impl<'t, 'a> Saving<'t, 'a> {
    fn new(plan: &Plan<'t, 'a>, bit: usize) -> Option<Self> {
        let (table, candidate) = (plan.table, plan.candidate(bit)?);
        let amount: i64 = candidate.covers.iter().map(|line| table.start(*line)).sum();
        let pieces: u32 = candidate.covers.iter().map(|line| table.quantity(*line)).sum();
        let own = candidate.promotion.max_off.unwrap_or(i64::MAX).min(candidate.budget);
        let rate = |keep: u16, at: Option<At>| {
            let off = rate_off(amount, keep);
            if own < off { (Kind::Flat(at), own) } else { (Kind::Rate(1000 - i64::from(keep), at), off) }
        };
        let mut gifts_worth = 0;
        let (kind, most) = match &candidate.promotion.offer {
            _ if candidate.manner.prices => (Kind::Price, 0),
            Offer::AmountOff { steps, repeat } => {
                (Kind::Amount(steps, *repeat), amount_off(steps, *repeat, amount, pieces).min(own))
            }
            Offer::PercentOff { steps } => {
                let reached = steps.iter().filter(|step| step.at.reached(amount, pieces)).map(|step| step.keep).min();
                rate(reached.unwrap_or(1000), steps.first().map(|step| step.at))
            }
            Offer::Discount { keep } => rate(*keep, None),
            Offer::Gift { steps, repeat } => {
                let of = |step: &crate::GiftStep| {
                    times(worth(&step.gifts), step.at.times(amount, pieces).min(repeat.unwrap_or(1)))
                };
                gifts_worth = steps.iter().map(of).max().unwrap_or(0);
                (Kind::Flat(steps.first().map(|step| step.at)), 0)
            }
            Offer::Points { points, worth, most } => {
                let spare = table.cart.spend_points.min(table.cart.buyer.points);
                let share = narrow(i128::from(amount) * i128::from(*most) / 1000);
                (Kind::Last, (spare / (*points).max(1)).saturating_mul(*worth).min(share).min(own))
            }
            Offer::FreeShipping { off, .. } => {
                (Kind::Last, off.unwrap_or(table.cart.shipping).min(table.cart.shipping).min(own))
            }
            _ => (Kind::Flat(None), amount),
        };
        let quantity = (0..table.lines.len()).map(|line| table.quantity(line)).collect();
        let same_lines = |bit: &usize| plan.candidate(*bit).is_some_and(|other| other.covers == candidate.covers);
        let group = (0..plan.wide.len()).find(same_lines).unwrap_or(0);
        let spare = follows(plan, bit).is_some_and(|other| alike(other, candidate));
        Some(Self { candidate, most, worth: gifts_worth, kind, group, spare, start: table.start.clone(), quantity })
    }

    /// It comes after all that looks at places on lines.
    fn last(&self) -> bool {
        self.candidate.layer >= Layer::Points
    }

    pub(super) fn ships(&self) -> bool {
        self.candidate.layer == Layer::Shipping
    }

    /// It sets prices of lines.
    pub(super) fn prices(&self) -> bool {
        matches!(self.kind, Kind::Price)
    }

    /// It takes off more from a further step on, so that finding less may cost more than its share.
    pub(super) fn steep(&self) -> bool {
        steep(&self.candidate.promotion.offer)
    }

    /// What one more lot of points takes off; nothing of other offers.
    pub(super) fn lot(&self) -> i64 {
        if let Offer::Points { worth, .. } = self.candidate.promotion.offer { worth } else { 0 }
    }

    /// How many thousandths it takes off what it finds.
    pub(super) fn rate(&self) -> i64 {
        if let Kind::Rate(rate, _) = self.kind { rate } else { 0 }
    }

    /// The most that it takes off, rounding included.
    pub(super) fn at_most(&self) -> i64 {
        self.most + i64::from(self.rounding() > 0)
    }

    /// How many thousandths it takes off whatever it finds, where it applies at all.
    pub(super) fn sure_rate(&self) -> i64 {
        match (&self.kind, &self.candidate.promotion.offer) {
            (Kind::Rate(..), Offer::PercentOff { steps }) => {
                1000 - steps.iter().map(|step| i64::from(step.keep)).max().unwrap_or(1000)
            }
            (Kind::Rate(..), Offer::Discount { keep }) => 1000 - i64::from(*keep),
            _ => 0,
        }
    }

    /// How many thousandths rounding may add to a rate.
    pub(super) fn rounding(&self) -> i64 {
        if matches!(self.kind, Kind::Rate(..)) { 500 } else { 0 }
    }

    /// What it takes off as an amount when it finds so much.
    pub(super) fn off(&self, (amount, pieces): (i64, u32)) -> i64 {
        match self.kind {
            Kind::Price | Kind::Rate(..) => 0,
            Kind::Amount(steps, repeat) => amount_off(steps, repeat, amount, pieces).min(self.most),
            Kind::Flat(_) | Kind::Last => self.most,
        }
    }

    /// It can apply when it finds so much.
    pub(super) fn applies(&self, (amount, pieces): (i64, u32)) -> bool {
        let reached = |at: Option<At>| pieces > 0 && at.is_none_or(|at| at.reached(amount, pieces));
        match self.kind {
            Kind::Price | Kind::Last => true,
            Kind::Amount(steps, _) => reached(steps.first().map(|step| step.at)),
            Kind::Rate(_, at) | Kind::Flat(at) => reached(at),
        }
    }

    /// How much it misses to apply; nothing where no way that was left out makes it.
    pub(super) fn missing(&self, find: &Find) -> Option<i64> {
        if self.applies(find.kept()) {
            return Some(0);
        }
        let first = match self.kind {
            Kind::Amount(steps, _) => steps.first().map(|step| step.at),
            Kind::Rate(_, at) | Kind::Flat(at) => at,
            Kind::Price | Kind::Last => None,
        };
        match first {
            Some(At::Amount(at)) if find.pieces > 0 && at - find.amount <= find.slack => Some(at - find.amount),
            _ => None,
        }
    }

    /// How much it misses to each further threshold that ways that were left out may reach beyond `from`; whether there are
    /// few, and what it takes off rises nowhere but there.
    pub(super) fn thresholds(&self, find: &Find, from: i64, few: usize, missing: &mut Vec<i64>) -> bool {
        let Kind::Amount(steps, repeat) = self.kind else { return true };
        if find.slack <= from {
            return true;
        }
        let (low, high) = (find.dearer(from).0, find.most().0);
        for step in steps {
            let At::Amount(at) = step.at else {
                if step.off > low {
                    return false;
                }
                continue;
            };
            if step.off > at {
                return false;
            }
            let first = low / at.max(1) + 1;
            let last = (high / at.max(1)).min(i64::from(repeat.unwrap_or(1)));
            if last - first >= i64::try_from(few).unwrap_or(i64::MAX) {
                return false;
            }
            missing.extend((first..=last).map(|often| at * often - find.amount));
        }
        missing.len() <= few
    }

    /// Where it is best to stop when every unit towards a threshold costs `weight` thousandths: from what amount on, and
    /// what that comes to, in thousandths; of the thresholds that `can` reaches, and nothing when amounts do not matter.
    pub(super) fn level(&self, can: (i64, u32), weight: i64) -> Option<(i64, i64)> {
        let cost = |at: i64, off: i64| (at, at.saturating_mul(weight).saturating_sub(off.saturating_mul(1000)));
        let one = |at: At, off: i64| if let At::Amount(at) = at { (at <= can.0).then(|| cost(at, off)) } else { None };
        match self.kind {
            Kind::Price | Kind::Last => None,
            Kind::Rate(_, at) => one(at?, 0),
            Kind::Flat(at) => one(at?, self.most),
            // Of a step that repeats the first time, the last in full, and the one that reaches its limit, for between them
            // it is even.
            Kind::Amount([step], Some(repeat)) => {
                let At::Amount(at) = step.at else { return None };
                let full = u32::try_from(self.most / step.off.max(1)).unwrap_or(u32::MAX);
                let last = step.at.times(can.0, can.1).min(repeat);
                let often = |often: u32| cost(times(at, often), times(step.off, often).min(self.most));
                let levels = [1, full.clamp(1, last.max(1)), last.min(full.saturating_add(1))].map(often);
                levels.into_iter().min_by_key(|level| level.1)
            }
            Kind::Amount(steps, _) => {
                steps.iter().filter_map(|step| one(step.at, step.off.min(self.most))).min_by_key(|level| level.1)
            }
        }
    }

    /// From what amount on it takes off more.
    pub(super) fn next(&self, now: (i64, u32)) -> Option<i64> {
        let Kind::Amount(steps, repeat) = self.kind else { return None };
        let money = steps.iter().filter_map(|step| if let At::Amount(at) = step.at { Some(at) } else { None });
        let above = |at: i64| if repeat.is_some() { at * (now.0 / at.max(1) + 1) } else { at };
        money.map(above).find(|at| *at > now.0)
    }

    /// Lines with free places suffice for it.
    pub(super) fn fits(&self, free: &[u32]) -> bool {
        if matches!(self.kind, Kind::Price | Kind::Last) || !self.candidate.promotion.counts() {
            return true;
        }
        let open = self.candidate.covers.iter().filter(|line| free.get(**line).is_some_and(|free| *free > 0));
        let (mut amount, mut pieces) = (0, 0);
        // What applies to some applies to more.
        open.into_iter().any(|line| {
            amount += self.start.get(*line).copied().unwrap_or(0);
            pieces += self.quantity.get(*line).copied().unwrap_or(0);
            self.applies((amount, pieces))
        })
    }

    /// Takes its places. One that shares no line with some others may find a line closed, and then takes no place there.
    pub(super) fn occupy(&self, free: &mut [u32]) {
        let promotion = self.candidate.promotion;
        if self.last() || !promotion.counts() || self.prices() || promotion.alone || promotion.exclusive.is_some() {
            return;
        }
        for line in &self.candidate.covers {
            if let Some(free) = free.get_mut(*line) {
                *free = free.saturating_sub(1);
            }
        }
    }

    /// It takes a place on each of its lines, whatever else is there.
    fn places(&self) -> bool {
        let promotion = self.candidate.promotion;
        matches!(self.kind, Kind::Amount(..) | Kind::Rate(..) | Kind::Flat(_))
            && promotion.counts()
            && !promotion.alone
            && promotion.exclusive.is_none()
    }
}

/// An offer takes off more from a further step on.
pub(super) fn steep(offer: &Offer) -> bool {
    match offer {
        Offer::AmountOff { steps, repeat } => steps.len() > 1 || repeat.is_some(),
        Offer::PercentOff { steps } => steps.len() > 1,
        _ => false,
    }
}

/// Of offers on the same lines no more apply than a line has places: the ones that take off most, which come first.
pub(super) fn most<'s, 'a: 't, 't: 's>(
    sorted: impl Iterator<Item = &'s Saving<'t, 'a>>,
    free: &[u32],
) -> impl Iterator<Item = &'s Saving<'t, 'a>> {
    let mut groups: Vec<(usize, u32)> = Vec::new();
    sorted.filter(move |saving| {
        if !saving.places() {
            return true;
        }
        if !groups.iter().any(|group| group.0 == saving.group) {
            let free = saving.candidate.covers.iter().filter_map(|line| free.get(*line));
            groups.push((saving.group, free.copied().max().unwrap_or(0)));
        }
        let Some(group) = groups.iter_mut().find(|group| group.0 == saving.group) else { return true };
        let some = group.1 > 0;
        group.1 = group.1.saturating_sub(1);
        some
    })
}
