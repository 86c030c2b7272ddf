//! What points tell: balances for other departments, and what happened, for rules.

use std::collections::HashMap;

use platform::Error;
use platform::db::Connection;

use super::BOOK;
use super::rules::NEVER;
use crate::ledger;
use crate::ledger::MoveKind;

/// What a profile has, for rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    /// Points, pending ones included.
    pub points: i64,
    /// When the first of them expire, milliseconds UTC.
    pub expires_at: Option<i64>,
}

/// What these profiles have; those without points are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn kept(conn: &mut impl Connection, profiles: &[i64]) -> Result<HashMap<i64, Kept>, Error> {
    let mut found: HashMap<i64, Kept> = HashMap::new();
    for lot in ledger::records::lots(conn, BOOK, profiles).await? {
        let kept = found.entry(lot.profile_id).or_default();
        kept.points += lot.remaining;
        let end = Some(lot.expires_at).filter(|at| *at != NEVER);
        kept.expires_at = [kept.expires_at, end].into_iter().flatten().min();
    }
    Ok(found)
}

/// How many points each profile has spent and not got back; those who spent none are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn spent(conn: &mut impl Connection) -> Result<Vec<(i64, i64)>, Error> {
    ledger::records::spent(conn, BOOK).await
}

/// Something that happened with points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Whose.
    pub profile_id: i64,
    /// What.
    pub kind: MoveKind,
    /// When, milliseconds UTC.
    pub at: i64,
    /// How many, signed; of a notice, how many are about to expire.
    pub points: i64,
}

/// What happened with the points of these profiles, the oldest first. What was spent and given back is left out: it never
/// came to a purchase, or was undone.
///
/// # Errors
/// When the database cannot be read.
pub async fn told(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Told>, Error> {
    let mut rows = ledger::records::moves(conn, BOOK, profiles).await?;
    ledger::leave_out_undone(&mut rows);
    Ok(rows
        .into_iter()
        .map(|row| Told { profile_id: row.profile_id, kind: row.kind, at: row.at, points: row.points })
        .collect())
}
