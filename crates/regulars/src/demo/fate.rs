//! What becomes of an order: paid or not, sent, received, sent back, as it stands at the story's "now".
//!
//! Instants never run backwards: placed ≤ paid ≤ shipped ≤ finished ≤ now. Money never grows: refunded ≤ paid ≤ total.

use connectors::drafts::{Millis, OrderStatus, RefundStatus};

use super::basket::{Basket, Occasion};
use super::chance::Chance;
use super::lately::Lately;
use super::person::Temperament;
use super::settings::Channel;
use super::words;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A refund of an order.
pub(crate) struct Return {
    /// The line concerned; `None` is the whole order.
    pub(crate) line: Option<usize>,
    /// What is asked for.
    pub(crate) amount: i64,
    pub(crate) status: RefundStatus,
    pub(crate) requested_at: Millis,
    pub(crate) finished_at: Option<Millis>,
    pub(crate) with_return: bool,
    pub(crate) reason: &'static str,
}

impl Return {
    /// What was given back.
    pub(crate) fn given(&self) -> i64 {
        if self.status == RefundStatus::Succeeded { self.amount } else { 0 }
    }
}

/// What became of an order.
pub(crate) struct Fate {
    pub(crate) status: OrderStatus,
    pub(crate) paid: i64,
    pub(crate) paid_at: Option<Millis>,
    pub(crate) shipped_at: Option<Millis>,
    /// When the parcel arrived.
    pub(crate) signed_at: Option<Millis>,
    pub(crate) finished_at: Option<Millis>,
    pub(crate) close_reason: Option<&'static str>,
    pub(crate) refund: Option<Return>,
}

impl Fate {
    /// What becomes of it by `now`.
    pub(crate) fn new(
        chance: &mut Chance,
        basket: &Basket,
        occasion: &Occasion,
        placed_at: Millis,
        now: Millis,
    ) -> Self {
        let mut fate = Self {
            status: OrderStatus::AwaitingPayment,
            paid: 0,
            paid_at: None,
            shipped_at: None,
            signed_at: None,
            finished_at: None,
            close_reason: None,
            refund: None,
        };
        let till = occasion.channel == Channel::Pos;
        let unpaid = match occasion.temperament {
            _ if till => 0.0,
            Temperament::Hesitant => 1.0,
            Temperament::BargainHunter => 0.09,
            _ => 0.045,
        };
        if chance.happens(unpaid) {
            fate.leave_unpaid(placed_at, now);
            return fate;
        }
        let pause = if till {
            0
        } else if chance.happens(0.88) {
            chance.between(8_000, 20 * MINUTE)
        } else {
            chance.between(20 * MINUTE, 20 * HOUR)
        };
        let paid_at = placed_at + pause / 1_000 * 1_000;
        if paid_at > now {
            return fate;
        }
        // Points of the platform pay a little of it.
        let points =
            if occasion.channel == Channel::Tmall && chance.happens(0.1) { chance.between(10, 300) } else { 0 };
        fate.paid = basket.total - points.min(basket.total / 10);
        fate.paid_at = Some(paid_at);
        fate.status = OrderStatus::Paid;
        if till {
            fate.status = OrderStatus::Finished;
            fate.finished_at = Some(paid_at);
        } else {
            fate.travel(chance, basket, occasion, paid_at, now);
        }
        fate.maybe_return(chance, basket, occasion, now);
        fate
    }

    fn leave_unpaid(&mut self, placed_at: Millis, now: Millis) {
        if now - placed_at >= DAY {
            self.status = OrderStatus::Cancelled;
            self.finished_at = Some(placed_at + DAY);
            self.close_reason = Some("买家未付款");
        }
    }

    fn travel(&mut self, chance: &mut Chance, basket: &Basket, occasion: &Occasion, paid_at: Millis, now: Millis) {
        let slowest = if occasion.sale { 96 * 60 } else { 44 * 60 };
        let late = if occasion.lately == Some(Lately::WaitsLong) { 9 * DAY } else { 0 };
        let shipped_at = paid_at + late + chance.between(3 * 60, slowest) * MINUTE;
        let days = if occasion.far { chance.between(5, 9) } else { chance.between(1, 4) };
        let signed_at = shipped_at + days * DAY + chance.between(-6 * 60, 9 * 60) * MINUTE;
        // Half confirm within days; for the others the platform does after ten.
        let confirmed_at = if chance.happens(0.5) {
            signed_at + chance.between(30, 5 * 24 * 60) * MINUTE
        } else {
            (shipped_at + 10 * DAY).max(signed_at + HOUR)
        };
        let in_parts = basket.lines.len() > 1 && chance.happens(0.06);
        if shipped_at > now {
            return;
        }
        self.shipped_at = Some(shipped_at);
        self.status = OrderStatus::Shipped;
        if signed_at > now {
            if in_parts {
                self.status = OrderStatus::PartlyShipped;
            }
            return;
        }
        self.signed_at = Some(signed_at);
        if matches!(occasion.channel, Channel::Pinduoduo | Channel::Web) {
            self.status = OrderStatus::Received;
        }
        if confirmed_at <= now {
            self.status = OrderStatus::Finished;
            self.finished_at = Some(confirmed_at);
        }
    }

