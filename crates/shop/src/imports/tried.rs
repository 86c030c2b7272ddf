//! What a dry run has tried: it takes piece after piece back, so what an earlier piece would have brought is new again to a
//! later one. Here it is remembered by its keys, and is not counted twice.

use std::collections::HashSet;

use connectors::table::Entity;
use platform::Error;
use platform::db::Connection;

use crate::orders::ImportCounts;
use crate::{customers, products};

/// What pieces before would have brought, as fingerprints of keys.
#[derive(Default)]
pub(super) struct Tried {
    people: HashSet<u64>,
    goods: HashSet<u64>,
    /// Profiles of which something new was said.
    renewed: HashSet<i64>,
}

impl Tried {
    /// How many of these profiles are renewed for the first time.
    pub(super) fn first_renewed(&mut self, profiles: &[i64]) -> i64 {
        profiles.iter().map(|profile| i64::from(self.renewed.insert(*profile))).sum()
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
        let mut again = 0;
        for keys in customers::made_since(conn, first).await? {
            again += i64::from(keys.iter().any(|key| self.people.contains(key)));
            self.people.extend(keys);
        }
        counts.customers.created -= again;
        if entity == Entity::Customers {
            counts.customers.unchanged += again;
        }
        let made = products::made_since(conn, first).await?;
        let again = made.into_iter().map(|key| i64::from(!self.goods.insert(key))).sum::<i64>();
        counts.products.created -= again;
        if entity == Entity::Products {
            counts.products.unchanged += again;
        }
        Ok(())
    }
}
