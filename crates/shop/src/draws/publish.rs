//! From a draft to a promise, and its end.

use platform::db::{Connection, Tx};
use platform::http::Caller;
use platform::outbox::Message;
use platform::{App, Error, Id, audit};
use pricing::Gravity;
use serde_json::json;

use super::fair;
use super::model::{DrawState, Record};
use super::records;
use super::terms::DrawTerms;
use crate::members;
use crate::promotions::all_shops;

/// The draw.
pub(super) async fn find(conn: &mut impl Connection, id: i64) -> Result<Record, Error> {
    records::find(conn, id).await?.ok_or_else(|| Error::not_found("draw"))
}

async fn note(tx: &mut Tx, caller: &Caller, what: &'static str, id: i64, now: i64) -> Result<(), Error> {
    audit::record(tx, caller, what, Some("draw"), Some(&id.to_string()), &json!({}), now).await
}

/// Drafts a draw.
///
/// # Errors
/// `invalid` naming the field; `forbidden` to somebody limited to some shops.
pub async fn create(tx: &mut Tx, app: &App, caller: &Caller, terms: DrawTerms) -> Result<i64, Error> {
    all_shops(caller)?;
    let now = app.clock.now();
    let made = Record {
        id: app.ids.next(),
        revision: 1,
        terms: terms.check()?,
        commitment: None,
        seed: None,
        tickets: 0,
        created_at: now,
        published_at: None,
        ended_at: None,
        end_reason: None,
    };
    records::insert(tx, &made).await?;
    note(tx, caller, "draws.created", made.id, now).await?;
    Ok(made.id)
}

/// Changes a draft.
///
/// # Errors
/// The conflicts `was_published` and `changed_meanwhile`; `invalid` naming the field.
pub(super) async fn change(
    tx: &mut Tx,
    app: &App,
    caller: &Caller,
    id: i64,
    terms: DrawTerms,
    revision: i64,
) -> Result<(), Error> {
    all_shops(caller)?;
    let before = find(tx, id).await?;
    if before.published_at.is_some() {
        return Err(Error::conflict("was_published"));
    }
    let changed = Record { terms: terms.check()?, revision, ..before };
    if !records::change(tx, &changed).await? {
        return Err(Error::conflict("changed_meanwhile"));
    }
    note(tx, caller, "draws.changed", id, app.clock.now()).await
}

/// Throws a draft away.
///
/// # Errors
/// The conflict `was_published`: results are kept.
pub(super) async fn delete(tx: &mut Tx, app: &App, caller: &Caller, id: i64) -> Result<(), Error> {
    all_shops(caller)?;
    find(tx, id).await?;
    if !records::delete(tx, id).await? {
        return Err(Error::conflict("was_published"));
    }
    note(tx, caller, "draws.deleted", id, app.clock.now()).await
}

/// Publishes a draft: a seed is drawn and its digest promised. From here on nothing of it changes.
///
/// # Errors
/// The conflicts `draw_refused` when the linter finds an error, `draw_warned` when a warning is not accepted,
/// `was_published` and `changed_meanwhile`.
pub async fn publish(app: &App, caller: &Caller, id: i64, revision: i64, accept_warnings: bool) -> Result<(), Error> {
    all_shops(caller)?;
    let now = app.clock.now();
    let found = find(&mut app.db.read().await?, id).await?;
    if found.published_at.is_some() {
        return Err(Error::conflict("was_published"));
    }
    let findings = found.terms.lint(app, &mut app.db.read().await?).await?;
    if findings.iter().any(|finding| finding.gravity == Gravity::Error) {
        return Err(Error::conflict("draw_refused"));
    }
    if !accept_warnings && findings.iter().any(|finding| finding.gravity == Gravity::Warning) {
        return Err(Error::conflict("draw_warned"));
    }
    let mut seed = [0_u8; 32];
    app.chance.fill(&mut seed)?;
    let mut tx = app.db.begin().await?;
    let wanted = Record { revision, ..found };
    if !records::publish(&mut tx, &wanted, &fair::commitment(&seed), &fair::written(&seed), now).await? {
        return Err(Error::conflict("changed_meanwhile"));
    }
    note(&mut tx, caller, "draws.published", id, now).await?;
    tx.emit(Message::new("draws.published", now, &json!({ "draw": Id(id) }))?);
    tx.commit().await
}

/// Ends a draw before its time. Its seed is shown from then on, and nobody draws any more.
///
/// # Errors
/// The conflict `draw_not_running`; `invalid` without a reason.
pub async fn end(tx: &mut Tx, app: &App, caller: &Caller, id: i64, reason: &str) -> Result<(), Error> {
    all_shops(caller)?;
    let reason = members::said(reason)?;
    let now = app.clock.now();
    records::hold(tx, id).await?;
    let found = find(tx, id).await?;
    if matches!(found.state(now), DrawState::Draft | DrawState::Ended) || !records::end(tx, id, &reason, now).await? {
        return Err(Error::conflict("draw_not_running"));
    }
    note(tx, caller, "draws.ended", id, now).await
}
