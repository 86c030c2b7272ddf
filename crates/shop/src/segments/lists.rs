//! Static lists: who is in them.

use platform::Error;
use platform::db::Connection;

use super::records;

/// The lists that hold these profiles: (list, profile).
///
/// # Errors
/// When the database cannot be read.
pub async fn of_profiles(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<(i64, i64)>, Error> {
    records::lists_of(conn, profiles).await
}
