//! How far a cart is priced: what offers have taken off so far, line by line.

use crate::money::times;
use crate::table::{Candidate, Table};
use crate::{Offer, Reason};

/// A cart part of the way through its offers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// What each line costs now.
    pub(crate) left: Vec<i64>,
    /// What each offer took off each line, in the order in which it did.
    pub(crate) cuts: Vec<Taken>,
    /// By line, the last of its cuts.
    last: Vec<Option<usize>>,
    /// Gifts that thresholds gave: which candidate, which step, how often.
    pub(crate) gifts: Vec<(usize, usize, u32)>,
    /// What shipping costs now.
    pub(crate) shipping: i64,
    /// Points spent.
    pub(crate) points: i64,
    /// Taken off the goods in all.
    pub(crate) saved: i64,
}

/// What an offer took off a line. Nothing, where it only gave something for having the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    /// Which candidate.
    pub(crate) by: usize,
    /// Which line.
    pub(crate) line: usize,
    /// How much.
    pub(crate) amount: i64,
    /// What kept it from being more.
    pub(crate) held: Option<Held>,
    /// The cut before it on the same line.
    before: Option<usize>,
}

/// What kept an offer from taking off a line what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// The line's floor.
    Floor,
    /// The order's limit.
    Cap,
    /// Too few pieces were left at the price.
    Stock,
    /// The most that the offer takes off an order.
    Limit,
}

impl From<Held> for Reason {
    fn from(held: Held) -> Self {
        match held {
            Held::Floor => Self::Floor,
            Held::Cap => Self::Cap,
            Held::Stock => Self::StockGone,
            Held::Limit => Self::Limit,
        }
    }
}

impl Clone for State {
    fn clone(&self) -> Self {
        Self {
            left: self.left.clone(),
            cuts: self.cuts.clone(),
            last: self.last.clone(),
            gifts: self.gifts.clone(),
            ..*self
        }
    }

    /// Keeps what memory there is: carts are copied far more often than they grow.
    fn clone_from(&mut self, other: &Self) {
        self.left.clone_from(&other.left);
        self.cuts.clone_from(&other.cuts);
        self.last.clone_from(&other.last);
        self.gifts.clone_from(&other.gifts);
        (self.shipping, self.points, self.saved) = (other.shipping, other.points, other.saved);
    }
}

impl State {
    /// Before any offer.
    pub(crate) fn new(table: &Table<'_>) -> Self {
        Self {
            left: table.start.clone(),
            cuts: Vec::new(),
            last: vec![None; table.lines.len()],
            gifts: Vec::new(),
            shipping: table.cart.shipping,
            points: 0,
            saved: 0,
        }
    }

    pub(crate) fn left(&self, line: usize) -> i64 {
        self.left.get(line).copied().unwrap_or(0)
    }

    /// What is to be paid, shipping included.
    pub(crate) fn payable(&self) -> i64 {
        self.left.iter().sum::<i64>() + self.shipping
    }

    /// What the gifts are worth.
    pub(crate) fn worth(&self, table: &Table<'_>) -> i64 {
        let steps = self.gifts.iter().map(|(by, step, often)| {
            let gifts = table.candidate_at(*by).map(|candidate| match &candidate.promotion.offer {
                Offer::Gift { steps, .. } => steps.get(*step).map_or(0, |step| worth(&step.gifts)),
                _ => 0,
            });
            times(gifts.unwrap_or(0), *often)
        });
        let specials = self.cuts.iter().map(|taken| {
            let gifts = table.candidate_at(taken.by).map(|candidate| match &candidate.promotion.offer {
                Offer::Special { gifts, .. } => worth(gifts),
                _ => 0,
            });
            times(gifts.unwrap_or(0), table.quantity(taken.line))
        });
        steps.sum::<i64>() + specials.sum::<i64>()
    }

