//! What credit tells, for rules.

use platform::Error;
use platform::db::Connection;

use super::BOOK;
use crate::ledger::{self, MoveKind};

/// Something that happened with credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Whose.
    pub profile_id: i64,
    /// What.
    pub kind: MoveKind,
    /// When, milliseconds UTC.
    pub at: i64,
    /// How much, minor units, signed; of a notice, how much is about to expire.
    pub amount: i64,
}

/// What happened with the credit of these profiles, the oldest first. What was spent and given back is left out: it never
/// came to a purchase, or was undone.
///
/// # Errors
/// When the database cannot be read.
pub async fn told(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Told>, Error> {
    let mut rows = ledger::records::moves(conn, BOOK, profiles).await?;
    ledger::leave_out_undone(&mut rows);
    let told =
        |row: ledger::MoveRow| Told { profile_id: row.profile_id, kind: row.kind, at: row.at, amount: row.points };
    Ok(rows.into_iter().map(told).collect())
}
