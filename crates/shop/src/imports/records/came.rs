//! The SQL of what came with which import: orders by the ids that a batch handed out, profiles one by one.
//!
//! While a batch is written nobody else writes orders of its shop, so every order of the shop whose id lies between the
//! two ends of the batch came with it. That costs a row a batch, however many orders there are.

use platform::db::{Bulk, Connection, Migration, Row, Tx, Value, placeholders};
use platform::{Error, values};

pub(in crate::imports) const MIGRATION: Migration = Migration::new(
    "20261122_1900_import_batches",
    "create table import_batches (
        shop_id bigint not null,
        first_id bigint not null,
        last_id bigint not null,
        import_id bigint not null,
        at bigint not null,
        primary key (shop_id, first_id)
    );
    create table import_profiles (
        profile_id bigint not null,
        import_id bigint not null,
        at bigint not null,
        primary key (profile_id, import_id)
    );
    ",
);

pub(in crate::imports) const CHANGES: Migration = Migration::new(
    "20261122_2300_import_changes",
    "create table import_changes (
        profile_id bigint not null,
        import_id bigint not null,
        at bigint not null,
        primary key (profile_id, import_id)
    );
    ",
);

/// Of whom an unfinished import speaks: what was kept of imports that are over is of no more use.
pub(in crate::imports) const MET: Migration = Migration::new(
    "20261123_0600_import_met",
    "drop table import_changes;
    create table import_changes (
        profile_id bigint not null,
        import_id bigint not null,
        customer_id bigint not null,
        renewed boolean not null,
        at bigint not null,
        primary key (profile_id, import_id)
    );
    ",
);

const PUT_BATCH: &str =
    "insert into import_batches (shop_id, first_id, last_id, import_id, at) values ($1, $2, $3, $4, $5)";
const PUT_PROFILES: Bulk = Bulk {
    insert: "insert into import_profiles (profile_id, import_id, at)",
    columns: 3,
    then: "on conflict (profile_id, import_id) do nothing",
};

const PUT_MET: Bulk = Bulk {
    insert: "insert into import_changes (profile_id, import_id, customer_id, renewed, at)",
    columns: 5,
    then: "on conflict (profile_id, import_id) do nothing",
};
const PUT_CHANGES: Bulk = Bulk {
    then: "on conflict (profile_id, import_id) do update set renewed = excluded.renewed where not import_changes.renewed",
    ..PUT_MET
};
const UNTOUCHED: &str = "select count(*) as customers from (select customer_id from import_changes \
    where import_id = $1 group by customer_id having max(case when renewed then 1 else 0 end) = 0) as met";
const FORGET_MET: &str = "delete from import_changes where import_id = $1";

/// Every statement of fixed text, for the test that prepares them on both databases.
#[cfg(test)]
pub(in crate::imports) const STATEMENTS: &[&str] = &[PUT_BATCH, UNTOUCHED, FORGET_MET];

/// Ids in one list.
const PIECE: usize = 500;

/// That something came with an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::imports) struct Came {
    /// What came: an order or a profile.
    pub(in crate::imports) id: i64,
    pub(in crate::imports) import: i64,
    /// When, milliseconds UTC.
    pub(in crate::imports) at: i64,
}

/// Keeps that the orders of `shop` between the ids `first` and `last` came with an import.
pub(in crate::imports) async fn put_batch(
    tx: &mut Tx,
    shop: i64,
    (first, last): (i64, i64),
    import: i64,
    at: i64,
) -> Result<(), Error> {
    tx.execute(PUT_BATCH, values![shop, first, last, import, at]).await.map(|_| ())
}

/// Keeps that these profiles came with an import.
pub(in crate::imports) async fn put_profiles(tx: &mut Tx, profiles: &[i64], import: i64, at: i64) -> Result<(), Error> {
    PUT_PROFILES.run(tx, profiles.iter().map(|id| values![*id, import, at]).collect()).await.map(|_| ())
}

