//! Products of each shop: what they are called, cost and bring in, and how many there are.
//!
//! Absent from here: orders. What a product sold is kept by `orders` and handed over ([`move_sales`]).

mod labels;
mod model;
mod named;
mod records;
mod routes;
mod same;
mod stated;
mod tags;
#[cfg(test)]
mod tests;

pub use labels::{Label, labels_by_id, labels_by_number};
pub use model::{Moved, Named, Product, ProductPatch};
pub use named::{Found, from_lines};
pub use routes::{ProductQuery, router};
pub use same::{Listing, Same, same};
pub use stated::{Touched, import, made_since};

use std::collections::{BTreeMap, BTreeSet, HashMap};

use platform::db::{Connection, Migration, Tx};
use platform::http::{Access, Caller, Need, ShopScope};
use platform::{App, Error, audit};
use serde_json::json;

use crate::permissions::{PRODUCTS_READ, PRODUCTS_WRITE};
use crate::shops;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION, records::BY_NUMBER, records::KEPT, records::TAGS];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/products", Need::May(PRODUCTS_READ)),
    Access::new("GET", "/api/v1/products/{id}", Need::May(PRODUCTS_READ)),
    Access::new("PATCH", "/api/v1/products/{id}", Need::May(PRODUCTS_WRITE)),
    Access::new("GET", "/api/v1/products/categories", Need::May(PRODUCTS_READ)),
    Access::new("GET", "/api/v1/products/tags", Need::May(PRODUCTS_READ)),
];

/// What a list of products is asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Part of a title, number or seller's code.
    pub q: Option<String>,
    /// A category, those below it included.
    pub category: Option<String>,
    /// A tag.
    pub tag: Option<String>,
}

/// Products in `scope`, those that brought in most first; `after` is revenue and id of the last one before.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(
    conn: &mut impl Connection,
    scope: &ShopScope,
    wanted: &Wanted,
    after: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Product>, Error> {
    let found = records::list(conn, scope, wanted, after, limit).await?;
    shown(conn, found).await
}

/// The product `id`, when it is in `scope`.
///
/// # Errors
/// `not_found`.
pub async fn get(conn: &mut impl Connection, scope: &ShopScope, id: i64) -> Result<Product, Error> {
    let record = records::get(conn, id).await?.filter(|record| scope.contains(record.shop_id));
    let found = shown(conn, record.into_iter().collect()).await?;
    found.into_iter().next().ok_or_else(|| Error::not_found("product"))
}

/// Products by their ids, for filling in titles; unknown ids are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn by_ids(conn: &mut impl Connection, ids: &[i64]) -> Result<HashMap<i64, Product>, Error> {
    let found = records::by_ids(conn, ids.iter().copied()).await?;
    Ok(shown(conn, found).await?.into_iter().map(|product| (product.id.0, product)).collect())
}

/// A shop's products by their numbers; a number that no product has is left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn by_numbers<'n>(
    conn: &mut impl Connection,
    shop_id: i64,
    numbers: impl IntoIterator<Item = &'n str>,
) -> Result<Vec<Product>, Error> {
    let found = records::by_numbers(conn, shop_id, numbers).await?;
    shown(conn, found).await
}

/// The titles of a shop's products by their numbers; a number that no product has is left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn titles(
    conn: &mut impl Connection,
    shop_id: i64,
    numbers: &[&str],
) -> Result<HashMap<String, String>, Error> {
    let found = records::by_numbers(conn, shop_id, numbers.iter().copied()).await?;
    Ok(found.into_iter().map(|product| (product.number, product.title)).collect())
}

/// The titles of products by their numbers, whatever the shop; a number that no product has is left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn titles_anywhere(conn: &mut impl Connection, numbers: &[&str]) -> Result<BTreeMap<String, String>, Error> {
    records::titles_anywhere(conn, numbers).await
}

/// A product as promotions look at it. Amounts are minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Good {
    /// Its id.
    pub id: i64,
    /// The key with the shop.
    pub number: String,
    /// The seller's code.
    pub sku: Option<String>,
    /// Title.
    pub title: String,
    /// Category, as a path with `/`.
    pub category: Option<String>,
    /// Tags.
    pub tags: BTreeSet<String>,
    /// Price of one.
    pub price: Option<i64>,
    /// What one costs the shop.
    pub cost: Option<i64>,
}

/// The products that are priced in `currency`, those that brought in most first, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub async fn goods(conn: &mut impl Connection, currency: &str, limit: i64) -> Result<Vec<Good>, Error> {
    records::goods(conn, currency, limit).await
}

/// What reckoning with everything that was ever bought needs to know of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Economics {
    /// Category, as a path with `/`.
    pub category: Option<String>,
    /// What one costs the shop, minor units.
    pub cost: Option<i64>,
    /// Price of one, minor units.
    pub price: Option<i64>,
    /// ISO 4217 code of both.
    pub currency: String,
}

/// Every product with a category, a cost or a price, by id.
///
/// # Errors
/// When the database cannot be read.
pub async fn economics(conn: &mut impl Connection) -> Result<HashMap<i64, Economics>, Error> {
    records::economics(conn).await
}

