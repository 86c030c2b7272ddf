//! Sessions of buyers: a random token in a cookie, of which the database knows the digest only.
//!
//! A session belongs to the profile that has the confirmed mobile or address; whose customer that is, is asked anew with
//! every page, so that merges, unmerges and erasure count at once. Somebody the shop does not know yet has a short session
//! without a profile, to join with; one of several who share what was confirmed has one to say which of them she is.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use platform::db::{Session, Tx};
use platform::http::ShopScope;
use platform::{App, Error};
use sha2::{Digest as _, Sha256};

use super::code::{self, Known, Recipient};
use super::records::sessions as records;
use crate::customers::{self, Reached};

/// A session ends when it was not seen for this long, milliseconds: two weeks.
pub(super) const IDLE: i64 = 14 * 86_400_000;
/// A session ends this long after it began, milliseconds: sixty days.
pub(super) const ABSOLUTE: i64 = 60 * 86_400_000;
/// What a session without a customer lasts, milliseconds: half an hour.
pub(super) const STRANGER: i64 = 1_800_000;
/// How exactly it is kept when a session was seen, milliseconds.
const SEEN: i64 = 3_600_000;

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Who {
    /// A customer, reached through the profile that signed in.
    Customer(Reached, i64),
    /// Somebody the shop does not know, with what was confirmed.
    Stranger(Recipient),
    /// One of several customers who share what was confirmed.
    Shared(Recipient),
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// What a form has to bring along, derived from the cookie: only a page of ours could know it.
pub(super) fn csrf(token: &str) -> String {
    BASE64.encode(Sha256::new().chain_update(b"regulars portal csrf ").chain_update(token.as_bytes()).finalize())
}

/// Begins a session and returns its token.
pub(super) async fn open(tx: &mut Tx, app: &App, profile: Option<i64>, contact: Option<&str>) -> Result<String, Error> {
    let token = app.chance.secret()?;
    let now = app.clock.now();
    records::open(tx, &digest(&token), profile.unwrap_or(0), contact, now).await?;
    Ok(token)
}

/// Who has this token; nobody when the session has ended, or the person was erased.
pub(super) async fn who(app: &App, token: &str) -> Result<Option<Who>, Error> {
    let (now, hash) = (app.clock.now(), digest(token));
    let mut session = app.db.read().await?;
    let Some(found) = records::find(&mut session, &hash, (now - IDLE, now - ABSOLUTE, now - STRANGER)).await? else {
        return Ok(None);
    };
    let contact = found.contact.as_deref().and_then(Recipient::of_key);
    let who = match (found.profile, contact) {
        (0, None) => None,
        (0, Some(contact)) => match code::known(&mut session, &contact).await? {
            Known::Nobody => Some(Who::Stranger(contact)),
            Known::Several(_) => Some(Who::Shared(contact)),
            // The shop has heard of her since, or knows now that they are one.
            Known::One(profile) => of_profile(&mut session, profile).await?,
        },
        (profile, _) => of_profile(&mut session, profile).await?,
    };
    drop(session);
    if who.is_some() && found.seen_at <= now - SEEN {
        let mut tx = app.db.begin().await?;
        records::seen(&mut tx, &hash, now).await?;
        tx.commit().await?;
    }
    Ok(who)
}

/// The customer of a profile.
async fn of_profile(session: &mut Session, profile: i64) -> Result<Option<Who>, Error> {
    let owner = customers::customers_of(session, &[profile]).await?;
    let Some((_, customer)) = owner.first() else { return Ok(None) };
    let reached = customers::reach(session, &ShopScope::All, *customer).await?;
    Ok(Some(Who::Customer(reached, profile)))
}

/// Makes a stranger's session that of a customer.
pub(super) async fn become_customer(tx: &mut Tx, token: &str, profile: i64) -> Result<(), Error> {
    records::settle(tx, &digest(token), profile).await
}

/// Ends a session. One that has ended stays so.
pub(super) async fn close(app: &App, token: &str) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    records::close(&mut tx, &digest(token)).await?;
    tx.commit().await
}

/// Ends every session of a customer.
pub(super) async fn close_everywhere(app: &App, profiles: &[i64]) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    records::close_all(&mut tx, profiles).await?;
    tx.commit().await
}

/// Drops sessions that have ended.
pub(super) async fn trim(tx: &mut Tx, now: i64) -> Result<u64, Error> {
    records::trim(tx, (now - IDLE, now - ABSOLUTE, now - STRANGER)).await
}
