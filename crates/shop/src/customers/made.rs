//! Customers that a piece of work has made, by what would name them again.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use connectors::identity::{self, Strength};
use platform::Error;
use platform::db::Connection;

use super::labels::normal_name;
use super::model::kind_from_code;
use super::records;

/// The customers with an id above `first`, each as the fingerprints of what would find the same customer another time: the
/// keys of its profiles and its strong identifiers, and its mobiles and e-mails together with the name.
///
/// # Errors
/// When the database cannot be read.
pub async fn made_since(conn: &mut impl Connection, first: i64) -> Result<Vec<Vec<u64>>, Error> {
    let mut found: BTreeMap<i64, Vec<u64>> = BTreeMap::new();
    for (customer, source, kind, value) in records::keys_since(conn, first).await? {
        found.entry(customer).or_default().push(fingerprint(&["profile", &source, &kind, &value]));
    }
    for (customer, kind, scope, value, name) in records::identifiers_since(conn, first).await? {
        let Some(strength) = kind_from_code(&kind).map(identity::strength) else { continue };
        let name = match strength {
            Strength::Strong => String::new(),
            Strength::Shared => name.as_deref().and_then(normal_name).unwrap_or_default(),
            Strength::Visitor => continue,
        };
        found.entry(customer).or_default().push(fingerprint(&["identifier", &kind, &scope, &value, &name]));
    }
    Ok(found.into_values().collect())
}

fn fingerprint(parts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}
