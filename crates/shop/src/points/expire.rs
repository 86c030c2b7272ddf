//! Points whose time is over go, and that they are about to is told beforehand, as facts.

use platform::{App, Error};

use super::BOOK;
use super::rules::rules;
use crate::ledger;

/// Lets points go whose time is over; whether there were any.
///
/// # Errors
/// When the database fails.
pub async fn expire(app: &App) -> Result<bool, Error> {
    ledger::expire(app, BOOK).await
}

/// Tells of points that are about to expire, once for each number of days that the rules name; whether there were any.
///
/// # Errors
/// When the database fails.
pub async fn announce(app: &App) -> Result<bool, Error> {
    let days = rules(&mut app.db.read().await?).await?.notice_days;
    ledger::announce(app, BOOK, &days).await
}
