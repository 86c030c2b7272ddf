//! Profiles and identifiers in full, for the card. Unmasked: who calls these masks.

use platform::db::Connection;
use platform::{Error, Personal};

use super::labels::Labels;
use super::marks::Marks;
use super::records;
use crate::shops::Channel;

/// A profile in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its id.
    pub id: i64,
    /// Its shop.
    pub shop_id: Option<i64>,
    /// Its channel.
    pub channel: Channel,
    /// Its source: `taobao:42`.
    pub source: String,
    /// What the source calls the person.
    pub labels: Labels,
    /// When the source said which of it.
    pub marks: Marks,
    /// Orders of every status.
    pub orders: i64,
    /// Behaviours.
    pub events: i64,
    /// First sighting.
    pub first_seen_at: i64,
    /// Last sighting.
    pub last_seen_at: i64,
}

/// An identifier of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The row's id.
    pub id: i64,
    /// Whose.
    pub profile_id: i64,
    /// Its kind's code.
    pub kind: String,
    /// The source, for kinds that mean something only there.
    pub scope: String,
    /// The value, in normal form.
    pub value: Personal,
    /// First sighting.
    pub first_seen_at: i64,
}

/// These profiles in full, by id.
///
/// # Errors
/// When the database cannot be read.
pub async fn profiles(conn: &mut impl Connection, ids: &[i64]) -> Result<Vec<Profile>, Error> {
    let mut found = records::profiles(conn, ids).await?;
    found.dedup_by_key(|profile| profile.id);
    Ok(found)
}

/// The identifiers of these profiles, in the order in which they were seen.
///
/// # Errors
/// When the database cannot be read.
pub async fn identifiers(conn: &mut impl Connection, ids: &[i64]) -> Result<Vec<Known>, Error> {
    records::known(conn, ids).await
}
