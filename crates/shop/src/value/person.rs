//! A customer as value is reckoned of one: what was bought on which days, and what was counted beside it.
//!
//! A purchase is a day, in the shop's time zone, on which the customer had at least one deal in the business's currency.
//!
//! Absent from here: reading (`gather` everybody, `between` a few).

use super::delivered::Counted;
use super::origin::Origin;
use crate::orders::sums::Sale;

/// A day on which a customer bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bought {
    /// Days since 1970, in the shop's time zone.
    pub(super) day: i64,
    /// Deals.
    pub(super) deals: i64,
    /// Paid less refunded, minor units.
    pub(super) amount: i64,
}

/// A customer with at least one purchase.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Person {
    pub(super) customer: i64,
    /// By day.
    pub(super) bought: Vec<Bought>,
    /// Paid in deals, minor units.
    pub(super) paid: i64,
    /// Refunded of it.
    pub(super) refunded: i64,
    /// The same with what was given back of deals that are none any more, for nothing is left of them.
    pub(super) returned: i64,
    /// What the goods cost, of lines whose product's cost is known.
    pub(super) cost: i64,
    /// What those lines brought in.
    pub(super) costed: i64,
    /// Reviews written.
    pub(super) reviews: i64,
    /// Pictures and films in them.
    pub(super) photos: i64,
    /// Questions of other buyers answered.
    pub(super) answers: i64,
    /// Things shared.
    pub(super) shares: i64,
    /// Complaints made.
    pub(super) complaints: i64,
    /// What delivered value is made of.
    pub(super) counted: Counted,
    /// The first deal.
    pub(super) first: First,
    /// What brought it.
    pub(super) origin: Origin,
}

/// The first deal of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct First {
    /// When it was paid, milliseconds UTC.
    at: i64,
    pub(super) order: i64,
    pub(super) shop: i64,
}

impl Person {
    /// Of whom nothing is known yet.
    pub(super) fn new(customer: i64) -> Self {
        Self { customer, ..Self::default() }
    }

    /// A deal more, paid for on a day that is not before those that are known.
    pub(super) fn deal(&mut self, sale: &Sale, day: i64) {
        let this = First { at: sale.at, order: sale.order_id, shop: sale.shop_id };
        // Of orders that were paid at once the one that was known first.
        if self.bought.is_empty() || (this.at, this.order) < (self.first.at, self.first.order) {
            self.first = this;
        }
        let refunded = sale.paid.saturating_sub(sale.deal_amount);
        self.paid = self.paid.saturating_add(sale.paid);
        self.refunded = self.refunded.saturating_add(refunded);
        self.returned = self.returned.saturating_add(refunded);
        self.counted.returns += i64::from(refunded > 0);
        match self.bought.last_mut().filter(|last| last.day == day) {
            Some(last) => {
                last.deals += 1;
                last.amount = last.amount.saturating_add(sale.deal_amount);
            }
            None => self.bought.push(Bought { day, deals: 1, amount: sale.deal_amount }),
        }
    }

    /// An order that is no deal any more: all that was paid was given back.
    pub(super) fn undone(&mut self, paid: i64) {
        self.returned = self.returned.saturating_add(paid);
    }
}
