//! Points whose time is over go, and that they are about to is told beforehand, as facts.

use std::collections::BTreeMap;

use platform::{App, Error};

use super::ledger::take;
use super::model::{Account, MoveKind};
use super::records::{self, Lot, MoveRow};
use super::rules::{DAY, rules};
use super::spend::tell;

/// Lots looked at in one transaction.
const PIECE: i64 = 500;

/// Lets points go whose time is over; whether there were any.
///
/// # Errors
/// When the database fails.
pub async fn expire(app: &App) -> Result<bool, Error> {
    let now = app.clock.now();
    if records::due(&mut app.db.read().await?, now, 1).await?.is_empty() {
        return Ok(false);
    }
    let mut tx = app.db.begin().await?;
    let profiles: Vec<i64> = distinct(&records::due(&mut tx, now, PIECE).await?);
    let due: Vec<Lot> =
        records::hold(&mut tx, &profiles).await?.into_iter().filter(|lot| lot.expires_at <= now).collect();
    for lot in &due {
        let row = MoveRow {
            id: app.ids.next(),
            key: format!("expire:{}:{}", lot.id, lot.expires_at),
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
        if records::write(&mut tx, &row).await? {
            take(&mut tx, app, &row, &[*lot], lot.remaining, Account::Expired).await?;
        }
    }
    tell(&mut tx, &profiles, now)?;
    tx.commit().await?;
    Ok(!due.is_empty())
}

/// Tells of points that are about to expire, once for each number of days that the rules name; whether there were any.
///
/// # Errors
/// When the database fails.
pub async fn announce(app: &App) -> Result<bool, Error> {
    let now = app.clock.now();
    let days = rules(&mut app.db.read().await?).await?.notice_days;
    for days in days {
        let to = now.saturating_add(days * DAY);
        if records::nearing(&mut app.db.read().await?, (now, to), days, 1).await?.is_empty() {
            continue;
        }
        let mut tx = app.db.begin().await?;
        let found = records::nearing(&mut tx, (now, to), days, PIECE).await?;
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
            records::write(&mut tx, &row).await?;
        }
        records::noticed(&mut tx, &found.iter().map(|lot| lot.id).collect::<Vec<_>>(), days).await?;
        tell(&mut tx, &distinct(&found), now)?;
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
