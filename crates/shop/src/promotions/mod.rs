//! Promotions: what the shop offers, from a draft to the last order that used it.
//!
//! Terms are written in `pricing`'s own forms. Published ones are held ready in memory ([`live::Live`]) and made anew when
//! they change; how far each is used up is held by the database, in one guarded statement a promotion.
//!
//! Absent from here: what a cart costs (`pricing`), who holds which coupon (`coupons`), and orders' reservations
//! (`checkout`).

pub mod buyer;
mod calendar;
mod care;
mod cures;
mod draft;
pub mod early;
mod empty;
pub mod goods;
mod levels;
mod lint;
pub mod live;
mod model;
mod names;
mod publish;
mod records;
pub mod regions;
mod routes;
mod settings;
mod shown;
#[cfg(test)]
mod tests;
pub mod uses;

pub use care::{CARE, SEGMENT_USES};
pub use draft::{change, create};
pub use lint::{Finding, finding_of, lint_draw};
pub use model::{Full, Record, Row, Settings, State, Usage};
pub use names::Names;
pub use publish::{Publishing, pause, publish};
pub use settings::settings;
pub use shown::{full, row, rows, window};

use platform::App;
use platform::Error;
use platform::db::{Connection, Migration};
use platform::http::{Access, Caller, ShopScope};
use utoipa_axum::router::OpenApiRouter;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION, records::SETTLED];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}

/// The promotion `id`.
///
/// # Errors
/// `not_found`.
pub async fn find(conn: &mut impl Connection, id: i64) -> Result<Record, Error> {
    records::promotions::find(conn, id).await?.ok_or_else(|| Error::not_found("promotion"))
}

/// The promotion with this key.
///
/// # Errors
/// When the database cannot be read.
pub async fn keyed(conn: &mut impl Connection, key: &str) -> Result<Option<Record>, Error> {
    records::promotions::by_key(conn, key).await
}

/// These promotions; those that do not stand are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn find_all(conn: &mut impl Connection, ids: impl IntoIterator<Item = i64>) -> Result<Vec<Record>, Error> {
    records::promotions::find_all(conn, ids).await
}

/// The terms of coupons, those that changed last first, before `before`: the instant of a change and an id.
///
/// # Errors
/// When the database cannot be read.
pub async fn list_held(
    conn: &mut impl Connection,
    state: Option<State>,
    q: &str,
    before: Option<(i64, i64)>,
    limit: i64,
    now: i64,
) -> Result<Vec<Record>, Error> {
    let wanted = records::promotions::Wanted { state, form: String::new(), q: q.trim().to_owned(), held: Some(true) };
    records::promotions::list(conn, &wanted, before.unwrap_or((i64::MAX, i64::MAX)), limit, now).await
}

/// Promotions are the whole business's: somebody limited to some shops may look at them and not change them.
///
/// # Errors
/// `forbidden` to somebody limited to some shops.
pub fn all_shops(caller: &Caller) -> Result<(), Error> {
    if caller.shops == ShopScope::All { Ok(()) } else { Err(Error::forbidden()) }
}
