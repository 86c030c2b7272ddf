//! Signing in and out, and who a token belongs to.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use sha2::{Digest as _, Sha256};

use super::model::User;
use super::records::{sessions as records, users};
use super::{attempts, password};
use crate::db::Tx;
use crate::error::Error;
use crate::{App, Personal};

/// A session ends when it was not seen for this long, milliseconds: a week.
pub const IDLE: i64 = 7 * 86_400_000;
/// A session ends this long after it began, milliseconds: thirty days.
pub const ABSOLUTE: i64 = 30 * 86_400_000;
/// How exactly "last seen" is kept, milliseconds: a write for every request would be too dear.
const SEEN: i64 = 60_000;

/// Signs somebody in: the session's token, for the cookie, and who it is.
///
/// # Errors
/// `wrong_credentials` whether the login, the password or the standing is wrong; `too_many_attempts`.
pub async fn sign_in(app: &App, login: &str, given: &Personal, address: Option<&str>) -> Result<(String, User), Error> {
    let now = app.clock.now();
    let login = super::users::fold(login);
    attempts::take(app, &login, address, now).await?;
    let mut session = app.db.read().await?;
    let user = users::find_by_login(&mut session, &login).await?.filter(|user| !user.disabled);
    let hash = match &user {
        Some(user) => users::password(&mut session, user.id).await?,
        None => None,
    };
    drop(session);
    let right = password::check(hash, given).await?;
    let Some(user) = user.filter(|_| right) else { return Err(Error::new(401, "wrong_credentials")) };
    attempts::forget(app, &login, address).await?;
    let mut tx = app.db.begin().await?;
    let token = open(&mut tx, app, user.id, address).await?;
    tx.commit().await?;
    Ok((token, user))
}

/// Begins a session of `account` inside `tx`, without asking for a password, and returns its token.
///
/// # Errors
/// When the database refuses or there is no randomness.
pub async fn open(tx: &mut Tx, app: &App, account: i64, address: Option<&str>) -> Result<String, Error> {
    let token = app.chance.secret()?;
    records::open(tx, &digest(&token), account, address, app.clock.now()).await?;
    Ok(token)
}

/// Whose session a token is; `None` when it has ended or never was.
///
/// # Errors
/// When the database cannot be read.
pub async fn session(app: &App, token: &str) -> Result<Option<User>, Error> {
    let now = app.clock.now();
    records::find(&mut app.db.read().await?, &digest(token), now - IDLE, now - ABSOLUTE).await
}

/// Writes down that a session was seen, when the last time was more than a minute ago.
pub(crate) async fn seen(app: &App, token: &str) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    records::seen(&mut tx, &digest(token), now, now - SEEN).await?;
    tx.commit().await
}

/// Whether [`seen`] would write anything: a read that keeps the writer free.
pub(crate) fn is_stale(user: &User, now: i64) -> bool {
    user.last_seen_at.is_none_or(|at| at <= now - SEEN)
}

/// Ends a session. One that has ended already stays so.
///
/// # Errors
/// When the database refuses.
pub async fn sign_out(app: &App, token: &str) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    records::close(&mut tx, &digest(token)).await?;
    tx.commit().await
}

/// Drops sessions that have ended and attempts that no longer count.
///
/// # Errors
/// When the database refuses.
pub async fn trim(tx: &mut Tx, now: i64) -> Result<u64, Error> {
    let attempts = super::records::attempts::trim(tx, now - attempts::LONGEST_WINDOW).await?;
    Ok(attempts + records::trim(tx, now - IDLE, now - ABSOLUTE).await?)
}

/// What a page has to send back in `x-regulars-csrf` with every unsafe method.
#[must_use]
pub fn csrf(token: &str) -> String {
    BASE64.encode(Sha256::new().chain_update(b"regulars csrf ").chain_update(token.as_bytes()).finalize())
}

pub(super) fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
