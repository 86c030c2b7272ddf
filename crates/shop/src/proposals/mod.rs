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
mod weigh;

use std::collections::BTreeMap;

use platform::Error;
use platform::db::{Connection, Migration};
use platform::http::ShopScope;

pub use care::CARE;
pub use decide::{accept, refuse, reopen};
pub use follow::{SEARCH, follow, register, search_now};
pub use look::{CONSUMER, Looked, look, look_at_all};
pub use model::{Agreement, Reason, State};
pub use routes::{ACCESS, router};
pub use show::{Evidence, Proposal};

use crate::customers;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION, records::WEIGHTS];

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

/// How many proposals wait for a person who may see both customers, which is decided by the shops of `scope`.
///
/// # Errors
/// When the database cannot be read.
pub async fn count_open(conn: &mut impl Connection, scope: &ShopScope) -> Result<i64, Error> {
    match scope {
        ShopScope::All => return records::count_open(conn).await,
        ShopScope::Only(shops) if shops.is_empty() => return Ok(0),
        ShopScope::Only(_) => {}
    }
    let (mut count, mut after) = (0, (2.0, i64::MAX));
    loop {
        let found = records::page(conn, State::Open, 0.0, after, AT_ONCE).await?;
        let Some(last) = found.last() else { return Ok(count) };
        after = (last.found.score, last.id);
        let profiles: Vec<i64> = found.iter().flat_map(|proposal| [proposal.found.a, proposal.found.b]).collect();
        let placed: BTreeMap<i64, i64> = customers::customers_of(conn, &profiles).await?.into_iter().collect();
        let mut meant: Vec<i64> = placed.values().copied().collect();
        meant.sort_unstable();
        meant.dedup();
        let visible = customers::visible(conn, scope, &meant).await?;
        let seen = |profile: i64| placed.get(&profile).is_some_and(|customer| visible.contains(customer));
        let both = found.iter().filter(|proposal| seen(proposal.found.a) && seen(proposal.found.b)).count();
        count += i64::try_from(both).unwrap_or(0);
    }
}

/// Proposals whose customers are looked up at a time.
const AT_ONCE: i64 = 1_000;
