//! Entries: what goes from one account to another, lot by lot.

use platform::db::Tx;
use platform::{App, Error};

use super::model::{Account, Book};
use super::records::{self, Entry, Lot, MoveRow};

/// How points are divided over lots. Pure: `lots` come first to expire first.
pub(crate) fn allocate(lots: &[Lot], wanted: i64) -> Vec<(Lot, i64)> {
    let mut rest = wanted;
    let mut taken = Vec::new();
    for lot in lots {
        let points = lot.remaining.min(rest);
        if points > 0 {
            taken.push((*lot, points));
            rest -= points;
        }
    }
    taken
}

/// Takes up to `wanted` points out of `lots` (held by this transaction) and says how many it got.
pub(crate) async fn take(
    tx: &mut Tx,
    app: &App,
    book: Book,
    row: &MoveRow,
    lots: &[Lot],
    wanted: i64,
    to: Account,
) -> Result<i64, Error> {
    let taken = allocate(lots, wanted);
    let mut entries = Vec::with_capacity(taken.len());
    for (lot, points) in &taken {
        if !records::take(tx, book, lot.id, *points).await? {
            return Err(Error::internal("a lot that was held has less than was read").context(lot.id));
        }
        entries.push(Entry {
            id: app.ids.next(),
            move_id: row.id,
            lot_id: lot.id,
            profile_id: lot.profile_id,
            from: Account::Member,
            to,
            points: *points,
            at: row.at,
        });
    }
    records::enter(tx, book, &entries).await?;
    Ok(taken.iter().map(|(_, points)| points).sum())
}

/// Credits points as a lot of their own; what is owed is paid from it first.
pub(crate) async fn credit(
    tx: &mut Tx,
    app: &App,
    book: Book,
    row: &MoveRow,
    from: Account,
    (matures_at, expires_at): (i64, i64),
    profiles: &[i64],
) -> Result<(), Error> {
    let lot = Lot {
        id: app.ids.next(),
        profile_id: row.profile_id,
        move_id: row.id,
        remaining: row.points,
        matures_at,
        expires_at,
    };
    records::open(tx, book, &lot).await?;
    let entry = Entry {
        id: app.ids.next(),
        move_id: row.id,
        lot_id: lot.id,
        profile_id: row.profile_id,
        from,
        to: Account::Member,
        points: row.points,
        at: row.at,
    };
    records::enter(tx, book, &[entry]).await?;
    let mut left = lot.remaining;
    for debt in records::owing(tx, book, profiles).await? {
        let points = debt.owed.min(left);
        if points > 0 && records::pay(tx, book, debt.id, points).await? {
            let lot = Lot { remaining: left, ..lot };
            let paid = MoveRow { at: row.at, ..debt };
            take(tx, app, book, &paid, &[lot], points, Account::Earned).await?;
            left -= points;
        }
    }
    Ok(())
}

/// Those of `lots` that can be spent at `now`.
pub(crate) fn spendable(lots: &[Lot], now: i64) -> Vec<Lot> {
    lots.iter().filter(|lot| lot.matures_at <= now && now < lot.expires_at).copied().collect()
}
