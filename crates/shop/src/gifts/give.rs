//! Giving a gift: by hand with a reason, or because a level gives it on a birthday.

use platform::db::Tx;
use platform::http::{Actor, ShopScope};
use platform::outbox::Message;
use platform::{App, Error, Id};
use pricing::Words;
use serde_json::json;

use super::CHANGED;
use super::model::{GiftKind, GiftSource, GiftStatus};
use super::records::{self, GiftRow};
use crate::customers::{self, Reached};
use crate::members::{self, budget};
use crate::wording;

/// Characters of a name, in each language.
const NAME: usize = 60;
/// What one may be worth, minor units.
const MOST: i64 = 1_000_000_000;

/// A gift to be given.
#[derive(Debug, Clone, Copy)]
pub struct ToGive<'g> {
    /// What it is, as the buyer reads it.
    pub name: &'g Words,
    /// How it reaches her.
    pub kind: GiftKind,
    /// What it is worth to the shop, minor units.
    pub worth: i64,
    /// Why.
    pub reason: &'g str,
    /// The same key is done once.
    pub key: &'g str,
}

/// Gives a customer a gift by hand. The same key again gives nothing more. Agents have a budget for what they give.
/// Returns its id, and whether it is new. Nothing may be kept when it is refused.
///
/// # Errors
/// The conflicts `gift_blacklisted`, `budget_spent` and `key_taken`; `invalid` naming the field, `worth` too when the
/// giver's budget is limited and nothing is said of it.
pub async fn give(
    tx: &mut Tx,
    app: &App,
    actor: &Actor,
    reached: &Reached,
    wanted: ToGive<'_>,
) -> Result<(i64, bool), Error> {
    let name = wording::named(wanted.name, "name", NAME)?;
    let reason = members::said(wanted.reason)?;
    if !(0..=MOST).contains(&wanted.worth) {
        return Err(Error::invalid("worth", "out_of_range"));
    }
    let row = GiftRow {
        kind: wanted.kind,
        worth: wanted.worth,
        reason: Some(reason),
        actor: Some(actor.name().to_owned()),
        ..due(app, reached, GiftSource::Hand, name, wanted.key.to_owned())
    };
    if !records::insert(tx, &row).await? {
        let before = records::keyed(tx, &row.key).await?;
        let before = before.ok_or_else(|| Error::internal("a gift's key was written and is gone"))?;
        let same = (&before.name, before.kind, before.worth) == (&row.name, row.kind, row.worth);
        let hers = reached.profile_ids.contains(&before.profile_id);
        return if same && hers { Ok((before.id, false)) } else { Err(Error::conflict("key_taken")) };
    }
    if customers::blacklisted(tx, &[reached.customer_id]).await?.contains(&reached.customer_id) {
        return Err(Error::conflict("gift_blacklisted"));
    }
    let programme = members::programme(tx).await?;
    if budget::cap(&programme, actor, budget::Kind::Gifts).is_some() && row.worth == 0 {
        return Err(Error::invalid("worth", "required"));
    }
    budget::take(tx, app, actor, &programme, budget::Kind::Gifts, row.worth).await?;
    tell(tx, &[row.profile_id], row.at)?;
    Ok((row.id, true))
}

/// Gives members what their levels give on the birthday that this message told of; again it gives nothing more.
pub(super) async fn birthdays(tx: &mut Tx, app: &App, message: i64, members: &[i64]) -> Result<(), Error> {
    let mut given = Vec::new();
    for (customer, standing) in members::standings_today(tx, members).await? {
        let Some(benefits) = standing.benefits else { continue };
        let Some(name) = benefits.birthday_gift else { continue };
        let reached = customers::reach(tx, &ShopScope::All, customer).await?;
        let kind = if benefits.birthday_gift_sends { GiftKind::Goods } else { GiftKind::Digital };
        let row = GiftRow {
            kind,
            ..due(app, &reached, GiftSource::Birthday, name, format!("birthday:{message}:{customer}"))
        };
        if records::insert(tx, &row).await? {
            given.push(row.profile_id);
        }
    }
    if given.is_empty() { Ok(()) } else { tell(tx, &given, app.clock.now()) }
}

fn due(app: &App, reached: &Reached, source: GiftSource, name: Words, key: String) -> GiftRow {
    let now = app.clock.now();
    GiftRow {
        id: app.ids.next(),
        key,
        profile_id: reached.anchor,
        name,
        kind: GiftKind::Goods,
        worth: 0,
        source,
        reason: None,
        status: GiftStatus::Due,
        note: None,
        at: now,
        actor: None,
        changed_at: now,
        changed_by: None,
    }
}

/// Tells the outbox whose gifts changed.
pub(super) fn tell(tx: &mut Tx, profiles: &[i64], now: i64) -> Result<(), Error> {
    let profiles: Vec<Id> = profiles.iter().map(|id| Id(*id)).collect();
    tx.emit(Message::new(CHANGED, now, &json!({ "profiles": profiles }))?);
    Ok(())
}
