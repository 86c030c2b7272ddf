//! The SQL of identifiers.

use platform::Error;
use platform::db::{Bulk, Connection, Tx, Value};
use platform::values;

use super::{listed, pieces};

/// One profile's identifier, and the customer it leads to.
#[derive(Debug, Clone)]
pub(in crate::customers) struct Held {
    pub(in crate::customers) kind: String,
    pub(in crate::customers) scope: String,
    pub(in crate::customers) value: String,
    pub(in crate::customers) profile_id: i64,
    pub(in crate::customers) customer_id: i64,
}

/// An identifier to write.
#[derive(Clone)]
pub(in crate::customers) struct NewIdentifier {
    pub(in crate::customers) id: i64,
    pub(in crate::customers) profile_id: i64,
    pub(in crate::customers) kind: &'static str,
    pub(in crate::customers) scope: String,
    pub(in crate::customers) value: String,
    pub(in crate::customers) tail: Option<String>,
    pub(in crate::customers) first_seen_at: i64,
}

const INSERT: Bulk = Bulk {
    insert: "insert into identifiers (id, profile_id, kind, scope, value, tail, first_seen_at)",
    columns: 7,
    then: "on conflict (value, kind, scope, profile_id) do nothing",
};

/// Who holds these values of one kind.
pub(in crate::customers) async fn holders(
    conn: &mut impl Connection,
    kind: &str,
    wanted: &[String],
) -> Result<Vec<Held>, Error> {
    let mut found = Vec::new();
    for piece in pieces(wanted) {
        let text = listed(
            "select i.scope, i.value, i.profile_id, p.customer_id from identifiers i join profiles p on p.id = i.profile_id \
             where i.kind = $1 and i.value in",
            2,
            piece.len(),
            "",
        );
        let mut values = values![kind];
        values.extend(piece.into_iter().map(Value::from));
        for row in conn.all(text, values).await? {
            found.push(Held {
                kind: kind.to_owned(),
                scope: row.at(0)?,
                value: row.at(1)?,
                profile_id: row.at(2)?,
                customer_id: row.at(3)?,
            });
        }
    }
    Ok(found)
}

/// Writes identifiers; those that stand already stay as they are.
pub(in crate::customers) async fn insert_identifiers(tx: &mut Tx, rows: Vec<NewIdentifier>) -> Result<(), Error> {
    let rows = rows
        .into_iter()
        .map(|row| values![row.id, row.profile_id, row.kind, row.scope, row.value, row.tail, row.first_seen_at])
        .collect();
    INSERT.run(tx, rows).await.map(|_| ())
}

/// The customers that these values name, whatever the source: (value, customer).
pub(in crate::customers) async fn identified(
    conn: &mut impl Connection,
    kind: &str,
    values: &[String],
) -> Result<Vec<(String, i64)>, Error> {
    let mut found = Vec::new();
    for piece in pieces(values) {
        let text = listed(
            "select distinct i.value, p.customer_id from identifiers i join profiles p on p.id = i.profile_id \
             where i.kind = $1 and i.value in",
            2,
            piece.len(),
            "",
        );
        let mut bound = platform::values![kind];
        bound.extend(piece.into_iter().map(platform::db::Value::from));
        for row in conn.all(text, bound).await? {
            found.push((row.at(0)?, row.at(1)?));
        }
    }
    Ok(found)
}
