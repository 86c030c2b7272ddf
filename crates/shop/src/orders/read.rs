//! Orders are looked at: lists, one order, sums.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use platform::Error;
use platform::db::Connection;
use platform::http::ShopScope;

use super::model::{Line, Order, Refund, Shipment};
use super::records::orders::Record;
use super::records::read::Deal;
use super::records::{lines, orders, read, refunds, shipments};
use crate::customers;
use crate::shops;

/// Characters of the title that an order is given from its lines.
const TITLE: usize = 200;

/// Which orders are wanted; an absent part lets everything through.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The shops.
    pub scope: ShopScope,
    /// The number of the order, of a parcel or of a refund, in full.
    pub q: Option<String>,
    /// Our status.
    pub status: Option<String>,
    /// These profiles' orders.
    pub profiles: Option<Vec<i64>>,
    /// Placed at this instant or later, milliseconds UTC.
    pub placed_from: Option<i64>,
    /// Placed before this instant.
    pub placed_to: Option<i64>,
    /// Paid, or owed while nothing is paid: at least so many minor units.
    pub min_amount: Option<i64>,
    /// These orders.
    pub ids: Option<Vec<i64>>,
}

/// Orders, newest placed first, without lines, refunds and parcels; `after` is the place of the last one before.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(
    conn: &mut impl Connection,
    wanted: &Wanted,
    after: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Order>, Error> {
    let mut wanted = wanted.clone();
    if let Some(q) = &wanted.q {
        let visible: Vec<i64> = shops::visible(conn, &wanted.scope).await?.iter().map(|shop| shop.id.0).collect();
        wanted.ids = Some(read::called(conn, q.trim(), &visible).await?);
    }
    let found = read::list(conn, &wanted, after, limit).await?;
    let mut found = shown(conn, found).await?;
    with_titles(conn, &mut found).await?;
    Ok(found)
}

/// Says of orders without a title of their own what is in them: their lines' titles, joined as platforms join them.
async fn with_titles(conn: &mut impl Connection, found: &mut [Order]) -> Result<(), Error> {
    let untitled = found.iter().filter(|order| order.title.is_none()).map(|order| order.id.0);
    let mut lines = lines::of_orders(conn, untitled).await?;
    for order in found {
        if let Some(lines) = lines.remove(&order.id.0) {
            order.title = joined(lines.iter().map(|line| line.facts.title.as_str()));
        }
    }
    Ok(())
}

/// Titles of lines as one title, cut where a list would cut it; `None` when there is nothing to say.
pub(super) fn joined<'t>(titles: impl Iterator<Item = &'t str>) -> Option<String> {
    let titles: Vec<&str> = titles.filter(|title| !title.is_empty()).collect();
    let title: String = titles.join("，").chars().take(TITLE).collect();
    (!title.is_empty()).then_some(title)
}

/// The order `id` with its lines, refunds and parcels, when it is in `scope`.
///
/// # Errors
/// `not_found`.
pub async fn get(conn: &mut impl Connection, scope: &ShopScope, id: i64) -> Result<Order, Error> {
    let record = orders::full(conn, [id]).await?.remove(&id).filter(|record| scope.contains(record.shop_id));
    let mut found = shown(conn, record.into_iter().collect()).await?;
    with_parts(conn, &mut found).await?;
    found.pop().ok_or_else(|| Error::not_found("order"))
}

/// Orders whose number, or the number of a parcel or refund of theirs, is `number`.
///
/// # Errors
/// When the database cannot be read.
pub async fn by_number(
    conn: &mut impl Connection,
    scope: &ShopScope,
    number: &str,
    limit: i64,
) -> Result<Vec<Order>, Error> {
    let wanted = Wanted { scope: scope.clone(), q: Some(number.to_owned()), ..Wanted::default() };
    list(conn, &wanted, None, limit).await
}

