//! Codes on their way.

use platform::db::{Connection, Row, Tx};
use platform::{Error, values};

/// A code that was sent.
pub(in crate::portal) struct Sent {
    /// To whom.
    pub(in crate::portal) recipient: String,
    /// The digest of what the browser keeps.
    pub(in crate::portal) challenge: [u8; 32],
    /// The digest of the code with it.
    pub(in crate::portal) code: [u8; 32],
    /// Until when it holds.
    pub(in crate::portal) expires_at: i64,
}

const PUT: &str = "insert into portal_codes (recipient, challenge, code, tries, expires_at) values ($1, $2, $3, 0, $4) \
    on conflict (recipient) do update set challenge = excluded.challenge, code = excluded.code, tries = 0, \
    expires_at = excluded.expires_at";
const WAITING: &str = "select recipient from portal_codes where challenge = $1 and expires_at > $2";
const TRY: &str = "update portal_codes set tries = tries + 1 where challenge = $1 and tries < $2 and expires_at > $3 \
    returning recipient, code, expires_at";
const TAKE: &str = "delete from portal_codes where challenge = $1";
const FORGET: &str = "delete from portal_codes where recipient = $1";
const TRIM: &str = "delete from portal_codes where expires_at <= $1";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[PUT, WAITING, TRY, TAKE, FORGET, TRIM];

/// Keeps a code instead of the one before, and drops those that are over.
pub(in crate::portal) async fn put(tx: &mut Tx, sent: &Sent, now: i64) -> Result<(), Error> {
    tx.execute(TRIM, values![now]).await?;
    let bound = values![&sent.recipient, sent.challenge.to_vec(), sent.code.to_vec(), sent.expires_at];
    tx.execute(PUT, bound).await.map(|_| ())
}

pub(in crate::portal) async fn waiting(
    conn: &mut impl Connection,
    challenge: &[u8; 32],
    now: i64,
) -> Result<Option<String>, Error> {
    conn.one(WAITING, values![challenge.to_vec(), now]).await?.map(|row| row.get("recipient")).transpose()
}

/// Counts a try, and hands the code out while there are tries left.
pub(in crate::portal) async fn try_one(
    tx: &mut Tx,
    challenge: &[u8; 32],
    most: i64,
    now: i64,
) -> Result<Option<Sent>, Error> {
    let row = tx.one(TRY, values![challenge.to_vec(), most, now]).await?;
    row.as_ref().map(|row| sent(row, *challenge)).transpose()
}

fn sent(row: &Row, challenge: [u8; 32]) -> Result<Sent, Error> {
    let code: Vec<u8> = row.get("code")?;
    Ok(Sent {
        recipient: row.get("recipient")?,
        challenge,
        code: code.try_into().map_err(|_| Error::internal("a code's digest has another length"))?,
        expires_at: row.get("expires_at")?,
    })
}

/// Uses a code up; whether it was still there.
pub(in crate::portal) async fn take(tx: &mut Tx, challenge: &[u8; 32]) -> Result<bool, Error> {
    Ok(tx.execute(TAKE, values![challenge.to_vec()]).await? == 1)
}

/// Forgets what was sent to these recipients.
pub(in crate::portal) async fn forget(tx: &mut Tx, recipients: &[String]) -> Result<u64, Error> {
    let mut gone = 0;
    for recipient in recipients {
        gone += tx.execute(FORGET, values![recipient]).await?;
    }
    Ok(gone)
}

/// Drops codes that are over.
pub(in crate::portal) async fn trim(tx: &mut Tx, now: i64) -> Result<u64, Error> {
    tx.execute(TRIM, values![now]).await
}
