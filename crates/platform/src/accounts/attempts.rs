//! Sign-in attempts: counted before the password is looked at, forgotten after a success.

use sha2::{Digest as _, Sha256};

use super::records::attempts as records;
use crate::App;
use crate::db::Tx;
use crate::error::Error;

/// Failures of one login in a window.
pub const LOGIN_FAILURES: i64 = 8;
/// Failures from one address in a window: an office shares one.
pub const ADDRESS_FAILURES: i64 = 60;
/// The window, milliseconds: a quarter of an hour.
pub const WINDOW: i64 = 900_000;
/// The longest window that anything is counted in, milliseconds: a day.
pub const LONGEST_WINDOW: i64 = 86_400_000;

/// Counts something that somebody may do `cap` times in a `window` (milliseconds, a day at most), or refuses it. The
/// count is undone with the transaction; until its end whoever counts the same waits.
///
/// # Errors
/// `too_many_attempts`, with the seconds after which it may be tried again.
pub async fn limit(tx: &mut Tx, subject: &str, cap: i64, now: i64, window: i64) -> Result<(), Error> {
    if records::take(tx, subject, cap, now, window).await? {
        return Ok(());
    }
    let since = records::since(tx, subject).await?.unwrap_or(now);
    Err(too_many((since + window - now).max(0) / 1_000 + 1))
}

/// The refusal of whoever tried too often, with the seconds to wait.
#[must_use]
pub fn too_many(seconds: i64) -> Error {
    let seconds = u64::try_from(seconds).unwrap_or(1);
    Error::new(429, "too_many_attempts").arg("minutes", (seconds / 60 + 1).to_string()).retry_after(seconds)
}

/// Counts an attempt, or refuses it.
///
/// # Errors
/// `too_many_attempts`, with the seconds after which it may be tried again.
pub(super) async fn take(app: &App, login: &str, address: Option<&str>, now: i64) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    for (subject, cap) in subjects(login, address) {
        limit(&mut tx, &subject, cap, now, WINDOW).await?;
    }
    tx.commit().await
}

/// Takes back the attempt that succeeded, and the login's failures before it.
pub(super) async fn forget(app: &App, login: &str, address: Option<&str>) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let mut subjects = subjects(login, address).into_iter();
    if let Some((login, _)) = subjects.next() {
        records::forget(&mut tx, &login).await?;
    }
    for (address, _) in subjects {
        records::give_back(&mut tx, &address).await?;
    }
    tx.commit().await
}

/// People type passwords into the wrong box, so what was typed is kept as a digest only.
fn subjects(login: &str, address: Option<&str>) -> Vec<(String, i64)> {
    let digest: String = Sha256::digest(login.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let mut subjects = vec![(format!("login:{digest}"), LOGIN_FAILURES)];
    if let Some(address) = address {
        subjects.push((format!("address:{address}"), ADDRESS_FAILURES));
    }
    subjects
}
