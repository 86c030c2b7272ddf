//! Her own data: what she is called, her birthday (once), what the shop may send her; and joining.
//!
//! What she types stands as what staff type does, with the portal as its source; consents carry the portal as evidence.

use std::collections::BTreeMap;

use connectors::drafts::Identifier;
use platform::db::{Session, Tx};
use platform::http::ShopScope;
use platform::{App, Error, Instant};
use serde_json::{Map, Value as Json, json};

use super::code::{Contact, Recipient};
use super::referral;
use super::session;
use super::settings::Settings;
use super::visit::ACTOR;
use crate::care::{self, Consent, ConsentChannel, ConsentState, Purpose};
use crate::customers::{self, Reached, Sighting, Source};
use crate::fields;
use crate::members::{self, JoinSource};
use crate::shops::{self, Channel};

/// The ways in which something is sent, as she chooses them.
pub(super) const CHANNELS: [ConsentChannel; 4] =
    [ConsentChannel::Sms, ConsentChannel::Email, ConsentChannel::Phone, ConsentChannel::Wecom];
/// What stands as evidence of what was said here, and as its source.
const EVIDENCE: &str = "portal";
/// Characters of a nick.
const NICK: usize = 20;

/// What is known of her that she may see and say.
pub(super) struct Own {
    pub(super) nick: Option<String>,
    pub(super) birthday: Option<String>,
    pub(super) mobiles: Vec<String>,
    pub(super) emails: Vec<String>,
}

/// What is known of her.
pub(super) async fn own(conn: &mut Session, reached: &Reached) -> Result<Own, Error> {
    let id = reached.customer_id;
    let nick = customers::nick_of(conn, id).await?;
    let standing = customers::standings(conn, &[id]).await?.remove(&id);
    let known = customers::identifiers(conn, &reached.profile_ids).await?;
    let of = |kind: &str| -> Vec<String> {
        let mut found: Vec<String> =
            known.iter().filter(|one| one.kind == kind).map(|one| one.value.expose().to_owned()).collect();
        found.sort();
        found.dedup();
        found
    };
    Ok(Own {
        nick,
        birthday: standing.and_then(|standing| standing.birthday),
        mobiles: of("mobile"),
        emails: of("email"),
    })
}

fn nick(text: &str) -> Result<String, Error> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Error::invalid("nick", "required")),
        length if length > NICK => Err(Error::invalid("nick", "too_long")),
        _ if text.chars().any(char::is_control) => Err(Error::invalid("nick", "malformed")),
        _ => Ok(text.to_owned()),
    }
}

/// Changes her nick, and says her birthday unless one is known.
///
/// # Errors
/// `invalid` naming the field; the conflict `portal_birthday_known`.
pub(super) async fn change(app: &App, reached: &Reached, named: &str, birthday: Option<&str>) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    // Of two that say a birthday at once, the second finds it known.
    members::enter(&mut tx).await?;
    let id = reached.customer_id;
    let called = customers::nick_of(&mut tx, id).await?;
    let known = customers::standings(&mut tx, &[id]).await?.remove(&id).and_then(|standing| standing.birthday);
    let mut changes = Map::new();
    let wanted = nick(named)?;
    if called.as_deref() != Some(wanted.as_str()) {
        changes.insert("nick".to_owned(), json!(wanted));
    }
    if let Some(day) = birthday.map(str::trim).filter(|day| !day.is_empty()) {
        match known {
            Some(known) if known == day => {}
            Some(_) => return Err(Error::conflict("portal_birthday_known")),
            None => {
                let date: jiff::civil::Date = day.parse().map_err(|_| Error::invalid("birthday", "malformed"))?;
                let zone = shops::business(&mut tx).await?.zone();
                let today = jiff::Timestamp::from_millisecond(now).map_err(Error::internal)?.to_zoned(zone).date();
                if date >= today || date.year() < 1900 {
                    return Err(Error::invalid("birthday", "out_of_range"));
                }
                changes.insert("birthday".to_owned(), json!(day));
            }
        }
    }
    if changes.is_empty() {
        return Ok(());
    }
    let changed: Vec<(String, Json)> = fields::edit(&mut tx, app, &ACTOR, reached.anchor, &changes, now).await?;
    customers::edit(&mut tx, app, reached, &changed).await?;
    tx.commit().await
}

async fn said(
    tx: &mut Tx,
    app: &App,
    reached: &Reached,
    purpose: Purpose,
    channel: ConsentChannel,
    state: ConsentState,
) -> Result<(), Error> {
    let now = app.clock.now();
    let (evidence, source) = (Some(EVIDENCE.to_owned()), Some(EVIDENCE.to_owned()));
    let consent = Consent { purpose, channel, state, evidence, source, at: Some(Instant(now)) };
    care::record_consent(tx, app, reached.anchor, &consent, now).await
}

