//! One customer's membership as the card shows it.

use platform::db::{Connection, Session};
use platform::http::ShopScope;
use platform::{Error, Id, Instant};

use super::model::{LevelChange, LevelRef, MemberRow, Membership, NextLevel};
use super::programme::{Measure, Programme};
use super::records::{self, ChangeRow, StandingRow};
use crate::customers::{self, Reached};
use crate::shops;

impl Programme {
    /// A level, named; `None` for none.
    pub(super) fn named(&self, level: i64) -> Option<LevelRef> {
        if level == 0 {
            return None;
        }
        let name = self.name_of(level).cloned().unwrap_or_default();
        Some(LevelRef { id: Id(level), name, index: self.rank(level).saturating_sub(1) })
    }

    /// The level at a place that [`Programme::rank`] gave, named.
    #[must_use]
    pub fn level_ref(&self, rank: usize) -> Option<LevelRef> {
        self.named(self.id_at(rank))
    }

    /// What is missing to the level at a place.
    pub(super) fn towards(&self, rank: usize, amount: i64, deals: i64) -> Option<NextLevel> {
        let level = self.at(rank)?;
        let missing = |needed: Option<i64>, has: i64| needed.map(|needed| (needed - has).max(0));
        Some(NextLevel {
            level: self.named(level.id?.0)?,
            amount: missing(level.amount.filter(|_| self.by != Measure::Deals), amount),
            deals: missing(level.deals.filter(|_| self.by != Measure::Amount), deals),
        })
    }
}

/// The membership of a customer.
///
/// # Errors
/// When the database cannot be read.
pub async fn membership(conn: &mut impl Connection, reached: &Reached) -> Result<Membership, Error> {
    let programme = super::programme(conn).await?;
    let currency = shops::business(conn).await?.currency;
    let row = records::standings(conn, &[reached.customer_id]).await?.remove(&reached.customer_id);
    let Some(row) = row else {
        return Ok(Membership {
            customer_id: Id(reached.customer_id),
            member: false,
            number: None,
            joined_at: None,
            source: None,
            level: None,
            level_since: None,
            level_until: None,
            locked: false,
            lock_reason: None,
            amount: 0,
            deals: 0,
            currency,
            next: None,
            benefits: None,
            why_join: programme.why_join,
        });
    };
    let rank = programme.rank(row.level);
    let mut lock_reason = None;
    if row.locked {
        let grants = records::grants(conn, &reached.profile_ids).await?;
        let lock = grants.into_iter().filter(|one| one.locked).max_by_key(|one| (one.at, one.id));
        lock_reason = lock.and_then(|lock| lock.reason);
    }
    Ok(Membership {
        customer_id: Id(row.customer_id),
        member: true,
        next: programme.towards(rank + 1, row.amount, row.deals),
        benefits: programme.at(rank).filter(|_| !row.barred).map(|level| level.benefits.clone()),
        level: programme.named(programme.id_at(rank)),
        number: Some(row.number),
        joined_at: Some(Instant(row.joined_at)),
        source: Some(row.source),
        level_since: row.level_at.map(Instant),
        level_until: row.level_until.map(Instant),
        locked: row.locked,
        lock_reason,
        amount: row.amount,
        deals: row.deals,
        currency,
        why_join: programme.why_join,
    })
}

/// Rows of a list, with what each is called.
pub(super) async fn rows(
    conn: &mut Session,
    programme: &Programme,
    scope: &ShopScope,
    found: Vec<StandingRow>,
) -> Result<Vec<MemberRow>, Error> {
    let ids: Vec<i64> = found.iter().map(|row| row.customer_id).collect();
    let mut names: std::collections::HashMap<i64, Option<String>> =
        customers::rows(conn, scope, &ids).await?.into_iter().map(|row| (row.id.0, row.nick.or(row.name))).collect();
    Ok(found
        .into_iter()
        .map(|row| MemberRow {
            customer_id: Id(row.customer_id),
            name: names.remove(&row.customer_id).flatten(),
            number: row.number,
            level: programme.named(programme.id_at(programme.rank(row.level))),
            level_since: row.level_at.map(Instant),
            level_until: row.level_until.map(Instant),
            locked: row.locked,
            joined_at: Instant(row.joined_at),
            source: row.source,
            amount: row.amount,
            deals: row.deals,
        })
        .collect())
}

impl LevelChange {
    pub(super) fn of(programme: &Programme, row: ChangeRow) -> Self {
        Self {
            id: Id(row.id),
            at: Instant(row.at),
            kind: row.kind,
            from: programme.named(row.from),
            to: programme.named(row.to),
            cause: row.cause,
            amount: row.bought.amount,
            deals: row.bought.deals,
            until: row.until.map(Instant),
            locked: row.locked,
            reason: row.reason,
            by: row.actor,
        }
    }
}
