//! Static lists: who is in them.

use platform::db::Connection;
use platform::http::Caller;
use platform::{App, Error};

use super::model::{Record, Segment, State};
use super::{records, shown};

/// The lists that hold these profiles: (list, profile).
///
/// # Errors
/// When the database cannot be read.
pub async fn of_profiles(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<(i64, i64)>, Error> {
    records::lists_of(conn, profiles).await
}

/// A list that was just made, with the size it was made with: the warehouse hears of it a moment later.
///
/// # Errors
/// When the database cannot be read.
pub async fn made(app: &App, caller: &Caller, record: Record, members: usize) -> Result<Segment, Error> {
    let mut session = app.db.read().await?;
    let mut items = shown::shown(app, &mut session, caller, vec![record]).await?;
    let mut segment = items.pop().ok_or_else(|| Error::not_found("segment"))?;
    segment.size = u64::try_from(members).ok();
    segment.size_at = Some(segment.created_at);
    segment.state = State::Live;
    Ok(segment)
}
