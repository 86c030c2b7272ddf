//! The SQL of shops.

use platform::db::{Connection, Migration, Row, Tx, Value, placeholders};
use platform::http::ShopScope;
use platform::{Error, Id, values};

use super::{Channel, Shop};

pub(super) const MIGRATION: Migration = Migration::new(
    "20261121_1000_shops",
    "create table shops (
        id bigint not null primary key,
        name text not null,
        channel text not null,
        platform_id text,
        currency text not null,
        archived boolean not null,
        created_at bigint not null
    );
    create unique index shops_platform on shops (channel, platform_id);
    create unique index shops_name on shops (channel, name);
    ",
);

const LIST: &str = "select id, name, channel, platform_id, currency, archived from shops order by id";
const GET: &str = "select id, name, channel, platform_id, currency, archived from shops where id = $1";
const INSERT: &str = "insert into shops (id, name, channel, platform_id, currency, archived, created_at) \
    values ($1, $2, $3, $4, $5, $6, $7)";
const UPDATE: &str = "update shops set name = $2, platform_id = $3, archived = $4 where id = $1";

const HOLD: &str = "update shops set archived = archived where id = $1";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[LIST, GET, INSERT, UPDATE, HOLD];

pub(super) async fn list(conn: &mut impl Connection) -> Result<Vec<Shop>, Error> {
    conn.all(LIST, values![]).await?.iter().map(shop).collect()
}

pub(super) async fn get(conn: &mut impl Connection, id: i64) -> Result<Option<Shop>, Error> {
    conn.one(GET, values![id]).await?.as_ref().map(shop).transpose()
}

pub(super) async fn insert(tx: &mut Tx, shop: &Shop, now: i64) -> Result<(), Error> {
    tx.execute(
        INSERT,
        values![
            shop.id.0,
            &shop.name,
            shop.channel.code(),
            shop.platform_id.as_ref(),
            &shop.currency,
            shop.archived,
            now
        ],
    )
    .await
    .map(|_| ())
}

pub(super) async fn update(tx: &mut Tx, shop: &Shop) -> Result<(), Error> {
    tx.execute(UPDATE, values![shop.id.0, &shop.name, shop.platform_id.as_ref(), shop.archived]).await.map(|_| ())
}

pub(super) async fn hold(tx: &mut Tx, id: i64) -> Result<(), Error> {
    tx.execute(HOLD, values![id]).await.map(|_| ())
}

fn shop(row: &Row) -> Result<Shop, Error> {
    Ok(Shop {
        id: Id(row.get("id")?),
        name: row.get("name")?,
        channel: Channel::from_code(&row.get::<String>("channel")?)?,
        platform_id: row.get("platform_id")?,
        currency: row.get("currency")?,
        archived: row.get("archived")?,
    })
}

/// A condition that `column` lies in `scope`, with its values, to put behind `and`; placeholders begin at `$first`.
/// Empty when every shop is in it.
#[must_use]
pub fn within(column: &str, scope: &ShopScope, first: usize) -> (String, Vec<Value>) {
    match scope {
        ShopScope::All => (String::new(), Vec::new()),
        ShopScope::Only(shops) if shops.is_empty() => (" and 1 = 0".to_owned(), Vec::new()),
        ShopScope::Only(shops) => (
            format!(" and {column} in ({})", placeholders(first, shops.len())),
            shops.iter().map(|id| Value::Int(*id)).collect(),
        ),
    }
}