    fn maybe_return(&mut self, chance: &mut Chance, basket: &Basket, occasion: &Occasion, now: Millis) {
        let likely = match occasion.temperament {
            _ if occasion.lately.is_some_and(|one| matches!(one, Lately::SendsBack | Lately::SendsBackOften)) => 1.0,
            Temperament::Returner => 0.45,
            Temperament::Loyal => 0.02,
            _ => 0.04,
        } + if occasion.sale { 0.025 } else { 0.0 };
        let Some(paid_at) = self.paid_at.filter(|_| chance.happens(likely)) else {
            return;
        };
        let early = self.shipped_at.is_none() || (occasion.channel != Channel::Pos && chance.happens(0.28));
        let (requested_at, with_return) = if early {
            // Before the parcel leaves: the money goes back whole.
            let latest = self.shipped_at.unwrap_or(now).min(now);
            (chance.between(paid_at, latest.max(paid_at)), false)
        } else {
            let Some(arrived) = self.signed_at.or(self.finished_at) else {
                return;
            };
            (arrived + chance.between(60, 7 * 24 * 60) * MINUTE, chance.happens(0.7))
        };
        let requested_at = requested_at / 1_000 * 1_000;
        let requested_at = requested_at.max(paid_at);
        if requested_at > now {
            return;
        }
        let (line, amount, reason) = self.claim(chance, basket, early, with_return);
        let pause = if early { chance.between(1, 48) } else { chance.between(20, 8 * 24) };
        let finished_at = requested_at + pause * HOUR;
        let status = match chance.below(100) {
            _ if finished_at > now && !with_return => RefundStatus::Requested,
            roll if finished_at > now && roll < 50 => RefundStatus::AwaitingReturn,
            _ if finished_at > now => RefundStatus::AwaitingSeller,
            0..=2 if !early => RefundStatus::Refused,
            3..=6 => RefundStatus::Closed,
            _ => RefundStatus::Succeeded,
        };
        let finished_at = (finished_at <= now).then_some(finished_at);
        let refund = Return { line, amount, status, requested_at, finished_at, with_return, reason };
        self.settle(refund, early);
    }

    /// What is asked back: everything, one line, or a part of one line's price.
    fn claim(
        &self,
        chance: &mut Chance,
        basket: &Basket,
        early: bool,
        with_return: bool,
    ) -> (Option<usize>, i64, &'static str) {
        let shares = basket.paid_shares(self.paid);
        let line = chance.below(shares.len() as u64) as usize;
        let of_line = shares.get(line).copied().unwrap_or(0);
        if early {
            (None, self.paid, chance.pick(words::EARLY_REASONS))
        } else if with_return && (shares.len() == 1 || chance.happens(0.5)) {
            (None, self.paid - basket.shipping.min(self.paid), chance.pick(words::RETURN_REASONS))
        } else if with_return {
            (Some(line), of_line, chance.pick(words::RETURN_REASONS))
        } else {
            let part = of_line * chance.between(1, 5) / 10;
            (Some(line), part.max(1).min(of_line), chance.pick(words::PARTIAL_REASONS))
        }
    }

    fn settle(&mut self, refund: Return, early: bool) {
        if refund.status == RefundStatus::Succeeded {
            let whole = refund.line.is_none();
            if early {
                // What went back before leaving was never sent.
                self.shipped_at = None;
                self.signed_at = None;
            }
            if whole {
                self.status = OrderStatus::Refunded;
                self.close_reason = Some("买家申请退款");
                self.finished_at = match (self.finished_at, refund.finished_at) {
                    (Some(confirmed), Some(returned)) if !early => Some(confirmed.max(returned)),
                    (_, returned) => returned,
                };
            }
        }
        if refund.amount > 0 {
            self.refund = Some(refund);
        }
    }
}
