//! What one customer has and had, and what the shop owes all of them.

use std::collections::HashMap;

use platform::db::Connection;
use platform::{App, Error, Id, Instant};
use serde::Serialize;
use utoipa::ToSchema;

use super::BOOK;
use super::model::{Wallet, WalletMove, WalletPacket};
use crate::ledger::{self, MoveKind, MoveRow};
use crate::shops;

/// Packets that a wallet shows.
const SHOWN: usize = 100;

/// What these profiles have at `now` (milliseconds UTC).
///
/// # Errors
/// When the database cannot be read.
pub async fn wallet(conn: &mut impl Connection, profiles: &[i64], now: i64) -> Result<Wallet, Error> {
    let currency = shops::business(conn).await?.currency;
    let lots = ledger::records::lots(conn, BOOK, profiles).await?;
    let mut lots = ledger::spendable(&lots, now);
    let available = lots.iter().map(|lot| lot.remaining).sum();
    lots.truncate(SHOWN);
    let ids: Vec<i64> = lots.iter().map(|lot| lot.move_id).collect();
    let moves: HashMap<i64, MoveRow> =
        ledger::records::by_ids(conn, BOOK, &ids).await?.into_iter().map(|row| (row.id, row)).collect();
    let packets = lots.into_iter().filter_map(|lot| {
        let given = moves.get(&lot.move_id)?;
        Some(WalletPacket {
            id: Id(lot.id),
            name: given.reason.clone().unwrap_or_default(),
            amount: given.points,
            left: lot.remaining,
            given_at: Instant(given.at),
            expires_at: Instant(lot.expires_at),
        })
    });
    Ok(Wallet { available, currency, packets: packets.collect() })
}

impl WalletMove {
    pub(super) fn of(row: MoveRow) -> Self {
        Self {
            id: Id(row.id),
            at: Instant(row.at),
            kind: row.kind,
            amount: row.points,
            reason: row.reason,
            by: row.actor,
            order: ledger::till::order_of(&row.key),
            reverses: row.reverses.map(Id),
            key: row.key.strip_prefix("api:").map_or(row.key.clone(), str::to_owned),
        }
    }
}

/// The moves of these profiles before `(instant, id)`, newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn history(
    conn: &mut impl Connection,
    profiles: &[i64],
    before: (i64, i64),
    limit: i64,
) -> Result<Vec<WalletMove>, Error> {
    let rows = ledger::records::newest_moves(conn, BOOK, profiles, before, limit).await?;
    Ok(rows.into_iter().map(WalletMove::of).collect())
}

/// The move with that key.
pub(super) async fn moved(conn: &mut impl Connection, key: &str) -> Result<WalletMove, Error> {
    let row = ledger::records::keyed(conn, BOOK, key).await?;
    row.map(WalletMove::of).ok_or_else(|| Error::not_found("wallet_move"))
}

/// Credit moved in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WalletMonth {
    /// `2026-11`, in the business's time zone.
    pub month: String,
    /// Given by batches, draws and referrals.
    pub given: i64,
    /// Spent.
    pub spent: i64,
    /// Lost by time.
    pub expired: i64,
    /// Given less taken by hand.
    pub adjusted: i64,
    /// Given back.
    pub reversed: i64,
}

/// Credit that expires in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WalletExpiring {
    /// `2026-11`, in the business's time zone.
    pub month: String,
    /// How much.
    pub amount: i64,
}

/// What the shop owes its customers in credit. Minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WalletLiability {
    /// As of when.
    pub as_of: Instant,
    /// Can be spent.
    pub available: i64,
    /// Profiles with credit.
    pub holders: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// The last months, oldest first.
    pub months: Vec<WalletMonth>,
    /// What expires in this month and the next eleven.
    pub expiring: Vec<WalletExpiring>,
}

/// What the shop owes now, with the last `months` months.
///
/// # Errors
/// When the database cannot be read.
pub async fn liability(app: &App, months: i64) -> Result<WalletLiability, Error> {
    let mut session = app.db.read().await?;
    let business = shops::business(&mut session).await?;
    let (zone, now) = (business.zone(), app.clock.now());
    let mut past = Vec::new();
    for back in (0..months).rev() {
        let (month, from, to) = ledger::month(&zone, now, -back)?;
        let mut sums = WalletMonth { month, given: 0, spent: 0, expired: 0, adjusted: 0, reversed: 0 };
        for (kind, amount) in ledger::records::between(&mut session, BOOK, from, to).await? {
            match kind {
                MoveKind::Earn => sums.given = amount,
                MoveKind::Spend => sums.spent = -amount,
                MoveKind::Expire => sums.expired = -amount,
                MoveKind::Adjust => sums.adjusted = amount,
                MoveKind::Reverse => sums.reversed = amount,
                MoveKind::Expiring => {}
            }
        }
        past.push(sums);
    }
    let mut expiring = Vec::new();
    for ahead in 0..12 {
        let (month, from, to) = ledger::month(&zone, now, ahead)?;
        let amount = ledger::records::expiring(&mut session, BOOK, from.max(now), to).await?;
        expiring.push(WalletExpiring { month, amount });
    }
    let (available, _, holders) = ledger::records::outstanding(&mut session, BOOK, now).await?;
    Ok(WalletLiability { as_of: Instant(now), available, holders, currency: business.currency, months: past, expiring })
}
