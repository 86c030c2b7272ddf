//! Moves: spending, and putting back what was spent.

use std::collections::HashSet;

use platform::db::Tx;
use platform::http::Actor;
use platform::{App, Error};
use pricing::Words;

use super::entries::{credit, spendable, take};
use super::model::{Account, Book, MoveKind};
use super::records::{self, Lot, MoveRow};
use crate::customers::Reached;

/// Letters of a key that callers give.
const LONGEST: usize = 200;

/// What is to be moved, by whom and why.
#[derive(Debug, Clone)]
pub struct Order<'o> {
    /// The same key is answered the same; one of a kind.
    pub key: String,
    /// How many points, or minor units.
    pub points: i64,
    /// Why, as the customer reads it where it is said to her.
    pub reason: Option<Words>,
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

/// The refusal when there is too little, with what there is.
fn short(book: Book, available: i64) -> Error {
    Error::conflict(book.short()).arg("available", available.to_string())
}

/// A move that is about to be written.
fn fresh(app: &App, reached: &Reached, order: &Order<'_>, kind: MoveKind, points: i64) -> MoveRow {
    MoveRow {
        id: app.ids.next(),
        key: order.key.clone(),
        profile_id: reached.anchor,
        kind,
        points,
        order_id: None,
        basis: None,
        reason: order.reason.clone(),
        actor: Some(order.actor.name().to_owned()),
        at: app.clock.now(),
        reverses: None,
        owed: 0,
    }
}

/// Writes a move; when its key was used before, the one that stands there, which must be the same.
async fn begin(tx: &mut Tx, book: Book, reached: &Reached, row: MoveRow) -> Result<(MoveRow, bool), Error> {
    if records::write(tx, book, &row).await? {
        return Ok((row, true));
    }
    let before =
        records::keyed(tx, book, &row.key).await?.ok_or_else(|| Error::internal("a key that was taken is free"))?;
    let same = before.kind == row.kind && before.points == row.points && before.reverses == row.reverses;
    if !same || !reached.profile_ids.contains(&before.profile_id) {
        return Err(Error::conflict("key_taken"));
    }
    Ok((before, false))
}

/// The move that takes `before` back.
pub(crate) fn counter(app: &App, before: &MoveRow, reason: Option<&str>, actor: &Actor) -> MoveRow {
    MoveRow {
        id: app.ids.next(),
        key: format!("back:{}", before.id),
        profile_id: before.profile_id,
        kind: MoveKind::Reverse,
        points: -before.points,
        order_id: None,
        basis: None,
        reason: reason.map(Words::from),
        actor: Some(actor.name().to_owned()),
        at: app.clock.now(),
        reverses: Some(before.id),
        owed: 0,
    }
}

/// Leaves out of moves what was spent and given back.
pub(crate) fn leave_out_undone(moves: &mut Vec<MoveRow>) {
    let undone: HashSet<i64> = moves.iter().filter_map(|row| row.reverses).collect();
    moves.retain(|row| row.kind != MoveKind::Spend || !undone.contains(&row.id));
}

/// Spends, from the lots first that expire first. The second time nothing changes. Returns the move.
///
/// # Errors
/// The conflicts `points_short` or `credit_short`, and `key_taken`.
pub(crate) async fn spend(
    tx: &mut Tx,
    app: &App,
    book: Book,
    reached: &Reached,
    order: &Order<'_>,
) -> Result<i64, Error> {
    let lots = records::hold(tx, book, &reached.profile_ids).await?;
    let (row, new) = begin(tx, book, reached, fresh(app, reached, order, MoveKind::Spend, -order.points)).await?;
    if new {
        let lots = spendable(&lots, row.at);
        let available: i64 = lots.iter().map(|lot| lot.remaining).sum();
        if available < order.points {
            return Err(short(book, available));
        }
        take(tx, app, book, &row, &lots, order.points, Account::Spent).await?;
        book.tell(tx, &reached.profile_ids, row.at)?;
    }
    Ok(row.id)
}

/// Gives to `profile` of this customer, or takes from her, by hand; what is given stands until `until`. Returns the move,
/// and whether it is new.
///
/// # Errors
/// The conflicts `points_short` or `credit_short`, and `key_taken`.
pub(crate) async fn adjust(
    tx: &mut Tx,
    app: &App,
    book: Book,
    reached: &Reached,
    profile: i64,
    order: &Order<'_>,
    until: i64,
) -> Result<(i64, bool), Error> {
    let lots = records::hold(tx, book, &reached.profile_ids).await?;
    let mut row = fresh(app, reached, order, MoveKind::Adjust, order.points);
    row.profile_id = profile;
    let (row, new) = begin(tx, book, reached, row).await?;
    if !new {
        return Ok((row.id, false));
    }
    if order.points > 0 {
        credit(tx, app, book, &row, Account::Adjusted, (row.at, until), &reached.profile_ids).await?;
    } else {
        let standing: Vec<Lot> = lots.into_iter().filter(|lot| row.at < lot.expires_at).collect();
        let has: i64 = standing.iter().map(|lot| lot.remaining).sum();
        if has < -order.points {
            return Err(short(book, has));
        }
        take(tx, app, book, &row, &standing, -order.points, Account::Adjusted).await?;
    }
    book.tell(tx, &reached.profile_ids, row.at)?;
    Ok((row.id, true))
}

/// Gives what somebody earned; it stands until `until`. Returns the move, and whether it is new.
///
/// # Errors
/// The conflict `key_taken`.
pub(crate) async fn earn(
    tx: &mut Tx,
    app: &App,
    book: Book,
    reached: &Reached,
    order: &Order<'_>,
    until: i64,
) -> Result<(i64, bool), Error> {
    let (row, new) = begin(tx, book, reached, fresh(app, reached, order, MoveKind::Earn, order.points)).await?;
    if new {
        credit(tx, app, book, &row, Account::Earned, (row.at, until), &reached.profile_ids).await?;
        book.tell(tx, &reached.profile_ids, row.at)?;
    }
    Ok((row.id, new))
}

/// Puts back what a move took, into the lots that it took it from; they then stand until `until` at least.
pub(crate) async fn restore(
    tx: &mut Tx,
    app: &App,
    book: Book,
    row: &MoveRow,
    taken: i64,
    until: i64,
) -> Result<(), Error> {
    let mut back = Vec::new();
    for entry in records::entries(tx, book, taken).await? {
        if !records::give(tx, book, entry.lot_id, entry.points, until).await? {
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
    records::enter(tx, book, &back).await
}
