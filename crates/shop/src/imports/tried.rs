//! What a dry run has tried: it takes piece after piece back, so what an earlier piece would have brought is new again to a
//! later one. Here it is remembered by its keys, and is not counted twice. What a file itself states twice is `again`'s.
//!
//! Absent from here: who becomes one only through what several pieces say together. A chain of such joins that ends at
//! somebody who was there before may count one person as made whom the import counts as changed.

use std::collections::{HashMap, HashSet};

use connectors::table::Entity;
use platform::Error;
use platform::db::Connection;

use crate::customers::Made;
use crate::orders::ImportCounts;
use crate::{customers, products};

/// What pieces before would have brought, as fingerprints of keys.
#[derive(Default)]
pub(super) struct Tried {
    /// What names somebody, and whether it is somebody who was there before the file.
    people: HashMap<u64, bool>,
    goods: HashSet<u64>,
    /// Profiles of which something new was said.
    renewed: HashSet<i64>,
    /// The same of profiles that only the file makes, by their keys: they have another id in each piece.
    joined: HashSet<u64>,
    /// Customers who were there before, and whether something new is said of them.
    met: HashMap<i64, bool>,
    /// Those of the piece that is being tried.
    joining: HashSet<i64>,
    /// What this piece makes has a higher id.
    began: i64,
}

impl Tried {
    /// A piece is begun that makes everything with an id above `first`.
    pub(super) fn begin(&mut self, first: i64) {
        self.began = first;
        self.joining.clear();
    }

    /// Customers who were there before the file are spoken of.
    pub(super) fn meet_again(&mut self, customers: impl IntoIterator<Item = i64>) {
        for customer in customers {
            self.met.entry(customer).or_default();
        }
    }

    /// How many customers are spoken of who were there before and of whom nothing new is said.
    pub(super) fn untouched(&self) -> i64 {
        self.met.values().map(|renewed| i64::from(!renewed)).sum()
    }

    /// How many of these profiles (profile, customer) of customers who were there before are renewed for the first time,
    /// those left out that the piece has made.
    pub(super) fn first_renewed(&mut self, profiles: &[(i64, i64)]) -> i64 {
        self.met.extend(profiles.iter().map(|(_, customer)| (*customer, true)));
        let profiles = profiles.iter().map(|(profile, _)| *profile);
        let (made, known): (Vec<i64>, Vec<i64>) = profiles.partition(|profile| *profile > self.began);
        self.joining.extend(made);
        known.into_iter().map(|profile| i64::from(self.renewed.insert(profile))).sum()
    }

    /// Takes what pieces before had brought off the counts of one, which made everything with an id above `first`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) async fn settle(
        &mut self,
        conn: &mut impl Connection,
        first: i64,
        entity: Entity,
        counts: &mut ImportCounts,
    ) -> Result<(), Error> {
        let (mut again, mut renewed) = (0, 0);
        for made in customers::made_since(conn, first).await? {
            let (known, joined) = self.meet(&made, made.customer > first);
            again += i64::from(known);
            renewed += joined;
        }
        if !matches!(entity, Entity::Events | Entity::Lines) {
            counts.customers.created -= again;
        }
        if matches!(entity, Entity::Customers | Entity::Orders | Entity::Refunds) {
            counts.customers.changed += renewed;
        }
        if entity == Entity::Customers {
            counts.customers.unchanged += again - renewed;
        }
        let made = products::made_since(conn, first).await?;
        let again = made.into_iter().map(|key| i64::from(!self.goods.insert(key))).sum::<i64>();
        counts.products.created -= again;
        if entity == Entity::Products {
            counts.products.unchanged += again;
        }
        Ok(())
    }

    /// Remembers somebody. Says whether the piece made her and one before had done so, and how many profiles more somebody
    /// has who was there before the file.
    fn meet(&mut self, made: &Made, new: bool) -> (bool, i64) {
        let known: Vec<bool> = made.keys.iter().filter_map(|key| self.people.get(key).copied()).collect();
        let old = !new || known.contains(&true);
        for key in &made.keys {
            *self.people.entry(*key).or_default() |= old;
        }
        let mut joined = 0;
        for (profile, key) in &made.profiles {
            if old && (new || self.joining.contains(profile)) && self.joined.insert(*key) {
                joined += 1;
            }
        }
        (new && !known.is_empty(), joined)
    }
}
