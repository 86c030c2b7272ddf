//! The lowest price at which goods were sold lately: the base that the law lets a price cut be compared with.

use std::collections::BTreeMap;

use platform::Error;
use platform::db::Connection;

use super::records::lowest as records;

/// What a piece of each of these products was sold for at least since `since` (milliseconds UTC), minor units; of what was
/// not sold since then, what it was sold for last. Products that were never sold are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn lowest_prices(
    conn: &mut impl Connection,
    products: &[i64],
    since: i64,
) -> Result<BTreeMap<i64, i64>, Error> {
    let mut found = records::since(conn, products, since).await?;
    for product in products {
        if !found.contains_key(product)
            && let Some(price) = records::last(conn, *product).await?
        {
            found.insert(*product, price);
        }
    }
    Ok(found)
}