    /// What was taken off a line, the latest first.
    pub(crate) fn on(&self, line: usize) -> impl Iterator<Item = &Taken> {
        let at = |at: &Option<usize>| at.and_then(|at| self.cuts.get(at));
        std::iter::successors(self.last.get(line).and_then(at), move |taken| at(&taken.before))
    }

    /// The offer that set the line's price, if one did.
    pub(crate) fn price_of(&self, table: &Table<'_>, line: usize) -> Option<Taken> {
        self.on(line).find(|taken| table.candidate_at(taken.by).is_some_and(|by| by.manner.prices)).copied()
    }

    /// What the line must not go below: its floor, and a deposit that is paid already.
    pub(crate) fn floor(&self, table: &Table<'_>, line: usize) -> i64 {
        let floor = table.floors.get(line).copied().unwrap_or(0);
        let deposit = self
            .price_of(table, line)
            .and_then(|taken| table.candidate_at(taken.by))
            .map(|by| deposit(by, table, line));
        floor.max(deposit.unwrap_or(0))
    }

    /// How much may still be taken off the line.
    pub(crate) fn room(&self, table: &Table<'_>, line: usize) -> i64 {
        (self.left(line) - self.floor(table, line)).max(0)
    }

    /// How much may still be taken off the order.
    pub(crate) fn cap(&self, table: &Table<'_>) -> i64 {
        (table.cap - self.saved).max(0)
    }

    /// Why a candidate may not touch a line beside the offers that are on it already: what the earliest of them says.
    pub(crate) fn closed(&self, table: &Table<'_>, line: usize, candidate: &Candidate<'_>) -> Option<Reason> {
        let own = &candidate.manner;
        let (mut count, mut reason) = (0, None);
        for by in self.on(line).map(|taken| taken.by) {
            let Some(other) = table.candidate_at(by).map(|by| &by.manner) else { continue };
            if other.bundle && candidate.layer == crate::Layer::Item {
                reason = Some(Reason::Better { by });
            } else if own.prices && other.prices {
                // Of two prices of a line the better one stays: they are compared, not added.
            } else if own.group.is_some() && own.group == other.group {
                reason = Some(Reason::Exclusive { with: by });
            } else if own.alone || other.alone {
                reason = Some(Reason::Alone { with: by });
            } else {
                count += u32::from(other.counts);
            }
        }
        let full = || table.shelf.programme.settings.together.filter(|most| own.counts && count >= *most);
        reason.or_else(|| full().map(|most| Reason::Together { most }))
    }

    /// Takes `amount` off a line for a candidate, which `held` kept from being more.
    pub(crate) fn take(&mut self, by: usize, line: usize, amount: i64, held: Option<Held>) {
        if let (Some(left), Some(last)) = (self.left.get_mut(line), self.last.get_mut(line)) {
            *left -= amount;
            self.saved += amount;
            self.cuts.push(Taken { by, line, amount, held, before: *last });
            *last = Some(self.cuts.len() - 1);
        }
    }

    /// Puts a better price of a line in the place of the one that it has.
    pub(crate) fn reprice(&mut self, had: Taken, by: usize, amount: i64, held: Option<Held>) {
        let same = |one: &&mut Taken| (one.by, one.line) == (had.by, had.line);
        if let (Some(taken), Some(left)) = (self.cuts.iter_mut().find(same), self.left.get_mut(had.line)) {
            *left += taken.amount - amount;
            self.saved += amount - taken.amount;
            (taken.by, taken.amount, taken.held) = (by, amount, held);
        }
    }
}

/// What the gifts of one giving are worth.
pub(crate) fn worth(gifts: &[crate::Gift]) -> i64 {
    gifts.iter().map(|gift| times(gift.worth, gift.quantity)).sum()
}

/// The deposit of a line, if the candidate asks for one.
pub(crate) fn deposit(candidate: &Candidate<'_>, table: &Table<'_>, line: usize) -> i64 {
    match candidate.promotion.offer {
        Offer::Presale { deposit, .. } => times(deposit, table.quantity(line)),
        _ => 0,
    }
}
