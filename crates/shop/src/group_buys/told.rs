//! What group buys tell, for rules. Somebody opened or joined a group once they paid for it.

use std::collections::HashMap;

use platform::Error;
use platform::db::Connection;

use super::model::{GroupBuyStatus, GroupPlaceState};
use super::records::groups::{self, GroupRow};
use super::records::places::{self, PlaceRow};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// They opened a group.
    Opened,
    /// They joined one.
    Joined,
    /// A group that they were in was filled.
    Filled,
    /// A group that they were in failed.
    Failed,
}

/// Something that happened to somebody in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Whose.
    pub profile_id: i64,
    /// What.
    pub happened: Happened,
    /// The promotion's name.
    pub name: String,
    /// What they paid, minor units of the business's currency.
    pub amount: i64,
    /// When, milliseconds UTC.
    pub at: i64,
}

/// What happened to these profiles in groups.
///
/// # Errors
/// When the database cannot be read.
pub async fn told(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Told>, Error> {
    let places = places::of_profiles(conn, profiles).await?;
    let mut ids: Vec<i64> = places.iter().map(|place| place.group_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = groups::by_ids(conn, &ids).await?;
    let rows: HashMap<i64, GroupRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    Ok(places.iter().filter_map(|place| Some((place, rows.get(&place.group_id)?))).flat_map(of_place).collect())
}

fn of_place((place, group): (&PlaceRow, &GroupRow)) -> Vec<Told> {
    let Some(paid_at) = place.paid_at else { return Vec::new() };
    let one = |happened: Happened, at: i64| Told {
        profile_id: place.profile_id,
        happened,
        name: group.name.in_chinese().to_owned(),
        amount: place.amount,
        at,
    };
    let mut told = vec![one(if place.leads { Happened::Opened } else { Happened::Joined }, paid_at)];
    // Who went before the group was over was not in it.
    let in_it = place.state != GroupPlaceState::Withdrawn;
    let end = match group.status {
        GroupBuyStatus::Open => None,
        GroupBuyStatus::Filled => Some(Happened::Filled),
        GroupBuyStatus::Failed => Some(Happened::Failed),
    };
    if let (true, Some(end), Some(at)) = (in_it, end, group.ended_at) {
        told.push(one(end, at));
    }
    told
}
