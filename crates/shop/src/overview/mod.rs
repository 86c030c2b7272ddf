//! The first page: what happened lately, and what needs doing.
//!
//! Every figure is made from what each shop took day by day (`cells`), in the business's currency and time zone, and says
//! in words how. The days are kept summed up (`keep`) as orders change; where they are not yet, or a few of them are
//! behind, the orders are read (`read`). A count is kept until its days change (`cache`).

mod cache;
mod calendar;
mod cells;
mod count;
mod keep;
mod model;
mod page;
mod read;
mod records;
mod routes;
#[cfg(test)]
mod tests;
mod words;

use platform::db::Migration;
use platform::http::{Access, Need};

pub use calendar::Width;
pub use keep::{CONSUMER, follow, keep};
pub use model::{ChannelSales, Cohort, DaySales, Days, Figure, Good, Overview, Todo, Unit};
pub use routes::{OverviewQuery, router};

use crate::permissions::OVERVIEW_READ;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[Access::new("GET", "/api/v1/overview", Need::May(OVERVIEW_READ))];
