//! What every handler and job is given: the database and the seams.

use std::path::PathBuf;
use std::sync::Arc;

use crate::{Chance, Clock, Ids, db::Database, i18n::I18n};

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
    /// The folder that holds uploaded files and, with SQLite, the database.
    pub data_dir: Arc<PathBuf>,
}
