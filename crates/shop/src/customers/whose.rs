//! Whose something is, for lists of other departments: the customer and what she is called, to whoever may see her.

use std::collections::HashMap;

use platform::db::Session;
use platform::http::ShopScope;
use platform::{Error, Id};

use super::list::row::rows;
use super::{customers_of, visible};

/// A customer in a list of something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whose {
    /// The customer.
    pub id: Id,
    /// Nick or masked name.
    pub name: Option<String>,
}

/// The customer of each of these profiles, by profile. Profiles that are gone, and those of customers whom somebody with
/// `scope` may not see, are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn whose(
    session: &mut Session,
    scope: &ShopScope,
    profiles: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, Whose>, Error> {
    let mut profiles: Vec<i64> = profiles.into_iter().collect();
    profiles.sort_unstable();
    profiles.dedup();
    let mut owners = customers_of(session, &profiles).await?;
    let mut ids: Vec<i64> = owners.iter().map(|(_, customer)| *customer).collect();
    ids.sort_unstable();
    ids.dedup();
    let seen: Vec<i64> = visible(session, scope, &ids).await?.into_iter().collect();
    owners.retain(|(_, customer)| seen.binary_search(customer).is_ok());
    let names: HashMap<i64, Option<String>> =
        rows(session, scope, &seen).await?.into_iter().map(|row| (row.id.0, row.nick.or(row.name))).collect();
    let shown = owners.into_iter().map(|(profile, customer)| {
        (profile, Whose { id: Id(customer), name: names.get(&customer).cloned().flatten() })
    });
    Ok(shown.collect())
}
