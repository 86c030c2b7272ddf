//! What shipping costs at least beside goods of some amount, and what gifts that ride along are worth at most.

use super::plan::Plan;
use crate::money::times;
use crate::state::worth;
use crate::{At, Offer};

/// The offers that ride along, as far as a bound goes by them.
pub(super) struct Fare {
    /// From which amount of goods on shipping costs how much, at least; the amounts rise, and the first is nought.
    steps: Vec<(i64, i64)>,
    /// What their gifts are worth at most.
    pub(super) worth: i64,
}

impl Fare {
    pub(super) fn new(plan: &Plan<'_, '_>) -> Self {
        let table = plan.table;
        let (mut offs, mut gifts) = (Vec::new(), 0);
        for candidate in plan.riders.iter().filter_map(|which| table.candidate_at(*which)) {
            let own = candidate.promotion.max_off.unwrap_or(i64::MAX);
            match &candidate.promotion.offer {
                Offer::FreeShipping { at, off } => {
                    let from = if let Some(At::Amount(at)) = at { *at } else { 0 };
                    offs.push((from, off.unwrap_or(table.cart.shipping).min(own)));
                }
                Offer::Gift { steps, repeat } => {
                    let amount: i64 = candidate.covers.iter().map(|line| table.start(*line)).sum();
                    let pieces: u32 = candidate.covers.iter().map(|line| table.quantity(*line)).sum();
                    let of = |step: &crate::GiftStep| {
                        times(worth(&step.gifts), step.at.times(amount, pieces).min(repeat.unwrap_or(1)))
                    };
                    gifts += steps.iter().map(of).max().unwrap_or(0);
                }
                _ => {}
            }
        }
        offs.sort_unstable();
        let mut steps = vec![(0, table.cart.shipping)];
        for (from, off) in offs {
            let fee = steps.last().map_or(0, |step| step.1).saturating_sub(off).max(0);
            steps.push((from, fee));
        }
        Self { steps, worth: gifts }
    }

    /// The least to pay with goods that cost so much or more: dearer goods may ship for less.
    pub(super) fn with(&self, goods: i64) -> i64 {
        self.less(goods, 0)
    }

    /// How much less than `shipping` it costs with goods of this amount, at best.
    pub(super) fn gain(&self, goods: i64, shipping: i64) -> i64 {
        let step = self.steps.iter().rfind(|step| step.0 <= goods);
        shipping - step.map_or(shipping, |step| step.1)
    }

    /// The same with `fee` added to what shipping costs, which is never below nought.
    pub(super) fn less(&self, goods: i64, fee: i64) -> i64 {
        self.steps.iter().map(|step| goods.max(step.0) + (step.1 + fee).max(0)).min().unwrap_or(goods)
    }
}
