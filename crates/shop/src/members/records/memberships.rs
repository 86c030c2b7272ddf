//! Who joined, by profile.

use platform::Error;
use platform::db::{Bulk, Connection, Row, Tx, pieces};

use crate::members::model::JoinSource;
use platform::values;

/// A membership, kept with the profile that joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::members) struct MembershipRow {
    pub(in crate::members) profile_id: i64,
    pub(in crate::members) number: String,
    pub(in crate::members) source: JoinSource,
    pub(in crate::members) joined_at: i64,
    pub(in crate::members) left_at: Option<i64>,
}

const INSERT: Bulk = Bulk {
    insert: "insert into memberships (profile_id, number, source, joined_at, left_at)",
    columns: 5,
    then: "on conflict (profile_id) do update set source = excluded.source, joined_at = excluded.joined_at, \
        left_at = excluded.left_at",
};
const OF: &str = "select profile_id, number, source, joined_at, left_at from memberships where profile_id in (";
const LEAVE: &str = "update memberships set left_at = $1 where left_at is null and profile_id in (";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    "select profile_id, number, source, joined_at, left_at from memberships where profile_id in ($1)",
    "update memberships set left_at = $1 where left_at is null and profile_id in ($2)",
];

fn membership(row: &Row) -> Result<MembershipRow, Error> {
    let source: String = row.at(2)?;
    Ok(MembershipRow {
        profile_id: row.at(0)?,
        number: row.at(1)?,
        source: JoinSource::from_code(&source).ok_or_else(|| Error::internal(format!("nobody joins by {source}")))?,
        joined_at: row.at(3)?,
        left_at: row.at(4)?,
    })
}

/// Writes memberships; a profile that was a member before keeps its number.
pub(in crate::members) async fn join(tx: &mut Tx, rows: &[MembershipRow]) -> Result<(), Error> {
    let rows = rows
        .iter()
        .map(|row| values![row.profile_id, &row.number, row.source.code(), row.joined_at, row.left_at])
        .collect();
    INSERT.run(tx, rows).await.map(|_| ())
}

/// The memberships of these profiles, those that were left included.
pub(in crate::members) async fn memberships(
    conn: &mut impl Connection,
    profiles: &[i64],
) -> Result<Vec<MembershipRow>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        for row in conn.all(format!("{OF}{list})"), ids).await? {
            found.push(membership(&row)?);
        }
    }
    found.sort_by_key(|row| (row.joined_at, row.profile_id));
    Ok(found)
}

/// Ends the memberships of these profiles and says how many there were.
pub(in crate::members) async fn leave(tx: &mut Tx, profiles: &[i64], at: i64) -> Result<u64, Error> {
    let mut touched = 0;
    for (list, ids) in pieces(2, profiles.iter().copied()) {
        let mut bound = values![at];
        bound.extend(ids);
        touched += tx.execute(format!("{LEAVE}{list})"), bound).await?;
    }
    Ok(touched)
}

/// Forgets these profiles: memberships and changes, and how many rows of each there were.
pub(in crate::members) async fn erase(tx: &mut Tx, profiles: &[i64]) -> Result<(u64, u64), Error> {
    let mut gone = (0, 0);
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        gone.0 += tx.execute(format!("delete from memberships where profile_id in ({list})"), ids.clone()).await?;
        gone.1 += tx.execute(format!("delete from level_changes where profile_id in ({list})"), ids).await?;
    }
    Ok(gone)
}
