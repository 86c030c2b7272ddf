//! Sums over orders for the first page: what was sold when, to whom, and what waits.
//!
//! An order counts on the instant of its payment, or where the source states none, of its placing. What a source
//! states as paid is money even when it was given back later; a closed or unpaid order is none.

use futures_util::StreamExt as _;
use platform::db::{Connection, Migration, Value, pieces, placeholders};
use platform::http::ShopScope;
use platform::{Error, values};

use crate::shops::within;

/// The index that the sums walk along: by instant of payment, with all that they need in it.
pub(in crate::orders) const MIGRATION: Migration = Migration::new(
    "20261121_1701_orders_sums",
    "create index orders_paid on orders (coalesce(paid_at, sort_at), shop_id, currency, status, profile_id, paid, \
        refunded, deal_amount) where paid > 0;
    ",
);

/// What counts as paid, in the words of the index.
const PAID: &str = "paid > 0 and status not in ('cancelled', 'awaiting_payment', 'payment_pending', 'unknown')";

const SALES: &str =
    "select coalesce(paid_at, sort_at), shop_id, profile_id, paid, refunded, deal_amount, currency, id from orders";

/// One order that was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    /// The order.
    pub order_id: i64,
    /// When it was paid, milliseconds UTC.
    pub at: i64,
    /// Its shop.
    pub shop_id: i64,
    /// ISO 4217 code of its amounts.
    pub currency: String,
    /// Its buyer, when the source names one.
    pub profile_id: Option<i64>,
    /// What was paid, minor units.
    pub paid: i64,
    /// What of it was given back, minor units.
    pub refunded: i64,
    /// Paid less refunded when the order is a deal, else 0.
    pub deal_amount: i64,
}

/// Hands over every order that was paid from `from` to before `to` (milliseconds UTC), in the order of payment.
///
/// # Errors
/// When the database cannot be read.
pub async fn sales(
    conn: &mut impl Connection,
    from: i64,
    to: i64,
    mut each: impl FnMut(Sale) + Send,
) -> Result<(), Error> {
    let text = format!(
        "{SALES} where {PAID} and coalesce(paid_at, sort_at) >= $1 and coalesce(paid_at, sort_at) < $2 \
         order by coalesce(paid_at, sort_at)"
    );
    let mut rows = conn.stream(text, values![from, to])?;
    while let Some(row) = rows.next().await {
        each(sale(&row?)?);
    }
    Ok(())
}

fn sale(row: &platform::db::Row) -> Result<Sale, Error> {
    let paid: i64 = row.at(3)?;
    Ok(Sale {
        at: row.at(0)?,
        shop_id: row.at(1)?,
        profile_id: row.at(2)?,
        paid,
        // A source may state more given back than was paid: shipping, compensation.
        refunded: row.at::<i64>(4)?.min(paid),
        deal_amount: row.at(5)?,
        currency: row.at(6)?,
        order_id: row.at(7)?,
    })
}

const SOLD: &str = "select coalesce(o.paid_at, o.sort_at), o.profile_id, l.product_id, l.quantity, \
    coalesce(l.revenue, 0), l.refunded, o.currency from order_lines l join orders o on o.id = l.order_id \
    where o.deal_amount > 0 and o.profile_id is not null and l.product_id <> 0 and coalesce(o.paid_at, o.sort_at) <= $1";

/// A line of a deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoldLine {
    /// When the order was paid, milliseconds UTC.
    pub at: i64,
    /// Its buyer.
    pub profile_id: i64,
    /// What was bought.
    pub product_id: i64,
    /// Pieces.
    pub quantity: i64,
    /// The line's share of what was paid, minor units.
    pub revenue: i64,
    /// What of it was given back.
    pub refunded: i64,
    /// ISO 4217 code of its amounts.
    pub currency: String,
}

impl SoldLine {
    /// As lines are handed over whose orders are known; the order is 0.
    #[must_use]
    pub fn line(&self) -> Line {
        let Self { product_id, quantity, revenue, refunded, .. } = *self;
        Line { order_id: 0, product_id, quantity, revenue, refunded }
    }
}

fn sold_line(row: &platform::db::Row) -> Result<SoldLine, Error> {
    Ok(SoldLine {
        at: row.at(0)?,
        profile_id: row.at(1)?,
        product_id: row.at(2)?,
        quantity: row.at(3)?,
        revenue: row.at(4)?,
        refunded: row.at(5)?,
        currency: row.at(6)?,
    })
}

