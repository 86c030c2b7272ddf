//! Which import something came with, for the customer's timeline.

use std::collections::BTreeMap;

use platform::Error;
use platform::db::Connection;

use super::records;
use super::records::came as came_records;

/// An import that brought something of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// The import.
    pub import_id: i64,
    /// The name that its file had.
    pub file_name: String,
    /// The shop that was chosen for it.
    pub shop_id: Option<i64>,
    /// When the last of it came, milliseconds UTC.
    pub at: i64,
    /// Orders of the customer that came with it.
    pub orders: i64,
    /// Whether the customer was named in it apart from orders.
    pub named: bool,
}

/// The imports that these orders (id, shop) and profiles came with, newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn brought(
    conn: &mut impl Connection,
    orders: &[(i64, i64)],
    profiles: &[i64],
) -> Result<Vec<Brought>, Error> {
    let mut found: BTreeMap<i64, Brought> = BTreeMap::new();
    let of_orders = came_records::of_orders(conn, orders).await?.into_iter().map(|came| (came, true));
    let of_profiles = came_records::of_profiles(conn, profiles).await?.into_iter().map(|came| (came, false));
    for (came, order) in of_orders.chain(of_profiles).collect::<Vec<_>>() {
        let one = match found.get_mut(&came.import) {
            Some(one) => one,
            None => {
                let Some(record) = records::get(conn, came.import).await? else { continue };
                found.entry(came.import).or_insert(Brought {
                    import_id: came.import,
                    file_name: record.file_name,
                    shop_id: record.shop_id,
                    at: came.at,
                    orders: 0,
                    named: false,
                })
            }
        };
        one.at = one.at.max(came.at);
        one.orders += i64::from(order);
        one.named |= !order;
    }
    let mut found: Vec<Brought> = found.into_values().collect();
    found.sort_by_key(|one| std::cmp::Reverse((one.at, one.import_id)));
    Ok(found)
}
