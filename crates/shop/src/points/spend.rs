//! Spending, giving back, and adjusting by hand.

use platform::db::Tx;
use platform::http::Actor;
use platform::outbox::Message;
use platform::{App, Error, Id};
use serde_json::json;

use super::ledger::{credit, spendable, take};
use super::model::{Account, MoveKind};
use super::records::{self, Lot, MoveRow};
use super::rules::{DAY, Short, rules};
use crate::customers::Reached;
use crate::members::{self, budget};

/// How long points that come back stand at least, milliseconds.
const GRACE: i64 = 7 * DAY;
/// Points of one move at most.
const MOST: i64 = 1_000_000_000;

/// Letters of a key that callers give.
const LONGEST: usize = 200;

/// What is to be moved, by whom and why.
#[derive(Debug, Clone)]
pub struct Order<'o> {
    /// The same key is answered the same; one of a kind.
    pub key: String,
    /// How many points.
    pub points: i64,
    /// Why.
    pub reason: Option<&'o str>,
    /// Who.
    pub actor: &'o Actor,
}

/// A key as callers give it, told apart from our own.
///
/// # Errors
/// `invalid` when it is empty or too long.
pub fn outside(key: &str) -> Result<String, Error> {
    match key.trim() {
        "" => Err(Error::invalid("key", "required")),
        key if key.len() > LONGEST => Err(Error::invalid("key", "too_long")),
        key => Ok(format!("api:{key}")),
    }
}

/// Says whose points moved.
pub(super) fn tell(tx: &mut Tx, profiles: &[i64], now: i64) -> Result<(), Error> {
    let ids: Vec<Id> = profiles.iter().map(|id| Id(*id)).collect();
    tx.emit(Message::new("points.moved", now, &json!({ "profiles": ids }))?);
    Ok(())
}

fn short(available: i64) -> Error {
    Error::conflict("points_short").arg("available", available.to_string())
}

fn fresh(app: &App, reached: &Reached, order: &Order<'_>, kind: MoveKind, points: i64) -> MoveRow {
    MoveRow {
        id: app.ids.next(),
        key: order.key.clone(),
        profile_id: reached.anchor,
        kind,
        points,
        order_id: None,
        basis: None,
        reason: order.reason.map(str::to_owned),
        actor: Some(order.actor.name().to_owned()),
        at: app.clock.now(),
        reverses: None,
        owed: 0,
    }
}

/// Writes a move; when its key was used before, the one that stands there, which must be the same.
async fn begin(tx: &mut Tx, reached: &Reached, row: MoveRow) -> Result<(MoveRow, bool), Error> {
    if records::write(tx, &row).await? {
        return Ok((row, true));
    }
    let before = records::keyed(tx, &row.key).await?.ok_or_else(|| Error::internal("a key that was taken is free"))?;
    let same = before.kind == row.kind && before.points == row.points && before.reverses == row.reverses;
    if !same || !reached.profile_ids.contains(&before.profile_id) {
        return Err(Error::conflict("key_taken"));
    }
    Ok((before, false))
}

/// Spends points, those first that expire first. The second time nothing changes.
///
/// # Errors
/// The conflicts `points_short` and `key_taken`; `invalid` for fewer than one.
pub async fn spend(tx: &mut Tx, app: &App, reached: &Reached, order: &Order<'_>) -> Result<i64, Error> {
    if !(1..=MOST).contains(&order.points) {
        return Err(Error::invalid("points", "out_of_range"));
    }
    let lots = records::hold(tx, &reached.profile_ids).await?;
    let (row, new) = begin(tx, reached, fresh(app, reached, order, MoveKind::Spend, -order.points)).await?;
    if new {
        let lots = spendable(&lots, row.at);
        let available: i64 = lots.iter().map(|lot| lot.remaining).sum();
        if available < order.points {
            return Err(short(available));
        }
        take(tx, app, &row, &lots, order.points, Account::Spent).await?;
        tell(tx, &reached.profile_ids, row.at)?;
    }
    Ok(row.id)
}

