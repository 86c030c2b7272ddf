//! Proposals: pairs of customers that look like one person, for a person to decide.
//!
//! What is looked at follows what changed: a consumer of the outbox compares the profiles that were touched with those
//! that share an address, a mobile or a name with them. A refusal is remembered for good. Absent from here: joining by
//! identifiers, which asks nobody, and how likeness is weighed, which is science's.

mod care;
mod decide;
mod follow;
mod judge;
mod keys;
mod look;
mod model;
mod records;
mod routes;
mod show;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use platform::Error;
use platform::db::{Connection, Migration};

pub use care::CARE;
pub use decide::{accept, refuse};
pub use follow::{SEARCH, follow, register, search_now};
pub use look::{CONSUMER, Looked, look, look_at_all};
pub use model::{Agreement, Reason, State};
pub use routes::{ACCESS, router};
pub use show::{Evidence, Proposal};

use crate::customers;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION];

/// How many open proposals these customers have, (customer, count); customers without one are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn open_counts(conn: &mut impl Connection, customers: &[i64]) -> Result<Vec<(i64, i64)>, Error> {
    let placed = customers::placed(conn, customers).await?;
    let customer: BTreeMap<i64, i64> = placed.iter().map(|(profile, customer, _)| (*profile, *customer)).collect();
    let profiles: Vec<i64> = customer.keys().copied().collect();
    let mut counts: BTreeMap<i64, std::collections::BTreeSet<i64>> = BTreeMap::new();
    for (profile, proposal) in records::open_of(conn, &profiles).await? {
        if let Some(customer) = customer.get(&profile) {
            counts.entry(*customer).or_default().insert(proposal);
        }
    }
    Ok(counts.into_iter().map(|(customer, open)| (customer, i64::try_from(open.len()).unwrap_or(i64::MAX))).collect())
}

/// How many proposals wait for a person.
///
/// # Errors
/// When the database cannot be read.
pub async fn count_open(conn: &mut impl Connection) -> Result<i64, Error> {
    records::count_open(conn).await
}
