//! The shops of the business: storefronts on channels, the business's own settings, and the first run that makes both.
//!
//! Absent from here: orders, customers, figures.

mod model;
mod records;
mod routes;
#[cfg(test)]
mod tests;

pub use model::{Business, BusinessPatch, Channel, NewShop, Shop, ShopPatch};
pub use records::within;
pub use routes::{ShopFilter, router};

use std::collections::HashMap;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use platform::db::{Connection, Dialect, Migration, Tx};
use platform::http::{Access, Caller, Need, ShopScope};
use platform::{App, Error, Id, audit, settings};
use serde_json::json;

use crate::permissions::SETTINGS_WRITE;

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = &[records::MIGRATION];

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/business", Need::SignedIn),
    Access::new("PATCH", "/api/v1/business", Need::May(SETTINGS_WRITE)),
    Access::new("GET", "/api/v1/shops", Need::SignedIn),
    Access::new("POST", "/api/v1/shops", Need::May(SETTINGS_WRITE)),
    Access::new("PATCH", "/api/v1/shops/{id}", Need::May(SETTINGS_WRITE)),
];

const BUSINESS: &str = "business";
/// Characters of a name.
const NAME_LENGTH: usize = 60;

/// Every shop, archived ones included, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(conn: &mut impl Connection) -> Result<Vec<Shop>, Error> {
    records::list(conn).await
}

/// Every shop by its id, for filling in names.
///
/// # Errors
/// When the database cannot be read.
pub async fn by_id(conn: &mut impl Connection) -> Result<HashMap<i64, Shop>, Error> {
    Ok(list(conn).await?.into_iter().map(|shop| (shop.id.0, shop)).collect())
}

/// Whether every one of these shops exists: for [`App::known_shops`].
pub fn known<'a>(tx: &'a mut Tx, ids: &'a [i64]) -> BoxFuture<'a, Result<bool, Error>> {
    async move {
        let shops = by_id(tx).await?;
        Ok(ids.iter().all(|id| shops.contains_key(id)))
    }
    .boxed()
}

/// The shops in `scope`.
///
/// # Errors
/// When the database cannot be read.
pub async fn visible(conn: &mut impl Connection, scope: &ShopScope) -> Result<Vec<Shop>, Error> {
    Ok(list(conn).await?.into_iter().filter(|shop| scope.contains(shop.id.0)).collect())
}

/// The shop `id`.
///
/// # Errors
/// `not_found`.
pub async fn get(conn: &mut impl Connection, id: i64) -> Result<Shop, Error> {
    records::get(conn, id).await?.ok_or_else(|| Error::not_found("shop"))
}

/// Opens a shop.
///
/// # Errors
/// `invalid` naming the field; `already_exists` when the channel has a shop of that name or platform id.
pub async fn create(tx: &mut Tx, app: &App, caller: &Caller, new: &NewShop) -> Result<Shop, Error> {
    create_as(tx, app, caller, app.ids.next(), new).await
}

/// The same under an id that was handed out before.
///
/// # Errors
/// As [`create`].
pub async fn create_as(tx: &mut Tx, app: &App, caller: &Caller, id: i64, new: &NewShop) -> Result<Shop, Error> {
    let currency = match &new.currency {
        Some(currency) => checked_currency(currency)?,
        None => business(tx).await?.currency,
    };
    let shop = Shop {
        id: Id(id),
        name: checked_name(&new.name)?,
        channel: new.channel,
        platform_id: said(new.platform_id.as_deref()),
        currency,
        archived: false,
    };
    let now = app.clock.now();
    records::insert(tx, &shop, now).await?;
    told(tx, caller, "shops.created", &shop, now).await?;
    Ok(shop)
}

