//! One-time codes: asked for at the door, sent to a mobile or an e-mail address, typed in.
//!
//! - Six digits, good for five minutes, for one use, and only in the browser that asked: what is kept of a code is a digest
//!   with that browser's secret, which the database does not know, so that nobody reads codes out of it.
//! - A recipient has one code; asking anew replaces it. A code stands five tries, counted by one guarded statement before
//!   anything is compared. How many codes a recipient and an address may ask for is counted before anybody looks who it is.
//! - The answer is the same, and as quick, whether the shop knows the recipient or not.

use connectors::drafts::IdentifierKind;
use connectors::identity::{self, mask};
use platform::accounts::{LONGEST_WINDOW, WINDOW, limit};
use platform::db::Connection;
use platform::http::ShopScope;
use platform::i18n::Locale;
use platform::{App, Error, Personal};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::records::codes as records;
use super::sender::{Outgoing, sender};
use super::session;
use crate::members::{self, JoinSource, Programme};
use crate::{customers, orders, shops};

/// How long a code holds, milliseconds.
pub(super) const HOLDS: i64 = 300_000;
/// Wrong codes that may be typed for one that was sent.
pub(super) const TRIES: i64 = 5;
/// Codes for one recipient in a quarter of an hour, and in a day.
pub(super) const RECIPIENT: (i64, i64) = (4, 10);
/// Codes asked for from one address in a quarter of an hour, and in a day: a café shares one.
pub(super) const ADDRESS: (i64, i64) = (30, 300);
/// Codes typed in from one address in a quarter of an hour.
const TYPED: i64 = 60;
/// Order numbers that may be tried for one recipient in a quarter of an hour, and in a day.
pub(super) const ORDERS: (i64, i64) = (5, 10);
/// Orders of one number that are looked at.
const NAMESAKES: i64 = 20;

/// What a code is sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    /// A mobile.
    Mobile,
    /// An e-mail address.
    Email,
}

impl Contact {
    /// The kind of identifier.
    #[must_use]
    pub fn kind(self) -> IdentifierKind {
        match self {
            Self::Mobile => IdentifierKind::Mobile,
            Self::Email => IdentifierKind::Email,
        }
    }

    /// `sms` or `email`.
    #[must_use]
    pub fn channel(self) -> &'static str {
        match self {
            Self::Mobile => "sms",
            Self::Email => "email",
        }
    }
}

/// To whom a code goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Mobile or e-mail.
    pub kind: Contact,
    /// In normal form: `+8613800000000`, `mei@example.com`.
    pub value: Personal,
}

impl Recipient {
    /// What somebody typed: an address when there is an `@` in it, otherwise a mobile.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let kind = if text.contains('@') { Contact::Email } else { Contact::Mobile };
        let value = identity::identifier(kind.kind(), text)?.value;
        Some(Self { kind, value: value.into() })
    }

    /// How the database names it.
    pub(super) fn key(&self) -> String {
        format!("{}:{}", self.kind.channel(), self.value.expose())
    }

    /// The one with that key.
    pub(super) fn of_key(key: &str) -> Option<Self> {
        let (channel, value) = key.split_once(':')?;
        let kind = [Contact::Mobile, Contact::Email].into_iter().find(|kind| kind.channel() == channel)?;
        Some(Self { kind, value: value.to_owned().into() })
    }

    /// `138****0000`, for whoever typed it to recognise.
    #[must_use]
    pub fn masked(&self) -> String {
        match self.kind {
            Contact::Mobile => {
                let value = self.value.expose();
                mask::mobile(value.strip_prefix("+86").unwrap_or(value))
            }
            Contact::Email => mask::email(self.value.expose()),
        }
    }
}

/// Whom a recipient is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Known {
    /// This profile's customer, and nobody else.
    One(i64),
    /// These customers': which of them it is, an order's number says.
    Several(Vec<i64>),
    /// Nobody the shop knows.
    Nobody,
}

/// Whom a recipient is of.
pub(super) async fn known(conn: &mut impl Connection, recipient: &Recipient) -> Result<Known, Error> {
    let (kind, value) = (recipient.kind.kind(), recipient.value.expose());
    let found = customers::identified(conn, kind, &[value.to_owned()]).await?;
    let mut ids: Vec<i64> = found.into_iter().map(|(_, customer)| customer).collect();
    ids.sort_unstable();
    ids.dedup();
    match ids.as_slice() {
        [] => Ok(Known::Nobody),
        [customer] => {
            let holder = holder(conn, recipient, *customer).await?;
            Ok(holder.map_or_else(|| Known::Several(ids.clone()), Known::One))
        }
        _ => Ok(Known::Several(ids)),
    }
}

