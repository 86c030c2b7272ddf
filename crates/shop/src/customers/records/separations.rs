//! The SQL of what must stay apart.

use platform::Error;
use platform::db::{Bulk, Connection, Tx};
use platform::values;
use serde::{Deserialize, Serialize};

use super::{listed, pieces};

/// Two profiles that a person has taken apart; `a` is the lower id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::customers) struct Apart {
    pub(in crate::customers) a: i64,
    pub(in crate::customers) b: i64,
    /// The record that did it.
    pub(in crate::customers) record: i64,
}

const INSERT: Bulk = Bulk {
    insert: "insert into separations (profile_a, profile_b, record_id, at)",
    columns: 4,
    then: "on conflict (profile_a, profile_b) do nothing",
};
const DELETE: Bulk =
    Bulk { insert: "delete from separations where (profile_a, profile_b) in (", columns: 2, then: ")" };

const TOGETHER: &str = "delete from separations where profile_a = $1 and profile_b = $2 and record_id = $3";

/// The statements of fixed text, for the test that prepares them.
#[cfg(test)]
pub(in crate::customers) const SEPARATION_STATEMENTS: &[&str] = &[TOGETHER];

/// The separations that have one of these profiles on either side.
pub(in crate::customers) async fn separations(
    conn: &mut impl Connection,
    profiles: &[i64],
) -> Result<Vec<Apart>, Error> {
    let mut found = Vec::new();
    for piece in pieces(profiles) {
        for side in ["profile_a", "profile_b"] {
            let text = listed(
                &format!("select profile_a, profile_b, record_id from separations where {side} in"),
                1,
                piece.len(),
                "",
            );
            for row in conn.all(text, piece.iter().map(|id| (*id).into()).collect()).await? {
                found.push(Apart { a: row.at(0)?, b: row.at(1)?, record: row.at(2)? });
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Keeps pairs of profiles apart, because of a record.
pub(in crate::customers) async fn separate(
    tx: &mut Tx,
    pairs: &[(i64, i64)],
    record: i64,
    at: i64,
) -> Result<(), Error> {
    let rows = pairs.iter().map(|(a, b)| values![*a.min(b), *a.max(b), record, at]).collect();
    INSERT.run(tx, rows).await.map(|_| ())
}

/// Puts lifted separations back.
pub(in crate::customers) async fn restore(tx: &mut Tx, pairs: &[Apart], at: i64) -> Result<(), Error> {
    let rows = pairs.iter().map(|pair| values![pair.a, pair.b, pair.record, at]).collect();
    INSERT.run(tx, rows).await.map(|_| ())
}

/// Lets a pair come together again, when this record keeps it apart.
pub(in crate::customers) async fn let_together(tx: &mut Tx, a: i64, b: i64, record: i64) -> Result<(), Error> {
    tx.execute(TOGETHER, values![a, b, record]).await.map(|_| ())
}

/// Lets these pairs come together again.
pub(in crate::customers) async fn lift(tx: &mut Tx, pairs: &[Apart]) -> Result<(), Error> {
    DELETE.run(tx, pairs.iter().map(|pair| values![pair.a, pair.b]).collect()).await.map(|_| ())
}
