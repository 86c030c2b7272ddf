//! One box over customers, orders and products.
//!
//! Absent from here: any table; each department finds its own, and shows only what the caller may see.

mod routes;
#[cfg(test)]
mod tests;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use platform::db::{Migration, Session};
use platform::http::{Access, Caller, ShopScope};
use platform::{App, Error};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

use crate::customers::{self, CustomerRow, Filter, ListQuery};
use crate::orders::{self, Order};
use crate::permissions::{CUSTOMERS_READ, ORDERS_READ, PRODUCTS_READ};
use crate::products::{self, Product};

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// Customers of an answer.
const CUSTOMERS: i64 = 8;
/// Orders and products of an answer.
const OTHERS: i64 = 5;
/// Orders of one number, over all shops.
const SAME_NUMBER: i64 = 20;

/// What was found.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct Found {
    /// At most eight.
    pub customers: Vec<CustomerRow>,
    /// At most five, without lines.
    pub orders: Vec<Order>,
    /// At most five.
    pub products: Vec<Product>,
    /// The console finds its pages itself.
    #[schema(value_type = Object)]
    pub pages: Map<String, Value>,
}

/// What `q` may mean, of what `caller` may see.
///
/// # Errors
/// `invalid` when the words are too long.
pub async fn search(app: &App, caller: &Caller, q: &str) -> Result<Found, Error> {
    let mut found = Found::default();
    let q = q.trim();
    if q.is_empty() {
        return Ok(found);
    }
    let mut session = app.db.read().await?;
    if caller.may(CUSTOMERS_READ) {
        let filter = ListQuery { q: Some(q.to_owned()), ..ListQuery::default() }.check(caller.shops.clone())?;
        let ids = people(&mut session, &filter.quick(app)).await?;
        found.customers = customers::rows(&mut session, &caller.shops, &ids).await?;
    }
    if caller.may(ORDERS_READ) {
        found.orders = orders::by_number(&mut session, &caller.shops, q, OTHERS).await?;
    }
    if caller.may(PRODUCTS_READ) {
        let wanted = products::Wanted { q: Some(q.to_owned()), ..products::Wanted::default() };
        found.products = products::list(&mut session, &caller.shops, &wanted, None, OTHERS).await?;
    }
    Ok(found)
}

/// The customers whom the words mean: those whose nick or name begins so, then those who have it in the middle.
async fn people(session: &mut Session, filter: &Filter) -> Result<Vec<i64>, Error> {
    let enough = usize::try_from(CUSTOMERS).unwrap_or(usize::MAX);
    let mut found: Vec<i64> = Vec::new();
    for filter in [&filter.beginning(), filter] {
        if found.len() < enough {
            let places = customers::find(session, filter, None, CUSTOMERS).await?;
            let others: Vec<i64> = places.into_iter().map(|(_, id)| id).filter(|id| !found.contains(id)).collect();
            found.extend(others);
        }
    }
    found.truncate(enough);
    Ok(found)
}

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}

/// The customers with an order of this number, for the customer list.
pub fn customers_by_order<'a>(session: &'a mut Session, number: &'a str) -> BoxFuture<'a, Result<Vec<i64>, Error>> {
    async move {
        // A number has a digit in it; words do not trouble the orders.
        if number.len() < 4 || !number.bytes().any(|byte| byte.is_ascii_digit()) {
            return Ok(Vec::new());
        }
        let orders = orders::by_number(session, &ShopScope::All, number, SAME_NUMBER).await?;
        Ok(orders.into_iter().filter_map(|order| order.customer_id.map(|id| id.0)).collect())
    }
    .boxed()
}
