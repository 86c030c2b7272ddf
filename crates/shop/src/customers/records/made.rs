//! The SQL of customers that a piece of work has made.

use platform::Error;
use platform::db::Connection;
use platform::values;

const KEYS: &str = "select customer_id, source, key_kind, key_value from profiles where customer_id > $1";
const IDENTIFIERS: &str = "select p.customer_id, i.kind, i.scope, i.value, p.name from profiles p \
    join identifiers i on i.profile_id = p.id where p.customer_id > $1";

/// The statements of fixed text, for the test that prepares them.
#[cfg(test)]
pub(in crate::customers) const MADE_STATEMENTS: &[&str] = &[KEYS, IDENTIFIERS];

/// The keys of the profiles of customers with an id above `first`: (customer, source, kind, value).
pub(in crate::customers) async fn keys_since(
    conn: &mut impl Connection,
    first: i64,
) -> Result<Vec<(i64, String, String, String)>, Error> {
    let rows = conn.all(KEYS, values![first]).await?;
    rows.iter().map(|row| Ok((row.at(0)?, row.at(1)?, row.at(2)?, row.at(3)?))).collect()
}

/// An identifier with the name of its profile: (customer, kind, scope, value, name).
pub(in crate::customers) type Named = (i64, String, String, String, Option<String>);

/// The identifiers of customers with an id above `first`.
pub(in crate::customers) async fn identifiers_since(
    conn: &mut impl Connection,
    first: i64,
) -> Result<Vec<Named>, Error> {
    let rows = conn.all(IDENTIFIERS, values![first]).await?;
    rows.iter().map(|row| Ok((row.at(0)?, row.at(1)?, row.at(2)?, row.at(3)?, row.at(4)?))).collect()
}
