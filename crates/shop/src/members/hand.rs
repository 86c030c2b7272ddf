//! One-to-one care: a level set by hand, with a reason.

use std::collections::BTreeMap;

use platform::db::Tx;
use platform::http::Actor;
use platform::{App, Error};

use super::budget::{self, Kind};
use super::evaluate::evaluate;
use super::model::{Cause, ChangeKind};
use super::records::{self, ChangeRow};
use super::standing::{Bought, Holds};
use crate::customers::Reached;

/// Characters of a reason.
const LONGEST: usize = 200;

/// A reason, trimmed.
///
/// # Errors
/// `invalid` when there is none or it is too long.
pub fn said(reason: &str) -> Result<String, Error> {
    match reason.trim() {
        "" => Err(Error::invalid("reason", "required")),
        reason if reason.chars().count() > LONGEST => Err(Error::invalid("reason", "too_long")),
        reason => Ok(reason.to_owned()),
    }
}

/// Gives a member a level (none with `None`), over what deals earned. With `lock` nothing but a hand changes it again;
/// without, the next deal may raise it.
///
/// # Errors
/// The conflicts `programme_off`, `not_a_member` and `budget_spent`; `invalid` for an unknown level or no reason.
pub async fn set_level(
    tx: &mut Tx,
    app: &App,
    actor: &Actor,
    reached: &Reached,
    level: Option<i64>,
    reason: &str,
    lock: bool,
) -> Result<(), Error> {
    let reason = said(reason)?;
    records::enter(tx).await?;
    let programme = super::programme(tx).await?;
    if !programme.enabled {
        return Err(Error::conflict("programme_off"));
    }
    let id = level.unwrap_or(0);
    if level.is_some() && programme.levels.iter().all(|one| one.id.map(|id| id.0) != level) {
        return Err(Error::invalid("level", "unknown"));
    }
    let before = records::standings(tx, &[reached.customer_id]).await?.remove(&reached.customer_id);
    let before = before.ok_or_else(|| Error::conflict("not_a_member"))?;
    budget::take(tx, app, actor, &programme, Kind::Levels, 1).await?;
    let row = ChangeRow {
        id: app.ids.next(),
        profile_id: before.profile_id,
        at: app.clock.now(),
        kind: ChangeKind::Level,
        cause: Cause::Hand,
        from: before.level,
        to: id,
        bought: Bought { amount: before.amount, deals: before.deals },
        until: None,
        locked: lock,
        reason: Some(reason),
        actor: Some(actor.name().to_owned()),
        holds: Some(Holds { basis: vec![before.profile_id], over: Some(reached.profile_ids.clone()), needs: None }),
    };
    records::add_changes(tx, &[row]).await?;
    evaluate(tx, app, &programme, &BTreeMap::from([(reached.customer_id, Cause::Hand)])).await?;
    super::evaluate::tell(tx, &[reached.customer_id].into(), app.clock.now())
}
