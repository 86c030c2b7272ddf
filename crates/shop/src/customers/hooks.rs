//! What the list asks of departments that customers may not know: the crate's root hands it in as `crate::HOOKS`.

use futures_util::future::BoxFuture;
use platform::Error;
use platform::db::Session;

/// Open proposals of these customers: (customer, how many).
pub type OpenProposals = for<'a> fn(&'a mut Session, &'a [i64]) -> BoxFuture<'a, Result<Vec<(i64, i64)>, Error>>;

/// The customers with an order of this number.
pub type CustomersByOrder = for<'a> fn(&'a mut Session, &'a str) -> BoxFuture<'a, Result<Vec<i64>, Error>>;

/// What the list asks.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// For the number beside a name.
    pub open_proposals: OpenProposals,
    /// For a search by order number.
    pub customers_by_order: CustomersByOrder,
}
