//! What staff should know without having asked: an import ended, jobs are parked. A notice keeps a kind and arguments;
//! its words are made when it is read, in the reader's language, from `notice-<kind>` and `notice-<kind>-detail` of the
//! catalogue.
//!
//! Absent from here: personal values, and messages to anybody but staff.

mod records;
mod routes;
#[cfg(test)]
mod tests;

use crate::db::Tx;
use crate::error::Error;
use crate::http::Permission;

pub(crate) use records::MIGRATION;
pub use routes::{ACCESS, router};

/// Something to know.
#[derive(Debug, Clone, Default)]
pub struct Notice {
    /// Which: `import_done`. Its texts are `notice-import_done` and, when there is one, `notice-import_done-detail`.
    pub kind: &'static str,
    /// Arguments of the texts.
    pub args: Vec<(&'static str, String)>,
    /// Where in the console to look: `/imports/12`.
    pub link: Option<String>,
    /// For this account alone; for everybody when absent.
    pub account: Option<i64>,
    /// Only for those who may.
    pub permission: Option<Permission>,
    /// Only for those who see this shop.
    pub shop: Option<i64>,
}

/// Tells staff, inside `tx`. Returns the notice's id.
///
/// # Errors
/// When the database refuses.
pub async fn notify(tx: &mut Tx, notice: &Notice, now: i64) -> Result<i64, Error> {
    records::notify(tx, notice, now).await
}

/// Drops notices older than `before`. Returns how many.
///
/// # Errors
/// When the database refuses.
pub async fn trim(tx: &mut Tx, before: i64) -> Result<u64, Error> {
    records::trim(tx, before).await
}
