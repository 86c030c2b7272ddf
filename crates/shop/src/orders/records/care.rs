//! The SQL of care: everything of a person's profiles.

use platform::Error;
use platform::db::{Connection, Tx, pieces};

use super::{orders, refunds};

const ORDERS: &str = "select id, shop_id, number, profile_id, sort_at, refunded, deal_amount, pieces, stub, hash, \
    detail, created_at from orders where profile_id in (";
const REFUNDS: &str = "select id, shop_id, number, order_id, profile_id, sort_at, hash, detail, created_at \
    from refunds where profile_id in (";
const PARCELS: &str = "delete from shipments where order_id in (";

pub(in crate::orders) async fn orders(
    conn: &mut impl Connection,
    profiles: &[i64],
) -> Result<Vec<orders::Record>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        for row in conn.all(format!("{ORDERS}{list}) order by sort_at"), ids).await? {
            found.push(orders::record(&row)?);
        }
    }
    Ok(found)
}

pub(in crate::orders) async fn refunds(
    conn: &mut impl Connection,
    profiles: &[i64],
) -> Result<Vec<refunds::Record>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        for row in conn.all(format!("{REFUNDS}{list}) order by sort_at"), ids).await? {
            found.push(refunds::record(&row)?);
        }
    }
    Ok(found)
}

/// Parcels lead to an address: they go.
pub(in crate::orders) async fn forget_parcels(tx: &mut Tx, orders: &[i64]) -> Result<u64, Error> {
    let mut gone = 0;
    for (list, ids) in pieces(1, orders.iter().copied()) {
        gone += tx.execute(format!("{PARCELS}{list})"), ids).await?;
    }
    Ok(gone)
}
