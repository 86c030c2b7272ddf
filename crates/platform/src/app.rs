//! What every handler and job is given: the database and the seams.

use std::path::PathBuf;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde_json::Value as Json;

use crate::db::{Database, Tx};
use crate::error::Error;
use crate::{Chance, Clock, Ids, i18n::I18n, memory::Memory};

/// Whether every one of these shops exists. Staff and keys may be limited to shops, and shops are a department's.
pub type KnownShops = for<'a> fn(&'a mut Tx, &'a [i64]) -> BoxFuture<'a, Result<bool, Error>>;

/// What else becomes true when a person throws a job away, by its kind and payload: so that what it worked on does not look
/// as if it still waited.
pub type JobDiscarded = for<'a> fn(&'a mut Tx, &'a App, &'a str, &'a Json) -> BoxFuture<'a, Result<(), Error>>;

/// Shared by everything that runs in one process. Cloning is cheap.
#[derive(Clone)]
pub struct App {
    /// The database: the only truth.
    pub db: Database,
    /// Where now comes from.
    pub clock: Clock,
    /// Where ids come from.
    pub ids: Ids,
    /// Where chance comes from.
    pub chance: Chance,
    /// Texts in every language.
    pub i18n: Arc<I18n>,
    /// Who knows the shops that staff and keys may be limited to.
    pub known_shops: KnownShops,
    /// Who knows what discarded jobs were about.
    pub job_discarded: JobDiscarded,
    /// The folder that holds uploaded files and, with SQLite, the database.
    pub data_dir: Arc<PathBuf>,
    /// What departments hold in this process and can make anew from the database.
    pub memory: Memory,
}

impl App {
    /// Refuses `field` when one of `shops` does not exist.
    pub(crate) async fn check_shops(&self, tx: &mut Tx, field: &str, shops: &[i64]) -> Result<(), Error> {
        if shops.is_empty() || (self.known_shops)(tx, shops).await? {
            Ok(())
        } else {
            Err(Error::invalid(field, "no_shop"))
        }
    }
}
