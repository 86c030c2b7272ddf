//! What the list asks of departments that customers may not know: the crate's root hands it in as `crate::HOOKS`.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use platform::db::Session;
use platform::http::{Caller, ShopScope};
use platform::{App, Error};

use super::beside::Beside;

/// Open proposals of these customers: (customer, how many).
pub type OpenProposals = for<'a> fn(&'a mut Session, &'a [i64]) -> BoxFuture<'a, Result<Vec<(i64, i64)>, Error>>;

/// The customers with an order of this number.
pub type CustomersByOrder = for<'a> fn(&'a mut Session, &'a str) -> BoxFuture<'a, Result<Vec<i64>, Error>>;

/// Columns of the list's file that other departments know of.
#[derive(Clone, Copy)]
pub struct Further {
    /// The columns that a text names with commas between them, those that the caller may have alone.
    pub named: NamedColumns,
    /// Who knows of those of the columns that customers do not.
    pub beside: BesideColumns,
}

/// The columns that a text names for a caller.
pub type NamedColumns =
    for<'a> fn(&'a App, &'a mut Session, &'a Caller, Option<&'a str>) -> BoxFuture<'a, Result<Vec<String>, Error>>;

/// Who knows of columns within these shops; nobody when customers know of them all.
pub type BesideColumns = fn(&App, &ShopScope, &[String]) -> Result<Option<Arc<dyn Beside>>, Error>;

/// What the list asks.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// For the number beside a name.
    pub open_proposals: OpenProposals,
    /// For a search by order number.
    pub customers_by_order: CustomersByOrder,
    /// For the list as a file.
    pub further: Further,
}