/// The same of these products.
///
/// # Errors
/// When the database cannot be read.
pub async fn economics_of(
    conn: &mut impl Connection,
    ids: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, Economics>, Error> {
    let ids: std::collections::BTreeSet<i64> = ids.into_iter().collect();
    records::economics_of(conn, ids).await
}

/// What a cart is told of a product on file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnFile {
    /// Category, as a path with `/`.
    pub category: Option<String>,
    /// Tags.
    pub tags: BTreeSet<String>,
    /// What one costs the shop, minor units.
    pub cost: Option<i64>,
    /// ISO 4217 code of the cost.
    pub currency: String,
}

/// The products in `scope` with these numbers, by number: one for each shop that has it. A number that no product has is left
/// out.
///
/// # Errors
/// When the database cannot be read.
pub async fn on_file<'n>(
    conn: &mut impl Connection,
    scope: &ShopScope,
    numbers: impl IntoIterator<Item = &'n str>,
) -> Result<Vec<(String, OnFile)>, Error> {
    records::on_file(conn, scope, numbers).await
}

/// Whether any product is known.
///
/// # Errors
/// When the database cannot be read.
pub async fn any(conn: &mut impl Connection) -> Result<bool, Error> {
    records::any(conn).await
}

/// Every category that a product has, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub async fn categories(conn: &mut impl Connection, limit: i64) -> Result<Vec<String>, Error> {
    records::categories(conn, limit).await
}

/// Every tag that a product has.
///
/// # Errors
/// When the database cannot be read.
pub async fn tags(conn: &mut impl Connection) -> Result<BTreeSet<String>, Error> {
    Ok(records::tags(conn).await?.into_iter().flat_map(tags::Tags::into_set).collect())
}

/// Tags as products have them: without space around them, one between words, each once, no blank ones.
#[must_use]
pub fn tidy_tags(said: &BTreeSet<String>) -> BTreeSet<String> {
    tags::Tags::of(said).into_set()
}

/// Changes what staff may change of a product.
///
/// # Errors
/// `not_found`; `invalid` when an amount or a stock is negative, or tags are too many or too long.
pub async fn patch(tx: &mut Tx, app: &App, caller: &Caller, id: i64, patch: &ProductPatch) -> Result<Product, Error> {
    let mut record = records::get(tx, id)
        .await?
        .filter(|record| caller.shops.contains(record.shop_id))
        .ok_or_else(|| Error::not_found("product"))?;
    let before = record.clone();
    for (field, said, slot) in [
        ("cost", patch.cost, &mut record.cost),
        ("price", patch.price, &mut record.price),
        ("stock", patch.stock, &mut record.stock),
    ] {
        if let Some(value) = said {
            if value.is_some_and(|value| value < 0) {
                return Err(Error::invalid(field, "out_of_range"));
            }
            *slot = value;
        }
    }
    if let Some(category) = &patch.category {
        record.category = category.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    }
    if let Some(said) = &patch.tags {
        record.tags = tags::Tags::typed(said)?;
    }
    let mut fields = Vec::new();
    for (field, changed) in [
        ("cost", before.cost != record.cost),
        ("price", before.price != record.price),
        ("stock", before.stock != record.stock),
        ("category", before.category != record.category),
        ("tags", before.tags != record.tags),
    ] {
        if changed {
            fields.push(field);
        }
    }
    if !fields.is_empty() {
        record.stated = true;
        let now = app.clock.now();
        records::write(tx, std::slice::from_ref(&record), now).await?;
        let was = (before.title.clone(), before.category.clone(), before.sku.clone());
        labels::tell(tx, app, |_| Some(was.clone()), [&record])?;
        let subject = id.to_string();
        audit::record(
            tx,
            caller,
            "products.changed",
            Some("product"),
            Some(&subject),
            &json!({ "fields": fields }),
            now,
        )
        .await?;
    }
    let shown = shown(tx, vec![record]).await?;
    shown.into_iter().next().ok_or_else(|| Error::not_found("product"))
}

/// Adds to what products sold.
///
/// # Errors
/// When the database refuses.
pub async fn move_sales(tx: &mut Tx, moved: &[Moved]) -> Result<(), Error> {
    records::move_sales(tx, moved).await
}

/// Whether a product was sold last at `at`.
///
/// # Errors
/// When the database cannot be read.
pub async fn sold_last(conn: &mut impl Connection, id: i64, at: i64) -> Result<bool, Error> {
    records::sold_last(conn, id, at).await
}

/// Writes when a product was sold last.
///
/// # Errors
/// When the database refuses.
pub async fn put_last(tx: &mut Tx, id: i64, at: Option<i64>) -> Result<(), Error> {
    records::put_last(tx, id, at).await
}

async fn shown(conn: &mut impl Connection, found: Vec<model::Record>) -> Result<Vec<Product>, Error> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let shops = shops::by_id(conn).await?;
    Ok(found
        .into_iter()
        .map(|record| {
            let name = shops.get(&record.shop_id).map_or("", |shop| shop.name.as_str()).to_owned();
            record.shown(&name)
        })
        .collect())
}
