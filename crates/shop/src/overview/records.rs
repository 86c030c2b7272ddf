//! The SQL of the days that are summed up.

use platform::db::{Bulk, Connection, Migration, Tx, placeholders};
use platform::http::ShopScope;
use platform::{Error, values};

use super::cells::Cell;
use crate::shops::within;

/// The tables: a row a shop, day and currency; the days that changed since; and what the rows were made with. A row's
/// buyers are customers' ids and figures, no names; a day of somebody who was erased is summed up again without her.
pub(super) const MIGRATION: Migration = Migration::new(
    "20261122_2100_overview",
    "create table sales_days (
        day bigint not null,
        shop_id bigint not null,
        currency text not null,
        sales bigint not null,
        deals bigint not null,
        paid bigint not null,
        refunded bigint not null,
        buyers bytea not null,
        primary key (day, shop_id, currency)
    );
    create table sales_stale (
        day bigint not null primary key
    );
    create table sales_state (
        id bigint not null primary key,
        zone text not null,
        built boolean not null,
        revision bigint not null,
        at bigint not null
    );
    ",
);

const STATE: &str = "select zone, built, revision, at from sales_state where id = 1";
const BEGIN: &str = "insert into sales_state (id, zone, built, revision, at) values (1, $1, false, 1, 0) \
    on conflict (id) do update set zone = excluded.zone, built = false, revision = sales_state.revision + 1, at = 0";
const CLEAR: &str = "delete from sales_days";
const FRESH: &str = "delete from sales_stale";
const MOVE: &str = "update sales_state set revision = revision + 1 where id = 1";
const BUILT: &str = "update sales_state set built = true, at = $1 where id = 1 and (at < $1 or not built)";
const STALE: &str = "select day from sales_stale where day >= $1 and day <= $2 order by day desc limit $3";
const TAKE: &str = "delete from sales_stale where day = $1";
const DROP: &str = "delete from sales_days where day = $1";
const MARK: Bulk = Bulk { insert: "insert into sales_stale (day)", columns: 1, then: "on conflict (day) do nothing" };
const PUT: Bulk = Bulk {
    insert: "insert into sales_days (day, shop_id, currency, sales, deals, paid, refunded, buyers)",
    columns: 8,
    then: "on conflict (day, shop_id, currency) do update set sales = excluded.sales, deals = excluded.deals, \
        paid = excluded.paid, refunded = excluded.refunded, buyers = excluded.buyers",
};

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[STATE, BEGIN, CLEAR, FRESH, MOVE, BUILT, STALE, TAKE, DROP];

/// What the rows were made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    /// The time zone whose days they are.
    pub(super) zone: String,
    /// Whether every day has been summed up once.
    pub(super) built: bool,
    /// Moves whenever a row changes.
    pub(super) revision: i64,
    /// When no day was stale last, milliseconds UTC.
    pub(super) at: i64,
}

pub(super) async fn state(conn: &mut impl Connection) -> Result<Option<State>, Error> {
    let Some(row) = conn.one(STATE, values![]).await? else { return Ok(None) };
    Ok(Some(State { zone: row.at(0)?, built: row.at(1)?, revision: row.at(2)?, at: row.at(3)? }))
}

/// Forgets every row, and begins anew in `zone`.
pub(super) async fn begin(tx: &mut Tx, zone: &str) -> Result<(), Error> {
    tx.execute(BEGIN, values![zone]).await?;
    tx.execute(CLEAR, values![]).await?;
    tx.execute(FRESH, values![]).await.map(|_| ())
}

/// Says that no day is stale.
pub(super) async fn built(tx: &mut Tx, now: i64) -> Result<(), Error> {
    tx.execute(BUILT, values![now]).await.map(|_| ())
}

pub(super) async fn mark(tx: &mut Tx, days: impl IntoIterator<Item = i64>) -> Result<u64, Error> {
    MARK.run(tx, days.into_iter().map(|day| values![day]).collect()).await
}

/// Stale days from `first` to `last`, the latest first.
pub(super) async fn stale(conn: &mut impl Connection, first: i64, last: i64, limit: i64) -> Result<Vec<i64>, Error> {
    conn.all(STALE, values![first, last, limit]).await?.iter().map(|row| row.at(0)).collect()
}

/// Takes a stale day on; from here on whoever changes it marks it again.
pub(super) async fn take(tx: &mut Tx, day: i64) -> Result<(), Error> {
    tx.execute(TAKE, values![day]).await.map(|_| ())
}

/// Puts the rows of a day in place of those it had.
pub(super) async fn put(tx: &mut Tx, day: i64, cells: &[Cell]) -> Result<(), Error> {
    tx.execute(DROP, values![day]).await?;
    let rows = cells
        .iter()
        .map(|cell| {
            values![
                cell.day,
                cell.shop_id,
                &cell.currency,
                cell.sales,
                cell.deals,
                cell.paid,
                cell.refunded,
                cell.packed()
            ]
        })
        .collect();
    PUT.run(tx, rows).await?;
    tx.execute(MOVE, values![]).await.map(|_| ())
}

/// The rows of `scope` from day `first` to `last` but for the days `without`, of one currency or of all.
pub(super) async fn cells(
    conn: &mut impl Connection,
    scope: &ShopScope,
    currency: Option<&str>,
    (first, last): (i64, i64),
    without: &[i64],
) -> Result<Vec<Cell>, Error> {
    let mut values = values![first, last];
    let (shops, bound) = within("shop_id", scope, 3);
    values.extend(bound);
    let mut text = format!(
        "select day, shop_id, currency, sales, deals, paid, refunded, buyers from sales_days \
         where day >= $1 and day <= $2{shops}"
    );
    if let Some(currency) = currency {
        values.push(currency.into());
        text.push_str(&format!(" and currency = ${}", values.len()));
    }
    if !without.is_empty() {
        text.push_str(&format!(" and day not in ({})", placeholders(values.len() + 1, without.len())));
        values.extend(without.iter().map(|day| platform::db::Value::from(*day)));
    }
    let rows = conn.all(text, values).await?;
    rows.iter()
        .map(|row| {
            let bytes: Vec<u8> = row.at(7)?;
            Ok(Cell {
                day: row.at(0)?,
                shop_id: row.at(1)?,
                currency: row.at(2)?,
                sales: row.at(3)?,
                deals: row.at(4)?,
                paid: row.at(5)?,
                refunded: row.at(6)?,
                buyers: Cell::unpacked(&bytes)?,
            })
        })
        .collect()
}