/// The customer's profile that has the recipient: wherever that goes, what is opened with it goes along.
async fn holder(conn: &mut impl Connection, recipient: &Recipient, customer: i64) -> Result<Option<i64>, Error> {
    let kind = customers::kind_code(recipient.kind.kind());
    let profiles = customers::profiles_of(conn, customer).await?;
    let known = customers::identifiers(conn, &profiles).await?;
    let holds = |one: &&customers::Known| one.kind == kind && one.value.expose() == recipient.value.expose();
    Ok(known.iter().find(holds).map(|one| one.profile_id))
}

/// The way in which somebody may join who has confirmed this.
pub(super) fn way_in(programme: &Programme, kind: Contact) -> Option<JoinSource> {
    if !programme.enabled {
        return None;
    }
    if kind == Contact::Mobile && programme.ways.phone {
        return Some(JoinSource::Phone);
    }
    programme.ways.open.then_some(JoinSource::Open)
}

fn digest(parts: &[&str]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part.as_bytes());
    }
    digest.finalize().into()
}

/// Six digits, every one as likely as the others.
fn six_digits(app: &App) -> Result<String, Error> {
    // The largest multiple of a million below 2^32: what lies above would make some codes likelier.
    const FAIR: u32 = 4_294_000_000;
    loop {
        let mut bytes = [0_u8; 4];
        app.chance.fill(&mut bytes)?;
        let number = u32::from_be_bytes(bytes);
        if number < FAIR {
            return Ok(format!("{:06}", number % 1_000_000));
        }
    }
}

/// A subject of counting that tells nobody whom it is about.
fn counted(what: &str, whom: &str) -> String {
    let hex: String = digest(&[what, whom]).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("portal:{what}:{hex}")
}

/// Sends a code, to whoever may come in with it, and returns the secret that the asking browser keeps.
///
/// # Errors
/// `too_many_attempts`, with the seconds after which it may be tried again.
pub(super) async fn ask(
    app: &App,
    recipient: &Recipient,
    address: Option<&str>,
    locale: Locale,
) -> Result<String, Error> {
    let (now, key) = (app.clock.now(), recipient.key());
    let mut tx = app.db.begin().await?;
    let whom = counted("to", &key);
    limit(&mut tx, &whom, RECIPIENT.0, now, WINDOW).await?;
    limit(&mut tx, &format!("{whom}:day"), RECIPIENT.1, now, LONGEST_WINDOW).await?;
    if let Some(address) = address {
        let from = counted("from", address);
        limit(&mut tx, &from, ADDRESS.0, now, WINDOW).await?;
        limit(&mut tx, &format!("{from}:day"), ADDRESS.1, now, LONGEST_WINDOW).await?;
    }
    let (secret, code) = (app.chance.secret()?, six_digits(app)?);
    let row = records::Sent {
        recipient: key.clone(),
        challenge: digest(&[&secret]),
        code: digest(&[&secret, &key, &code]),
        expires_at: now + HOLDS,
    };
    records::put(&mut tx, &row, now).await?;
    tx.commit().await?;
    let app = app.clone();
    let (to, code) = (recipient.clone(), Personal::from(code));
    // Whether anything is sent, and how long that takes, nobody at the door can tell.
    tokio::spawn(async move {
        let kind = to.kind;
        if let Err(error) = send(&app, to, code, locale).await {
            tracing::warn!(%error, channel = kind.channel(), "a code could not be sent");
        }
    });
    Ok(secret)
}

/// Sends a code to somebody who may come in with it: whom the shop knows, or who may join.
pub(super) async fn send(app: &App, to: Recipient, code: Personal, locale: Locale) -> Result<(), Error> {
    let mut session = app.db.read().await?;
    let programme = members::programme(&mut session).await?;
    if known(&mut session, &to).await? == Known::Nobody && way_in(&programme, to.kind).is_none() {
        return Ok(());
    }
    let shop = shops::business(&mut session).await?.name;
    drop(session);
    let sender = sender(app).ok_or_else(|| Error::internal("nothing sends codes: set code_sender"))?;
    let minutes = HOLDS / 60_000;
    let args =
        [("shop", shop.as_str().into()), ("code", code.expose().into()), ("minutes", minutes.to_string().into())];
    let text = app.i18n.text(locale, "portal-code-text", &args).into();
    sender.send(app, &Outgoing { id: app.ids.next(), to, code, minutes, locale, shop, text }).await
}