/// A line of an order, whatever became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The order.
    pub order_id: i64,
    /// What was bought.
    pub product_id: i64,
    /// Pieces.
    pub quantity: i64,
    /// The line's share of what was paid, minor units.
    pub revenue: i64,
    /// What of it was given back.
    pub refunded: i64,
}

/// Hands over every line of a known product, in no order. Whoever knows the orders reads lines so in a third of the time
/// that it takes to look up each line's order here.
///
/// # Errors
/// When the database cannot be read.
pub async fn lines(conn: &mut impl Connection, mut each: impl FnMut(Line) + Send) -> Result<(), Error> {
    let text =
        "select order_id, product_id, quantity, coalesce(revenue, 0), refunded from order_lines where product_id <> 0";
    let mut rows = conn.stream(text, values![])?;
    while let Some(row) = rows.next().await {
        let row = row?;
        each(Line {
            order_id: row.at(0)?,
            product_id: row.at(1)?,
            quantity: row.at(2)?,
            revenue: row.at(3)?,
            refunded: row.at(4)?,
        });
    }
    Ok(())
}

/// Hands over when each deal of a known buyer that was paid until `until` was paid for and its first parcel sent: (profile,
/// paid, sent), milliseconds UTC. Deals of which either is not known are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn sent(
    conn: &mut impl Connection,
    until: i64,
    mut each: impl FnMut(i64, i64, i64) + Send,
) -> Result<(), Error> {
    let text = "select o.profile_id, o.paid_at, s.shipped from \
        (select order_id, min(shipped_at) as shipped from shipments where shipped_at is not null group by order_id) s \
        join orders o on o.id = s.order_id \
        where o.deal_amount > 0 and o.profile_id is not null and o.paid_at <= $1";
    let mut rows = conn.stream(text, values![until])?;
    while let Some(row) = rows.next().await {
        let row = row?;
        each(row.at(0)?, row.at(1)?, row.at(2)?);
    }
    Ok(())
}

/// Hands over what the source says brought an order, of each of which it says so: (order, what), in no order.
///
/// # Errors
/// When the database cannot be read.
pub async fn brought(conn: &mut impl Connection, mut each: impl FnMut(i64, String) + Send) -> Result<(), Error> {
    let mut rows = conn.stream("select id, brought from orders where brought is not null", values![])?;
    while let Some(row) = rows.next().await {
        let row = row?;
        each(row.at(0)?, row.at(1)?);
    }
    Ok(())
}

/// The orders of these numbers in any of these shops: (number, order).
///
/// # Errors
/// When the database cannot be read.
pub async fn numbered(
    conn: &mut impl Connection,
    shops: &[i64],
    numbers: impl IntoIterator<Item = &str>,
) -> Result<Vec<(String, i64)>, Error> {
    let mut found = Vec::new();
    if shops.is_empty() {
        return Ok(found);
    }
    let within = placeholders(1, shops.len());
    for (list, numbers) in pieces(shops.len() + 1, numbers) {
        let text = format!("select number, id from orders where shop_id in ({within}) and number in ({list})");
        for row in conn.all(text, shops.iter().map(|shop| Value::Int(*shop)).chain(numbers).collect()).await? {
            found.push((row.at(0)?, row.at(1)?));
        }
    }
    Ok(found)
}

/// A product in a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DealtLine {
    /// The order.
    pub order_id: i64,
    /// When it was paid, milliseconds UTC.
    pub at: i64,
    /// Its buyer, when the source names one.
    pub profile_id: Option<i64>,
    /// What was bought.
    pub product_id: i64,
    /// Pieces.
    pub quantity: i64,
}

/// Hands over every line of a known product in a deal in `scope` that was paid from `from` to before `to` (milliseconds
/// UTC), in no order.
///
/// # Errors
/// When the database cannot be read, or `each` refuses: nothing more is read then.
pub async fn dealt_lines(
    conn: &mut impl Connection,
    scope: &ShopScope,
    (from, to): (i64, i64),
    mut each: impl FnMut(DealtLine) -> Result<(), Error> + Send,
) -> Result<(), Error> {
    let (shops, more) = within("o.shop_id", scope, 3);
    let text = format!(
        "select l.order_id, coalesce(o.paid_at, o.sort_at), o.profile_id, l.product_id, l.quantity from orders o \
         join order_lines l on l.order_id = o.id where o.paid > 0 and o.deal_amount > 0 and l.product_id <> 0 \
         and coalesce(o.paid_at, o.sort_at) >= $1 and coalesce(o.paid_at, o.sort_at) < $2{shops}"
    );
    let mut bound = values![from, to];
    bound.extend(more);
    let mut rows = conn.stream(text, bound)?;
    while let Some(row) = rows.next().await {
        let row = row?;
        each(DealtLine {
            order_id: row.at(0)?,
            at: row.at(1)?,
            profile_id: row.at(2)?,
            product_id: row.at(3)?,
            quantity: row.at(4)?,
        })?;
    }
    Ok(())
}

