//! What memberships tell: where customers stand, for other departments, and what happened, for rules.

use std::collections::BTreeMap;

use platform::Error;
use platform::db::Connection;
use pricing::Words;

use super::model::{Cause, ChangeKind};
use super::programme::Benefits;
use super::records;
use crate::customers;

/// Where a member stands, with what her level gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Her number.
    pub number: String,
    /// When she joined, milliseconds UTC.
    pub joined_at: i64,
    /// Her level; `None` below the lowest.
    pub level: Option<i64>,
    /// The level's place, 1 the lowest; 0 for none.
    pub rank: usize,
    /// What it gives; `None` without a level, and on the black list.
    pub benefits: Option<Benefits>,
}

impl Standing {
    /// Who is served first in queues, dispatch and after-sales: 0 to 9, higher first.
    #[must_use]
    pub fn priority(&self) -> i64 {
        self.benefits.as_ref().map_or(0, |benefits| benefits.priority)
    }
}

/// Where those stand today whom these customers are, who may have been merged since; who is no member is left out. Whoever
/// was several of them counts once.
///
/// # Errors
/// When the database cannot be read.
pub async fn standings_today(conn: &mut impl Connection, customers: &[i64]) -> Result<BTreeMap<i64, Standing>, Error> {
    let mut asked = Vec::with_capacity(customers.len());
    for id in customers {
        match customers::surviving(conn, *id).await {
            Ok(today) => asked.push((today, *id)),
            // She was erased.
            Err(error) if error.code() == "not_found" => {}
            Err(error) => return Err(error),
        }
    }
    let ids: Vec<i64> = asked.iter().flat_map(|(today, id)| [*today, *id]).collect();
    let mut standings = standings(conn, &ids).await?;
    let mut found = BTreeMap::new();
    for (today, id) in asked {
        // Where the merge is not followed yet, the membership is still the one's that is no more.
        if let Some(standing) = standings.remove(&today).or_else(|| standings.remove(&id)) {
            found.entry(today).or_insert(standing);
        }
    }
    Ok(found)
}

/// Where these customers stand; who is no member is left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn standings(conn: &mut impl Connection, customers: &[i64]) -> Result<BTreeMap<i64, Standing>, Error> {
    let programme = super::programme(conn).await?;
    if !programme.enabled {
        return Ok(BTreeMap::new());
    }
    Ok(records::standings(conn, customers)
        .await?
        .into_iter()
        .map(|(customer, row)| {
            let rank = programme.rank(row.level);
            let standing = Standing {
                number: row.number,
                joined_at: row.joined_at,
                level: Some(programme.id_at(rank)).filter(|id| *id != 0),
                rank,
                benefits: programme.at(rank).filter(|_| !row.barred).map(|level| level.benefits.clone()),
            };
            (customer, standing)
        })
        .collect())
}

/// The levels, lowest first: (id, name). For pickers.
///
/// # Errors
/// When the database cannot be read.
pub async fn levels(conn: &mut impl Connection) -> Result<Vec<(i64, Words)>, Error> {
    let programme = super::programme(conn).await?;
    Ok(programme.levels.into_iter().filter_map(|level| Some((level.id?.0, level.name))).collect())
}

/// Something that happened with a membership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Whose.
    pub profile_id: i64,
    /// What: joined, left, another level.
    pub kind: ChangeKind,
    /// When, milliseconds UTC.
    pub at: i64,
    /// The level before; 0 for none.
    pub from: i64,
    /// The level after; 0 for none.
    pub to: i64,
    /// Why.
    pub cause: Cause,
}

/// What happened with the memberships of these profiles, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn told(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Told>, Error> {
    let rows = records::changes(conn, profiles).await?;
    Ok(rows
        .into_iter()
        .map(|row| Told {
            profile_id: row.profile_id,
            kind: row.kind,
            at: row.at,
            from: row.from,
            to: row.to,
            cause: row.cause,
        })
        .collect())
}

/// What multiplies the points that these profiles earn, as (profile, since, per cent), the oldest first: what each level
/// gave from when it was reached.
///
/// # Errors
/// When the database cannot be read.
pub async fn multipliers(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<(i64, i64, i64)>, Error> {
    let programme = super::programme(conn).await?;
    let rows = records::changes(conn, profiles).await?;
    Ok(rows
        .into_iter()
        .filter(|row| row.kind == ChangeKind::Level)
        .map(|row| {
            let percent = programme.at(programme.rank(row.to)).map_or(100, |level| level.benefits.points_percent);
            (row.profile_id, row.at, percent)
        })
        .collect())
}

/// When these profiles joined, those who left excepted: (profile, when).
///
/// # Errors
/// When the database cannot be read.
pub async fn joined(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<(i64, i64)>, Error> {
    let rows = records::memberships(conn, profiles).await?;
    Ok(rows.into_iter().filter(|row| row.left_at.is_none()).map(|row| (row.profile_id, row.joined_at)).collect())
}
