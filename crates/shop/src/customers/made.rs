//! Customers that a piece of work has made or learnt more of, by what would name them again.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use connectors::identity::{self, Strength};
use platform::Error;
use platform::db::Connection;

use super::labels::normal_name;
use super::model::kind_from_code;
use super::records;

/// A customer with profiles or identifiers that are new.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// The customer; new when its id is.
    pub customer: i64,
    /// The new profiles, each with the fingerprint of its key.
    pub profiles: Vec<(i64, u64)>,
    /// Fingerprints of what would find the same customer another time: the keys of new profiles and the new strong
    /// identifiers, and new mobiles and e-mails together with the name.
    pub keys: Vec<u64>,
}

/// The customers with profiles or identifiers whose id is above `first`.
///
/// # Errors
/// When the database cannot be read.
pub async fn made_since(conn: &mut impl Connection, first: i64) -> Result<Vec<Made>, Error> {
    let mut found: BTreeMap<i64, Made> = BTreeMap::new();
    for (profile, customer, source, kind, value) in records::keys_since(conn, first).await? {
        let key = fingerprint(&["profile", &source, &kind, &value]);
        let made = found.entry(customer).or_default();
        made.profiles.push((profile, key));
        made.keys.push(key);
    }
    for (customer, kind, scope, value, name) in records::identifiers_since(conn, first).await? {
        let Some(strength) = kind_from_code(&kind).map(identity::strength) else { continue };
        let name = match strength {
            Strength::Strong => String::new(),
            Strength::Shared => name.as_deref().and_then(normal_name).unwrap_or_default(),
            Strength::Visitor => continue,
        };
        let key = fingerprint(&["identifier", &kind, &scope, &value, &name]);
        found.entry(customer).or_default().keys.push(key);
    }
    Ok(found.into_iter().map(|(customer, made)| Made { customer, ..made }).collect())
}

fn fingerprint(parts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}
