//! The first page: what happened lately, and what needs doing.
//!
//! Every figure is counted from orders by one reading of them (`count`), in the business's currency and time zone, and
//! says in words how. A count is kept until something happens (`cache`). Absent from here: tables of its own.

mod cache;
mod calendar;
mod count;
mod model;
mod page;
mod routes;
#[cfg(test)]
mod tests;
mod words;

use platform::db::Migration;
use platform::http::{Access, Need};

pub use model::{ChannelSales, Cohort, DaySales, Days, Figure, Good, Overview, Todo, Unit};
pub use routes::{OverviewQuery, router};

use crate::permissions::OVERVIEW_READ;

/// The steps that make this department's tables: it has none.
pub const MIGRATIONS: &[Migration] = &[];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[Access::new("GET", "/api/v1/overview", Need::May(OVERVIEW_READ))];
