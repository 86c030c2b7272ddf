//! The SQL of sessions.

use crate::accounts::model::User;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::values;

const OPEN: &str =
    "insert into sessions (token_hash, account_id, created_at, seen_at, address) values ($1, $2, $3, $3, $4)";
const FIND: &str = "select account_id from sessions where token_hash = $1 and seen_at > $2 and created_at > $3";
const SEEN: &str = "update sessions set seen_at = $1 where token_hash = $2 and seen_at <= $3";
const SEEN_ACCOUNT: &str =
    "update accounts set last_seen_at = $1 where id = (select account_id from sessions where token_hash = $2)";
const CLOSE: &str = "delete from sessions where token_hash = $1";
const CLOSE_ALL: &str = "delete from sessions where account_id = $1 and token_hash <> $2";
const TRIM: &str = "delete from sessions where seen_at <= $1 or created_at <= $2";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(in crate::accounts) const STATEMENTS: &[&str] = &[OPEN, FIND, SEEN, SEEN_ACCOUNT, CLOSE, CLOSE_ALL, TRIM];

/// Begins a session; who signs in is seen.
pub(in crate::accounts) async fn open(
    tx: &mut Tx,
    hash: &[u8],
    account: i64,
    address: Option<&str>,
    now: i64,
) -> Result<(), Error> {
    tx.execute(OPEN, values![hash.to_vec(), account, now, address]).await?;
    tx.execute(SEEN_ACCOUNT, values![now, hash.to_vec()]).await.map(|_| ())
}

/// Whose session it is, when it was seen after `seen_after` and began after `began_after`.
pub(in crate::accounts) async fn find(
    conn: &mut impl Connection,
    hash: &[u8],
    seen_after: i64,
    began_after: i64,
) -> Result<Option<User>, Error> {
    let Some(row) = conn.one(FIND, values![hash.to_vec(), seen_after, began_after]).await? else { return Ok(None) };
    let user = super::users::find(conn, row.get("account_id")?).await?;
    Ok(user.filter(|user| !user.disabled))
}

/// Writes down that the session was seen, unless that was written after `before`.
pub(in crate::accounts) async fn seen(tx: &mut Tx, hash: &[u8], now: i64, before: i64) -> Result<(), Error> {
    if tx.execute(SEEN, values![now, hash.to_vec(), before]).await? == 1 {
        tx.execute(SEEN_ACCOUNT, values![now, hash.to_vec()]).await?;
    }
    Ok(())
}

pub(in crate::accounts) async fn close(tx: &mut Tx, hash: &[u8]) -> Result<(), Error> {
    tx.execute(CLOSE, values![hash.to_vec()]).await.map(|_| ())
}

/// Ends every session of `account` but `spared`.
pub(in crate::accounts) async fn close_all(tx: &mut Tx, account: i64, spared: &[u8]) -> Result<(), Error> {
    tx.execute(CLOSE_ALL, values![account, spared.to_vec()]).await.map(|_| ())
}

pub(in crate::accounts) async fn trim(tx: &mut Tx, seen_before: i64, began_before: i64) -> Result<u64, Error> {
    tx.execute(TRIM, values![seen_before, began_before]).await
}
