//! Handing prizes over: by themselves right after the draw, again after a crash, and by staff.

use platform::db::Tx;
use platform::http::{Caller, ShopScope};
use platform::{App, Error, audit};
use serde_json::json;

use super::model::{Kept, PrizeKind, TicketStatus};
use super::publish::find;
use super::records;
use crate::customers::Reached;
use crate::deliveries::{self, DeliveryOf, NewDelivery};
use crate::{customers, members, rewards};

/// How long a prize may wait before it is looked after, milliseconds.
const PATIENCE: i64 = 10_000;
/// Prizes looked after at a time.
const PIECE: i64 = 50;

/// Hands over what a ticket won, when that goes by itself. Doing it again changes nothing; what cannot be given stays with
/// the reason written beside it.
///
/// # Errors
/// When the database fails; then it is tried again by [`keep_up`].
pub async fn hand_over(app: &App, ticket: i64) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    if !records::hold_ticket(&mut tx, ticket).await? {
        return Ok(());
    }
    let Some(kept) = records::find_ticket(&mut tx, ticket).await?.filter(|kept| kept.itself) else { return Ok(()) };
    match give(&mut tx, app, &kept).await {
        Ok(()) => {
            records::settle(&mut tx, ticket, TicketStatus::Given, None, app.clock.now()).await?;
            tx.commit().await
        }
        // Something of the gift may stand already: it goes with the transaction.
        Err(error) if error.outside().status < 500 => {
            drop(tx);
            let mut tx = app.db.begin().await?;
            records::trouble(&mut tx, ticket, error.code()).await?;
            tx.commit().await
        }
        Err(error) => Err(error),
    }
}

async fn give(tx: &mut Tx, app: &App, kept: &Kept) -> Result<(), Error> {
    let draw = find(tx, kept.draw).await?;
    let prize = kept.prize.and_then(|place| draw.terms.prizes.get(place));
    let prize = prize.ok_or_else(|| Error::internal("a ticket that waits has no prize").context(kept.id))?;
    let customer = customers::customer_of(tx, kept.profile).await?;
    let reached = customers::reach(tx, &ShopScope::All, customer).await?;
    rewards::give(tx, app, &reached, prize.reward(), &draw.terms.name, &format!("draw:{}", kept.id)).await
}

/// Hands over what should have been handed over and was not, because a process ended; whether there was any.
///
/// # Errors
/// When the database fails.
pub async fn keep_up(app: &App) -> Result<bool, Error> {
    let left = records::left(&mut app.db.read().await?, app.clock.now() - PATIENCE, PIECE).await?;
    for ticket in &left {
        hand_over(app, *ticket).await?;
    }
    Ok(!left.is_empty())
}

fn noted(note: Option<&str>) -> Result<Option<&str>, Error> {
    let note = note.map(str::trim).filter(|note| !note.is_empty());
    if note.is_some_and(|note| note.chars().count() > 500) {
        return Err(Error::invalid("note", "too_long"));
    }
    Ok(note)
}

/// Staff hand a prize over; what gives itself and was in trouble is tried again.
///
/// # Errors
/// `not_found`; the conflict `not_waiting`; what a gift is refused with.
pub(super) async fn by_hand(
    tx: &mut Tx,
    app: &App,
    caller: &Caller,
    ticket: i64,
    note: Option<&str>,
) -> Result<(), Error> {
    let note = noted(note)?;
    let kept = records::find_ticket(tx, ticket).await?.ok_or_else(|| Error::not_found("draw_ticket"))?;
    if !records::hold_ticket(tx, ticket).await? {
        return Err(Error::conflict("not_waiting"));
    }
    if kept.itself {
        give(tx, app, &kept).await?;
    }
    settle(tx, app, caller, ticket, TicketStatus::Given, note).await
}

/// Says where a prize that is goods is sent, while it waits to be handed over.
///
/// # Errors
/// `not_found`; the conflicts `nothing_to_send`, `not_waiting`; `invalid` naming the field.
pub async fn send_to(tx: &mut Tx, app: &App, to: &Reached, ticket: i64, said: &NewDelivery) -> Result<(), Error> {
    // Held before it is read, so that it is whose it is until this is written.
    let waits = records::hold_ticket(tx, ticket).await?;
    let kept = records::find_ticket(tx, ticket).await?.filter(|kept| to.profile_ids.contains(&kept.profile));
    let kept = kept.ok_or_else(|| Error::not_found("draw_ticket"))?;
    let draw = find(tx, kept.draw).await?;
    let prize = kept.prize.and_then(|place| draw.terms.prizes.get(place));
    if prize.is_none_or(|prize| prize.kind != PrizeKind::Goods) {
        return Err(Error::conflict("nothing_to_send"));
    }
    if !waits {
        return Err(Error::conflict("not_waiting"));
    }
    deliveries::put(tx, app, (to.customer_id, kept.profile), (DeliveryOf::Draw, ticket), said).await
}

/// A prize that was not claimed as the rules say.
///
/// # Errors
/// `not_found`; the conflict `not_waiting`; `invalid` without a reason.
pub(super) async fn forfeit(tx: &mut Tx, app: &App, caller: &Caller, ticket: i64, reason: &str) -> Result<(), Error> {
    let reason = members::said(reason)?;
    records::find_ticket(tx, ticket).await?.ok_or_else(|| Error::not_found("draw_ticket"))?;
    settle(tx, app, caller, ticket, TicketStatus::Forfeited, Some(&reason)).await
}

async fn settle(
    tx: &mut Tx,
    app: &App,
    caller: &Caller,
    ticket: i64,
    to: TicketStatus,
    note: Option<&str>,
) -> Result<(), Error> {
    let now = app.clock.now();
    if !records::settle(tx, ticket, to, note, now).await? {
        return Err(Error::conflict("not_waiting"));
    }
    let detail = json!({ "status": to });
    audit::record(tx, caller, "draws.prize", Some("draw_ticket"), Some(&ticket.to_string()), &detail, now).await
}
