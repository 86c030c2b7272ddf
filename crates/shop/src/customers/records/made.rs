//! The SQL of customers that a piece of work has made.

use platform::Error;
use platform::db::Connection;
use platform::values;

const KEYS: &str = "select id, customer_id, source, key_kind, key_value from profiles where id > $1";
const IDENTIFIERS: &str = "select p.customer_id, i.kind, i.scope, i.value, p.name from identifiers i \
    join profiles p on p.id = i.profile_id where i.id > $1";

/// The statements of fixed text, for the test that prepares them.
#[cfg(test)]
pub(in crate::customers) const MADE_STATEMENTS: &[&str] = &[KEYS, IDENTIFIERS];

/// A profile's key: (profile, customer, source, kind, value).
pub(in crate::customers) type Keyed = (i64, i64, String, String, String);

/// The keys of the profiles with an id above `first`.
pub(in crate::customers) async fn keys_since(conn: &mut impl Connection, first: i64) -> Result<Vec<Keyed>, Error> {
    let rows = conn.all(KEYS, values![first]).await?;
    rows.iter().map(|row| Ok((row.at(0)?, row.at(1)?, row.at(2)?, row.at(3)?, row.at(4)?))).collect()
}

/// An identifier with the name of its profile: (customer, kind, scope, value, name).
pub(in crate::customers) type Named = (i64, String, String, String, Option<String>);

/// The identifiers with an id above `first`.
pub(in crate::customers) async fn identifiers_since(
    conn: &mut impl Connection,
    first: i64,
) -> Result<Vec<Named>, Error> {
    let rows = conn.all(IDENTIFIERS, values![first]).await?;
    rows.iter().map(|row| Ok((row.at(0)?, row.at(1)?, row.at(2)?, row.at(3)?, row.at(4)?))).collect()
}
