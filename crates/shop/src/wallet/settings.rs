//! How credit is given and spent, as the shop sets it.

use platform::Error;
use platform::db::{Connection, Tx};
use platform::http::Caller;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The drawer.
const KEY: &str = "wallet";
/// The most that anything may be, minor units.
pub(super) const MOST: i64 = 1_000_000_000;

/// How credit is given and spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WalletSettings)]
pub struct Settings {
    /// Whether credit is given and taken at the till. Switched off, what there is stays and goes on expiring.
    pub enabled: bool,
    /// Days that a packet can be spent when nothing else is said.
    pub valid_days: i64,
    /// What one packet may hold at most, minor units; null without a limit.
    pub most_at_once: Option<i64>,
    /// Of what is left to pay, so much may be paid with credit at most, in thousandths.
    pub share_per_mille: i64,
    /// Days before a packet expires on which that is told; never when null.
    pub remind_days: Option<i64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { enabled: true, valid_days: 90, most_at_once: None, share_per_mille: 1000, remind_days: Some(7) }
    }
}

/// What holds now.
///
/// # Errors
/// When the database cannot be read.
pub async fn settings(conn: &mut impl Connection) -> Result<Settings, Error> {
    Ok(platform::settings::get(conn, KEY).await?.unwrap_or_default())
}

/// Changes it; packets that were given stay as they are.
///
/// # Errors
/// `invalid` naming the field.
pub async fn put_settings(tx: &mut Tx, caller: &Caller, settings: Settings, now: i64) -> Result<Settings, Error> {
    for (field, value, from, to) in [
        ("valid_days", Some(settings.valid_days), 1, 3_650),
        ("most_at_once", settings.most_at_once, 1, MOST),
        ("share_per_mille", Some(settings.share_per_mille), 1, 1_000),
        ("remind_days", settings.remind_days, 1, 365),
    ] {
        if value.is_some_and(|value| !(from..=to).contains(&value)) {
            return Err(Error::invalid(field, "out_of_range"));
        }
    }
    platform::settings::put(tx, caller, KEY, &settings, now).await?;
    Ok(settings)
}
