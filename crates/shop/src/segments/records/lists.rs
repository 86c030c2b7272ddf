//! The SQL of static lists. Members are kept by profile, so that a merge and its undoing take them along.

use platform::db::{Bulk, Connection, Tx, pieces};
use platform::{Error, values};

const INSERT: Bulk = Bulk {
    insert: "insert into segment_members (segment_id, profile_id, added_at)",
    columns: 3,
    then: "on conflict (segment_id, profile_id) do nothing",
};
pub(super) const DROP: &str = "delete from segment_members where segment_id = $1";
const PROFILES: &str = "select profile_id from segment_members where segment_id = $1 and profile_id > $2 \
    order by profile_id limit $3";

pub(in crate::segments) async fn add_members(
    tx: &mut Tx,
    segment: i64,
    profiles: &[i64],
    now: i64,
) -> Result<u64, Error> {
    INSERT.run(tx, profiles.iter().map(|profile| values![segment, *profile, now]).collect()).await
}

/// The profiles of a list, by id, after one.
pub(in crate::segments) async fn profiles_of_list(
    conn: &mut impl Connection,
    segment: i64,
    after: i64,
    limit: i64,
) -> Result<Vec<i64>, Error> {
    conn.all(PROFILES, values![segment, after, limit]).await?.iter().map(|row| row.at(0)).collect()
}

/// The lists that hold these profiles: (list, profile).
pub(in crate::segments) async fn lists_of(
    conn: &mut impl Connection,
    profiles: &[i64],
) -> Result<Vec<(i64, i64)>, Error> {
    let mut found = Vec::new();
    for (list, bound) in pieces(1, profiles.iter().copied()) {
        let text = format!("select segment_id, profile_id from segment_members where profile_id in ({list})");
        for row in conn.all(text, bound).await? {
            found.push((row.at(0)?, row.at(1)?));
        }
    }
    Ok(found)
}

pub(in crate::segments) async fn erase_members(tx: &mut Tx, profiles: &[i64]) -> Result<u64, Error> {
    let mut gone = 0;
    for (list, bound) in pieces(1, profiles.iter().copied()) {
        gone += tx.execute(format!("delete from segment_members where profile_id in ({list})"), bound).await?;
    }
    Ok(gone)
}
