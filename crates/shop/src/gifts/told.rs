//! What gifts tell, for rules.

use platform::Error;
use platform::db::Connection;
use pricing::Words;

use super::model::GiftStatus;
use super::records;

/// A gift that was given and not called off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Whose.
    pub profile_id: i64,
    /// What.
    pub name: Words,
    /// What it is worth, minor units of the business's currency.
    pub worth: i64,
    /// When it was given, milliseconds UTC.
    pub at: i64,
}

/// The gifts of these profiles, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn told(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Told>, Error> {
    let rows = records::of_profiles(conn, profiles).await?;
    let kept = rows.into_iter().filter(|row| row.status != GiftStatus::Cancelled);
    Ok(kept.map(|row| Told { profile_id: row.profile_id, name: row.name, worth: row.worth, at: row.at }).collect())
}
