//! The SQL of merges.

use platform::Error;
use platform::db::{Bulk, Connection, Row, Tx};
use platform::values;

use super::{Apart, listed, pieces};

/// A merge or unmerge as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::customers) struct MergeRow {
    pub(in crate::customers) id: i64,
    /// `merge` or `unmerge`.
    pub(in crate::customers) kind: String,
    pub(in crate::customers) at: i64,
    pub(in crate::customers) actor: String,
    pub(in crate::customers) reason: String,
    pub(in crate::customers) automatic: bool,
    pub(in crate::customers) from_customer: i64,
    pub(in crate::customers) to_customer: i64,
    pub(in crate::customers) profile_ids: Vec<i64>,
    /// Separations that the merge took away, to be put back when it is undone.
    pub(in crate::customers) lifted: Vec<Apart>,
    pub(in crate::customers) undone: bool,
}

const COLUMNS: &str = "id, kind, at, actor, reason, automatic, from_customer, to_customer, profile_ids, lifted, undone";
const INSERT: Bulk = Bulk {
    insert: "insert into merges (id, kind, at, actor, reason, automatic, from_customer, to_customer, profile_ids, lifted)",
    columns: 10,
    then: "",
};
const GET: &str = "select id, kind, at, actor, reason, automatic, from_customer, to_customer, profile_ids, lifted, undone \
    from merges where id = $1";
const UNDONE: &str = "update merges set undone = true where id = $1 and not undone";
/// The statements of fixed text, for the test that prepares them.
#[cfg(test)]
pub(in crate::customers) const STATEMENTS: &[&str] = &[GET, UNDONE];

/// Keeps merges.
pub(in crate::customers) async fn insert_merges(tx: &mut Tx, rows: &[MergeRow]) -> Result<(), Error> {
    let mut values = Vec::with_capacity(rows.len());
    for row in rows {
        values.push(values![
            row.id,
            row.kind.as_str(),
            row.at,
            row.actor.as_str(),
            row.reason.as_str(),
            row.automatic,
            row.from_customer,
            row.to_customer,
            json(&row.profile_ids)?,
            json(&row.lifted)?
        ]);
    }
    INSERT.run(tx, values).await.map(|_| ())
}

/// One merge.
pub(in crate::customers) async fn merge(conn: &mut impl Connection, id: i64) -> Result<Option<MergeRow>, Error> {
    conn.one(GET, values![id]).await?.map(|row| read(&row)).transpose()
}

/// The merges from or to one of these customers, newest first.
pub(in crate::customers) async fn merges_of(
    conn: &mut impl Connection,
    customers: &[i64],
) -> Result<Vec<MergeRow>, Error> {
    let mut found = Vec::new();
    for piece in pieces(customers) {
        for side in ["from_customer", "to_customer"] {
            let text = listed(&format!("select {COLUMNS} from merges where {side} in"), 1, piece.len(), "");
            for row in conn.all(text, piece.iter().map(|id| (*id).into()).collect()).await? {
                found.push(read(&row)?);
            }
        }
    }
    found.sort_by_key(|row| std::cmp::Reverse(row.id));
    found.dedup_by_key(|row| row.id);
    Ok(found)
}

/// Says that a merge has been undone; false when it had been before.
pub(in crate::customers) async fn set_undone(tx: &mut Tx, id: i64) -> Result<bool, Error> {
    Ok(tx.execute(UNDONE, values![id]).await? == 1)
}

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|cause| Error::internal(cause.to_string()))
}

fn read(row: &Row) -> Result<MergeRow, Error> {
    let parse = |text: String| serde_json::from_str(&text).map_err(|cause| Error::internal(cause.to_string()));
    let lifted: String = row.at(9)?;
    Ok(MergeRow {
        id: row.at(0)?,
        kind: row.at(1)?,
        at: row.at(2)?,
        actor: row.at(3)?,
        reason: row.at(4)?,
        automatic: row.at(5)?,
        from_customer: row.at(6)?,
        to_customer: row.at(7)?,
        profile_ids: parse(row.at(8)?)?,
        lifted: serde_json::from_str(&lifted).map_err(|cause| Error::internal(cause.to_string()))?,
        undone: row.at(10)?,
    })
}