/// The lines of known products in deals of these profiles, each of which stands here once.
///
/// # Errors
/// When the database cannot be read.
pub async fn sold_to(conn: &mut impl Connection, profiles: &[i64], until: i64) -> Result<Vec<SoldLine>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(2, profiles.iter().copied()) {
        let bound = values![until].into_iter().chain(ids).collect();
        for row in conn.all(format!("{SOLD} and o.profile_id in ({list})"), bound).await? {
            found.push(sold_line(&row)?);
        }
    }
    Ok(found)
}

/// The orders of these profiles, each of which stands here once, that were paid until `until`, in the order of payment.
///
/// # Errors
/// When the database cannot be read.
pub async fn sales_to(conn: &mut impl Connection, profiles: &[i64], until: i64) -> Result<Vec<Sale>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(2, profiles.iter().copied()) {
        let text = format!("{SALES} where {PAID} and coalesce(paid_at, sort_at) <= $1 and profile_id in ({list})");
        for row in conn.all(text, values![until].into_iter().chain(ids).collect()).await? {
            found.push(sale(&row)?);
        }
    }
    found.sort_by_key(|sale| sale.at);
    Ok(found)
}

/// How many orders were paid from `from` to before `to`, or `most + 1` when there are more.
///
/// # Errors
/// When the database cannot be read.
pub async fn count(conn: &mut impl Connection, from: i64, to: i64, most: i64) -> Result<i64, Error> {
    let text = "select count(*) from (select 1 from orders where paid > 0 and coalesce(paid_at, sort_at) >= $1 \
        and coalesce(paid_at, sort_at) < $2 limit $3) few";
    conn.one(text, values![from, to, most.saturating_add(1)]).await?.map_or(Ok(0), |row| row.at(0))
}

/// When these profiles paid for orders, milliseconds UTC.
///
/// # Errors
/// When the database cannot be read.
pub async fn paid_at(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<i64>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        let text = format!("select coalesce(paid_at, sort_at) from orders where paid > 0 and profile_id in ({list})");
        for row in conn.all(text, ids).await? {
            found.push(row.at(0)?);
        }
    }
    Ok(found)
}

/// When the first and the last order was paid, milliseconds UTC.
///
/// # Errors
/// When the database cannot be read.
pub async fn span(conn: &mut impl Connection) -> Result<Option<(i64, i64)>, Error> {
    let end = |order: &str| {
        format!(
            "select coalesce(paid_at, sort_at) from orders where paid > 0 order by coalesce(paid_at, sort_at) {order} limit 1"
        )
    };
    let Some(first) = conn.one(end("asc"), values![]).await? else { return Ok(None) };
    let Some(last) = conn.one(end("desc"), values![]).await? else { return Ok(None) };
    Ok(Some((first.at(0)?, last.at(0)?)))
}

/// What waits for somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Orders that are paid and not sent, in whole or in part.
    pub shipment: i64,
    /// Refunds that are asked for and not decided or not finished.
    pub refunds: i64,
}

/// How much waits in `scope`.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(conn: &mut impl Connection, scope: &ShopScope) -> Result<Waiting, Error> {
    let (shops, values) = within("shop_id", scope, 1);
    let orders = format!("select count(*) from orders where status in ('paid', 'partly_shipped'){shops}");
    let refunds = format!(
        "select count(*) from refunds where status in ('requested', 'awaiting_return', 'awaiting_seller'){shops}"
    );
    let count = |row: Option<platform::db::Row>| row.map(|row| row.at::<i64>(0)).transpose();
    Ok(Waiting {
        shipment: count(conn.one(orders, values.clone()).await?)?.unwrap_or(0),
        refunds: count(conn.one(refunds, values).await?)?.unwrap_or(0),
    })
}

/// Whether at most so many orders are kept.
///
/// # Errors
/// When the database cannot be read.
pub async fn at_most(conn: &mut impl Connection, most: i64) -> Result<bool, Error> {
    let row = conn.one("select count(*) from (select 1 from orders limit $1) few", values![most + 1]).await?;
    Ok(row.map_or(Ok(0), |row| row.at::<i64>(0))? <= most)
}

/// Whether any order is kept.
///
/// # Errors
/// When the database cannot be read.
pub async fn any(conn: &mut impl Connection) -> Result<bool, Error> {
    Ok(conn.one("select id from orders limit 1", values![]).await?.is_some())
}
