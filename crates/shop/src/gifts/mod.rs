//! Gifts (礼品): what is handed over by hand or by a third party, be it goods, mobile data, a top-up or a month of some
//! service, with how far each is. A gift is given from a customer's card, with a reason and out of the agent's budget, by
//! another program, or on a birthday by what the member's level promises; then it is due until somebody, or the program
//! that delivers it, says that it was sent or that it could not be.
//!
//! Absent from here: what is given at once by itself (`coupons`, `points`, `wallet`), prizes (`draws`), what is taken for
//! points (`points::mall`) and gifts of an order (`pricing`).

mod address;
mod care;
mod follow;
mod give;
mod look;
mod model;
mod records;
mod routes;
mod settle;
#[cfg(test)]
mod tests;
mod timeline;
mod told;

pub use address::send_to;
pub use care::CARE;
pub use follow::{CONSUMER, follow, look};
pub use give::{ToGive, give};
pub use look::{Wanted, gift, gifts};
pub use model::{Gift, GiftKind, GiftMonth, GiftRefused, GiftSource, GiftStatus, GiftSummary, GiftsSettled};
pub use settle::{Settled, settle};
pub use timeline::timeline;
pub use told::{Told, told};

use platform::App;
use platform::db::Migration;
use platform::http::Access;
use utoipa_axum::router::OpenApiRouter;

/// What the outbox is told when gifts were given or called off.
pub const CHANGED: &str = "gifts.changed";

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION, records::IN_ENGLISH];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}