/// Gives points or takes them, by hand. Agents have a budget for what they give.
///
/// # Errors
/// The conflicts `not_a_member`, `budget_spent`, `points_short`, `key_taken`; `invalid` for none, or no reason.
pub async fn adjust(
    tx: &mut Tx,
    app: &App,
    reached: &Reached,
    order: &Order<'_>,
    expires_days: Option<i64>,
) -> Result<i64, Error> {
    let reason = members::said(order.reason.unwrap_or_default())?;
    let order = Order { reason: Some(&reason), ..order.clone() };
    if order.points == 0 || order.points.abs() > MOST {
        return Err(Error::invalid("points", "out_of_range"));
    }
    if expires_days.is_some_and(|days| !(1..=3_650).contains(&days)) {
        return Err(Error::invalid("expires_days", "out_of_range"));
    }
    let Some(profile) = super::earn::member(tx, &reached.profile_ids).await? else {
        return Err(Error::conflict("not_a_member"));
    };
    let lots = records::hold(tx, &reached.profile_ids).await?;
    let mut row = fresh(app, reached, &order, MoveKind::Adjust, order.points);
    row.profile_id = profile;
    let (row, new) = begin(tx, reached, row).await?;
    if !new {
        return Ok(row.id);
    }
    if order.points > 0 {
        let programme = members::programme(tx).await?;
        budget::take(tx, app, order.actor, &programme, budget::Kind::Points, order.points).await?;
        let zone = crate::shops::business(tx).await?.zone();
        let until = match expires_days {
            Some(days) => row.at.saturating_add(days * DAY),
            None => rules(tx).await?.expires(row.at, &zone),
        };
        credit(tx, app, &row, Account::Adjusted, (row.at, until), &reached.profile_ids).await?;
    } else {
        let has: i64 = lots.iter().filter(|lot| row.at < lot.expires_at).map(|lot| lot.remaining).sum();
        if has < -order.points {
            return Err(short(has));
        }
        let standing: Vec<Lot> = lots.into_iter().filter(|lot| row.at < lot.expires_at).collect();
        take(tx, app, &row, &standing, -order.points, Account::Adjusted).await?;
    }
    tell(tx, &reached.profile_ids, row.at)?;
    Ok(row.id)
}

/// Takes a move back: what was spent goes into the lots that it came from; what was given is taken again, and where it is
/// gone already, owed or let be. The second time nothing changes. Returns the key of the move that does it.
///
/// # Errors
/// `not_found`; the conflict `not_reversible` of what is itself a reversal, or of points that expired.
pub async fn reverse(tx: &mut Tx, app: &App, key: &str, reason: Option<&str>, actor: &Actor) -> Result<String, Error> {
    let before = records::keyed(tx, key).await?.ok_or_else(|| Error::not_found("points_move"))?;
    if before.profile_id == 0 {
        return Err(Error::not_found("points_move"));
    }
    if !matches!(before.kind, MoveKind::Spend | MoveKind::Adjust) {
        return Err(Error::conflict("not_reversible"));
    }
    let customer = crate::customers::customer_of(tx, before.profile_id).await?;
    let profiles = crate::customers::profiles_of(tx, customer).await?;
    let lots = records::hold(tx, &profiles).await?;
    let mut row = MoveRow {
        id: app.ids.next(),
        key: format!("back:{}", before.id),
        profile_id: before.profile_id,
        kind: MoveKind::Reverse,
        points: -before.points,
        order_id: None,
        basis: None,
        reason: reason.map(str::to_owned),
        actor: Some(actor.name().to_owned()),
        at: app.clock.now(),
        reverses: Some(before.id),
        owed: 0,
    };
    if let Some(done) = records::keyed(tx, &row.key).await? {
        return Ok(done.key);
    }
    if before.points < 0 {
        if !records::write(tx, &row).await? {
            return Err(Error::conflict("key_taken").retry_after(1));
        }
        restore(tx, app, &row, before.id).await?;
    } else {
        let lots = own_first(&lots, &[before.id], row.at);
        let has: i64 = lots.iter().map(|lot| lot.remaining).sum();
        let wanted = before.points.min(has);
        row.points = -wanted;
        row.owed = if rules(tx).await?.short == Short::Owe { before.points - wanted } else { 0 };
        if !records::write(tx, &row).await? {
            return Err(Error::conflict("key_taken").retry_after(1));
        }
        take(tx, app, &row, &lots, wanted, Account::Adjusted).await?;
    }
    tell(tx, &profiles, row.at)?;
    Ok(row.key)
}

/// Puts back what a move took, into the lots that it took it from.
async fn restore(tx: &mut Tx, app: &App, row: &MoveRow, taken: i64) -> Result<(), Error> {
    let until = row.at.saturating_add(GRACE);
    let mut back = Vec::new();
    for entry in records::entries(tx, taken).await? {
        if !records::give(tx, entry.lot_id, entry.points, until).await? {
            return Err(Error::internal("a lot that points were taken from is gone"));
        }
        back.push(records::Entry {
            id: app.ids.next(),
            move_id: row.id,
            from: entry.to,
            to: Account::Member,
            at: row.at,
            ..entry
        });
    }
    records::enter(tx, &back).await
}

/// Lots in the order in which points are taken back: those of the moves themselves, then the others.
pub(super) fn own_first(lots: &[Lot], moves: &[i64], now: i64) -> Vec<Lot> {
    let mut lots: Vec<Lot> = lots.iter().filter(|lot| now < lot.expires_at).copied().collect();
    lots.sort_by_key(|lot| (!moves.contains(&lot.move_id), lot.matures_at > now, lot.expires_at, lot.id));
    lots
}
