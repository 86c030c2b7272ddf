//! What pieces were sold for.

use std::collections::BTreeMap;

use platform::db::{Connection, pieces};
use platform::{Error, values};

/// Lines that were sold for money; what is given away for nothing is a gift.
macro_rules! sold {
    () => {
        "l.revenue > 0 and l.quantity > 0 and o.paid > 0 \
        and o.status not in ('cancelled', 'awaiting_payment', 'payment_pending', 'unknown')"
    };
}

const SINCE: &str = concat!(
    "select l.product_id, min(l.revenue / l.quantity) from order_lines l join orders o on o.id = l.order_id where ",
    sold!(),
    " and coalesce(o.paid_at, o.sort_at) >= $1 and l.product_id in ("
);
const LAST: &str = concat!(
    "select l.revenue / l.quantity from order_lines l join orders o on o.id = l.order_id where ",
    sold!(),
    " and l.product_id = $1 order by l.id desc limit 1"
);

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[LAST];

pub(in crate::orders) async fn since(
    conn: &mut impl Connection,
    products: &[i64],
    since: i64,
) -> Result<BTreeMap<i64, i64>, Error> {
    let mut found = BTreeMap::new();
    for (list, products) in pieces(2, products.iter().copied()) {
        let mut bound = values![since];
        bound.extend(products);
        for row in conn.all(format!("{SINCE}{list}) group by l.product_id"), bound).await? {
            found.insert(row.at(0)?, row.at(1)?);
        }
    }
    Ok(found)
}

/// What a piece was sold for last.
pub(in crate::orders) async fn last(conn: &mut impl Connection, product: i64) -> Result<Option<i64>, Error> {
    conn.one(LAST, values![product]).await?.map(|row| row.at(0)).transpose()
}
