//! The SQL of what products sold, kept up to date: whose deals have how many lines of a product, and what some orders add.

use platform::db::{Bulk, Connection, Migration, Tx, pieces};
use platform::{Error, values};

/// How many lines of a product each profile has in deals, so that who is the first or the last to buy it is known without
/// looking at other orders. What was sold so far is counted once, also of products that waited for a job to do it.
pub(in crate::orders) const MIGRATION: Migration = Migration::new(
    "20261123_1500_orders_sales",
    "create table product_buyers (
        product_id bigint not null,
        profile_id bigint not null,
        lines bigint not null,
        primary key (product_id, profile_id)
    );
    create index product_buyers_profile on product_buyers (profile_id);
    insert into product_buyers (product_id, profile_id, lines)
        select l.product_id, o.profile_id, count(*) from order_lines l join orders o on o.id = l.order_id
        where o.deal_amount > 0 and o.profile_id is not null group by l.product_id, o.profile_id;
    update products set (sold, revenue, buyers, last_sold_at) = (
        select coalesce(sum(l.quantity), 0), coalesce(sum(coalesce(l.revenue, 0) - l.refunded), 0),
            count(distinct o.profile_id), max(coalesce(o.paid_at, o.sort_at))
        from order_lines l join orders o on o.id = l.order_id where o.deal_amount > 0 and l.product_id = products.id
    ) where stale;
    delete from jobs where kind = 'products.count_sales';
    ",
);

/// What one profile, or nobody known, bought of one product in some deals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::orders) struct Bought {
    pub(in crate::orders) product_id: i64,
    pub(in crate::orders) profile_id: Option<i64>,
    pub(in crate::orders) lines: i64,
    pub(in crate::orders) pieces: i64,
    /// Minor units.
    pub(in crate::orders) revenue: i64,
    /// When last, milliseconds UTC.
    pub(in crate::orders) at: i64,
}

const BOUGHT: &str = "select l.product_id, o.profile_id, count(*) as lines, \
    cast(sum(l.quantity) as bigint) as pieces, \
    cast(sum(coalesce(l.revenue, 0) - l.refunded) as bigint) as revenue, \
    max(coalesce(o.paid_at, o.sort_at)) as at \
    from orders o join order_lines l on l.order_id = o.id where o.deal_amount > 0 and o.id in (";
const BOUGHT_END: &str = ") group by l.product_id, o.profile_id";
const LAST: &str = "select max(coalesce(o.paid_at, o.sort_at)) from order_lines l join orders o on o.id = l.order_id \
    where o.deal_amount > 0 and l.product_id = $1";
const GONE: &str = "delete from product_buyers where product_id = $1 and profile_id = $2 and lines <= 0";
const ADD: Bulk = Bulk {
    insert: "insert into product_buyers (product_id, profile_id, lines)",
    columns: 3,
    then: "on conflict (product_id, profile_id) do update set lines = product_buyers.lines + excluded.lines \
        returning product_id, profile_id, lines",
};

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[LAST, GONE];

/// What was bought in these orders.
pub(in crate::orders) async fn bought(
    conn: &mut impl Connection,
    orders: impl IntoIterator<Item = i64>,
) -> Result<Vec<Bought>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, orders) {
        for row in conn.all(format!("{BOUGHT}{list}{BOUGHT_END}"), ids).await? {
            found.push(Bought {
                product_id: row.at(0)?,
                profile_id: row.at(1)?,
                lines: row.at(2)?,
                pieces: row.at(3)?,
                revenue: row.at(4)?,
                at: row.at(5)?,
            });
        }
    }
    Ok(found)
}

/// Adds lines to what profiles bought of products, and says how many each then has: (product, profile, lines).
pub(in crate::orders) async fn add(
    tx: &mut Tx,
    more: impl IntoIterator<Item = (i64, i64, i64)>,
) -> Result<Vec<(i64, i64, i64)>, Error> {
    let rows = more.into_iter().map(|(product, profile, lines)| values![product, profile, lines]).collect();
    ADD.returning(tx, rows).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?, row.at(2)?))).collect()
}

/// Forgets that a profile bought a product of which it has no line any more.
pub(in crate::orders) async fn forget(tx: &mut Tx, product: i64, profile: i64) -> Result<(), Error> {
    tx.execute(GONE, values![product, profile]).await.map(|_| ())
}

/// When a product was last sold, counted from its lines.
pub(in crate::orders) async fn last(conn: &mut impl Connection, product: i64) -> Result<Option<i64>, Error> {
    conn.one(LAST, values![product]).await?.map_or(Ok(None), |row| row.at(0))
}
