//! Publishing, pausing, resuming and ending: what buyers get changes here and nowhere else.

use platform::db::Tx;
use platform::http::Caller;
use platform::outbox::Message;
use platform::{App, Error, Id};
use pricing::Gravity;
use serde_json::json;

use super::lint::{self, Finding};
use super::model::{Record, Stage};
use super::{all_shops, draft, live, records};
use crate::shops;

/// Characters of a note.
const NOTE: usize = 500;

/// Says that what buyers get changed.
pub(super) fn say_changed(tx: &mut Tx, ids: &[i64], now: i64) -> Result<(), Error> {
    let ids: Vec<Id> = ids.iter().map(|id| Id(*id)).collect();
    tx.emit(Message::new("promotions.changed", now, &json!({ "promotions": ids }))?);
    Ok(())
}

/// Lets what the linter found stand in the way: errors always, warnings until somebody has looked at them.
fn allowed(findings: &[Finding], accept_warnings: bool) -> Result<(), Error> {
    let count = |gravity| findings.iter().filter(|finding| finding.gravity == gravity).count();
    let first = |gravity| {
        let found = findings.iter().find(|finding| finding.gravity == gravity);
        found.map(|finding| finding.code.clone()).unwrap_or_default()
    };
    let (errors, warnings) = (count(Gravity::Error), count(Gravity::Warning));
    if errors > 0 {
        let error = Error::conflict("promotion_refused").arg("count", errors.to_string());
        return Err(error.arg("first", first(Gravity::Error)));
    }
    if warnings > 0 && !accept_warnings {
        let error = Error::conflict("promotion_warned").arg("count", warnings.to_string());
        return Err(error.arg("first", first(Gravity::Warning)));
    }
    Ok(())
}

/// How a draft is published.
#[derive(Debug, Clone, Copy)]
pub struct Publishing<'n> {
    /// As it was read.
    pub revision: i64,
    /// Somebody has looked at the linter's warnings.
    pub accept_warnings: bool,
    /// Why.
    pub note: Option<&'n str>,
}

/// Makes the draft what buyers get, as the next version, when the linter has no error and its warnings were looked at.
/// Orders that used an earlier version stay as they are.
///
/// # Errors
/// `nothing_to_publish` without a draft; `promotion_refused` and `promotion_warned` for what the linter found;
/// `changed_meanwhile`; `wrong_state` when it was ended by hand.
pub async fn publish(app: &App, caller: &Caller, id: i64, how: Publishing<'_>) -> Result<(), Error> {
    let mut session = app.db.read().await?;
    let found = super::find(&mut session, id).await?;
    let draft = found.draft.as_ref().ok_or_else(|| Error::conflict("nothing_to_publish"))?;
    let findings = lint::lint(app, &mut session, draft).await?.findings;
    drop(session);
    allowed(&findings, how.accept_warnings)?;
    let mut tx = app.db.begin().await?;
    put_out(&mut tx, app, caller, id, how).await?;
    tx.commit().await?;
    live::refresh(app).await.map(|_| ())
}

async fn put_out(tx: &mut Tx, app: &App, caller: &Caller, id: i64, how: Publishing<'_>) -> Result<(), Error> {
    let Publishing { revision, note, .. } = how;
    all_shops(caller)?;
    let mut record = super::find(tx, id).await?;
    if record.stage == Stage::Ended {
        return Err(Error::conflict("wrong_state"));
    }
    let note = note.map(str::trim).filter(|note| !note.is_empty());
    if note.is_some_and(|note| note.chars().count() > NOTE) {
        return Err(Error::invalid("note", "too_long"));
    }
    let Some(terms) = record.draft.take() else { return Err(Error::conflict("nothing_to_publish")) };
    let business = shops::business(tx).await?;
    (record.starts_at, record.ends_at) = draft::span(&terms, &business.zone());
    record.published = Some(terms.clone());
    record.version += 1;
    if record.stage == Stage::Draft {
        record.stage = Stage::Live;
    }
    let written = draft::write(tx, app, caller, record, revision, "promotions.published").await?;
    let by = caller.actor.name();
    records::promotions::add_version(tx, id, written.version, written.updated_at, by, note, &terms).await
}

/// What may be done with a published promotion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Pause,
    Resume,
    End,
}

/// Stops a promotion for a while.
///
/// # Errors
/// As a step from a state in which it cannot be stopped: `wrong_state`.
pub async fn pause(tx: &mut Tx, app: &App, caller: &Caller, id: i64) -> Result<(), Error> {
    step(tx, app, caller, id, None, Step::Pause).await.map(|_| ())
}

/// Pauses, resumes or ends a promotion.
///
/// # Errors
/// `wrong_state` when it is not in a state from which that goes; `changed_meanwhile`.
pub(super) async fn step(
    tx: &mut Tx,
    app: &App,
    caller: &Caller,
    id: i64,
    revision: Option<i64>,
    step: Step,
) -> Result<Record, Error> {
    all_shops(caller)?;
    let mut record = super::find(tx, id).await?;
    let (stage, action) = match (step, record.stage) {
        (Step::Pause, Stage::Live) => (Stage::Paused, "promotions.paused"),
        (Step::Resume, Stage::Paused) => (Stage::Live, "promotions.resumed"),
        (Step::End, Stage::Live | Stage::Paused) => (Stage::Ended, "promotions.ended"),
        _ => return Err(Error::conflict("wrong_state")),
    };
    record.stage = stage;
    let revision = revision.unwrap_or(record.revision);
    draft::write(tx, app, caller, record, revision, action).await
}
