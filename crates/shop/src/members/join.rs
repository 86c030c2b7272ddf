//! Joining and leaving.

use std::collections::BTreeMap;

use platform::db::Tx;
use platform::http::Actor;
use platform::{App, Error};

use super::evaluate::{evaluate, numbered, tell};
use super::model::{Cause, ChangeKind, JoinSource};
use super::programme::Programme;
use super::records::{self, ChangeRow, MembershipRow};
use super::standing::Bought;
use crate::customers::{self, Reached};

/// Makes a customer a member and says whether she was none before. Repeating it changes nothing.
///
/// # Errors
/// The conflicts `way_closed`, `no_mobile` (she wants to confirm one and none is known), `blacklisted`,
/// `invitation_used_up`; `not_found` of an invitation.
pub async fn join(
    tx: &mut Tx,
    app: &App,
    actor: &Actor,
    reached: &Reached,
    way: JoinSource,
    invitation: Option<&str>,
) -> Result<bool, Error> {
    records::enter(tx).await?;
    let programme = super::programme(tx).await?;
    let was = records::memberships(tx, &reached.profile_ids).await?;
    if was.iter().any(|row| row.left_at.is_none()) {
        return Ok(false);
    }
    let now = app.clock.now();
    admit(tx, &programme, reached, way, invitation, now).await?;
    let row = match was.into_iter().next() {
        // Whoever comes back has her old number.
        Some(before) => MembershipRow { source: way, joined_at: now, left_at: None, ..before },
        None => MembershipRow {
            profile_id: reached.anchor,
            number: numbered(&programme.number_prefix, records::next_numbers(tx, 1).await?),
            source: way,
            joined_at: now,
            left_at: None,
        },
    };
    records::join(tx, std::slice::from_ref(&row)).await?;
    note(tx, app, ChangeKind::Joined, row.profile_id, Some(actor), None).await?;
    evaluate(tx, app, &programme, &BTreeMap::from([(reached.customer_id, Cause::Join)])).await?;
    Ok(true)
}

async fn admit(
    tx: &mut Tx,
    programme: &Programme,
    reached: &Reached,
    way: JoinSource,
    invitation: Option<&str>,
    now: i64,
) -> Result<(), Error> {
    // What a deal does, nobody can ask for.
    if !programme.enabled || way == JoinSource::Automatic || !programme.open_to(way) {
        return Err(Error::conflict("way_closed"));
    }
    if customers::blacklisted(tx, &[reached.customer_id]).await?.contains(&reached.customer_id) {
        return Err(Error::conflict("blacklisted"));
    }
    if way == JoinSource::Phone {
        let known = customers::facts(tx, &reached.profile_ids).await?;
        if known.iter().all(|profile| profile.mobiles.is_empty()) {
            return Err(Error::conflict("no_mobile"));
        }
    }
    if way == JoinSource::Invitation {
        let code = invitation.map(str::trim).filter(|code| !code.is_empty());
        let code = code.ok_or_else(|| Error::invalid("invitation", "required"))?;
        records::invitation_called(tx, code).await?.ok_or_else(|| Error::not_found("invitation"))?;
        if !records::use_invitation(tx, code, now).await? {
            return Err(Error::conflict("invitation_used_up"));
        }
    }
    Ok(())
}

/// Ends a customer's membership; what she had stays in the history.
///
/// # Errors
/// The conflict `not_a_member`; `invalid` without a reason.
pub async fn leave(tx: &mut Tx, app: &App, actor: &Actor, reached: &Reached, reason: &str) -> Result<(), Error> {
    let reason = super::hand::said(reason)?;
    records::enter(tx).await?;
    let now = app.clock.now();
    let was = records::memberships(tx, &reached.profile_ids).await?;
    let Some(member) = was.into_iter().find(|row| row.left_at.is_none()) else {
        return Err(Error::conflict("not_a_member"));
    };
    records::leave(tx, &reached.profile_ids, now).await?;
    note(tx, app, ChangeKind::Left, member.profile_id, Some(actor), Some(reason)).await?;
    records::drop_standings(tx, &[reached.customer_id]).await?;
    tell(tx, &[reached.customer_id].into(), now)
}

async fn note(
    tx: &mut Tx,
    app: &App,
    kind: ChangeKind,
    profile_id: i64,
    actor: Option<&Actor>,
    reason: Option<String>,
) -> Result<(), Error> {
    let row = ChangeRow {
        id: app.ids.next(),
        profile_id,
        at: app.clock.now(),
        kind,
        cause: Cause::Join,
        from: 0,
        to: 0,
        bought: Bought::default(),
        until: None,
        locked: false,
        reason,
        actor: actor.map(|actor| actor.name().to_owned()),
        holds: None,
    };
    records::add_changes(tx, &[row]).await
}