/// Whom the code was sent to that this browser waits for.
pub(super) async fn waiting(app: &App, secret: &str) -> Result<Option<Recipient>, Error> {
    let now = app.clock.now();
    let key = records::waiting(&mut app.db.read().await?, &digest(&[secret]), now).await?;
    Ok(key.and_then(|key| Recipient::of_key(&key)))
}

/// Opens a session to whoever typed the code that was sent, and returns its token.
///
/// # Errors
/// `portal_code_over` when there is no code any more: it is too old, was used, replaced, or guessed at too often;
/// `portal_wrong_code`; `too_many_attempts`.
pub(super) async fn verify(app: &App, secret: &str, typed: &str, address: Option<&str>) -> Result<String, Error> {
    let (now, challenge) = (app.clock.now(), digest(&[secret]));
    let mut tx = app.db.begin().await?;
    if let Some(address) = address {
        limit(&mut tx, &counted("typed", address), TYPED, now, WINDOW).await?;
    }
    let tried = records::try_one(&mut tx, &challenge, TRIES, now).await?;
    // The try counts, whatever comes of it.
    tx.commit().await?;
    let over = || Error::conflict("portal_code_over");
    let sent = tried.ok_or_else(over)?;
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).map(connectors::identity::fold::fold).collect();
    let given = digest(&[secret, &sent.recipient, &plain]);
    if !bool::from(given.ct_eq(&sent.code)) {
        return Err(Error::new(422, "portal_wrong_code"));
    }
    let recipient = Recipient::of_key(&sent.recipient).ok_or_else(|| Error::internal("a code was sent to nobody"))?;
    let mut tx = app.db.begin().await?;
    if !records::take(&mut tx, &challenge).await? {
        return Err(over());
    }
    let token = match known(&mut tx, &recipient).await? {
        Known::One(profile) => session::open(&mut tx, app, Some(profile), None).await?,
        Known::Nobody | Known::Several(_) => session::open(&mut tx, app, None, Some(&sent.recipient)).await?,
    };
    tx.commit().await?;
    Ok(token)
}

/// Makes a session that of the one among several customers who made an order of this number. They share a recipient, which
/// was confirmed: what only its owner knows tells them apart, and nothing is said of any of them.
///
/// # Errors
/// `portal_order_unknown`; `too_many_attempts`; `invalid` naming the field.
pub(super) async fn tell_apart(app: &App, token: &str, recipient: &Recipient, number: &str) -> Result<(), Error> {
    let now = app.clock.now();
    let number: String = number.trim().chars().map(identity::fold::fold).collect();
    if number.is_empty() {
        return Err(Error::invalid("number", "required"));
    }
    let mut tx = app.db.begin().await?;
    let whom = counted("which", &recipient.key());
    limit(&mut tx, &whom, ORDERS.0, now, WINDOW).await?;
    limit(&mut tx, &format!("{whom}:day"), ORDERS.1, now, LONGEST_WINDOW).await?;
    // The try counts, whatever comes of it.
    tx.commit().await?;
    let mut tx = app.db.begin().await?;
    // Nothing to be told apart any more: the next page shows who it is.
    let Known::Several(among) = known(&mut tx, recipient).await? else { return Ok(()) };
    let orders = orders::by_number(&mut tx, &ShopScope::All, &number, NAMESAKES).await?;
    let mut owners: Vec<i64> = orders
        .into_iter()
        .filter(|order| order.number == number)
        .filter_map(|order| order.customer_id)
        .map(|customer| customer.0)
        .filter(|customer| among.contains(customer))
        .collect();
    owners.sort_unstable();
    owners.dedup();
    let holder = match owners.as_slice() {
        [customer] => holder(&mut tx, recipient, *customer).await?,
        _ => None,
    };
    let profile = holder.ok_or_else(|| Error::new(422, "portal_order_unknown"))?;
    session::become_customer(&mut tx, token, profile).await?;
    tx.commit().await
}
