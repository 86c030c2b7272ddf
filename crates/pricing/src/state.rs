//! How far a cart is priced: what offers have taken off so far, line by line.

use crate::money::times;
use crate::table::{Candidate, Table};
use crate::{Offer, Reason};

/// A cart part of the way through its offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    /// What each line costs now.
    pub(crate) left: Vec<i64>,
    /// What each offer took off each line, in the order in which it did.
    pub(crate) cuts: Vec<Taken>,
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
}

impl From<Held> for Reason {
    fn from(held: Held) -> Self {
        match held {
            Held::Floor => Self::Floor,
            Held::Cap => Self::Cap,
            Held::Stock => Self::StockGone,
        }
    }
}

impl State {
    /// Before any offer.
    pub(crate) fn new(table: &Table<'_>) -> Self {
        Self {
            left: table.start.clone(),
            cuts: Vec::new(),
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

    /// The offer that set the line's price, if one did.
    pub(crate) fn price_of(&self, table: &Table<'_>, line: usize) -> Option<Taken> {
        let sets = |taken: &&Taken| {
            taken.line == line && table.candidate_at(taken.by).is_some_and(|by| by.promotion.is_line_price())
        };
        self.cuts.iter().find(sets).copied()
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

    /// Why a candidate may not touch a line beside the offers that are on it already.
    pub(crate) fn closed(&self, table: &Table<'_>, line: usize, candidate: &Candidate<'_>) -> Option<Reason> {
        let promotion = candidate.promotion;
        let prices = promotion.is_line_price();
        let mut count = 0;
        for taken in self.cuts.iter().filter(|taken| taken.line == line) {
            let Some(other) = table.candidate_at(taken.by).map(|by| by.promotion) else { continue };
            if other.offer.is_bundle() && candidate.layer == crate::Layer::Item {
                return Some(Reason::Better { by: taken_by(other) });
            }
            // Of two prices of a line the better one stays: they are compared, not added.
            if prices && other.is_line_price() {
                continue;
            }
            if promotion.exclusive.is_some() && promotion.exclusive == other.exclusive {
                return Some(Reason::Exclusive { with: taken_by(other) });
            }
            if promotion.alone || other.alone {
                return Some(Reason::Alone { with: taken_by(other) });
            }
            count += u32::from(other.counts());
        }
        let most = table.shelf.programme.settings.together?;
        (promotion.counts() && count >= most).then_some(Reason::Together { most })
    }

    /// Takes `amount` off a line for a candidate, which `held` kept from being more.
    pub(crate) fn take(&mut self, by: usize, line: usize, amount: i64, held: Option<Held>) {
        if let Some(left) = self.left.get_mut(line) {
            *left -= amount;
            self.saved += amount;
            self.cuts.push(Taken { by, line, amount, held });
        }
    }

    /// Gives a line's price back, so that a better one can take its place.
    pub(crate) fn give_back(&mut self, taken: Taken) {
        self.cuts.retain(|one| (one.by, one.line) != (taken.by, taken.line));
        if let Some(left) = self.left.get_mut(taken.line) {
            *left += taken.amount;
            self.saved -= taken.amount;
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

/// How a promotion is called in a reason: its key, which is turned into its name where the reason is said.
fn taken_by(promotion: &crate::Promotion) -> String {
    promotion.key.clone()
}
