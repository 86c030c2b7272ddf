//! The rules between promotions, as the shop sets them.

use platform::db::{Connection, Tx};
use platform::http::Caller;
use platform::{App, Error};
use pricing::{Gravity, Programme};

use super::model::Settings;
use super::publish::say_changed;

const KEY: &str = "promotions";

/// What holds now.
///
/// # Errors
/// When the database cannot be read.
pub async fn settings(conn: &mut impl Connection) -> Result<Settings, Error> {
    Ok(platform::settings::get(conn, KEY).await?.unwrap_or_default())
}

/// Changes it.
///
/// # Errors
/// `invalid` naming the field.
pub(super) async fn put(tx: &mut Tx, app: &App, caller: &Caller, settings: &Settings) -> Result<(), Error> {
    let programme = Programme { currency: "CNY".to_owned(), settings: settings.between(), ..Programme::default() };
    let wrong = pricing::check(&programme).into_iter().find(|problem| problem.gravity == Gravity::Error);
    if let Some(wrong) = wrong {
        let field = wrong.path.strip_prefix("settings.").unwrap_or(&wrong.path).to_owned();
        return Err(Error::invalid(field, "out_of_range"));
    }
    if !(1..=10_080).contains(&settings.hold_minutes) {
        return Err(Error::invalid("hold_minutes", "out_of_range"));
    }
    if !(0..=pricing::MAX_PRICE).contains(&settings.highest_prize) {
        return Err(Error::invalid("highest_prize", "out_of_range"));
    }
    let now = app.clock.now();
    platform::settings::put(tx, caller, KEY, settings, now).await?;
    say_changed(tx, &[], now)
}