/// Keeps that an import said something new of these profiles (profile, customer), each once, of customers who were there
/// before; how many it had not said it of.
pub(in crate::imports) async fn put_changes(
    tx: &mut Tx,
    profiles: &[(i64, i64)],
    import: i64,
    at: i64,
) -> Result<i64, Error> {
    let added = PUT_CHANGES.run(tx, met(profiles, import, true, at)).await?;
    Ok(i64::try_from(added).unwrap_or(i64::MAX))
}

/// Keeps that an import speaks of these profiles (profile, customer), which were there before.
pub(in crate::imports) async fn put_met(
    tx: &mut Tx,
    profiles: &[(i64, i64)],
    import: i64,
    at: i64,
) -> Result<(), Error> {
    PUT_MET.run(tx, met(profiles, import, false, at)).await.map(|_| ())
}

fn met(profiles: &[(i64, i64)], import: i64, renewed: bool, at: i64) -> Vec<Vec<Value>> {
    profiles.iter().map(|(profile, customer)| values![*profile, import, *customer, renewed, at]).collect()
}

/// How many customers an import speaks of who were there before and of whom it says nothing new.
pub(in crate::imports) async fn untouched(conn: &mut impl Connection, import: i64) -> Result<i64, Error> {
    conn.one(UNTOUCHED, values![import]).await?.map_or(Ok(0), |row| row.at(0))
}

/// Forgets of whom an import speaks: it is over, or begins anew.
pub(in crate::imports) async fn forget_met(tx: &mut Tx, import: i64) -> Result<(), Error> {
    tx.execute(FORGET_MET, values![import]).await.map(|_| ())
}

/// With which imports these orders (id, shop) came; those that came in another way are left out.
pub(in crate::imports) async fn of_orders(
    conn: &mut impl Connection,
    orders: &[(i64, i64)],
) -> Result<Vec<Came>, Error> {
    let mut found = Vec::new();
    for piece in orders.chunks(PIECE) {
        let rows: Vec<String> = (0..piece.len()).map(|at| format!("(${}, ${})", 2 * at + 1, 2 * at + 2)).collect();
        let text = format!(
            "with said (id, shop_id) as (values {}) select s.id, b.import_id, b.at from said s \
             join import_batches b on b.shop_id = s.shop_id and b.first_id = (select max(f.first_id) \
             from import_batches f where f.shop_id = s.shop_id and f.first_id <= s.id) where b.last_id >= s.id",
            rows.join(", ")
        );
        let bound = piece.iter().flat_map(|(id, shop)| [Value::Int(*id), Value::Int(*shop)]).collect();
        for row in conn.all(text, bound).await? {
            found.push(came(&row)?);
        }
    }
    Ok(found)
}

/// With which imports these profiles came.
pub(in crate::imports) async fn of_profiles(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Came>, Error> {
    let mut found = Vec::new();
    for piece in profiles.chunks(PIECE) {
        let list = placeholders(1, piece.len());
        let text = format!("select profile_id, import_id, at from import_profiles where profile_id in ({list})");
        for row in conn.all(text, piece.iter().map(|id| Value::Int(*id)).collect()).await? {
            found.push(came(&row)?);
        }
    }
    Ok(found)
}

/// Forgets in one of the tables the profiles that are erased.
pub(in crate::imports) async fn forget_profiles(
    tx: &mut Tx,
    table: &'static str,
    profiles: &[i64],
) -> Result<u64, Error> {
    let mut gone = 0;
    for piece in profiles.chunks(PIECE) {
        let text = format!("delete from {table} where profile_id in ({})", placeholders(1, piece.len()));
        gone += tx.execute(text, piece.iter().map(|id| Value::Int(*id)).collect()).await?;
    }
    Ok(gone)
}

fn came(row: &Row) -> Result<Came, Error> {
    Ok(Came { id: row.at(0)?, import: row.at(1)?, at: row.at(2)? })
}