/// Changes a shop.
///
/// # Errors
/// `not_found`; otherwise as [`create`].
pub async fn update(tx: &mut Tx, app: &App, caller: &Caller, id: i64, patch: &ShopPatch) -> Result<Shop, Error> {
    let mut shop = get(tx, id).await?;
    if let Some(name) = &patch.name {
        shop.name = checked_name(name)?;
    }
    if let Some(platform_id) = &patch.platform_id {
        shop.platform_id = said(Some(platform_id));
    }
    shop.archived = patch.archived.unwrap_or(shop.archived);
    records::update(tx, &shop).await?;
    told(tx, caller, "shops.changed", &shop, app.clock.now()).await?;
    Ok(shop)
}

/// Makes other transactions that write this shop's orders wait until `tx` ends, so that two of them cannot both find
/// that an order is new. SQLite has one writer anyway.
///
/// # Errors
/// When the database refuses.
pub async fn hold(tx: &mut Tx, shop: &Shop) -> Result<(), Error> {
    if tx.dialect() == Dialect::Postgres { records::hold(tx, shop.id.0).await } else { Ok(()) }
}

/// The business's settings; before the set-up has run the defaults, in the currency of the first shop that was opened.
///
/// # Errors
/// When the database cannot be read.
pub async fn business(conn: &mut impl Connection) -> Result<Business, Error> {
    if let Some(business) = settings::get(conn, BUSINESS).await? {
        return Ok(business);
    }
    let first = list(conn).await?.into_iter().next();
    let usual = Business::default();
    Ok(Business { currency: first.map_or(usual.currency, |shop| shop.currency), ..usual })
}

/// Writes the business's settings.
///
/// # Errors
/// `invalid` naming the field.
pub async fn put_business(tx: &mut Tx, app: &App, caller: &Caller, business: Business) -> Result<Business, Error> {
    let checked = Business {
        name: checked_name(&business.name)?,
        currency: checked_currency(&business.currency)?,
        time_zone: checked_zone(&business.time_zone)?,
        locale: business.locale,
        upload_days: business.upload_days,
    };
    if !(1..=365).contains(&checked.upload_days) {
        return Err(Error::invalid("upload_days", "out_of_range"));
    }
    settings::put(tx, caller, BUSINESS, &checked, app.clock.now()).await?;
    Ok(checked)
}

/// Changes the business's settings.
///
/// # Errors
/// As [`put_business`].
pub async fn patch_business(tx: &mut Tx, app: &App, caller: &Caller, patch: BusinessPatch) -> Result<Business, Error> {
    let now = business(tx).await?;
    let next = Business {
        name: patch.name.unwrap_or(now.name),
        currency: patch.currency.unwrap_or(now.currency),
        time_zone: patch.time_zone.unwrap_or(now.time_zone),
        locale: patch.locale.unwrap_or(now.locale),
        upload_days: patch.upload_days.unwrap_or(now.upload_days),
    };
    put_business(tx, app, caller, next).await
}

async fn told(tx: &mut Tx, caller: &Caller, action: &str, shop: &Shop, now: i64) -> Result<(), Error> {
    let detail = json!({ "channel": shop.channel, "archived": shop.archived });
    audit::record(tx, caller, action, Some("shop"), Some(&shop.id.to_string()), &detail, now).await
}

fn said(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn checked_name(name: &str) -> Result<String, Error> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err(Error::invalid("name", "required")),
        length if length > NAME_LENGTH => Err(Error::invalid("name", "too_long")),
        _ => Ok(name.to_owned()),
    }
}

fn checked_currency(code: &str) -> Result<String, Error> {
    let code = code.trim().to_ascii_uppercase();
    let fine = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if fine { Ok(code) } else { Err(Error::invalid("currency", "malformed")) }
}

fn checked_zone(name: &str) -> Result<String, Error> {
    let zone = jiff::tz::TimeZone::get(name.trim()).map_err(|_| Error::invalid("time_zone", "unknown"))?;
    zone.iana_name().map(str::to_owned).ok_or_else(|| Error::invalid("time_zone", "unknown"))
}
