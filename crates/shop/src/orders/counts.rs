//! What an import did, by kind of thing.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How many of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Tally {
    /// Not known before.
    pub created: i64,
    /// Known, and something of it is new.
    pub changed: i64,
    /// Known, and nothing of it is new.
    pub unchanged: i64,
    /// Not taken; each is kept with its reason.
    pub refused: i64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.created += other.created;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.refused += other.refused;
    }
}

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportCounts {
    /// Persons.
    pub customers: Tally,
    /// Orders.
    pub orders: Tally,
    /// Lines of orders.
    pub lines: Tally,
    /// Refunds.
    pub refunds: Tally,
    /// Parcels.
    pub shipments: Tally,
    /// Products.
    pub products: Tally,
    /// Behaviours.
    pub events: Tally,
}

impl AddAssign for ImportCounts {
    fn add_assign(&mut self, other: Self) {
        self.customers += other.customers;
        self.orders += other.orders;
        self.lines += other.lines;
        self.refunds += other.refunds;
        self.shipments += other.shipments;
        self.products += other.products;
        self.events += other.events;
    }
}