/// Fills in lines, refunds and parcels.
///
/// # Errors
/// When the database cannot be read.
pub async fn with_parts(conn: &mut impl Connection, found: &mut [Order]) -> Result<(), Error> {
    let ids: Vec<i64> = found.iter().map(|order| order.id.0).collect();
    let mut lines = lines::of_orders(conn, ids.iter().copied()).await?;
    let mut refunds = refunds::of_orders(conn, ids.iter().copied()).await?;
    let mut parcels = shipments::of_orders(conn, ids).await?;
    for order in found {
        let id = order.id.0;
        let currency = order
            .paid
            .as_ref()
            .or(order.total.as_ref())
            .map_or_else(|| "CNY".to_owned(), |money| money.currency.clone());
        order.lines = lines.remove(&id).unwrap_or_default().into_iter().map(|line| Line::of(line, &currency)).collect();
        order.refunds = refunds.remove(&id).unwrap_or_default().into_iter().map(Refund::of).collect();
        order.shipments = parcels.remove(&id).unwrap_or_default().into_iter().map(Shipment::of).collect();
    }
    Ok(())
}

async fn shown(conn: &mut impl Connection, found: Vec<Record>) -> Result<Vec<Order>, Error> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let shops = shops::by_id(conn).await?;
    let mut profiles: Vec<i64> = found.iter().filter_map(|record| record.profile_id).collect();
    profiles.sort_unstable();
    profiles.dedup();
    let owners: HashMap<i64, i64> = customers::customers_of(conn, &profiles).await?.into_iter().collect();
    Ok(found
        .into_iter()
        .map(|record| {
            let shop = shops.get(&record.shop_id);
            let owner = record.profile_id.and_then(|profile| owners.get(&profile).copied());
            Order::of(record, shop, owner)
        })
        .collect())
}

/// What profiles bought in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// `2026-11`, in the business's time zone.
    pub month: String,
    /// Deals.
    pub orders: i64,
    /// Their amounts, minor units.
    pub amount: i64,
}

/// What these profiles bought, month by month, from their first to their last, months without a deal included.
///
/// # Errors
/// When the database cannot be read.
pub async fn months(conn: &mut impl Connection, profiles: &[i64], zone: &TimeZone) -> Result<Vec<Month>, Error> {
    let mut found: BTreeMap<(i16, i8), (i64, i64)> = BTreeMap::new();
    for (at, amount) in read::deals_of(conn, profiles).await? {
        let day = Timestamp::from_millisecond(at).map_err(Error::internal)?.to_zoned(zone.clone()).date();
        let month = found.entry((day.year(), day.month())).or_default();
        month.0 += 1;
        month.1 += amount;
    }
    let (Some(first), Some(last)) = (found.keys().next().copied(), found.keys().next_back().copied()) else {
        return Ok(Vec::new());
    };
    let mut months = Vec::new();
    let (mut year, mut month) = first;
    while (year, month) <= last {
        let (orders, amount) = found.get(&(year, month)).copied().unwrap_or_default();
        months.push(Month { month: format!("{year:04}-{month:02}"), orders, amount });
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    Ok(months)
}

/// Hands every deal placed in `[from, to)` (milliseconds UTC) to `take`, in no order, without holding them.
///
/// # Errors
/// When the database cannot be read.
pub async fn deals(
    conn: &mut impl Connection,
    scope: &ShopScope,
    from: i64,
    to: i64,
    take: impl FnMut(Deal) + Send,
) -> Result<(), Error> {
    read::deals(conn, scope, from, to, take).await
}

/// The deals of these profiles that were paid at `from` (milliseconds UTC) or later, in `currency`: (profile, when paid,
/// amount in minor units).
///
/// # Errors
/// When the database cannot be read.
pub async fn dated(
    conn: &mut impl Connection,
    profiles: &[i64],
    from: i64,
    currency: &str,
) -> Result<Vec<(i64, i64, i64)>, Error> {
    read::dated(conn, profiles, from, currency).await
}

/// The profiles with a deal placed in `[from, to)`, each once.
///
/// # Errors
/// When the database cannot be read.
pub async fn buyers(conn: &mut impl Connection, scope: &ShopScope, from: i64, to: i64) -> Result<Vec<i64>, Error> {
    read::buyers(conn, scope, from, to).await
}

/// How many orders were placed in `[from, to)`, whatever became of them.
///
/// # Errors
/// When the database cannot be read.
pub async fn placed(conn: &mut impl Connection, scope: &ShopScope, from: i64, to: i64) -> Result<i64, Error> {
    read::placed(conn, scope, from, to).await
}

/// How many refunds wait for somebody.
///
/// # Errors
/// When the database cannot be read.
pub async fn open_refunds(conn: &mut impl Connection, scope: &ShopScope) -> Result<i64, Error> {
    read::open_refunds(conn, scope).await
}
