//! The shop's key for codes: made once, kept in the database, shown to nobody.

use platform::db::{Connection, Tx};
use platform::{App, Error};

use super::cipher::Cipher;

const KEY: &str = "coupons.codes";

/// The cipher, when a code was ever made.
pub(super) async fn cipher(conn: &mut impl Connection) -> Result<Option<Cipher>, Error> {
    let key: Option<String> = platform::settings::get(conn, KEY).await?;
    Ok(key.map(|key| Cipher::new(&key)))
}

/// Makes the key when there is none yet; the first one stays.
pub(super) async fn make(tx: &mut Tx, app: &App) -> Result<(), Error> {
    platform::settings::put_once(tx, KEY, &app.chance.secret()?, app.clock.now()).await
}
