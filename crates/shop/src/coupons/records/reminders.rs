//! What coupons tell: when they came, when they were used, and that they are about to expire, once each: the row remembers.

use platform::db::{Connection, Migration, Tx, pieces};
use platform::{Error, values};

pub(in crate::coupons) const MIGRATION: Migration = Migration::new(
    "20261122_2420_coupon_reminders",
    "alter table coupons add column reminded_at bigint;
    create index coupons_to_remind on coupons (programme_id, expires_at)
        where state = 'held' and reminded_at is null and expires_at is not null;
    create index coupons_reminded on coupons (profile_id, reminded_at) where reminded_at is not null;
    ",
);

const REMINDING: &str = "select id, remind_days from coupon_programmes where remind_days is not null order by id";
const NEARING: &str = "select id from coupons where programme_id = $1 and state = 'held' and reminded_at is null \
    and expires_at is not null and expires_at > $2 and expires_at <= $3 order by expires_at limit $4";
const MARK: &str = "update coupons set reminded_at = $1 where state = 'held' and reminded_at is null and id in (";
const OF: &str = "select id, profile_id, programme_id, reminded_at, expires_at from coupons \
    where reminded_at is not null and profile_id in (";
const MOMENTS: &str = "select id, profile_id, programme_id, claimed_at, used_at, reminded_at from coupons \
    where state <> 'void' and profile_id in (";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    REMINDING,
    NEARING,
    "select id, profile_id, programme_id, claimed_at, used_at, reminded_at from coupons \
        where state <> 'void' and profile_id in ($1)",
];

/// Programmes that remind, with how many days before.
pub(in crate::coupons) async fn reminding(conn: &mut impl Connection) -> Result<Vec<(i64, i64)>, Error> {
    conn.all(REMINDING, values![]).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}

/// Coupons of a programme that somebody holds, that expire after `now` and until `to`, and of which that was not told.
pub(in crate::coupons) async fn nearing(
    conn: &mut impl Connection,
    programme: i64,
    (now, to): (i64, i64),
    limit: i64,
) -> Result<Vec<i64>, Error> {
    conn.all(NEARING, values![programme, now, to, limit]).await?.iter().map(|row| row.at(0)).collect()
}

/// Remembers that it was told of these; returns the profiles of those that nobody else told of meanwhile.
pub(in crate::coupons) async fn mark(tx: &mut Tx, coupons: &[i64], now: i64) -> Result<Vec<i64>, Error> {
    let mut profiles = Vec::new();
    for (list, ids) in pieces(2, coupons.iter().copied()) {
        let mut bound = values![now];
        bound.extend(ids);
        for row in tx.all(format!("{MARK}{list}) returning profile_id"), bound).await? {
            profiles.extend(row.at::<Option<i64>>(0)?);
        }
    }
    profiles.sort_unstable();
    profiles.dedup();
    Ok(profiles)
}

/// A reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::coupons) struct Reminder {
    pub(in crate::coupons) coupon: i64,
    pub(in crate::coupons) profile: i64,
    pub(in crate::coupons) programme: i64,
    pub(in crate::coupons) at: i64,
    pub(in crate::coupons) expires_at: Option<i64>,
}

/// What these profiles were told of, the oldest first.
pub(in crate::coupons) async fn told(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Reminder>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        for row in conn.all(format!("{OF}{list})"), ids).await? {
            found.push(Reminder {
                coupon: row.at(0)?,
                profile: row.at(1)?,
                programme: row.at(2)?,
                at: row.at(3)?,
                expires_at: row.at(4)?,
            });
        }
    }
    found.sort_by_key(|one| (one.at, one.coupon));
    Ok(found)
}

/// What happened with a coupon that somebody holds or held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::coupons) struct Moments {
    pub(in crate::coupons) coupon: i64,
    pub(in crate::coupons) profile: i64,
    pub(in crate::coupons) programme: i64,
    pub(in crate::coupons) received: Option<i64>,
    pub(in crate::coupons) used: Option<i64>,
    pub(in crate::coupons) reminded: Option<i64>,
}

/// What happened with the coupons of these profiles; those that were taken back are left out.
pub(in crate::coupons) async fn moments(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Moments>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        for row in conn.all(format!("{MOMENTS}{list})"), ids).await? {
            found.push(Moments {
                coupon: row.at(0)?,
                profile: row.at(1)?,
                programme: row.at(2)?,
                received: row.at(3)?,
                used: row.at(4)?,
                reminded: row.at(5)?,
            });
        }
    }
    Ok(found)
}
