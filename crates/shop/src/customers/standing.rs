//! Where customers stand, for rules: what is known of them, without anything that names them.

use std::collections::BTreeMap;

use platform::Error;
use platform::db::Connection;

use super::records;

/// What rules may know of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The customer.
    pub customer_id: i64,
    /// `dealt`, `not_dealt`, `inquired`, `none`.
    pub contact_group: String,
    /// A whole mobile is known.
    pub mobile: bool,
    /// A whole e-mail address is known.
    pub email: bool,
    /// `female`, `male`, `other`.
    pub gender: Option<String>,
    /// `yyyy-mm-dd` or `--mm-dd`.
    pub birthday: Option<String>,
    /// 省
    pub province: Option<String>,
    /// 市
    pub city: Option<String>,
    /// Orders of every status.
    pub orders: i64,
    /// Orders that are deals.
    pub deals: i64,
    /// Paid less refunded, over deals, minor units of `currency`.
    pub deal_amount: i64,
    /// ISO 4217 code, empty when nothing was ordered.
    pub currency: String,
    /// Pieces in deals.
    pub items: i64,
    /// Closed orders.
    pub closed: i64,
    /// Refunded, minor units of `currency`.
    pub refunded: i64,
    /// First deal, milliseconds UTC.
    pub first_deal_at: Option<i64>,
    /// Last deal, milliseconds UTC.
    pub last_deal_at: Option<i64>,
    /// Last heard of, milliseconds UTC; 0 for never.
    pub last_seen_at: i64,
    /// First written down, milliseconds UTC.
    pub created_at: i64,
    /// Inquiries.
    pub inquiries: i64,
    /// On the black list.
    pub blacklisted: bool,
    /// May be shown things chosen for them.
    pub personalisation: bool,
    /// Their profiles, by id.
    pub footings: Vec<Footing>,
}

/// A profile of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footing {
    /// The profile.
    pub profile_id: i64,
    /// Its shop.
    pub shop_id: Option<i64>,
    /// The code of its channel.
    pub channel: String,
    /// Registration at the source, milliseconds UTC.
    pub registered_at: Option<i64>,
    /// 买家信用
    pub buyer_credit: Option<String>,
}

/// Where these customers stand, by id; those that were merged away or erased are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn standings(conn: &mut impl Connection, customers: &[i64]) -> Result<BTreeMap<i64, Standing>, Error> {
    records::standings(conn, customers).await
}

/// Customers that stand, with ids above `after`, at most `limit`, by id.
///
/// # Errors
/// When the database cannot be read.
pub async fn standing_after(conn: &mut impl Connection, after: i64, limit: i64) -> Result<Vec<i64>, Error> {
    records::standing_after(conn, after, limit).await
}

/// Customers whose birthday is on one of these days of the year (`05-17`), with ids above `after`, by id, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub async fn born_on(
    conn: &mut impl Connection,
    days: (&str, &str),
    after: i64,
    limit: i64,
) -> Result<Vec<i64>, Error> {
    records::born_on(conn, days, after, limit).await
}

/// Those of these customers that are kept at all, merged away or not: the others were erased.
///
/// # Errors
/// When the database cannot be read.
pub async fn on_file(conn: &mut impl Connection, customers: &[i64]) -> Result<std::collections::BTreeSet<i64>, Error> {
    records::on_file(conn, customers).await
}

/// Those of these customers that stand: neither merged away nor erased.
///
/// # Errors
/// When the database cannot be read.
pub async fn standing_of(
    conn: &mut impl Connection,
    customers: &[i64],
) -> Result<std::collections::BTreeSet<i64>, Error> {
    records::standing_of(conn, customers).await
}

/// Those of these customers that are on the black list.
///
/// # Errors
/// When the database cannot be read.
pub async fn blacklisted(
    conn: &mut impl Connection,
    customers: &[i64],
) -> Result<std::collections::BTreeSet<i64>, Error> {
    records::blacklisted(conn, customers).await
}

/// Hands over every profile with its customer, (profile, customer), for reckoning with everybody.
///
/// # Errors
/// When the database cannot be read.
pub async fn owners(conn: &mut impl Connection, each: impl FnMut(i64, i64) + Send) -> Result<(), Error> {
    records::owners(conn, each).await
}

/// How many customers stand.
///
/// # Errors
/// When the database cannot be read.
pub async fn standing_count(conn: &mut impl Connection) -> Result<i64, Error> {
    records::standing_count(conn).await
}
