//! What other departments may ask about profiles: what they say, whose they are, who must stay apart.

use std::collections::BTreeSet;

use platform::db::{Connection, Tx};
use platform::http::ShopScope;
use platform::{Error, Personal};

use super::labels::Labels;
use super::records;

/// What a profile says of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The profile.
    pub profile_id: i64,
    /// Its customer.
    pub customer_id: i64,
    /// Its shop.
    pub shop_id: Option<i64>,
    /// Its labels, as printed.
    pub labels: Labels,
    /// Its whole mobiles, in E.164.
    pub mobiles: Vec<String>,
}

/// Where an identifier leads, for scoring against a known truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// Who said it: `taobao:42`.
    pub source: String,
    /// Kind of identifier.
    pub kind: String,
    /// The source for kinds that mean something only there; empty for the others.
    pub scope: String,
    /// The identifier.
    pub value: Personal,
    /// The customer that it leads to.
    pub customer_id: i64,
    /// What to ask the next page with.
    pub after: i64,
}

/// What these profiles say, by id; profiles that are gone are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn facts(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Facts>, Error> {
    records::facts(conn, profiles).await
}

/// The profiles of these customers as (profile, customer, shop), by profile.
///
/// # Errors
/// When the database cannot be read.
pub async fn placed(conn: &mut impl Connection, customers: &[i64]) -> Result<Vec<(i64, i64, Option<i64>)>, Error> {
    records::placed(conn, customers).await
}

/// Those of these customers that somebody with `scope` may see: those with a profile in one of the shops.
///
/// # Errors
/// When the database cannot be read.
pub async fn visible(conn: &mut impl Connection, scope: &ShopScope, customers: &[i64]) -> Result<BTreeSet<i64>, Error> {
    if *scope == ShopScope::All {
        return Ok(customers.iter().copied().collect());
    }
    let placed = records::placed(conn, customers).await?;
    let seen = placed.into_iter().filter(|(_, _, shop)| shop.is_some_and(|shop| scope.contains(shop)));
    Ok(seen.map(|(_, customer, _)| customer).collect())
}

/// Profiles with ids above `after`, at most `limit`, for work that walks all of them.
///
/// # Errors
/// When the database cannot be read.
pub async fn profiles_after(conn: &mut impl Connection, after: i64, limit: i64) -> Result<Vec<i64>, Error> {
    records::profiles_after(conn, after, limit).await
}

/// Pairs of profiles that a person has taken apart, with one of `profiles` on either side; the lower id first.
///
/// # Errors
/// When the database cannot be read.
pub async fn separated(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<(i64, i64)>, Error> {
    Ok(records::separations(conn, profiles).await?.into_iter().map(|pair| (pair.a, pair.b)).collect())
}

/// Remembers that two profiles are two people, because of what stands under `record` (a proposal that was refused).
/// Identifiers do not join them from now on; a person may.
///
/// # Errors
/// When the database refuses.
pub async fn keep_apart(tx: &mut Tx, a: i64, b: i64, record: i64, now: i64) -> Result<(), Error> {
    records::separate(tx, &[(a, b)], record, now).await
}

/// Forgets that two profiles are two people, when `record` was what said so.
///
/// # Errors
/// When the database refuses.
pub async fn let_together(tx: &mut Tx, a: i64, b: i64, record: i64) -> Result<(), Error> {
    records::let_together(tx, a.min(b), a.max(b), record).await
}

/// Where identifiers lead, a page at a time: those after `after`, at most `limit`. Whoever knows the truth, such as the
/// demo shop, compares.
///
/// # Errors
/// When the database cannot be read.
pub async fn identities(conn: &mut impl Connection, after: i64, limit: i64) -> Result<Vec<Truth>, Error> {
    records::identities(conn, after, limit).await
}
