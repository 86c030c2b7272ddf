//! What one customer has, and what the shop owes all of them.

use platform::db::Connection;
use platform::{App, Error, Id, Instant};
use serde::Serialize;
use utoipa::ToSchema;

use super::BOOK;
use super::model::{PointsAt, PointsBalance, PointsMove};
use super::rules::{NEVER, rules};
use crate::ledger::{self, MoveKind, MoveRow, spendable};
use crate::shops;

/// Dates of expiry that a balance shows.
const DATES: usize = 12;

/// What these profiles have at `now` (milliseconds UTC).
///
/// # Errors
/// When the database cannot be read.
pub async fn balance(conn: &mut impl Connection, profiles: &[i64], now: i64) -> Result<PointsBalance, Error> {
    let rules = rules(conn).await?;
    let currency = shops::business(conn).await?.currency;
    let lots = ledger::records::lots(conn, BOOK, profiles).await?;
    let available: i64 = spendable(&lots, now).iter().map(|lot| lot.remaining).sum();
    let pending: Vec<_> = lots.iter().filter(|lot| lot.matures_at > now && now < lot.expires_at).collect();
    let owed = ledger::records::owing(conn, BOOK, profiles).await?.iter().map(|row| row.owed).sum();
    let next = pending.iter().map(|lot| lot.matures_at).min();
    let mut expiring: Vec<PointsAt> = Vec::new();
    for lot in lots.iter().filter(|lot| now < lot.expires_at && lot.expires_at != NEVER) {
        match expiring.last_mut() {
            Some(last) if last.at.0 == lot.expires_at => last.points += lot.remaining,
            _ => expiring.push(PointsAt { at: Instant(lot.expires_at), points: lot.remaining }),
        }
    }
    expiring.truncate(DATES);
    Ok(PointsBalance {
        available,
        pending: pending.iter().map(|lot| lot.remaining).sum(),
        owed,
        value: worth(available, rules.value),
        currency,
        next_maturing: next.map(|at| PointsAt {
            at: Instant(at),
            points: pending.iter().filter(|lot| lot.matures_at == at).map(|lot| lot.remaining).sum(),
        }),
        expiring,
    })
}

/// What points are worth, minor units, when a hundred are worth `value`.
fn worth(points: i64, value: i64) -> i64 {
    i64::try_from(i128::from(points) * i128::from(value) / 100).unwrap_or(i64::MAX)
}

/// Months of the liability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LiabilityMonth {
    /// `2026-11`, in the business's time zone.
    pub month: String,
    /// Given out for orders and behaviours.
    pub earned: i64,
    /// Spent.
    pub spent: i64,
    /// Lost by time.
    pub expired: i64,
    /// Given out less taken in by hand.
    pub adjusted: i64,
    /// Given back less taken back.
    pub reversed: i64,
}

/// Points that expire in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExpiringMonth {
    /// `2026-11`, in the business's time zone.
    pub month: String,
    /// How many.
    pub points: i64,
}

/// What the shop owes its members in points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Liability {
    /// As of when.
    pub as_of: Instant,
    /// Can be spent.
    pub available: i64,
    /// Will be when the time for returns is over.
    pub pending: i64,
    /// Is taken from the next points.
    pub owed: i64,
    /// Profiles with points.
    pub holders: i64,
    /// What available and pending points are worth, minor units.
    pub value: i64,
    /// What those of them are worth that can be spent now; the others may still be taken back with a return.
    pub available_value: i64,
    /// ISO 4217 code of it.
    pub currency: String,
    /// The last months, oldest first.
    pub months: Vec<LiabilityMonth>,
    /// What expires in this month and the next eleven.
    pub expiring: Vec<ExpiringMonth>,
}

/// What the shop owes now, with the last `months` months.
///
/// # Errors
/// When the database cannot be read.
pub async fn liability(app: &App, months: i64) -> Result<Liability, Error> {
    let mut session = app.db.read().await?;
    let rules = rules(&mut session).await?;
    let business = shops::business(&mut session).await?;
    let (zone, now) = (business.zone(), app.clock.now());
    let mut past = Vec::new();
    for back in (0..months).rev() {
        let (month, from, to) = ledger::month(&zone, now, -back)?;
        let mut sums = LiabilityMonth { month, earned: 0, spent: 0, expired: 0, adjusted: 0, reversed: 0 };
        for (kind, points) in ledger::records::between(&mut session, BOOK, from, to).await? {
            match kind {
                MoveKind::Earn => sums.earned = points,
                MoveKind::Spend => sums.spent = -points,
                MoveKind::Expire => sums.expired = -points,
                MoveKind::Adjust => sums.adjusted = points,
                MoveKind::Reverse => sums.reversed = points,
                MoveKind::Expiring => {}
            }
        }
        past.push(sums);
    }
    let mut expiring = Vec::new();
    for ahead in 0..12 {
        let (month, from, to) = ledger::month(&zone, now, ahead)?;
        let points = ledger::records::expiring(&mut session, BOOK, from.max(now), to).await?;
        expiring.push(ExpiringMonth { month, points });
    }
    let (available, pending, holders) = ledger::records::outstanding(&mut session, BOOK, now).await?;
    Ok(Liability {
        as_of: Instant(now),
        available,
        pending,
        owed: ledger::records::owed(&mut session, BOOK).await?,
        holders,
        value: worth(available + pending, rules.value),
        available_value: worth(available, rules.value),
        currency: business.currency,
        months: past,
        expiring,
    })
}

impl PointsMove {
    pub(super) fn of(row: MoveRow) -> Self {
        Self {
            id: Id(row.id),
            at: Instant(row.at),
            kind: row.kind,
            points: row.points,
            reason: row.reason,
            by: row.actor,
            order_id: row.order_id.map(Id),
            order: ledger::till::order_of(&row.key),
            reverses: row.reverses.map(Id),
            owed: row.owed,
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
) -> Result<Vec<PointsMove>, Error> {
    Ok(ledger::records::newest_moves(conn, BOOK, profiles, before, limit)
        .await?
        .into_iter()
        .map(PointsMove::of)
        .collect())
}

/// The move with that key.
///
/// # Errors
/// `not_found`.
pub async fn moved(conn: &mut impl Connection, key: &str) -> Result<PointsMove, Error> {
    let row = ledger::records::keyed(conn, BOOK, key).await?;
    row.map(PointsMove::of).ok_or_else(|| Error::not_found("points_move"))
}
