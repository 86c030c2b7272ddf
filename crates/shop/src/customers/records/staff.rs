//! The SQL of what staff put on profiles: switches and typed-in values; and of what names a person.

use platform::Error;
use platform::db::{Connection, Migration, Tx, Value};
use platform::values;

use super::{listed, pieces};

pub(in crate::customers) const MIGRATION: Migration = Migration::new(
    "20261121_1150_customer_list",
    "create table profile_edits (
        profile_id bigint not null,
        key text not null,
        value text not null,
        at bigint not null,
        primary key (profile_id, key)
    );
    create table customer_counts (
        scope text not null primary key,
        dealt bigint not null,
        not_dealt bigint not null,
        inquired bigint not null,
        others bigint not null,
        as_of bigint not null,
        claimed_at bigint not null
    );
    create index profiles_shop_recent on profiles (shop_id, (coalesce(last_deal_at, 0)), customer_id);
    ",
);

const PUT_EDIT: &str = "insert into profile_edits (profile_id, key, value, at) values ($1, $2, $3, $4) \
    on conflict (profile_id, key) do update set value = excluded.value, at = excluded.at";

/// The statements of fixed text, for the test that prepares them.
#[cfg(test)]
pub(in crate::customers) const STAFF_STATEMENTS: &[&str] = &[PUT_EDIT];

fn bound(piece: Vec<i64>) -> impl Iterator<Item = Value> {
    piece.into_iter().map(Value::from)
}

/// Turns a switch of profiles; `column` is `blacklisted` or `personalisation`.
pub(in crate::customers) async fn set_switch(
    tx: &mut Tx,
    column: &'static str,
    profiles: &[i64],
    on: bool,
) -> Result<(), Error> {
    for piece in pieces(profiles) {
        let sql = listed(&format!("update profiles set {column} = $1 where id in"), 2, piece.len(), "");
        let mut values = values![on];
        values.extend(bound(piece));
        tx.execute(sql, values).await?;
    }
    Ok(())
}

pub(in crate::customers) async fn put_edit(
    tx: &mut Tx,
    profile: i64,
    key: &str,
    value: &str,
    now: i64,
) -> Result<(), Error> {
    tx.execute(PUT_EDIT, values![profile, key, value, now]).await.map(|_| ())
}

pub(in crate::customers) async fn drop_edits(tx: &mut Tx, profiles: &[i64], key: &str) -> Result<(), Error> {
    for piece in pieces(profiles) {
        let sql = listed("delete from profile_edits where key = $1 and profile_id in", 2, piece.len(), "");
        let mut values = values![key];
        values.extend(bound(piece));
        tx.execute(sql, values).await?;
    }
    Ok(())
}

/// The edits of these customers, oldest first: (customer, key, value).
pub(in crate::customers) async fn edits_of_customers(
    conn: &mut impl Connection,
    customers: &[i64],
) -> Result<Vec<(i64, String, String)>, Error> {
    let mut found = Vec::new();
    for piece in pieces(customers) {
        let sql = listed(
            "select p.customer_id, e.key, e.value from profiles p join profile_edits e on e.profile_id = p.id \
             where p.customer_id in",
            1,
            piece.len(),
            "order by e.at, e.profile_id",
        );
        for row in conn.all(sql, bound(piece).collect()).await? {
            found.push((row.at(0)?, row.at(1)?, row.at(2)?));
        }
    }
    Ok(found)
}

/// Every text that names somebody on these profiles.
pub(in crate::customers) async fn names_of(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for piece in pieces(profiles) {
        for (before, columns) in [
            ("select nick, name, mobile, email, street, key_value from profiles where id in", 6),
            ("select value from identifiers where profile_id in", 1),
            (
                "select value from profile_edits where key in ('nick', 'name', 'mobile', 'email', 'street') and profile_id in",
                1,
            ),
        ] {
            let sql = listed(before, 1, piece.len(), "");
            for row in conn.all(sql, bound(piece.clone()).collect()).await? {
                for column in 0..columns {
                    found.extend(row.at::<Option<String>>(column)?);
                }
            }
        }
    }
    Ok(found)
}
