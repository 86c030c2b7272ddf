//! Sessions of buyers.

use platform::db::{Connection, Tx, placeholders};
use platform::{Error, values};

/// A session as it is kept.
pub(in crate::portal) struct Kept {
    /// The profile that signed in; 0 for a stranger.
    pub(in crate::portal) profile: i64,
    /// What a stranger confirmed.
    pub(in crate::portal) contact: Option<String>,
    /// When it was last seen, milliseconds UTC.
    pub(in crate::portal) seen_at: i64,
}

/// Sessions stand that were seen after the first, began after the second and, of strangers, after the third instant.
pub(in crate::portal) type Stands = (i64, i64, i64);

const OPEN: &str = "insert into portal_sessions (token_hash, profile_id, contact, created_at, seen_at) \
    values ($1, $2, $3, $4, $4)";
const FIND: &str = "select profile_id, contact, seen_at from portal_sessions where token_hash = $1 and seen_at > $2 \
    and created_at > $3 and (profile_id > 0 or created_at > $4)";
const SEEN: &str = "update portal_sessions set seen_at = $2 where token_hash = $1";
const SETTLE: &str = "update portal_sessions set profile_id = $2, contact = null where token_hash = $1";
const CLOSE: &str = "delete from portal_sessions where token_hash = $1";
const FORGET: &str = "delete from portal_sessions where contact = $1";
const TRIM: &str = "delete from portal_sessions where seen_at <= $1 or created_at <= $2 \
    or (profile_id = 0 and created_at <= $3)";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[OPEN, FIND, SEEN, SETTLE, CLOSE, FORGET, TRIM];

pub(in crate::portal) async fn open(
    tx: &mut Tx,
    hash: &[u8; 32],
    profile: i64,
    contact: Option<&str>,
    now: i64,
) -> Result<(), Error> {
    tx.execute(OPEN, values![hash.to_vec(), profile, contact, now]).await.map(|_| ())
}

pub(in crate::portal) async fn find(
    conn: &mut impl Connection,
    hash: &[u8; 32],
    (seen, began, stranger): Stands,
) -> Result<Option<Kept>, Error> {
    let row = conn.one(FIND, values![hash.to_vec(), seen, began, stranger]).await?;
    row.map(|row| {
        Ok(Kept { profile: row.get("profile_id")?, contact: row.get("contact")?, seen_at: row.get("seen_at")? })
    })
    .transpose()
}

pub(in crate::portal) async fn seen(tx: &mut Tx, hash: &[u8; 32], now: i64) -> Result<(), Error> {
    tx.execute(SEEN, values![hash.to_vec(), now]).await.map(|_| ())
}

pub(in crate::portal) async fn settle(tx: &mut Tx, hash: &[u8; 32], profile: i64) -> Result<(), Error> {
    tx.execute(SETTLE, values![hash.to_vec(), profile]).await.map(|_| ())
}

pub(in crate::portal) async fn close(tx: &mut Tx, hash: &[u8; 32]) -> Result<(), Error> {
    tx.execute(CLOSE, values![hash.to_vec()]).await.map(|_| ())
}

pub(in crate::portal) async fn close_all(tx: &mut Tx, profiles: &[i64]) -> Result<u64, Error> {
    let list = placeholders(1, profiles.len());
    let bound = profiles.iter().map(|id| (*id).into()).collect();
    tx.execute(format!("delete from portal_sessions where profile_id in ({list})"), bound).await
}

/// When sessions of these profiles began and were last seen, newest first.
pub(in crate::portal) async fn of_profiles(
    conn: &mut impl Connection,
    profiles: &[i64],
) -> Result<Vec<(i64, i64)>, Error> {
    let list = placeholders(1, profiles.len());
    let sql = format!(
        "select created_at, seen_at from portal_sessions where profile_id in ({list}) order by created_at desc"
    );
    let rows = conn.all(sql, profiles.iter().map(|id| (*id).into()).collect()).await?;
    rows.iter().map(|row| Ok((row.get("created_at")?, row.get("seen_at")?))).collect()
}

/// Ends the sessions of strangers who confirmed one of these.
pub(in crate::portal) async fn forget(tx: &mut Tx, contacts: &[String]) -> Result<u64, Error> {
    let mut gone = 0;
    for contact in contacts {
        gone += tx.execute(FORGET, values![contact]).await?;
    }
    Ok(gone)
}

pub(in crate::portal) async fn trim(tx: &mut Tx, (seen, began, stranger): Stands) -> Result<u64, Error> {
    tx.execute(TRIM, values![seen, began, stranger]).await
}
