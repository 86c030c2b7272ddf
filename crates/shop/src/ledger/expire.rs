//! Lots whose time is over go, and that they are about to is told beforehand, as facts.

use std::collections::BTreeMap;

use platform::db::Tx;
use platform::{App, Error};

use super::entries::take;
use super::model::{Account, Book, MoveKind};
use super::records::{self, Lot, MoveRow};

/// A day, milliseconds.
const DAY: i64 = 86_400_000;
/// Lots looked at in one transaction.
const PIECE: i64 = 500;

/// Lets lots go whose time is over; whether there were any.
///
/// # Errors
/// When the database fails.
pub(crate) async fn expire(app: &App, book: Book) -> Result<bool, Error> {
    let now = app.clock.now();
    if records::due(&mut app.db.read().await?, book, now, 1).await?.is_empty() {
        return Ok(false);
    }
    let mut tx = app.db.begin().await?;
    let profiles: Vec<i64> = distinct(&records::due(&mut tx, book, now, PIECE).await?);
    let due: Vec<Lot> =
        records::hold(&mut tx, book, &profiles).await?.into_iter().filter(|lot| lot.expires_at <= now).collect();
    for lot in &due {
        let id = app.ids.next();
        let row = MoveRow {
            id,
            key: format!("expire:{}:{id}", lot.id),
            profile_id: lot.profile_id,
            kind: MoveKind::Expire,
            points: -lot.remaining,
            order_id: None,
            basis: None,
            reason: None,
            actor: None,
            at: now,
            reverses: None,
            owed: 0,
        };
        if records::write(&mut tx, book, &row).await? {
            take(&mut tx, app, book, &row, &[*lot], lot.remaining, Account::Expired).await?;
        }
    }
    book.tell(&mut tx, &profiles, now)?;
    tx.commit().await?;
    Ok(!due.is_empty())
}

/// Tells of lots that are about to expire, once for each of these numbers of days; whether there were any.
///
/// # Errors
/// When the database fails.
pub(crate) async fn announce(app: &App, book: Book, days: &[i64]) -> Result<bool, Error> {
    let now = app.clock.now();
    for days in days.iter().copied() {
        let to = now.saturating_add(days * DAY);
        if records::nearing(&mut app.db.read().await?, book, (now, to), days, 1).await?.is_empty() {
            continue;
        }
        let mut tx = app.db.begin().await?;
        let found = records::nearing(&mut tx, book, (now, to), days, PIECE).await?;
        let mut people: BTreeMap<i64, Vec<Lot>> = BTreeMap::new();
        for lot in &found {
            people.entry(lot.profile_id).or_default().push(*lot);
        }
        for (profile_id, lots) in people {
            let row = MoveRow {
                id: app.ids.next(),
                key: format!("expiring:{}:{days}", lots.first().map_or(0, |lot| lot.id)),
                profile_id,
                kind: MoveKind::Expiring,
                points: lots.iter().map(|lot| lot.remaining).sum(),
                order_id: None,
                basis: None,
                reason: None,
                actor: None,
                at: now,
                reverses: None,
                owed: 0,
            };
            records::write(&mut tx, book, &row).await?;
        }
        records::noticed(&mut tx, book, &found.iter().map(|lot| lot.id).collect::<Vec<_>>(), days).await?;
        book.tell(&mut tx, &distinct(&found), now)?;
        tx.commit().await?;
        return Ok(true);
    }
    Ok(false)
}

fn distinct(lots: &[Lot]) -> Vec<i64> {
    let mut ids: Vec<i64> = lots.iter().map(|lot| lot.profile_id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Forgets somebody: what these profiles have left expires, and the books stay without them.
///
/// # Errors
/// When the database fails.
pub(crate) async fn erase(
    tx: &mut Tx,
    app: &App,
    book: Book,
    profiles: &[i64],
) -> Result<Vec<(&'static str, u64)>, Error> {
    let lots = records::hold(tx, book, profiles).await?;
    let left: i64 = lots.iter().map(|lot| lot.remaining).sum();
    if let Some(first) = lots.first() {
        let id = app.ids.next();
        let row = MoveRow {
            id,
            key: format!("erased:{id}"),
            profile_id: first.profile_id,
            kind: MoveKind::Expire,
            points: -left,
            order_id: None,
            basis: None,
            reason: None,
            actor: None,
            at: app.clock.now(),
            reverses: None,
            owed: 0,
        };
        records::write(tx, book, &row).await?;
        take(tx, app, book, &row, &lots, left, Account::Expired).await?;
    }
    records::unname(tx, book, profiles).await
}
