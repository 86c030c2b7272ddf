//! Spending, giving back, and adjusting by hand.

use platform::db::Tx;
use platform::http::Actor;
use platform::{App, Error};
use pricing::Words;

use super::BOOK;
use super::rules::{DAY, Short, rules};
use crate::customers::Reached;
use crate::ledger::{self, Account, Lot, MoveKind, Order, counter, restore, take};
use crate::members::{self, budget};

/// How long points that come back stand at least, milliseconds.
const GRACE: i64 = 7 * DAY;
/// Points of one move at most.
const MOST: i64 = 1_000_000_000;

/// Spends points, those first that expire first. The second time nothing changes.
///
/// # Errors
/// The conflicts `points_short` and `key_taken`; `invalid` for fewer than one.
pub async fn spend(tx: &mut Tx, app: &App, reached: &Reached, order: &Order<'_>) -> Result<i64, Error> {
    if !(1..=MOST).contains(&order.points) {
        return Err(Error::invalid("points", "out_of_range"));
    }
    ledger::spend(tx, app, BOOK, reached, order).await
}

/// Gives a customer points that she won or was rewarded with; they expire as the rules say. The same key again gives
/// nothing more.
///
/// # Errors
/// The conflicts `not_a_member`, `points_off` and `key_taken`; `invalid` for fewer than one.
pub async fn give(tx: &mut Tx, app: &App, reached: &Reached, order: &Order<'_>) -> Result<(), Error> {
    if !(1..=MOST).contains(&order.points) {
        return Err(Error::invalid("points", "out_of_range"));
    }
    let rules = rules(tx).await?;
    if !rules.enabled {
        return Err(Error::conflict("points_off"));
    }
    if super::earn::member(tx, &reached.profile_ids).await?.is_none() {
        return Err(Error::conflict("not_a_member"));
    }
    let until = rules.expires(app.clock.now(), &crate::shops::business(tx).await?.zone());
    ledger::earn(tx, app, BOOK, reached, order, until).await.map(|_| ())
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
    let reason = members::said(order.reason.as_ref().map_or("", Words::in_chinese))?;
    let order = Order { reason: Some(Words::from(reason)), ..order.clone() };
    if order.points == 0 || order.points.abs() > MOST {
        return Err(Error::invalid("points", "out_of_range"));
    }
    if expires_days.is_some_and(|days| !(1..=3_650).contains(&days)) {
        return Err(Error::invalid("expires_days", "out_of_range"));
    }
    let Some(profile) = super::earn::member(tx, &reached.profile_ids).await? else {
        return Err(Error::conflict("not_a_member"));
    };
    let now = app.clock.now();
    let until = match expires_days {
        Some(days) => now.saturating_add(days * DAY),
        None => rules(tx).await?.expires(now, &crate::shops::business(tx).await?.zone()),
    };
    let (id, new) = ledger::adjust(tx, app, BOOK, reached, profile, &order, until).await?;
    if new && order.points > 0 {
        let programme = members::programme(tx).await?;
        budget::take(tx, app, order.actor, &programme, budget::Kind::Points, order.points).await?;
    }
    Ok(id)
}

/// Takes a move back: what was spent goes into the lots that it came from; what was given is taken again, and where it is
/// gone already, owed or let be. The second time nothing changes. Returns the key of the move that does it.
///
/// # Errors
/// `not_found`; the conflict `not_reversible` of what is itself a reversal, or of points that expired.
pub async fn reverse(tx: &mut Tx, app: &App, key: &str, reason: Option<&str>, actor: &Actor) -> Result<String, Error> {
    let before = ledger::records::keyed(tx, BOOK, key).await?.ok_or_else(|| Error::not_found("points_move"))?;
    if before.profile_id == 0 {
        return Err(Error::not_found("points_move"));
    }
    if !matches!(before.kind, MoveKind::Spend | MoveKind::Adjust) {
        return Err(Error::conflict("not_reversible"));
    }
    let customer = crate::customers::customer_of(tx, before.profile_id).await?;
    let profiles = crate::customers::profiles_of(tx, customer).await?;
    let lots = ledger::records::hold(tx, BOOK, &profiles).await?;
    let mut row = counter(app, &before, reason, actor);
    if let Some(done) = ledger::records::keyed(tx, BOOK, &row.key).await? {
        return Ok(done.key);
    }
    if before.points < 0 {
        if !ledger::records::write(tx, BOOK, &row).await? {
            return Err(Error::conflict("key_taken").retry_after(1));
        }
        restore(tx, app, BOOK, &row, before.id, row.at.saturating_add(GRACE)).await?;
    } else {
        let lots = own_first(&lots, &[before.id], row.at);
        let has: i64 = lots.iter().map(|lot| lot.remaining).sum();
        let wanted = before.points.min(has);
        row.points = -wanted;
        row.owed = if rules(tx).await?.short == Short::Owe { before.points - wanted } else { 0 };
        if !ledger::records::write(tx, BOOK, &row).await? {
            return Err(Error::conflict("key_taken").retry_after(1));
        }
        take(tx, app, BOOK, &row, &lots, wanted, Account::Adjusted).await?;
    }
    BOOK.tell(tx, &profiles, row.at)?;
    Ok(row.key)
}

/// Lots in the order in which points are taken back: those of the moves themselves, then the others.
pub(super) fn own_first(lots: &[Lot], moves: &[i64], now: i64) -> Vec<Lot> {
    let mut lots: Vec<Lot> = lots.iter().filter(|lot| now < lot.expires_at).copied().collect();
    lots.sort_by_key(|lot| (!moves.contains(&lot.move_id), lot.matures_at > now, lot.expires_at, lot.id));
    lots
}
