//! Saving a programme: ids for new levels, a memory of those that were taken out, and a look at every member.

use platform::db::Tx;
use platform::http::Caller;
use platform::outbox::Message;
use platform::{App, Error, Id, Instant};
use serde_json::json;

use super::programme::{Programme, Retired};
use super::{programme, recompute, records};

/// Saves a programme and says whether every member is looked at again.
///
/// # Errors
/// `invalid` with the field at fault.
pub async fn save(tx: &mut Tx, app: &App, caller: &Caller, next: Programme) -> Result<(Programme, bool), Error> {
    records::enter(tx).await?;
    let now = app.clock.now();
    let before = programme::programme(tx).await?;
    let mut next = next.check()?;
    for (at, level) in next.levels.iter().enumerate() {
        let known = |id| before.levels.iter().any(|one| one.id == Some(id));
        let twice = next.levels.iter().filter(|one| one.id.is_some() && one.id == level.id).count() > 1;
        if level.id.is_some_and(|id| !known(id)) || twice {
            return Err(Error::invalid(format!("levels.{at}.id"), "unknown"));
        }
    }
    if next.enabled && next.since.is_none() {
        next.since = Some(before.since.unwrap_or(Instant(now)));
    }
    let enrols = enrols(&before, &next);
    let next = settle(&before, next, || app.ids.next());
    let moves = next.enabled
        && (!before.enabled
            || (&before.levels, before.by, before.period_days) != (&next.levels, next.by, next.period_days));
    programme::put(tx, caller, &next, now).await?;
    tx.emit(Message::new("members.programme_changed", now, &json!({}))?);
    if enrols || moves {
        recompute::start(tx, enrols, now).await?;
    }
    Ok((next, enrols || moves))
}

/// Whether customers who are no members have to be looked at: more of them may join by a deal than before.
pub(super) fn enrols(before: &Programme, next: &Programme) -> bool {
    let automatic = |one: &Programme| one.enabled && one.ways.automatic;
    automatic(next) && (!automatic(before) || before.since != next.since)
}

/// Gives new levels their ids, and remembers levels that are gone with the one that takes their members over: the highest
/// below them that stays.
pub(super) fn settle(before: &Programme, mut next: Programme, mut id: impl FnMut() -> i64) -> Programme {
    for level in &mut next.levels {
        level.id = level.id.or_else(|| Some(Id(id())));
    }
    next.retired.clone_from(&before.retired);
    let mut into = 0;
    for level in &before.levels {
        let Some(Id(id)) = level.id else { continue };
        if next.levels.iter().any(|one| one.id == Some(Id(id))) {
            into = id;
        } else {
            next.retired.push(Retired { id, name: level.name.clone(), into });
        }
    }
    next
}
