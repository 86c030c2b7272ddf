//! Value and prediction over HTTP.

mod pages;
mod people;
mod run;

use platform::App;
use platform::Error;
use platform::http::{Access, Caller, Need, ShopScope};
use utoipa_axum::router::OpenApiRouter;

use crate::permissions::{CUSTOMERS_READ, SEGMENTS_READ, SEGMENTS_WRITE};

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/insight/value", Need::May(SEGMENTS_READ)),
    Access::new("GET", "/api/v1/insight/value/customers", Need::May(SEGMENTS_READ)),
    Access::new("GET", "/api/v1/insight/value/run", Need::May(SEGMENTS_READ)),
    Access::new("POST", "/api/v1/insight/value/recompute", Need::May(SEGMENTS_WRITE)),
    Access::new("GET", "/api/v1/insight/value/settings", Need::May(SEGMENTS_READ)),
    Access::new("PUT", "/api/v1/insight/value/settings", Need::May(SEGMENTS_WRITE)),
    Access::new("GET", "/api/v1/insight/rfm", Need::May(SEGMENTS_READ)),
    Access::new("GET", "/api/v1/insight/lifecycle", Need::May(SEGMENTS_READ)),
    Access::new("GET", "/api/v1/insight/cohorts", Need::May(SEGMENTS_READ)),
    Access::new("GET", "/api/v1/insight/next", Need::May(SEGMENTS_READ)),
    Access::new("GET", "/api/v1/insight/next/due", Need::May(SEGMENTS_READ)),
    Access::new("GET", "/api/v1/insight/concentration", Need::May(SEGMENTS_READ)),
    Access::new("GET", "/api/v1/customers/{id}/value", Need::May(CUSTOMERS_READ)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(pages::router()).merge(people::router()).merge(run::router())
}

/// Values are of the whole business: who sees only some of its shops gets none of them.
fn whole(caller: &Caller) -> Result<(), Error> {
    match caller.shops {
        ShopScope::All => Ok(()),
        ShopScope::Only(_) => Err(Error::new(403, "all_shops_needed")),
    }
}

/// Nothing was reckoned yet.
pub(super) fn not_reckoned() -> Error {
    Error::new(404, "value_not_reckoned")
}