/// Writes down what she said of every purpose and channel: what stands in `yes` is wanted. What did not change is not said
/// again, and a word that was never given is not taken back.
///
/// # Errors
/// When the database refuses.
pub(super) async fn consent(app: &App, reached: &Reached, yes: &BTreeMap<String, String>) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let before = care::consents(&mut tx, &reached.profile_ids).await?;
    let mut changed = false;
    for purpose in [Purpose::Marketing, Purpose::Service] {
        for channel in CHANNELS {
            let wanted = yes.contains_key(&format!("{}.{}", purpose.code(), channel.code()));
            let state = match (purpose, care::state(&before, purpose, channel), wanted) {
                (Purpose::Service, ConsentState::Refused, true) => ConsentState::Granted,
                (Purpose::Service, ConsentState::Granted | ConsentState::Unknown, false) => ConsentState::Refused,
                (Purpose::Marketing, ConsentState::Refused | ConsentState::Unknown, true) => ConsentState::Granted,
                (Purpose::Marketing, ConsentState::Granted, false) => ConsentState::Refused,
                _ => continue,
            };
            said(&mut tx, app, reached, purpose, channel, state).await?;
            changed = true;
        }
    }
    let personalised = yes.contains_key("personalisation");
    if customers::personalised(&mut tx, reached.customer_id).await? != personalised {
        customers::set_personalisation(&mut tx, app, reached, personalised).await?;
        let turned = ("personalisation", personalised);
        care::record_switch(&mut tx, app, reached.anchor, turned, Some(EVIDENCE.to_owned()), EVIDENCE).await?;
    }
    if changed {
        customers::say_changed(&mut tx, &[reached.customer_id], app.clock.now())?;
    }
    tx.commit().await
}

/// What somebody says who joins.
#[derive(Debug, Clone, Default)]
pub(super) struct Joining {
    /// What a newcomer wants to be called.
    pub(super) nick: String,
    /// An invitation of the shop.
    pub(super) invitation: Option<String>,
    /// Whether advertising is welcome on the channel that was confirmed.
    pub(super) marketing: bool,
    /// By whose link she came.
    pub(super) invited: Option<String>,
}

/// Makes somebody the shop did not know its customer and member, and her session that customer's.
///
/// # Errors
/// `invalid` naming the field; what [`members::join`] refuses.
pub(super) async fn join_stranger(
    app: &App,
    settings: &Settings,
    token: &str,
    contact: &Recipient,
    joining: &Joining,
) -> Result<(), Error> {
    let now = app.clock.now();
    let identifier = Identifier { kind: contact.kind.kind(), value: contact.value.expose().to_owned() };
    let mut tx = app.db.begin().await?;
    let source = match settings.shop {
        Some(shop) => Source { shop_id: Some(shop.0), channel: shops::get(&mut tx, shop.0).await?.channel },
        None => Source { shop_id: None, channel: Channel::Web },
    };
    let mut sighting = Sighting::new(source, vec![identifier], now);
    sighting.nick = Some(nick(&joining.nick)?);
    match contact.kind {
        Contact::Mobile => sighting.mobile = Some(contact.value.expose().to_owned()),
        Contact::Email => sighting.email = Some(contact.value.expose().to_owned()),
    }
    sighting.registered_at = Some(now);
    let resolved = customers::resolve(&mut tx, app, &[sighting]).await?.pop().flatten();
    let resolved = resolved.ok_or_else(|| Error::internal("a confirmed contact names nobody"))?;
    session::become_customer(&mut tx, token, resolved.profile_id).await?;
    let reached = customers::reach(&mut tx, &ShopScope::All, resolved.customer_id).await?;
    enter(&mut tx, app, settings, &reached, Some(contact), resolved.profile_id, joining).await?;
    tx.commit().await
}

/// Makes a customer a member. Again changes nothing.
///
/// # Errors
/// What [`members::join`] refuses.
pub(super) async fn join(
    app: &App,
    settings: &Settings,
    reached: &Reached,
    profile: i64,
    joining: &Joining,
) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    enter(&mut tx, app, settings, reached, None, profile, joining).await?;
    tx.commit().await
}

async fn enter(
    tx: &mut Tx,
    app: &App,
    settings: &Settings,
    reached: &Reached,
    contact: Option<&Recipient>,
    profile: i64,
    joining: &Joining,
) -> Result<(), Error> {
    let programme = members::programme(tx).await?;
    let invitation = joining.invitation.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let way = match invitation {
        Some(_) if programme.ways.invitation => JoinSource::Invitation,
        _ if programme.ways.open => JoinSource::Open,
        _ => JoinSource::Phone,
    };
    if !members::join(tx, app, &ACTOR, reached, way, invitation).await? {
        return Ok(());
    }
    if joining.marketing {
        let channels: &[ConsentChannel] = match contact.map(|contact| contact.kind) {
            Some(Contact::Mobile) => &[ConsentChannel::Sms],
            Some(Contact::Email) => &[ConsentChannel::Email],
            None => &[ConsentChannel::Sms, ConsentChannel::Email],
        };
        for channel in channels {
            said(tx, app, reached, Purpose::Marketing, *channel, ConsentState::Granted).await?;
        }
        customers::say_changed(tx, &[reached.customer_id], app.clock.now())?;
    }
    if let Some(code) = joining.invited.as_deref().filter(|_| settings.referral.enabled) {
        referral::note(tx, app, reached, profile, code).await?;
    }
    Ok(())
}
