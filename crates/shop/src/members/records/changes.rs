//! What changed about memberships and levels, by profile.

use platform::Error;
use platform::db::{Bulk, Connection, Row, Tx, pieces};
use platform::values;

use crate::members::model::{Cause, ChangeKind};
use crate::members::standing::{Bought, Grant, Holds};

/// A row of the history. It grants a level when `holds` says when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::members) struct ChangeRow {
    pub(in crate::members) id: i64,
    pub(in crate::members) profile_id: i64,
    pub(in crate::members) at: i64,
    pub(in crate::members) kind: ChangeKind,
    pub(in crate::members) cause: Cause,
    pub(in crate::members) from: i64,
    pub(in crate::members) to: i64,
    pub(in crate::members) bought: Bought,
    pub(in crate::members) until: Option<i64>,
    pub(in crate::members) locked: bool,
    pub(in crate::members) reason: Option<String>,
    pub(in crate::members) actor: Option<String>,
    pub(in crate::members) holds: Option<Holds>,
}

impl ChangeRow {
    /// The row as a grant.
    pub(in crate::members) fn grant(&self) -> Option<Grant> {
        Some(Grant {
            id: self.id,
            at: self.at,
            level: self.to,
            until: self.until,
            locked: self.locked,
            reason: self.reason.clone(),
            bought: self.bought,
            holds: self.holds.clone()?,
        })
    }
}

macro_rules! columns {
    () => {
        "id, profile_id, at, kind, cause, from_level, to_level, amount, deals, until_at, locked, reason, actor, holds"
    };
}

const INSERT: Bulk = Bulk { insert: concat!("insert into level_changes (", columns!(), ")"), columns: 14, then: "" };
const OF: &str = concat!("select ", columns!(), " from level_changes where profile_id in (");
const GRANTS: &str = concat!("select ", columns!(), " from level_changes where holds <> '' and profile_id in (");
const NEWEST: &str =
    concat!("select ", columns!(), " from level_changes where (at < $1 or (at = $1 and id < $2)) and profile_id in (");
const MONTH: &str = "select kind, cause, from_level, to_level, count(*) as changes from level_changes \
    where at >= $1 and at < $2 group by kind, cause, from_level, to_level";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    concat!("select ", columns!(), " from level_changes where profile_id in ($1)"),
    concat!("select ", columns!(), " from level_changes where holds <> '' and profile_id in ($1)"),
    MONTH,
];

fn change(row: &Row) -> Result<ChangeRow, Error> {
    let unknown = |what: &str| Error::internal(format!("a change of a membership holds an unknown {what}"));
    let holds: String = row.at(13)?;
    Ok(ChangeRow {
        id: row.at(0)?,
        profile_id: row.at(1)?,
        at: row.at(2)?,
        kind: ChangeKind::from_code(&row.at::<String>(3)?).ok_or_else(|| unknown("kind"))?,
        cause: Cause::from_code(&row.at::<String>(4)?).ok_or_else(|| unknown("cause"))?,
        from: row.at(5)?,
        to: row.at(6)?,
        bought: Bought { amount: row.at(7)?, deals: row.at(8)? },
        until: row.at(9)?,
        locked: row.at(10)?,
        reason: row.at(11)?,
        actor: row.at(12)?,
        holds: if holds.is_empty() { None } else { Some(serde_json::from_str(&holds).map_err(Error::internal)?) },
    })
}

pub(in crate::members) async fn add_changes(tx: &mut Tx, rows: &[ChangeRow]) -> Result<(), Error> {
    let mut bound = Vec::with_capacity(rows.len());
    for row in rows {
        let holds = row.holds.as_ref().map(serde_json::to_string).transpose().map_err(Error::internal)?;
        bound.push(values![
            row.id,
            row.profile_id,
            row.at,
            row.kind.code(),
            row.cause.code(),
            row.from,
            row.to,
            row.bought.amount,
            row.bought.deals,
            row.until,
            row.locked,
            row.reason.as_deref(),
            row.actor.as_deref(),
            holds.unwrap_or_default()
        ]);
    }
    INSERT.run(tx, bound).await.map(|_| ())
}

/// The rows of these profiles that grant levels.
pub(in crate::members) async fn grants(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<ChangeRow>, Error> {
    read(conn, GRANTS, profiles).await
}

/// Everything that changed about these profiles, the oldest first.
pub(in crate::members) async fn changes(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<ChangeRow>, Error> {
    let mut found = read(conn, OF, profiles).await?;
    found.sort_by_key(|row| (row.at, row.id));
    Ok(found)
}

async fn read(conn: &mut impl Connection, text: &str, profiles: &[i64]) -> Result<Vec<ChangeRow>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        for row in conn.all(format!("{text}{list})"), ids).await? {
            found.push(change(&row)?);
        }
    }
    Ok(found)
}

/// What changed about these profiles before `(instant, id)`, newest first.
pub(in crate::members) async fn newest_changes(
    conn: &mut impl Connection,
    profiles: &[i64],
    before: (i64, i64),
    limit: i64,
) -> Result<Vec<ChangeRow>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(4, profiles.iter().copied()) {
        let mut bound = values![before.0, before.1, limit];
        bound.extend(ids);
        for row in conn.all(format!("{NEWEST}{list}) order by at desc, id desc limit $3"), bound).await? {
            found.push(change(&row)?);
        }
    }
    found.sort_by_key(|row| std::cmp::Reverse((row.at, row.id)));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// How many changes of each sort there were from `from` to before `to`: (kind, cause, from level, to level, how many).
pub(in crate::members) async fn changes_between(
    conn: &mut impl Connection,
    from: i64,
    to: i64,
) -> Result<Vec<(ChangeKind, Cause, i64, i64, i64)>, Error> {
    conn.all(MONTH, values![from, to])
        .await?
        .iter()
        .map(|row| {
            let kind = ChangeKind::from_code(&row.at::<String>(0)?).unwrap_or(ChangeKind::Level);
            let cause = Cause::from_code(&row.at::<String>(1)?).unwrap_or(Cause::Programme);
            Ok((kind, cause, row.at(2)?, row.at(3)?, row.at(4)?))
        })
        .collect()
}
