//! Publishing, pausing, resuming and ending: what buyers get changes here and nowhere else.

use platform::db::Tx;
use platform::http::Caller;
use platform::outbox::Message;
use platform::{App, Error, Id};
use pricing::Gravity;
use serde_json::json;

use super::lint::Finding;
use super::model::{Record, Stage};
use super::{all_shops, draft, records};
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
pub(super) fn allowed(findings: &[Finding], accept_warnings: bool) -> Result<(), Error> {
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

/// Makes the draft what buyers get, as the next version. A promotion that is published already stays as it is in the
/// orders that used it.
///
/// # Errors
/// `nothing_to_publish` without a draft; `changed_meanwhile`; `wrong_state` when it was ended by hand.
pub(super) async fn publish(
    tx: &mut Tx,
    app: &App,
    caller: &Caller,
    id: i64,
    revision: i64,
    note: Option<&str>,
) -> Result<Record, Error> {
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
    records::promotions::add_version(tx, id, written.version, written.updated_at, by, note, &terms).await?;
    Ok(written)
}

/// What may be done with a published promotion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Pause,
    Resume,
    End,
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
