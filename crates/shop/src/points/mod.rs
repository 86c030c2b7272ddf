//! Points: a ledger of what members earned, spent and lost, and the mall where points buy things.
//!
//! Points stay with the profile that earned them; a customer has those of all her profiles, and what she spends comes from
//! whichever expire first. So a merge adds balances up, and taking it back leaves each side with its own.
//!
//! Absent from here: levels, prices. What points are worth in a cart is said here, and taken off there.

mod balance;
mod care;
mod earn;
mod expire;
mod follow;
pub mod mall;
mod model;
mod records;
mod routes;
mod rules;
mod spend;
#[cfg(test)]
pub(crate) mod tests;
pub mod till;
mod timeline;
mod told;

use platform::App;
use platform::db::Migration;
use platform::http::Access;
use utoipa_axum::router::OpenApiRouter;

pub use crate::ledger::{Account, MoveKind, Order, outside};
pub use balance::{ExpiringMonth, Liability, LiabilityMonth, balance, history, liability, moved};
pub use care::CARE;
pub use expire::{announce, expire};
pub use follow::{CONSUMER, follow, look};
pub use model::{PointsAt, PointsBalance, PointsMove};
pub use rules::{Bonus, Expiry, PointsRules, Short, put_rules, rules};
pub use spend::{adjust, give, reverse, spend};
pub use timeline::timeline;
pub use told::{Kept, Told, kept, spent, told};

/// Where points are kept.
const BOOK: crate::ledger::Book = crate::ledger::Book::Points;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION, records::IN_ENGLISH];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}
