//! Coupons: promotions that one customer holds, from the programme to the last use.
//!
//! A programme is the terms of a promotion with `held` (drafted, published and linted as any promotion) and how coupons of
//! it are handed out. A coupon is a row; its code is its id, enciphered, so codes are unique by the million without being
//! compared, and nobody guesses one.
//!
//! Whoever locks rows here locks them in one order, so that nobody waits for somebody who waits for them: the code of a
//! hand-on, a programme, tallies (by programme; in one programme customers by their subject, then the device), coupons (by
//! id). A step that is not needed is left out. One order departs from it: when it is reserved anew, it gives back what it
//! holds, up to the rows of its promotions, before it takes coupons and promotions again. Two that cross there may wait for
//! each other; then the database ends one of them, and its caller is told to try again (`busy`).
//!
//! Absent from here: what a coupon takes off (`pricing`), and orders (`checkout`).

mod care;
mod cipher;
mod claim;
mod codes;
mod export;
mod grant;
pub mod hand_on;
mod issue;
mod limits;
mod look;
mod model;
mod offered;
mod programme;
mod records;
mod remind;
mod routes;
#[cfg(test)]
mod tests;
mod timeline;
mod told;
mod transfer;
mod uses;

pub use care::CARE;
pub use claim::{Wanted, take};
pub use grant::{Gift, grant};
pub use issue::{JOB, begin, given_up, run};
pub use limits::{Counted, Holds, Typist, admits, counted};
pub use look::{Found, Refusal, in_hand, look, mark, note_wrong, refusal, slow_down};
pub use model::{Batch, Coupon, CouponState, How, Programme, Target};
pub use offered::{Offered, offers};
pub use programme::{create, grantable};
pub use remind::{follow, remind, reminders};
pub use routes::of_customer;
pub use timeline::timeline;
pub use told::{Happened, Told, told};
pub use uses::{give_back, reserve, settle};

use platform::App;
use platform::db::Migration;
use platform::http::Access;
use platform::jobs::Worker;
use utoipa_axum::router::OpenApiRouter;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[
    records::MIGRATION,
    records::reminders::MIGRATION,
    records::batches::MIGRATION,
    records::hand_ons::MIGRATION,
    records::coupons::MIGRATION,
];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}

/// Says what the jobs of this department do.
pub fn register(worker: &mut Worker) {
    worker.on(JOB, run);
    worker.when_parked(JOB, given_up);
}
