//! Gifts in lists, and how they stand together.

use platform::db::Session;
use platform::http::ShopScope;
use platform::{App, Error, Id, Instant};

use super::model::{Gift, GiftKind, GiftMonth, GiftSource, GiftStatus, GiftSummary};
use super::records::{self, GiftRow};
use crate::deliveries::{self, DeliveryOf};
use crate::{customers, ledger, shops};

/// Months that a summary tells of.
const MONTHS: i64 = 12;

/// Which gifts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// As far as this.
    pub status: Option<GiftStatus>,
    /// That reach customers so.
    pub kind: Option<GiftKind>,
    /// Given for this.
    pub source: Option<GiftSource>,
    /// Of these profiles.
    pub profiles: Option<Vec<i64>>,
}

/// Gifts before `(instant, id)`, newest first, as somebody with `scope` sees them.
///
/// # Errors
/// When the database cannot be read.
pub async fn gifts(
    session: &mut Session,
    scope: &ShopScope,
    wanted: &Wanted,
    before: (i64, i64),
    limit: i64,
) -> Result<Vec<Gift>, Error> {
    let rows = records::list(session, wanted, before, limit).await?;
    shown(session, scope, rows).await
}

/// The gift with this id, as somebody with `scope` sees it.
///
/// # Errors
/// `not_found`.
pub async fn gift(session: &mut Session, scope: &ShopScope, id: i64) -> Result<Gift, Error> {
    by_ids(session, scope, &[id]).await?.pop().ok_or_else(|| Error::not_found("gift"))
}

/// The gifts with these ids, as somebody with `scope` sees them.
pub(super) async fn by_ids(session: &mut Session, scope: &ShopScope, ids: &[i64]) -> Result<Vec<Gift>, Error> {
    let rows = records::by_ids(session, ids).await?;
    shown(session, scope, rows).await
}

/// These rows as somebody with `scope` sees them.
async fn shown(session: &mut Session, scope: &ShopScope, rows: Vec<GiftRow>) -> Result<Vec<Gift>, Error> {
    let whose = customers::whose(session, scope, rows.iter().map(|row| row.profile_id).filter(|id| *id != 0)).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut sent = deliveries::shown(session, DeliveryOf::Gift, &ids).await?;
    let gift = |row: GiftRow| {
        let customer = whose.get(&row.profile_id);
        Gift {
            id: Id(row.id),
            name: row.name,
            kind: row.kind,
            worth: row.worth,
            source: row.source,
            // What staff wrote of a customer is for those who may see her.
            reason: row.reason.filter(|_| customer.is_some()),
            status: row.status,
            note: row.note.filter(|_| customer.is_some()),
            customer_id: customer.map(|one| one.id),
            customer: customer.and_then(|one| one.name.clone()),
            at: Instant(row.at),
            by: row.actor,
            changed_at: Instant(row.changed_at),
            changed_by: row.changed_by,
            delivery: customer.and_then(|_| sent.remove(&row.id)),
        }
    };
    Ok(rows.into_iter().map(gift).collect())
}

/// How gifts stand now, and how many were given in each of the last months.
pub(super) async fn summary(app: &App) -> Result<GiftSummary, Error> {
    let mut session = app.db.read().await?;
    let business = shops::business(&mut session).await?;
    let (zone, now) = (business.zone(), app.clock.now());
    let mut told = GiftSummary {
        as_of: Instant(now),
        due: 0,
        oldest_due_at: None,
        failed: 0,
        sent: 0,
        sent_worth: 0,
        currency: business.currency,
        months: Vec::new(),
    };
    for (status, count, worth, oldest) in records::standing(&mut session).await? {
        match GiftStatus::from_code(&status) {
            Some(GiftStatus::Due) => (told.due, told.oldest_due_at) = (count, Some(Instant(oldest))),
            Some(GiftStatus::Failed) => told.failed = count,
            Some(GiftStatus::Sent) => (told.sent, told.sent_worth) = (count, worth),
            Some(GiftStatus::Cancelled) | None => {}
        }
    }
    for back in (0..MONTHS).rev() {
        let (month, from, to) = ledger::month(&zone, now, -back)?;
        let (given, worth) = records::between(&mut session, from, to).await?;
        told.months.push(GiftMonth { month, given, worth });
    }
    Ok(told)
}
