//! Orders, lines, refunds and shipments as the source platform states them, with our status beside its own.
//!
//! A deal is an order whose status says that money changed hands and was not given back whole, with something paid. Its
//! amount is what was paid less what was given back.
//!
//! Absent from here: prices, promotions, and who the buyer really is (customers::resolve says that).

mod buyers;
mod care;
mod counts;
mod earned;
mod elsewhere;
mod facts;
mod figures;
mod import;
mod input;
mod items;
mod lines;
mod lowest;
mod merge;
mod model;
mod read;
mod records;
mod refunds;
mod revenue;
mod routes;
mod sales;
mod shipments;
mod statuses;
#[cfg(test)]
mod tests;
mod timeline;
mod told;
mod touched;

pub use care::CARE;
pub use counts::{ImportCounts, Tally};
pub use earned::{Earning, EarningLine, earnings};
pub use elsewhere::elsewhere;
pub use import::{Outcome, import};
pub use input::OrderInput;
pub use items::import_lines;
pub use lowest::lowest_prices;
pub use model::{Line, Order, Refund, Shipment, ShownAddress, Trace};
pub use read::{Month, Wanted, buyers, by_number, dated, deals, get, list, months, open_refunds, placed, with_parts};
pub use records::read::Deal;
pub use records::schema::READING_INDEXES;
pub use records::sums;
pub use records::sums::at_most;
pub use refunds::import_refunds;
pub use routes::router;
pub use statuses::{StatusCount, statuses, teach, unknown_statuses};
pub use timeline::{ids_of, timeline};
pub use told::{Moment, Sold, Told, told};
pub use touched::{Touch, touched};

use platform::db::Migration;
use platform::http::{Access, Need};

use crate::permissions::{ORDERS_READ, ORDERS_WRITE};

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[
    records::schema::MIGRATION,
    records::sums::MIGRATION,
    records::schema::PARCELS,
    records::sales::MIGRATION,
    records::schema::BROUGHT,
];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/orders", Need::May(ORDERS_READ)),
    Access::new("POST", "/api/v1/orders", Need::May(ORDERS_WRITE)),
    Access::new("GET", "/api/v1/orders/statuses", Need::May(ORDERS_READ)),
    Access::new("PUT", "/api/v1/orders/statuses", Need::May(ORDERS_WRITE)),
    Access::new("GET", "/api/v1/orders/{id}", Need::May(ORDERS_READ)),
];
