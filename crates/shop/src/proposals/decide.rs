//! A person's word on a proposal.

use platform::db::Tx;
use platform::http::{Caller, ShopScope};
use platform::outbox::Message;
use platform::{App, Error};
use serde_json::json;

use super::model::{State, Stored};
use super::records;
use crate::customers;

/// The proposal, when somebody with `scope` may see both its customers.
pub(super) async fn seen(tx: &mut Tx, scope: &ShopScope, id: i64) -> Result<(Stored, i64, i64), Error> {
    let missing = || Error::not_found("proposal");
    let proposal = records::get(tx, id).await?.ok_or_else(missing)?;
    let left = customers::customer_of(tx, proposal.found.a).await.map_err(|_| missing())?;
    let right = customers::customer_of(tx, proposal.found.b).await.map_err(|_| missing())?;
    let visible = customers::visible(tx, scope, &[left, right]).await?;
    if visible.contains(&left) && visible.contains(&right) { Ok((proposal, left, right)) } else { Err(missing()) }
}

/// Says that the two are one person, merges them, and returns the customer.
///
/// # Errors
/// `not_found`; the conflict `already_decided`.
pub async fn accept(tx: &mut Tx, app: &App, caller: &Caller, id: i64) -> Result<i64, Error> {
    let (_, left, right) = seen(tx, &caller.shops, id).await?;
    write(tx, app, caller, id, State::Accepted).await?;
    if left == right {
        return Ok(left);
    }
    customers::merge(tx, app, &[left, right], &caller.actor, "proposal").await
}

/// Says that the two are two people. It is remembered: they are not proposed again, and identifiers do not join them.
///
/// # Errors
/// `not_found`; the conflict `already_decided`; `is_one` when they have been merged in the meantime.
pub async fn refuse(tx: &mut Tx, app: &App, caller: &Caller, id: i64) -> Result<(), Error> {
    let (proposal, left, right) = seen(tx, &caller.shops, id).await?;
    if left == right {
        return Err(Error::conflict("is_one"));
    }
    write(tx, app, caller, id, State::Refused).await?;
    customers::keep_apart(tx, proposal.found.a, proposal.found.b, id, app.clock.now()).await
}

/// Takes a refusal back: the two wait for a person again, and identifiers may join them.
///
/// # Errors
/// `not_found`; the conflict `not_refused`; `is_one` when they have been merged in the meantime.
pub async fn reopen(tx: &mut Tx, app: &App, caller: &Caller, id: i64) -> Result<(), Error> {
    let (proposal, left, right) = seen(tx, &caller.shops, id).await?;
    if left == right {
        return Err(Error::conflict("is_one"));
    }
    if !records::reopen(tx, id).await? {
        return Err(Error::conflict("not_refused"));
    }
    customers::let_together(tx, proposal.found.a, proposal.found.b, id).await?;
    let payload = json!({ "id": id, "state": State::Open.code() });
    tx.emit(Message::new("proposals.decided", app.clock.now(), &payload)?);
    Ok(())
}

async fn write(tx: &mut Tx, app: &App, caller: &Caller, id: i64, state: State) -> Result<(), Error> {
    let now = app.clock.now();
    if !records::decide(tx, id, state, caller.actor.name(), now).await? {
        return Err(Error::conflict("already_decided"));
    }
    tx.emit(Message::new("proposals.decided", now, &json!({ "id": id, "state": state.code() }))?);
    Ok(())
}
