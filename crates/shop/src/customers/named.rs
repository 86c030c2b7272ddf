//! Looking a profile up without making one.

use connectors::drafts::Identifier;
use platform::Error;
use platform::db::Connection;

use super::model::{Resolved, Source, kind_code};
use super::records;
use connectors::drafts::IdentifierKind;

/// The profile that `who` names at `source`; `None` when there is none.
///
/// # Errors
/// When the database cannot be read.
pub async fn named(conn: &mut impl Connection, source: &Source, who: &Identifier) -> Result<Option<Resolved>, Error> {
    let keys = std::slice::from_ref(&who.value);
    let found = records::profiles_by_key(conn, &source.code(), kind_code(who.kind), keys).await?;
    Ok(found.first().map(|row| Resolved {
        profile_id: row.id,
        customer_id: row.customer_id,
        created: false,
        changed: false,
        counted: false,
    }))
}

/// The customers that these identifiers of a kind name, whatever the source: (value, customer). One value may name several.
///
/// # Errors
/// When the database cannot be read.
pub async fn identified(
    conn: &mut impl Connection,
    kind: IdentifierKind,
    values: &[String],
) -> Result<Vec<(String, i64)>, Error> {
    records::identified(conn, kind_code(kind), values).await
}
